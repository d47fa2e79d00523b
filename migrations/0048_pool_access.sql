-- Who sees whom of the talent pool, said once, as application_access says it of applications: whoever reads or changes a place in the
-- pool joins this by its candidate. Whether that place has ended is the statement's to say.
create view pool_access as
select m.company_id, m.id as member_id, c.id as candidate_id
from memberships m
join candidates c on c.company_id = m.company_id
where m.ended_at is null and m.role in ('administrator', 'recruiter', 'coordinator', 'auditor')
  -- Of two records that were made one, the other is shown.
  and c.merged_into_id is null
  -- As 0042 says.
  and (not c.private or sees_confidential(m.company_id, m.id, c.id))
  -- As 0014 says: whoever is about to be erased is seen by administrators only.
  and (m.role = 'administrator'
       or not exists (select from retention_notices n where n.company_id = c.company_id and n.candidate_id = c.id
                      and n.quarantined_at is not null));

-- As 0042 says, with what was written out there.
create or replace function sees_candidate(company bigint, member bigint, candidate bigint, at timestamptz) returns boolean
language sql stable as $$
    select exists (select from applications a
                   join application_access s on s.company_id = company and s.member_id = member and s.application_id = a.id
                   where a.company_id = company and a.candidate_id = candidate)
        or exists (select from prospects p
                   join pool_access s on s.company_id = company and s.member_id = member and s.candidate_id = p.candidate_id
                   where p.company_id = company and p.candidate_id = candidate and p.ends_at > at)
$$;
