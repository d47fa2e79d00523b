-- Who may write to candidates: administrators, and recruiters and coordinators where they see them, by their role or by
-- their place in the job's team.
create or replace view job_access as
select m.company_id, m.id as member_id, j.id as job_id,
       r.all_jobs or r.recruits or t.works as sees_candidates,
       m.role = 'administrator' or r.recruits or coalesce(t.works, false) as writes_notes,
       m.role = 'administrator' or (m.role = 'recruiter' and r.recruits) or coalesce(t.decides, false) as decides,
       m.role = 'administrator' or (m.role = 'recruiter' and r.recruits) or coalesce(t.recruits, false) as edits,
       m.role = 'administrator' or r.recruits or coalesce(t.mails, false) as mails
from memberships m
join jobs j on j.company_id = m.company_id
left join lateral (
    select true as member, bool_or(h.role <> 'interviewer') as works,
           bool_or(h.role in ('hiring_manager', 'recruiter')) as decides, bool_or(h.role = 'recruiter') as recruits,
           bool_or(h.role in ('recruiter', 'coordinator')) as mails
    from hiring_team h where h.company_id = j.company_id and h.job_id = j.id and h.member_id = m.id
    having count(*) > 0
) t on true
cross join lateral (
    select m.role in ('administrator', 'auditor') as all_jobs,
           m.role in ('recruiter', 'coordinator') and (not j.confidential or t.member is not null) as recruits
) r
where m.ended_at is null and (r.all_jobs or r.recruits or t.member is not null);

create or replace view application_access as
select s.company_id, s.member_id, a.id as application_id, a.job_id, s.writes_notes, s.decides, s.edits, s.mails
from job_access s
join applications a on a.company_id = s.company_id and a.job_id = s.job_id
where s.sees_candidates;
