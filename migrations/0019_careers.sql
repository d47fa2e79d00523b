-- Careers sites: hosts of their own, logos, and who fetches their feeds.

-- Nothing ever read the list in the company's row. A row of its own for each host keeps one host from being two companies'.
alter table companies drop column hosts;

create table company_hosts (
    company_id bigint not null,
    -- Lower case, without port; names beyond ASCII as `xn--…`.
    host text not null,
    -- The careers site lives at the first; the others answer as well.
    position smallint not null,
    constraint company_hosts_pkey primary key (company_id, host),
    constraint company_hosts_host_key unique (host),
    constraint company_hosts_position_key unique (company_id, position),
    constraint company_hosts_company_fkey foreign key (company_id) references companies (id),
    constraint company_hosts_shape check (host ~ '^[a-z0-9.-]{4,253}$')
);

create table company_logos (
    company_id bigint not null,
    -- Small by rule, and read whole with everything else that careers pages show from memory.
    bytes bytea not null,
    updated_at timestamptz not null,
    constraint company_logos_pkey primary key (company_id),
    constraint company_logos_company_fkey foreign key (company_id) references companies (id),
    constraint company_logos_size check (octet_length(bytes) between 1 and 16384)
);

create type feed_format as enum ('atom', 'rss', 'jobs', 'all_jobs');

-- Who fetched a feed on a day, in lines that count. Written now and then, never by the request itself.
create table feed_fetches (
    company_id bigint not null,
    day date not null,
    format feed_format not null,
    -- What the program calls itself; its network, without the last part of the address.
    agent text not null,
    network text not null,
    status smallint not null,
    count bigint not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    constraint feed_fetches_pkey primary key (company_id, day, format, agent, network, status),
    constraint feed_fetches_company_fkey foreign key (company_id) references companies (id),
    constraint feed_fetches_length check (char_length(agent) <= 200 and char_length(network) <= 50),
    constraint feed_fetches_some check (count > 0)
);
create index feed_fetches_newest on feed_fetches (company_id, last_at desc);
create index feed_fetches_day on feed_fetches (day);
