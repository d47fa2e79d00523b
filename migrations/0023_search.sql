-- Finding people: a document for each application, kept by the database itself, and searches that are saved.

-- Words as they stand, in any case and without their accents; no language's stop words or stems.
create text search configuration folded (copy = pg_catalog.simple);
alter text search configuration folded alter mapping for hword, hword_part, word with unaccent, simple;

-- The same for names. Rules of unaccent are a file that nobody changes under a database that runs.
create function folded(text) returns text language sql immutable strict parallel safe
    as $$ select lower(public.unaccent('public.unaccent', $1)) $$;

-- What is found by words. A document belongs to an application, and not to a candidate, because who sees one application of
-- somebody need not see another: what was written there must not be found from here.
create table search_documents (
    company_id bigint not null,
    application_id bigint not null,
    candidate_id bigint not null,
    -- Folded.
    name text not null,
    -- Weights: A the name, B what they are, C the résumé, D whatever else was written, notes of the team included.
    vector tsvector not null,
    -- The transaction that wrote it, which does so once, at its end.
    written_in xid8 not null,
    updated_at timestamptz not null,
    constraint search_documents_pkey primary key (company_id, application_id),
    constraint search_documents_application_fkey foreign key (company_id, application_id) references applications (company_id, id),
    constraint search_documents_candidate_fkey foreign key (company_id, candidate_id) references candidates (company_id, id)
);
-- How often a word occurs decides how it is looked for: see src/domain/search/frequency.rs.
alter table search_documents alter column vector set statistics 300;

-- The words of an address too, beside the whole of it.
create function search_words(text) returns text language sql immutable strict parallel safe
    as $$ select $1 || ' ' || translate($1, '@./:-_?=&#+%', '            ') $$;

-- What there is to find of each application. Sensitive answers, and notes that not everybody reads, are not in it.
create view search_sources as
select t.company_id, t.application_id, t.candidate_id, t.name, t.head, t.resume, t.said,
       setweight(to_tsvector('folded', t.name), 'A') || setweight(to_tsvector('folded', t.head), 'B')
           || setweight(t.resume_vector, 'C') || setweight(to_tsvector('folded', t.said), 'D') as vector
from (
    select a.company_id, a.id as application_id, a.candidate_id,
           trim(c.given_name || ' ' || c.family_name) as name,
           concat_ws(' · ', nullif(c.headline, ''), nullif(c.title, ''), nullif(c.employer, ''),
                     case when a.headline <> c.headline then nullif(a.headline, '') end) as head,
           coalesce((select string_agg(left(f.text, 20000), ' ' order by n.kind, n.id desc)
                     from attachments n join file_texts f on (f.company_id, f.file_id) = (n.company_id, n.file_id)
                     where n.company_id = a.company_id and n.application_id = a.id and n.kind in ('resume', 'cover_letter')), '') as resume,
           coalesce((select f.vector from attachments n join file_texts f on (f.company_id, f.file_id) = (n.company_id, n.file_id)
                     where n.company_id = a.company_id and n.application_id = a.id and n.kind = 'resume' order by n.id desc limit 1), '')
               || coalesce((select f.vector from attachments n join file_texts f on (f.company_id, f.file_id) = (n.company_id, n.file_id)
                            where n.company_id = a.company_id and n.application_id = a.id and n.kind = 'cover_letter' order by n.id desc limit 1), '')
               as resume_vector,
           left(concat_ws(' · ', nullif(coalesce(nullif(a.place, ''), c.place), ''),
               (select string_agg(search_words(e.email), ' · ' order by e.position, e.id) from candidate_emails e
                where e.company_id = a.company_id and e.candidate_id = a.candidate_id),
               (select string_agg(p.phone || ' ' || regexp_replace(p.phone, '\D', '', 'g'), ' · ' order by p.position, p.id) from candidate_phones p
                where p.company_id = a.company_id and p.candidate_id = a.candidate_id),
               (select string_agg(search_words(l.url), ' · ' order by l.position, l.id) from candidate_links l
                where l.company_id = a.company_id and l.candidate_id = a.candidate_id),
               (select string_agg(w.text, ' · ' order by w.position, w.id) from answers w
                where w.company_id = a.company_id and w.application_id = a.id and not w.sensitive),
               (select string_agg(n.body, ' · ' order by n.id) from notes n
                where n.company_id = a.company_id and n.application_id = a.id and n.visibility = 'team' and n.deleted_at is null),
               -- What people wrote. The program's own mails say the same to everybody.
               (select string_agg(m.subject || ' · ' || m.body, ' · ' order by m.id) from messages m
                where m.company_id = a.company_id and m.application_id = a.id and m.state <> 'cancelled'
                  and (m.direction = 'in' or m.member_id is not null))), 100000) as said
    from applications a
    join candidates c on (c.company_id, c.id) = (a.company_id, a.candidate_id)
) t;

-- Writes one document anew, once in a transaction: at its end, when all that it changes is there to be read.
create function refresh_search_document(company bigint, application bigint) returns void language plpgsql as $$
declare
    before xid8;
begin
    -- Whoever comes second waits here, and the next statement sees what the first wrote.
    select d.written_in into before from search_documents d
    where d.company_id = company and d.application_id = application for update;
    if before = pg_current_xact_id() then
        return;
    end if;
    begin
        insert into search_documents (company_id, application_id, candidate_id, name, vector, written_in, updated_at)
        select s.company_id, s.application_id, s.candidate_id, folded(s.name), s.vector, pg_current_xact_id(), now()
        from search_sources s where s.company_id = company and s.application_id = application
        on conflict on constraint search_documents_pkey do update
        set candidate_id = excluded.candidate_id, name = excluded.name, vector = excluded.vector,
            written_in = excluded.written_in, updated_at = excluded.updated_at;
    exception when program_limit_exceeded then
        -- More different words than a vector holds: they are found by their name, and nothing is lost but this.
        insert into search_documents (company_id, application_id, candidate_id, name, vector, written_in, updated_at)
        select s.company_id, s.application_id, s.candidate_id, folded(s.name), setweight(to_tsvector('folded', s.name), 'A'),
               pg_current_xact_id(), now()
        from search_sources s where s.company_id = company and s.application_id = application
        on conflict on constraint search_documents_pkey do update
        set candidate_id = excluded.candidate_id, name = excluded.name, vector = excluded.vector,
            written_in = excluded.written_in, updated_at = excluded.updated_at;
    end;
end $$;

-- Rows that say something about an application, about a candidate, or what stands in a file. A table of any of these kinds
-- gets a trigger like those below, and its words a place in the view above.
create function search_by_application() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and old.application_id is not null then
        perform refresh_search_document(old.company_id, old.application_id);
    end if;
    if tg_op <> 'DELETE' and new.application_id is not null then
        perform refresh_search_document(new.company_id, new.application_id);
    end if;
    return null;
end $$;

create function search_by_candidate() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform refresh_search_document(a.company_id, a.id) from applications a
        where a.company_id = old.company_id and a.candidate_id = old.candidate_id;
    end if;
    if tg_op <> 'DELETE' then
        perform refresh_search_document(a.company_id, a.id) from applications a
        where a.company_id = new.company_id and a.candidate_id = new.candidate_id;
    end if;
    return null;
end $$;

create function search_by_id() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'applications' then
        perform refresh_search_document(new.company_id, new.id);
    else
        perform refresh_search_document(a.company_id, a.id) from applications a
        where a.company_id = new.company_id and a.candidate_id = new.id;
    end if;
    return null;
end $$;

create function search_by_file() returns trigger language plpgsql as $$
begin
    perform refresh_search_document(t.company_id, t.application_id) from attachments t
    where t.company_id = new.company_id and t.file_id = new.file_id and t.application_id is not null;
    return null;
end $$;

create constraint trigger applications_searched after insert or update of name, headline, place, candidate_id on applications
    deferrable initially deferred for each row execute function search_by_id();
create constraint trigger candidates_searched after update of given_name, family_name, headline, employer, title, place on candidates
    deferrable initially deferred for each row
    when ((old.given_name, old.family_name, old.headline, old.employer, old.title, old.place)
          is distinct from (new.given_name, new.family_name, new.headline, new.employer, new.title, new.place))
    execute function search_by_id();
create constraint trigger candidate_emails_searched after insert or update or delete on candidate_emails
    deferrable initially deferred for each row execute function search_by_candidate();
create constraint trigger candidate_phones_searched after insert or update or delete on candidate_phones
    deferrable initially deferred for each row execute function search_by_candidate();
create constraint trigger candidate_links_searched after insert or update or delete on candidate_links
    deferrable initially deferred for each row execute function search_by_candidate();
create constraint trigger answers_searched after insert or update or delete on answers
    deferrable initially deferred for each row execute function search_by_application();
create constraint trigger attachments_searched after insert or update or delete on attachments
    deferrable initially deferred for each row execute function search_by_application();
create constraint trigger notes_searched after insert or update or delete on notes
    deferrable initially deferred for each row execute function search_by_application();
-- The program's own mails are in no document, and sending one changes nothing of what was written.
create constraint trigger messages_written after insert on messages
    deferrable initially deferred for each row when (new.direction = 'in' or new.member_id is not null)
    execute function search_by_application();
create constraint trigger messages_gone after delete on messages
    deferrable initially deferred for each row when (old.direction = 'in' or old.member_id is not null)
    execute function search_by_application();
create constraint trigger messages_changed after update of subject, body, state, application_id, member_id on messages
    deferrable initially deferred for each row
    when ((old.subject, old.body, old.application_id, old.member_id, old.state = 'cancelled')
          is distinct from (new.subject, new.body, new.application_id, new.member_id, new.state = 'cancelled'))
    execute function search_by_application();
create constraint trigger file_texts_searched after insert or update of text, vector on file_texts
    deferrable initially deferred for each row execute function search_by_file();

-- Everybody who is there already; the indexes are made afterwards, in one go.
insert into search_documents (company_id, application_id, candidate_id, name, vector, written_in, updated_at)
select s.company_id, s.application_id, s.candidate_id, folded(s.name), s.vector, pg_current_xact_id(), now() from search_sources s;

create index search_documents_candidate on search_documents (company_id, candidate_id);
-- New words wait in a list until they are sorted in; a short one, since every search reads it.
create index search_documents_vector on search_documents using gin (vector) with (gin_pending_list_limit = 256);
create index search_documents_name on search_documents using gin (name gin_trgm_ops);
create index search_documents_name_start on search_documents (company_id, name text_pattern_ops);
-- The documents have these words now.
drop index file_texts_vector;

-- Notes that not everybody reads are looked through apart, by those who may.
create index notes_restricted on notes (company_id, application_id) where visibility <> 'team' and deleted_at is null;
create index notes_restricted_words on notes using gin (to_tsvector('folded', body)) where visibility <> 'team' and deleted_at is null;

create index applications_source on applications (company_id, source_id, applied_at desc) where source_id is not null;

-- What somebody looks at again and again: filters under a name, for themselves or for everybody.
create table saved_views (
    company_id bigint not null,
    id bigint generated by default as identity,
    member_id bigint not null,
    -- Of which page.
    kind text not null,
    name text not null,
    -- What stands after the question mark.
    query text not null,
    -- The words in it, folded: somebody who is erased must not stay in what others looked for.
    words text not null default '',
    shared boolean not null default false,
    created_at timestamptz not null,
    constraint saved_views_pkey primary key (company_id, id),
    constraint saved_views_member_fkey foreign key (company_id, member_id) references memberships (company_id, id),
    constraint saved_views_kind_shape check (kind ~ '^[a-z_]{1,40}$'),
    constraint saved_views_name_length check (char_length(name) between 1 and 100),
    constraint saved_views_query_length check (char_length(query) <= 4000)
);
create unique index saved_views_name_key on saved_views (company_id, member_id, kind, lower(name));
create index saved_views_shared on saved_views (company_id, kind) where shared;
