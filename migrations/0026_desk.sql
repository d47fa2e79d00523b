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

-- Who looks at which application just now, and whose turn it is in a review: of two reviewers one is handed it. A row
-- says nothing once its time is over, and goes with the next one of its application or member.
create table readers (
    company_id bigint not null,
    application_id bigint not null,
    member_id bigint not null,
    handed boolean not null default false,
    until timestamptz not null,
    constraint readers_pkey primary key (company_id, application_id, member_id),
    constraint readers_application_fkey foreign key (company_id, application_id) references applications (company_id, id),
    constraint readers_member_fkey foreign key (company_id, member_id) references memberships (company_id, id)
);
create index readers_member on readers (company_id, member_id);

-- What a reviewer puts off until tomorrow.
create table set_aside (
    company_id bigint not null,
    application_id bigint not null,
    member_id bigint not null,
    until timestamptz not null,
    constraint set_aside_pkey primary key (company_id, application_id, member_id),
    constraint set_aside_application_fkey foreign key (company_id, application_id) references applications (company_id, id),
    constraint set_aside_member_fkey foreign key (company_id, member_id) references memberships (company_id, id)
);
create index set_aside_member on set_aside (company_id, member_id);
