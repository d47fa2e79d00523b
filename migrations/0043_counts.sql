-- How many people are in which stage, kept: home and the list of jobs cost what their jobs cost, not their people. Each
-- statement that changes applications adds rows that say by how much, so that nobody waits for anybody else's; a task adds
-- them up. The sum is exact in every snapshot, because rows come with the change that they count.
create table application_counts (
    company_id bigint not null,
    id bigint generated always as identity,
    job_id bigint not null,
    stage_id bigint not null,
    status application_status not null,
    confidential boolean not null,
    -- How many more, or fewer.
    people bigint not null,
    constraint application_counts_pkey primary key (company_id, id),
    constraint application_counts_stage_fkey foreign key (company_id, job_id, stage_id)
        references stages (company_id, job_id, id) on delete cascade
);
create index application_counts_job on application_counts (company_id, job_id, stage_id) include (status, confidential, people);

create function count_applications() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into application_counts (company_id, job_id, stage_id, status, confidential, people)
        select company_id, job_id, stage_id, status, confidential, count(*)
        from came group by company_id, job_id, stage_id, status, confidential;
    elsif tg_op = 'DELETE' then
        insert into application_counts (company_id, job_id, stage_id, status, confidential, people)
        select company_id, job_id, stage_id, status, confidential, -count(*)
        from went group by company_id, job_id, stage_id, status, confidential;
    else
        insert into application_counts (company_id, job_id, stage_id, status, confidential, people)
        select company_id, job_id, stage_id, status, confidential, sum(people)
        from (
            select company_id, job_id, stage_id, status, confidential, 1 as people from came
            union all
            select company_id, job_id, stage_id, status, confidential, -1 from went
        ) moved
        group by company_id, job_id, stage_id, status, confidential
        having sum(people) <> 0;
    end if;
    return null;
end
$$;

create trigger applications_counted_in after insert on applications
    referencing new table as came for each statement execute function count_applications();
create trigger applications_counted_again after update on applications
    referencing old table as went new table as came for each statement execute function count_applications();
create trigger applications_counted_out after delete on applications
    referencing old table as went for each statement execute function count_applications();

insert into application_counts (company_id, job_id, stage_id, status, confidential, people)
select company_id, job_id, stage_id, status, confidential, count(*)
from applications group by company_id, job_id, stage_id, status, confidential;

-- Who has waited longest in a stage. It serves the foreign key of the stage as well.
drop index applications_stage;
create index applications_stage on applications (company_id, stage_id, status, applied_at);

-- Rejected and told of it when somebody lets it go: by job, because it is asked by those of a member's jobs.
drop index applications_held;
create index applications_held on applications (company_id, job_id, decided_at, id) where status = 'rejected' and told_at is null;
