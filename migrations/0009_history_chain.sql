-- A company's history as a chain: each event's hash covers the one before it, so that a row that was changed, taken away
-- or slipped in is found. A task seals what has been committed, in the order in which it finds it: writers never wait for
-- each other, and one that commits late takes a later place.
alter table events
    add column chain_no bigint,
    add constraint events_chain_no_key unique (company_id, chain_no),
    add constraint events_sealed_whole check ((chain_no is null) = (chain_hash is null));

-- How long each chain is, and its last hash; held while a company's events are sealed.
create table event_chains (
    company_id bigint not null,
    length bigint not null default 0,
    head bytea not null default '\x',
    constraint event_chains_pkey primary key (company_id),
    constraint event_chains_company_fkey foreign key (company_id) references companies (id)
);

-- Nothing was sealed before this. The hash of a detail covered the text that was sent, which jsonb does not keep; from now
-- on it covers the text that Postgres gives back.
alter table events disable trigger events_append_only;
update events e set detail_hash = sha256(convert_to(d.detail::text, 'UTF8'))
from event_details d where (d.company_id, d.event_id) = (e.company_id, e.id);
alter table events enable trigger events_append_only;

create or replace function refuse_history_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and tg_table_name = 'events' and old.chain_hash is null and new.chain_hash is not null
        and (to_jsonb(new) - 'chain_hash' - 'chain_no') = (to_jsonb(old) - 'chain_hash' - 'chain_no') then
        return new;
    end if;
    raise exception 'history is append-only' using errcode = 'insufficient_privilege';
end $$;
