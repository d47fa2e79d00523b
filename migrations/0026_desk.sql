-- Whoever looks at a job's people is told when they change: "company:job" on the channel `applications`, once a
-- transaction, whatever statement changed them.

create function tell_applications() returns trigger language plpgsql as $$
begin
    perform pg_notify('applications', company_id || ':' || job_id)
    from (select distinct company_id, job_id from changed) jobs;
    return null;
end
$$;

create trigger applications_told_of_new after insert on applications
    referencing new table as changed for each statement execute function tell_applications();
create trigger applications_told_of_changes after update on applications
    referencing new table as changed for each statement execute function tell_applications();
create trigger applications_told_of_gone after delete on applications
    referencing old table as changed for each statement execute function tell_applications();
