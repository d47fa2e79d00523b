-- A job's list by part of a name is found and counted in the index alone: names stand in it, and stages, which a filter asks for.
drop index applications_list;
create index applications_list on applications (company_id, job_id, status, promised_by, applied_at, id)
    include (confidential, stage_id, name);

-- Nobody asks in that order.
drop index feed_fetches_day;

-- Hires are few among those who were decided on.
create index application_facts_hired on application_facts (company_id, decided_at, id)
    include (job_id, applied_at) where status = 'hired';
