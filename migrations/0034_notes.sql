-- Notes as conversations: answers, whom they mention, and what they said before.

alter table notes
    -- An answer belongs to the note that began the conversation, and is read by whoever reads that.
    add column parent_id bigint,
    add constraint notes_parent_fkey foreign key (company_id, parent_id) references notes (company_id, id),
    add constraint notes_no_own_answer check (parent_id <> id);
create index notes_answers on notes (company_id, parent_id) where parent_id is not null;
create index notes_deleted on notes (deleted_at) where deleted_at is not null;

-- What a note said before it was edited, and who could read it then.
create table note_wordings (
    company_id bigint not null,
    note_id bigint not null,
    -- The version of the note that said so.
    version bigint not null,
    body text not null,
    visibility note_visibility not null,
    replaced_at timestamptz not null,
    constraint note_wordings_pkey primary key (company_id, note_id, version),
    constraint note_wordings_note_fkey foreign key (company_id, note_id) references notes (company_id, id)
);

-- Whom a note names, of those who read it. Seen is what was written before they last read the application.
create table mentions (
    company_id bigint not null,
    member_id bigint not null,
    note_id bigint not null,
    at timestamptz not null,
    constraint mentions_pkey primary key (company_id, member_id, note_id),
    constraint mentions_member_fkey foreign key (company_id, member_id) references memberships (company_id, id),
    constraint mentions_note_fkey foreign key (company_id, note_id) references notes (company_id, id)
);
create index mentions_recent on mentions (company_id, member_id, at, note_id);
create index mentions_note on mentions (company_id, note_id);

-- As before, and of a conversation whoever reads its first note reads all.
create or replace view readable_notes as
select s.company_id, s.member_id as reader_id, n.id, n.application_id, n.member_id as author_id,
       trim(u.given_name || ' ' || u.family_name) as author, n.body, n.visibility, n.created_at, n.deleted_at, n.version,
       first.id as thread_id, first.deleted_at is not null as first_gone
from notes n
join notes first on first.company_id = n.company_id and first.id = coalesce(n.parent_id, n.id)
join application_access s on (s.company_id, s.application_id) = (n.company_id, n.application_id)
join memberships reader on (reader.company_id, reader.id) = (s.company_id, s.member_id)
join memberships m on (m.company_id, m.id) = (n.company_id, n.member_id)
join users u on u.id = m.user_id
where first.visibility = 'team' or first.member_id = s.member_id
   or (first.visibility = 'recruiters' and (s.edits or reader.role in ('coordinator', 'auditor')));
