-- Whoever was promised nothing is owed no answer by a day, and is late for nobody.
create or replace view told_applications as
select a.company_id, a.id, a.candidate_id, a.job_id, a.posting_id, a.revision_id, a.applied_at, a.told_at,
       s.milestone,
       case
           when a.told_at is null then null
           when a.status = 'hired' then 'hired'
           when a.status = 'withdrawn' then 'withdrawn'
           when r.kind = 'none' then 'position_closed'
           when r.kind = 'they' then 'withdrawn'
           else 'not_selected'
       end as outcome,
       -- Their own act, which they can take back; not what somebody noted for them.
       a.status = 'withdrawn' as own_withdrawal,
       case when a.told_at is null and not a.unpromised then a.promised_by end as promised_by
from applications a
join stages s on (s.company_id, s.job_id, s.id) = (a.company_id, a.job_id, a.stage_id)
left join rejection_reasons r on (r.company_id, r.id) = (a.company_id, a.rejection_reason_id);

drop index applications_promise;
create index applications_promise on applications (company_id, promised_by, id) include (job_id, confidential)
    where status = 'active' and not unpromised;

-- As in 0031; and whoever is promised an answer later on, because they apply or are written to, is promised it from then on.
create or replace function keep_promises() returns trigger language plpgsql as $$
declare
    latest bigint;
    onwards boolean;
begin
    if new.unpromised then
        return null;
    end if;
    if tg_op = 'INSERT' or old.unpromised then
        insert into promises (company_id, application_id, job_id, milestone, due_at, ended_at, ended)
        select new.company_id, new.id, new.job_id, s.milestone, new.promised_by, new.told_at,
               case when new.told_at is null then null when new.status = 'withdrawn' then 'withdrawn'::promise_end else 'answered' end
        from stages s where s.company_id = new.company_id and s.id = new.stage_id;
        return null;
    end if;
    select max(id) into latest from promises where company_id = new.company_id and application_id = new.id;
    if new.told_at is distinct from old.told_at then
        -- They have their answer, or it was taken back and they wait again.
        update promises
        set ended_at = new.told_at,
            ended = case when new.told_at is null then null when new.status = 'withdrawn' then 'withdrawn'::promise_end else 'answered' end
        where company_id = new.company_id and id = latest;
        return null;
    end if;
    if new.status <> 'active' or old.status <> 'active' then
        return null;
    end if;
    if new.stage_id <> old.stage_id then
        select (n.position, n.id) > (o.position, o.id) into onwards
        from stages o join stages n on n.company_id = o.company_id and n.id = new.stage_id
        where o.company_id = old.company_id and o.id = old.stage_id;
        if new.stage_entered_at < old.stage_entered_at and not onwards then
            -- A move onwards was taken back: it answered nobody.
            delete from promises where company_id = new.company_id and id = latest
                and exists (select from promises p where p.company_id = new.company_id and p.application_id = new.id and p.id < latest);
            update promises set ended_at = null, ended = null
            where company_id = new.company_id
              and id = (select max(id) from promises where company_id = new.company_id and application_id = new.id);
            return null;
        end if;
    end if;
    if onwards or (new.stage_id = old.stage_id and new.promised_by <> old.promised_by) then
        update promises set ended_at = new.updated_at, ended = case when onwards then 'moved'::promise_end else 'extended' end
        where company_id = new.company_id and id = latest;
        insert into promises (company_id, application_id, job_id, milestone, due_at)
        select new.company_id, new.id, new.job_id, s.milestone, new.promised_by
        from stages s where s.company_id = new.company_id and s.id = new.stage_id;
    end if;
    return null;
end $$;

drop trigger applications_promises_kept on applications;
create trigger applications_promises_kept after update of promised_by, told_at, stage_id, unpromised on applications
    for each row when (old.job_id = new.job_id) execute function keep_promises();
