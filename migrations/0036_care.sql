-- What the candidate's side still lacked.

-- A sending over a limit keeps what led to it, so that it counts once somebody takes it in.
alter table limited_submissions add column touch jsonb;

-- An introduction that looks as if no person sent it: nobody is written to until somebody lets it in.
alter table prospects
    add column held_for text[],
    add constraint prospects_held check (held_for is null or (cardinality(held_for) > 0 and confirmed_at is null));
create index prospects_held on prospects (company_id, created_at desc, id desc) where held_for is not null;

-- The questions of self-identification are data: sets, each with its versions. What somebody said stays as it was asked.
create table self_identification_sets (
    key text not null,
    version integer not null,
    name text not null,
    -- Why a company asks, as candidates read it.
    why text not null,
    -- Questions in order: key, label, help, and options of key and label.
    inquiries jsonb not null,
    constraint self_identification_sets_pkey primary key (key, version),
    constraint self_identification_sets_key_shape check (key ~ '^[a-z][a-z0-9_]{1,39}$' and version > 0)
);

-- Words are ours. The categories of the first set are those of the United States' EEO-1 report, of VEVRAA for veterans
-- (41 CFR 60-300) and of form CC-305 for disability; the ethnic groups of the second those of the census of England and Wales.
insert into self_identification_sets (key, version, name, why, inquiries) values
('us_eeo', 1, 'United States (EEO)',
 'Employers in the United States report these groups to the government, as sums. Answering is your choice and changes nothing about your application.',
 '[{"key": "gender", "label": "Gender", "help": "",
    "options": [["female", "Female"], ["male", "Male"], ["other", "Another gender"]]},
   {"key": "race_ethnicity", "label": "Race or ethnicity",
    "help": "Choose the one that fits best. Hispanic or Latino goes before race.",
    "options": [["hispanic", "Hispanic or Latino"], ["white", "White"], ["black", "Black or African American"],
                ["pacific", "Native Hawaiian or other Pacific Islander"], ["asian", "Asian"],
                ["native", "American Indian or Alaska Native"], ["several", "Two or more races"]]},
   {"key": "veteran", "label": "Protected veteran",
    "help": "Disabled, recently separated, awarded a campaign badge or an Armed Forces service medal.",
    "options": [["protected", "I am a protected veteran"], ["not_protected", "I am not a protected veteran"]]},
   {"key": "disability", "label": "Disability",
    "help": "A condition of body or mind that limits a major activity of life, now or in the past.",
    "options": [["yes", "Yes, I have a disability, or have had one"], ["no", "No, I have none and have had none"]]}]'),
('general', 1, 'United Kingdom and elsewhere',
 'The answers help to see whether everybody gets a fair chance here. They are counted, never read one by one, and change nothing about your application.',
 '[{"key": "gender", "label": "Gender", "help": "",
    "options": [["woman", "Woman"], ["man", "Man"], ["non_binary", "Non-binary"], ["other", "In another way"]]},
   {"key": "ethnicity", "label": "Ethnic group", "help": "",
    "options": [["asian", "Asian"], ["black", "Black, African or Caribbean"], ["mixed", "Mixed or several groups"],
                ["white", "White"], ["other", "Another group"]]},
   {"key": "disability", "label": "Disability",
    "help": "A condition that has lasted, or will last, a year or more and makes daily life harder.",
    "options": [["yes", "I have a disability"], ["no", "I have no disability"]]},
   {"key": "age", "label": "Age", "help": "",
    "options": [["under_25", "Under 25"], ["25_34", "25 to 34"], ["35_44", "35 to 44"], ["45_54", "45 to 54"],
                ["55_64", "55 to 64"], ["over_64", "65 or over"]]}]');

alter table self_identifications
    add column set_version integer not null default 1,
    add constraint self_identifications_set_fkey foreign key (set_key, set_version) references self_identification_sets (key, version);

-- As before, but for those who agreed to be kept in mind: no rule takes them before their consent ends, and whoever never
-- applied goes when it does, which is told to them by the pool's own mail.
create or replace view erasure_dates as
select e.company_id, e.candidate_id, (max(greatest(e.due_at, e.kept_until)) at time zone 'UTC')::date as due_on,
       (array_agg(e.rule_id order by e.due_at desc nulls last, e.application_id))[1] as rule_id
from (
    select t.company_id, t.candidate_id, t.id as application_id, r.id as rule_id,
           t.told_at + make_interval(months => r.months) as due_at,
           (select p.ends_at from prospects p where p.company_id = t.company_id and p.candidate_id = t.candidate_id) as kept_until
    from told_applications t
    cross join lateral (
        select case
                   when t.outcome = 'hired' then 'hired'
                   when exists (select from consents k where k.company_id = t.company_id and k.candidate_id = t.candidate_id
                                and k.purpose = 'talent_pool' and k.withdrawn_at is null) then 'pool'
                   when t.outcome = 'withdrawn' then 'withdrawn'
                   else 'not_selected'
               end as ending
    ) way
    left join lateral (
        select r.id, r.months from retention_rules r
        where r.company_id = t.company_id and t.told_at is not null
          and (r.ending is null or r.ending = way.ending)
          and (r.country is null
               or r.country = (select c.country from candidates c where (c.company_id, c.id) = (t.company_id, t.candidate_id))
               or r.country in (
                   select o.country from offices o
                   where o.company_id = t.company_id
                     and (o.id in (select p.office_id from job_offices p where p.company_id = t.company_id and p.job_id = t.job_id)
                          or o.id in (select p.office_id from posting_places p
                                      where p.company_id = t.company_id and p.posting_id = t.posting_id))))
        order by (r.country is not null)::integer + (r.ending is not null)::integer desc, r.country nulls last, r.months, r.id
        limit 1
    ) r on true
    union all
    select c.company_id, c.id, null::bigint, r.id, c.last_activity_at + make_interval(months => r.months), null::timestamptz
    from candidates c
    left join lateral (
        select r.id, r.months from retention_rules r
        where r.company_id = c.company_id and (r.ending is null or r.ending = 'never_applied')
          and (r.country is null or r.country = c.country)
        order by (r.country is not null)::integer + (r.ending is not null)::integer desc, r.country nulls last, r.months, r.id
        limit 1
    ) r on true
    where c.merged_into_id is null
      and not exists (select from applications a where (a.company_id, a.candidate_id) = (c.company_id, c.id))
      and not exists (select from prospects p where (p.company_id, p.candidate_id) = (c.company_id, c.id))
) e
group by e.company_id, e.candidate_id
having bool_and(e.due_at is not null);
