-- Acts on many reach people of the talent pool as well, and a search begins with a view as a board does.

-- A target is an application, or a place in the pool; one sequence numbers both (0020). Of a place that is given up nothing is left.
alter table bulk_targets
    drop constraint bulk_targets_pkey,
    alter column application_id drop not null,
    alter column version drop not null,
    add column prospect_id bigint,
    add column id bigint not null generated always as (coalesce(application_id, prospect_id)) stored,
    add constraint bulk_targets_pkey primary key (company_id, act_id, id),
    add constraint bulk_targets_prospect_fkey foreign key (company_id, prospect_id) references prospects (company_id, id) on delete cascade,
    add constraint bulk_targets_one check (num_nonnulls(application_id, prospect_id) = 1),
    add constraint bulk_targets_version check ((application_id is null) = (version is null));
drop index bulk_targets_state;
create index bulk_targets_state on bulk_targets (company_id, act_id, state, id);
create index bulk_targets_prospect on bulk_targets (company_id, prospect_id) where prospect_id is not null;

-- With which view a member begins: of a job, or of the search over everybody, which is no job's.
alter table default_views
    drop constraint default_views_pkey,
    alter column job_id drop not null,
    add column page bigint not null generated always as (coalesce(job_id, 0)) stored,
    add constraint default_views_pkey primary key (company_id, member_id, page);

-- As 0037 says, and the first of the search too.
create or replace function views_of(company bigint, member bigint, page text, job bigint) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'query', v.query, 'shared', v.shared,
                                                 'mine', v.member_id = member, 'first', d.view_id is not null)
                              order by v.member_id = member desc, lower(v.name), v.id), '[]')
    from (select * from saved_views s
          where s.company_id = company and s.kind = page and s.job_id is not distinct from job and (s.member_id = member or s.shared)
          order by s.member_id = member desc, lower(s.name), s.id limit 100) v
    left join default_views d on (d.company_id, d.member_id, d.view_id) = (company, member, v.id)
$$;
