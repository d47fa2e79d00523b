-- A candidate has another address: it becomes theirs once they have typed the code that was mailed there.

create table address_changes (
    company_id bigint not null,
    candidate_id bigint not null,
    -- Nobody's until the code was typed.
    email text not null,
    -- What the code is made of, with the installation's key.
    nonce bytea not null,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    tries smallint not null default 0,
    -- How many codes were sent since.
    codes smallint not null default 1,
    codes_since timestamptz not null,
    constraint address_changes_pkey primary key (company_id, candidate_id),
    constraint address_changes_candidate_fkey foreign key (company_id, candidate_id) references candidates (company_id, id),
    constraint address_changes_lower check (email = lower(email) and char_length(email) <= 254),
    constraint address_changes_nonce_length check (octet_length(nonce) = 32),
    constraint address_changes_tries check (tries between 0 and 5)
);
create index address_changes_expiry on address_changes (expires_at);

-- Addresses that somebody gave up. Nothing is sent there, and nobody is known by them; erasure finds by them what came from
-- there.
create table former_addresses (
    company_id bigint not null,
    candidate_id bigint not null,
    email text not null,
    until timestamptz not null,
    constraint former_addresses_pkey primary key (company_id, candidate_id, email),
    constraint former_addresses_candidate_fkey foreign key (company_id, candidate_id) references candidates (company_id, id),
    constraint former_addresses_lower check (email = lower(email))
);

-- Every address by which something may be somebody's. One that they gave up is not theirs any more once another has it.
create view known_addresses as
select company_id, candidate_id, email from candidate_emails
union all
select f.company_id, f.candidate_id, f.email from former_addresses f
where not exists (select from candidate_emails e where (e.company_id, e.email) = (f.company_id, f.email));
