-- Functions that statements ask: the same as before, in the language that keeps their plans. One written in SQL is planned again
-- in each statement that asks it, which took ten times as long as the answer.

-- As 0048 says.
create or replace function sees_candidate(company bigint, member bigint, candidate bigint, at timestamptz) returns boolean
language plpgsql stable as $$
begin
    return exists (select from applications a
                   join application_access s on s.company_id = company and s.member_id = member and s.application_id = a.id
                   where a.company_id = company and a.candidate_id = candidate)
        or exists (select from prospects p
                   join pool_access s on s.company_id = company and s.member_id = member and s.candidate_id = p.candidate_id
                   where p.company_id = company and p.candidate_id = candidate and p.ends_at > at);
end $$;

-- As 0042 says.
create or replace function sees_confidential(company bigint, member bigint, candidate bigint) returns boolean
language plpgsql stable as $$
begin
    return exists (select from memberships m
                   where m.company_id = company and m.id = member and m.ended_at is null and m.role in ('administrator', 'auditor'))
        or (exists (select from prospects p where p.company_id = company and p.candidate_id = candidate and p.added_by = member)
            and not exists (select from applications a where a.company_id = company and a.candidate_id = candidate))
        or exists (select from applications a
                   join application_access s on s.company_id = company and s.member_id = member and s.application_id = a.id
                   where a.company_id = company and a.candidate_id = candidate);
end $$;

-- As 0027 says.
create or replace function sees_same_file(company bigint, member bigint, one bigint, other bigint) returns boolean
language plpgsql stable as $$
begin
    return exists (
        select from attachments t
        join files f on f.company_id = company and f.id = t.file_id
        join files g on g.company_id = company and g.sha256 = f.sha256
        join attachments u on u.company_id = company and u.file_id = g.id and u.candidate_id = other
        where t.company_id = company and t.candidate_id = one
          and (t.application_id is null
               or exists (select from attachment_access s where s.company_id = company and s.member_id = member and s.attachment_id = t.id))
          and (u.application_id is null
               or exists (select from attachment_access s where s.company_id = company and s.member_id = member and s.attachment_id = u.id)));
end $$;

-- As 0049 says.
create or replace function views_of(company bigint, member bigint, page text, job bigint) returns jsonb language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'query', v.query, 'shared', v.shared,
                                                     'mine', v.member_id = member, 'first', d.view_id is not null)
                                  order by v.member_id = member desc, lower(v.name), v.id), '[]')
        from (select * from saved_views s
              where s.company_id = company and s.kind = views_of.page and s.job_id is not distinct from job and (s.member_id = member or s.shared)
              order by s.member_id = member desc, lower(s.name), s.id limit 100) v
        left join default_views d on (d.company_id, d.member_id, d.view_id) = (company, member, v.id));
end $$;

-- As 0024 says.
create or replace function names_of_tags(company bigint, candidate bigint) returns text[] language plpgsql stable as $$
begin
    return (
        select coalesce(array_agg(t.name order by lower(t.name)), '{}')
        from candidate_tags c
        join tags t on (t.company_id, t.id) = (c.company_id, c.tag_id)
        where c.company_id = company and c.candidate_id = candidate);
end $$;
