-- Finding people by more than words: what filters need to be quick alone, and the people of the talent pool, who may have
-- no application in which they could be found.

create index applications_owner on applications (company_id, owner_id, applied_at desc) where owner_id is not null;
create index applications_place on applications (company_id, place) where place <> '';
create index candidates_newest on candidates (company_id, created_at desc, id desc);
create index candidates_employer on candidates (company_id, employer) where employer is not null;
create index candidates_country on candidates (company_id, country) where country is not null;

-- One for each of the pool. It holds what they sent there and what stands in no application: whoever sees the pool sees it.
create table prospect_documents (
    company_id bigint not null,
    candidate_id bigint not null,
    -- Folded.
    name text not null,
    -- Weights as in search_documents.
    vector tsvector not null,
    constraint prospect_documents_pkey primary key (company_id, candidate_id),
    constraint prospect_documents_candidate_fkey foreign key (company_id, candidate_id) references candidates (company_id, id)
);
create index prospect_documents_vector on prospect_documents using gin (vector) with (gin_pending_list_limit = 256);

create view prospect_sources as
select t.*, setweight(to_tsvector('folded', t.name), 'A') || setweight(to_tsvector('folded', t.head), 'B')
           || setweight(to_tsvector('folded', left(t.resume, 100000)), 'C') || setweight(to_tsvector('folded', t.said), 'D') as vector
from (
select p.company_id, p.candidate_id, trim(c.given_name || ' ' || c.family_name) as name,
       concat_ws(' · ', nullif(c.headline, ''), nullif(c.title, ''), nullif(c.employer, '')) as head,
       coalesce((select string_agg(left(f.text, 20000), ' ' order by n.id desc)
                 from attachments n join file_texts f on (f.company_id, f.file_id) = (n.company_id, n.file_id)
                 where n.company_id = p.company_id and n.candidate_id = p.candidate_id and n.application_id is null), '') as resume,
       left(concat_ws(' · ', nullif(c.place, ''), nullif(p.words, ''),
           (select string_agg(d.name, ' · ' order by d.id) from prospect_areas a
            join departments d on (d.company_id, d.id) = (a.company_id, a.department_id)
            where a.company_id = p.company_id and a.prospect_id = p.id),
           (select string_agg(t.name, ' · ' order by t.id) from candidate_tags g join tags t on (t.company_id, t.id) = (g.company_id, g.tag_id)
            where g.company_id = p.company_id and g.candidate_id = p.candidate_id),
           (select string_agg(search_words(e.email), ' · ' order by e.position, e.id) from candidate_emails e
            where e.company_id = p.company_id and e.candidate_id = p.candidate_id),
           (select string_agg(h.phone || ' ' || regexp_replace(h.phone, '\D', '', 'g'), ' · ' order by h.position, h.id) from candidate_phones h
            where h.company_id = p.company_id and h.candidate_id = p.candidate_id),
           (select string_agg(search_words(l.url), ' · ' order by l.position, l.id) from candidate_links l
            where l.company_id = p.company_id and l.candidate_id = p.candidate_id)), 100000) as said
from prospects p
join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id)
) t;

-- Writes the document of a candidate anew, or takes it away from whoever is in no pool.
create function refresh_prospect_document(company bigint, candidate bigint) returns void language plpgsql as $$
begin
    if not exists (select from prospects p where p.company_id = company and p.candidate_id = candidate) then
        delete from prospect_documents d where d.company_id = company and d.candidate_id = candidate;
        return;
    end if;
    insert into prospect_documents (company_id, candidate_id, name, vector)
    select s.company_id, s.candidate_id, folded(s.name), s.vector
    from prospect_sources s where s.company_id = company and s.candidate_id = candidate
    on conflict on constraint prospect_documents_pkey do update set name = excluded.name, vector = excluded.vector;
exception when program_limit_exceeded then
    -- More different words than a vector holds: they are found by their name.
    insert into prospect_documents (company_id, candidate_id, name, vector)
    select s.company_id, s.candidate_id, folded(s.name), setweight(to_tsvector('folded', s.name), 'A')
    from prospect_sources s where s.company_id = company and s.candidate_id = candidate
    on conflict on constraint prospect_documents_pkey do update set name = excluded.name, vector = excluded.vector;
end $$;

create function pooled_by_candidate() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and old.candidate_id is not null then
        perform refresh_prospect_document(old.company_id, old.candidate_id);
    end if;
    if tg_op <> 'DELETE' and new.candidate_id is not null then
        perform refresh_prospect_document(new.company_id, new.candidate_id);
    end if;
    return null;
end $$;

create function pooled_by_id() returns trigger language plpgsql as $$
begin
    perform refresh_prospect_document(new.company_id, new.id);
    return null;
end $$;

create function pooled_by_file() returns trigger language plpgsql as $$
begin
    perform refresh_prospect_document(t.company_id, t.candidate_id) from attachments t
    where t.company_id = new.company_id and t.file_id = new.file_id and t.application_id is null;
    return null;
end $$;

create constraint trigger prospects_pooled after insert or update of candidate_id, words or delete on prospects
    deferrable initially deferred for each row execute function pooled_by_candidate();
create constraint trigger candidates_pooled after update of given_name, family_name, headline, employer, title, place on candidates
    deferrable initially deferred for each row
    when ((old.given_name, old.family_name, old.headline, old.employer, old.title, old.place)
          is distinct from (new.given_name, new.family_name, new.headline, new.employer, new.title, new.place))
    execute function pooled_by_id();
create constraint trigger candidate_emails_pooled after insert or update or delete on candidate_emails
    deferrable initially deferred for each row execute function pooled_by_candidate();
create constraint trigger candidate_phones_pooled after insert or update or delete on candidate_phones
    deferrable initially deferred for each row execute function pooled_by_candidate();
create constraint trigger candidate_links_pooled after insert or update or delete on candidate_links
    deferrable initially deferred for each row execute function pooled_by_candidate();
create constraint trigger candidate_tags_pooled after insert or update or delete on candidate_tags
    deferrable initially deferred for each row execute function pooled_by_candidate();
create constraint trigger attachments_pooled after insert or update or delete on attachments
    deferrable initially deferred for each row execute function pooled_by_candidate();
create constraint trigger file_texts_pooled after insert or update of text, vector on file_texts
    deferrable initially deferred for each row execute function pooled_by_file();

insert into prospect_documents (company_id, candidate_id, name, vector)
select s.company_id, s.candidate_id, folded(s.name), s.vector from prospect_sources s;
