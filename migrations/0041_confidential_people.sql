-- Confidential people: of an application, its job's team, administrators, auditors and its interviewers see them.

-- Beside the application, as its name is, so that a count or a column reads one row. The foreign key keeps it: whoever becomes
-- confidential does so in all of their applications, in the same statement, whoever writes one meanwhile.
alter table candidates add constraint candidates_private_key unique (company_id, id, private);
alter table applications add column confidential boolean not null default false;
update applications a set confidential = true from candidates c
where (c.company_id, c.id) = (a.company_id, a.candidate_id) and c.private;
alter table applications
    drop constraint applications_candidate_fkey,
    add constraint applications_candidate_fkey foreign key (company_id, candidate_id, confidential)
        references candidates (company_id, id, private) on update cascade;

-- An application that is made, or comes to another candidate, is as confidential as that candidate, who stays so until the end
-- of the transaction.
create function take_confidence() returns trigger language plpgsql as $$
begin
    new.confidential := coalesce((select c.private from candidates c
                                  where c.company_id = new.company_id and c.id = new.candidate_id for key share), false);
    return new;
end $$;
create trigger applications_confidential before insert or update of candidate_id on applications
    for each row execute function take_confidence();

-- The indexes that are counted from.
drop index applications_column;
create index applications_column on applications (company_id, job_id, stage_id, promised_by, applied_at, id)
    include (stage_entered_at, confidential) where status = 'active';
drop index applications_list;
create index applications_list on applications (company_id, job_id, status, promised_by, applied_at, id) include (confidential);
drop index applications_promise;
create index applications_promise on applications (company_id, promised_by, id) include (job_id, confidential) where status = 'active';
-- They are few: who must not be counted is listed first.
create index applications_confidential on applications (company_id, job_id, id) where confidential;

-- As 0022 says, and who sees the confidential people of a job: whoever would see its candidates if the job were confidential.
create or replace view job_access as
select m.company_id, m.id as member_id, j.id as job_id,
       r.all_jobs or r.recruits or coalesce(t.works, false) as sees_candidates,
       m.role = 'administrator' or r.recruits or coalesce(t.works, false) as writes_notes,
       m.role = 'administrator' or (m.role = 'recruiter' and r.recruits) or coalesce(t.decides, false) as decides,
       m.role = 'administrator' or (m.role = 'recruiter' and r.recruits) or coalesce(t.recruits, false) as edits,
       m.role = 'administrator' or r.recruits or coalesce(t.mails, false) as mails,
       r.all_jobs or (r.recruits and t.member is not null) or coalesce(t.works, false) as sees_private
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
left join lateral (
    select true as holds from interviewers i
    where not (r.all_jobs or r.recruits) and t.member is null
      and i.company_id = j.company_id and i.member_id = m.id and i.job_id = j.id and not i.cancelled
    limit 1
) v on true
where m.ended_at is null and (r.all_jobs or r.recruits or t.member is not null or v.holds);

-- As 0022 says, and of confidential people whoever sees those of the job. An interviewer sees theirs, and what their role lets
-- them do with others they do not do with this one.
create or replace view application_access as
select s.company_id, s.member_id, a.id as application_id, a.job_id, s.writes_notes or v.holds is not null as writes_notes,
       s.decides and v.holds is null as decides, s.edits and v.holds is null as edits, s.mails and v.holds is null as mails
from job_access s
join applications a on a.company_id = s.company_id and a.job_id = s.job_id
left join lateral (
    select true as holds from interviewers i
    where not (s.sees_candidates and (s.sees_private or not a.confidential))
      and i.company_id = s.company_id and i.member_id = s.member_id and i.job_id = s.job_id
      and i.application_id = a.id and not i.cancelled
    limit 1
) v on true
where ((s.sees_candidates and (s.sees_private or not a.confidential)) or v.holds)
  -- As 0014 says: whoever is about to be erased is seen by administrators only.
  and (a.status = 'active'
       or not exists (select from retention_notices n where n.company_id = a.company_id and n.candidate_id = a.candidate_id
                      and n.quarantined_at is not null)
       or exists (select from memberships m where m.company_id = s.company_id and m.id = s.member_id and m.role = 'administrator'));
