-- Views of a job's board and list too: for oneself, or for everybody who sees the job's candidates.

alter table saved_views
    add column job_id bigint,
    add constraint saved_views_job_fkey foreign key (company_id, job_id) references jobs (company_id, id),
    add constraint saved_views_of check ((kind = 'board') = (job_id is not null));
drop index saved_views_name_key;
create unique index saved_views_name_key on saved_views (company_id, member_id, kind, coalesce(job_id, 0), lower(name));
drop index saved_views_shared;
create index saved_views_shared on saved_views (company_id, kind, job_id) where shared;

-- With which view of a job a member begins.
create table default_views (
    company_id bigint not null,
    member_id bigint not null,
    job_id bigint not null,
    view_id bigint not null,
    constraint default_views_pkey primary key (company_id, member_id, job_id),
    constraint default_views_member_fkey foreign key (company_id, member_id) references memberships (company_id, id),
    constraint default_views_job_fkey foreign key (company_id, job_id) references jobs (company_id, id),
    constraint default_views_view_fkey foreign key (company_id, view_id) references saved_views (company_id, id) on delete cascade
);
create index default_views_view on default_views (company_id, view_id);

-- The views of a page that a member may use, their own first: beside what the page asks for anyway.
create function views_of(company bigint, member bigint, page text, job bigint) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'query', v.query, 'shared', v.shared,
                                                 'mine', v.member_id = member, 'first', d.view_id is not null)
                              order by v.member_id = member desc, lower(v.name), v.id), '[]')
    from (select * from saved_views s
          where s.company_id = company and s.kind = page and s.job_id is not distinct from job and (s.member_id = member or s.shared)
          order by s.member_id = member desc, lower(s.name), s.id limit 100) v
    left join default_views d on (d.company_id, d.member_id, d.job_id, d.view_id) = (company, member, job, v.id)
$$;
