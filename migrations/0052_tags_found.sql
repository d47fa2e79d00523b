-- A tag is a word by which its candidate is found, as it was already for the people of the pool. The view as 0023 says, with tags.

create or replace view search_sources as
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
               nullif(array_to_string(a.tags, ' · '), ''),
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

create constraint trigger candidate_tags_searched after insert or update or delete on candidate_tags
    deferrable initially deferred for each row execute function search_by_candidate();

do $$ begin
    perform refresh_search_document(a.company_id, a.id) from applications a where a.tags <> '{}';
end $$;
