-- Synthetic people for the company :company, whose jobs are there: 1.2 applications each, with résumé text, notes and
-- history. Job number one gets ten thousand of them, each once, whom nobody has decided on.
set local synchronous_commit = off;
set local maintenance_work_mem = '512MB';
-- Documents for the search are made at the end, all at once.
alter table applications disable trigger applications_searched;
alter table candidate_emails disable trigger candidate_emails_searched;
alter table attachments disable trigger attachments_searched;
alter table file_texts disable trigger file_texts_searched;
alter table notes disable trigger notes_searched;
alter table candidate_emails disable trigger candidate_emails_pooled;
alter table attachments disable trigger attachments_pooled;
alter table file_texts disable trigger file_texts_pooled;
alter table candidate_emails disable trigger candidate_emails_compared;
alter table candidate_phones disable trigger candidate_phones_compared;
alter table candidate_links disable trigger candidate_links_compared;
alter table attachments disable trigger attachments_compared;
alter table candidates disable trigger candidates_compared_first;
select setseed(0.42);

-- Words as they occur: word number r comes about 1/r times as often as the first.
create temporary table words as
select r, chr(97 + r % 26) || chr(97 + r / 7 % 26) || chr(97 + r / 3 % 26) || chr(97 + r / 11 % 26) || r::text as word from generate_series(1, 20000) r;
-- A résumé is three pieces of forty words: few enough to make quickly, and of so many combinations that words meet as
-- they do in life. Each has one word of its own besides.
create temporary table picks as
select t, i, greatest(1, floor(power(20000.0, random())))::int as r from generate_series(0, 5999) t, generate_series(1, 40) i;
create temporary table pieces as
select t, string_agg(w.word, ' ' order by i) as text from picks join words w using (r) group by t;
create index on pieces (t);

create temporary table numbered_jobs as
select j.id as job, row_number() over (order by j.id) - 1 as n,
       array(select s.id from stages s where s.company_id = :company and s.job_id = j.id and s.deleted_at is null order by s.position) as stages,
       (select p.id from postings p where p.company_id = :company and p.job_id = j.id limit 1) as posting,
       (select p.live_revision_id from postings p where p.company_id = :company and p.job_id = j.id limit 1) as revision
from jobs j where j.company_id = :company;
create temporary table counted as select count(*) as jobs from numbered_jobs;
analyze words, pieces, numbered_jobs, counted;

-- Names of two to four syllables: 4,001 given and 6,007 family names.
create temporary table syllables as
select array['ka', 'lo', 'min', 'ter', 'vas', 'ru', 'hel', 'do', 'sen', 'pir', 'gal', 'wy', 'thor', 'ne', 'bri', 'zo', 'mar', 'fen', 'li', 'quist'] as s;

insert into candidates (company_id, given_name, family_name, headline, place, last_activity_at, created_at, updated_at)
select :company, initcap(s[1 + g % 20] || s[1 + g / 20 % 20] || s[1 + g / 400 % 20]),
       initcap(s[1 + f % 20] || s[1 + f / 20 % 20] || s[1 + f / 400 % 20]) || case when f % 3 = 0 then 'son' else '' end, 'Engineer ' || n % 97 || ', Employer ' || n % 1009, 'City ' || n % 211,
       now() - n * interval '1 minute', now() - n * interval '1 minute', now() - n * interval '1 minute'
from generate_series(1::bigint, :candidates) n, syllables,
     lateral (select (n * 7919) % 4001 as g, (n * 104729) % 6007 as f) numbers;
create temporary table people as
select id as candidate, row_number() over (order by id) as n from candidates where company_id = :company;
analyze candidates, people;
insert into candidate_emails (company_id, candidate_id, email) select :company, candidate, 'p' || n || '@mail.example' from people;

create temporary table wanted as
select row_number() over () as w, candidate, n, nth,
       case when w_n <= 10000 then 0 else 1 + (w_n * 31) % (select jobs - 1 from counted) end as job_n
from (select candidate, n, nth, row_number() over (order by nth, (n * 7) % 1000, n) as w_n
      from people, generate_series(1, 2) nth where nth = 1 or n % 5 = 0) x;
analyze wanted;

insert into applications (company_id, uuid, candidate_id, job_id, posting_id, revision_id, stage_id, status, source_id, name, headline, place,
                          applied_at, stage_entered_at, last_activity_at, promised_by, decided_at, decided_by, rejection_reason_id, told_at, created_at, updated_at)
select :company, gen_random_uuid(), w.candidate, j.job, j.posting, j.revision,
       j.stages[1 + least(array_length(j.stages, 1) - 1, (w.n % 17)::int / 4)], s.status::application_status,
       (select id from sources where company_id = :company and kind = 'careers_site' limit 1),
       c.given_name || ' ' || c.family_name, c.headline, c.place,
       t.at, t.at + interval '1 day', t.at + interval '2 days', t.at + interval '14 days',
       case when s.status in ('rejected', 'hired') then least(t.at + interval '5 days', now()) end,
       case when s.status in ('rejected', 'hired') then (select min(id) from memberships where company_id = :company) end,
       case when s.status = 'rejected' then (select min(id) from rejection_reasons where company_id = :company) end,
       case when s.status = 'rejected' then least(t.at + interval '6 days', now()) end, t.at, t.at
from wanted w
join candidates c on c.company_id = :company and c.id = w.candidate
join numbered_jobs j on j.n = w.job_n
-- Over three years; most are decided in three weeks, and one of fifty later than promised.
cross join lateral (select case when w.job_n = 0 then (w.n % 4000) * interval '7 minutes' else (w.n % 40000) * interval '40 minutes' end as age) g
cross join lateral (select now() - g.age as at) t
cross join lateral (
    select case when w.job_n = 0 or (g.age < interval '21 days' and w.n % 10 < 6) or w.n % 50 = 0 then 'active'
                when w.n % 100 = 1 then 'hired'
                when w.n % 10 < 9 then 'rejected' else 'withdrawn' end as status
) s
on conflict do nothing;

create temporary table sent as
select a.id as application, a.candidate_id as candidate, a.job_id as job, row_number() over (order by a.id) as n from applications a where a.company_id = :company;
analyze applications, sent;

insert into files (company_id, name, kind, size, sha256, storage_key, created_at)
select :company, 'resume-' || n || '.txt', 'txt', 900, sha256(n::text::bytea), 'bench-' || n, now() from sent;
create temporary table resumes as select id as file, substr(storage_key, 7)::bigint as n from files where company_id = :company;
analyze files, resumes;
insert into attachments (company_id, candidate_id, application_id, file_id, kind, created_at)
select :company, candidate, application, file, 'resume', now() from sent join resumes using (n);
insert into file_texts (company_id, file_id, state, text, vector, updated_at)
select :company, file, 'ready', r.text, to_tsvector('simple', r.text), now()
from resumes
join pieces a on a.t = n % 6000
join pieces b on b.t = (n / 7 + 13 * n) % 6000
join pieces c on c.t = (n / 11 + 17 * n) % 6000
cross join lateral (select a.text || ' ' || b.text || ' ' || c.text || ' own' || n as text) r;

insert into events (company_id, at, actor, kind, job_id, candidate_id, application_id, detail_hash)
select :company, now() - interval '3 days', 'visitor', 'application.received', job, candidate, application, sha256('null') from sent;
insert into events (company_id, at, actor, member_id, kind, job_id, candidate_id, application_id, detail_hash)
select :company, now() - k * interval '1 day', 'member', (select min(id) from memberships where company_id = :company), 'application.moved', job, candidate, application, sha256('null')
from sent, generate_series(1, 2) k;
analyze events;
insert into event_details (company_id, event_id, detail)
select company_id, id, case kind
           when 'application.moved' then '{"from": {"id": 1, "name": "Application review"}, "to": {"id": 2, "name": "Recruiter screen"}, "back": false}'::jsonb
           else '{"reference": "AAAA-AAAA", "files": []}'::jsonb end
from events where company_id = :company and kind like 'application.%';
insert into notes (company_id, candidate_id, application_id, member_id, body, once, created_at, updated_at)
select :company, candidate, application, (select min(id) from memberships where company_id = :company), 'A note about this person, as somebody would write it after a call.', gen_random_uuid(), now(), now()
from sent where n % 3 = 0;

drop index search_documents_candidate, search_documents_vector, search_documents_name, search_documents_name_start;
analyze candidates, applications, candidate_emails, attachments, file_texts, notes;
insert into search_documents (company_id, application_id, candidate_id, name, vector, written_in, updated_at)
select s.company_id, s.application_id, s.candidate_id, folded(s.name), s.vector, pg_current_xact_id(), now()
from search_sources s where s.company_id = :company;
create index search_documents_candidate on search_documents (company_id, candidate_id);
create index search_documents_vector on search_documents using gin (vector) with (gin_pending_list_limit = 256);
create index search_documents_name on search_documents using gin (name gin_trgm_ops);
create index search_documents_name_start on search_documents (company_id, name text_pattern_ops);
set constraints all immediate;
alter table applications enable trigger applications_searched;
alter table candidate_emails enable trigger candidate_emails_searched;
alter table attachments enable trigger attachments_searched;
alter table file_texts enable trigger file_texts_searched;
alter table notes enable trigger notes_searched;
alter table candidate_emails enable trigger candidate_emails_pooled;
alter table attachments enable trigger attachments_pooled;
alter table file_texts enable trigger file_texts_pooled;
alter table candidate_emails enable trigger candidate_emails_compared;
alter table candidate_phones enable trigger candidate_phones_compared;
alter table candidate_links enable trigger candidate_links_compared;
alter table attachments enable trigger attachments_compared;
alter table candidates enable trigger candidates_compared_first;
