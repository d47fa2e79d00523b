-- Confidential people elsewhere than in a job: in the talent pool, among duplicates, in reports.

-- Whether a member sees somebody confidential at all: administrators and auditors, who sees an application of theirs, and of
-- those without one who put them into the pool.
create function sees_confidential(company bigint, member bigint, candidate bigint) returns boolean
language sql stable as $$
    select exists (select from memberships m
                   where m.company_id = company and m.id = member and m.ended_at is null and m.role in ('administrator', 'auditor'))
        or (exists (select from prospects p where p.company_id = company and p.candidate_id = candidate and p.added_by = member)
            and not exists (select from applications a where a.company_id = company and a.candidate_id = candidate))
        or exists (select from applications a
                   join application_access s on s.company_id = company and s.member_id = member and s.application_id = a.id
                   where a.company_id = company and a.candidate_id = candidate)
$$;

-- As 0027 says, and of confidential people only those whom the member sees.
create or replace function sees_candidate(company bigint, member bigint, candidate bigint, at timestamptz) returns boolean
language sql stable as $$
    select exists (select from applications a
                   join application_access s on s.company_id = company and s.member_id = member and s.application_id = a.id
                   where a.company_id = company and a.candidate_id = candidate)
        or exists (select from prospects p
                   join candidates c on (c.company_id, c.id) = (p.company_id, p.candidate_id)
                   join memberships m on m.company_id = company and m.id = member and m.ended_at is null
                   where p.company_id = company and p.candidate_id = candidate and p.ends_at > at
                     and m.role in ('administrator', 'recruiter', 'coordinator', 'auditor')
                     and (not c.private or sees_confidential(company, member, candidate))
                     and (m.role = 'administrator'
                          or not exists (select from retention_notices n where n.company_id = company and n.candidate_id = candidate
                                         and n.quarantined_at is not null)))
$$;

-- Reports leave out whom their reader does not see, and still read the index alone.
drop index stays_left;
create index stays_left on stays (company_id, left_at, id) include (job_id, stage_id, milestone, hours, fact_id) where left_at is not null;
drop index promises_due;
create index promises_due on promises (company_id, due_at) include (job_id, milestone, ended_at, ended, application_id);

-- A count of what a code brought does the same.
drop index applications_source_code;
create index applications_source_code on applications (company_id, source_code_id) include (job_id, confidential)
    where source_code_id is not null;

-- What is held of somebody confidential is for those who see the confidential people of the job.
create view held_access as
select s.company_id, s.member_id, h.id as held_id
from held_submissions h
join job_access s on (s.company_id, s.job_id) = (h.company_id, h.job_id)
where s.sees_candidates
  and (s.sees_private
       or not exists (select from candidate_emails e join candidates c on (c.company_id, c.id) = (e.company_id, e.candidate_id)
                      where e.company_id = h.company_id and e.email = h.email and c.private));
