//! The list of what erasure does with each table there is. A test compares it with the schema: a new table is not
//! forgotten, because nothing builds a house on it before it stands here.

/// What becomes of a table's rows when somebody is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A statement takes the person out. It is given `$1` the company, `$2` the candidate and whoever was merged into
    /// them, `$3` their applications, `$4` their files, `$5` their messages, `$6` the time of the erasure and `$7` when
    /// files go for good, and `$8` what stands for
    /// them in self-identification.
    Goes(&'static str),
    /// Nothing personal of a candidate is in it, for this reason.
    Stays(&'static str),
}

use Fate::{Goes, Stays};

/// Rows of their applications go.
macro_rules! of_applications {
    ($table:literal) => {
        (
            $table,
            Goes(concat!(
                "delete from ",
                $table,
                " where company_id = $1 and application_id = any ($3)"
            )),
        )
    };
}

/// Rows of theirs go.
macro_rules! of_candidates {
    ($table:literal) => {
        (
            $table,
            Goes(concat!(
                "delete from ",
                $table,
                " where company_id = $1 and candidate_id = any ($2)"
            )),
        )
    };
}

/// Every table, those that change in the order of their foreign keys.
pub const REGISTER: &[(&str, Fate)] = &[
    // What waits to be done for them: the payload names them by id.
    (
        "work",
        Goes(
            "delete from work where company_id = $1
             and (payload->>'candidate' = any ($2::bigint[]::text[]) or payload->>'application' = any ($3::bigint[]::text[])
                  or payload->>'file' = any ($4::bigint[]::text[]) or payload->>'message' = any ($5::bigint[]::text[])
                  or payload->>'email' in (select email from known_addresses where company_id = $1 and candidate_id = any ($2)))",
        ),
    ),
    // A row of what somebody brought is theirs by what was made of it, and by an address of theirs that stands in it.
    (
        "arrival_rows",
        Goes(
            "with them as (select email from candidate_emails where company_id = $1 and candidate_id = any ($2)),
                  gone as (delete from arrival_rows where company_id = $1
                           and (candidate_id = any ($2) or application_id = any ($3) or file_id = any ($4)
                                or email in (select email from them)
                                or exists (select from unnest(cells) c where lower(trim(c)) in (select email from them))) returning file_id),
                  lone as (select file_id from gone g where not exists (
                               select from attachments t where t.company_id = $1 and t.file_id = g.file_id)),
                  texts as (delete from file_texts where company_id = $1 and file_id in (select file_id from lone)),
                  lost as (delete from files where company_id = $1 and id in (select file_id from lone) returning storage_key)
             insert into file_removals (storage_key, due_at) select storage_key, $7 from lost on conflict do nothing",
        ),
    ),
    of_candidates!("external_ids"),
    of_candidates!("attachments"),
    // The last mail is among them no more: it was written after the list of messages was made, and names nobody.
    (
        "messages",
        Goes(
            "with gone as (delete from messages where company_id = $1 and id = any ($5))
             update messages set candidate_id = null where company_id = $1 and candidate_id = any ($2) and not id = any ($5)",
        ),
    ),
    of_applications!("reply_addresses"),
    // What they wrote, and nobody has filed.
    (
        "unmatched_mail",
        Goes(
            "delete from unmatched_mail where company_id = $1
             and sender in (select email from known_addresses where company_id = $1 and candidate_id = any ($2))",
        ),
    ),
    // It goes on leading somewhere, to say when.
    (
        "application_links",
        Goes(
            "update application_links set application_id = null, erased_at = $6
             where company_id = $1 and application_id = any ($3)",
        ),
    ),
    // A form that was staged is theirs by the key of what they sent.
    (
        "staged_files",
        Goes(
            "with gone as (
                 delete from staged_files where company_id = $1 and submission_key in (
                     select key from submissions b where company_id = $1 and (application_id = any ($3) or exists (
                         select from limited_submissions l
                         where (l.company_id, l.submission_id) = (b.company_id, b.id) and l.candidate_id = any ($2))))
                 returning storage_key
             )
             insert into file_removals (storage_key, due_at) select storage_key, $7 from gone on conflict do nothing",
        ),
    ),
    (
        "self_identifications",
        Goes("delete from self_identifications where company_id = $1 and owner = any ($8)"),
    ),
    // What was held came with one of their addresses.
    (
        "held_submissions",
        Goes(
            r"with gone as (
                  delete from held_submissions where company_id = $1
                  and email in (select email from known_addresses where company_id = $1 and candidate_id = any ($2))
                  returning submission_id, storage_keys
              ), forgotten as (
                  update submissions set content_hash = '\x' where company_id = $1 and id in (select submission_id from gone)
                  returning key
              ), unstaged as (
                  delete from staged_files where company_id = $1 and submission_key in (select key from forgotten)
                  returning storage_key
              )
              insert into file_removals (storage_key, due_at)
              select key, $7 from (select unnest(storage_keys) as key from gone union select storage_key from unstaged) k
              on conflict do nothing",
        ),
    ),
    // A sending over a limit has its own submission, which no application leads to.
    (
        "limited_submissions",
        Goes(
            r"with gone as (delete from limited_submissions where company_id = $1 and candidate_id = any ($2) returning submission_id)
              update submissions set content_hash = '\x' where company_id = $1 and id in (select submission_id from gone)",
        ),
    ),
    // The key stays used up, so that a form that is sent again makes nobody anew.
    (
        "submissions",
        Goes(
            r"update submissions set application_id = null, answers = null, content_hash = '\x'
              where company_id = $1 and application_id = any ($3)",
        ),
    ),
    of_applications!("answers"),
    of_applications!("adjustment_requests"),
    of_applications!("amendments"),
    of_applications!("reads"),
    of_applications!("readers"),
    of_applications!("set_aside"),
    (
        "todos",
        Goes("delete from todos where company_id = $1 and (candidate_id = any ($2) or application_id = any ($3))"),
    ),
    (
        "mentions",
        Goes(
            "delete from mentions where company_id = $1 and note_id in (
                 select id from notes where company_id = $1 and (candidate_id = any ($2) or application_id = any ($3)))",
        ),
    ),
    (
        "note_wordings",
        Goes(
            "delete from note_wordings where company_id = $1 and note_id in (
                 select id from notes where company_id = $1 and (candidate_id = any ($2) or application_id = any ($3)))",
        ),
    ),
    (
        "notes",
        Goes("delete from notes where company_id = $1 and (candidate_id = any ($2) or application_id = any ($3))"),
    ),
    of_candidates!("consents"),
    (
        "file_texts",
        Goes("delete from file_texts where company_id = $1 and file_id = any ($4)"),
    ),
    // The bytes follow a day later.
    (
        "files",
        Goes(
            "with gone as (delete from files where company_id = $1 and id = any ($4) returning storage_key)
             insert into file_removals (storage_key, due_at) select storage_key, $7 from gone on conflict do nothing",
        ),
    ),
    (
        "custom_field_values",
        Goes(
            "delete from custom_field_values v using custom_fields f
             where v.company_id = $1 and (f.company_id, f.id) = (v.company_id, v.field_id)
               and ((f.subject = 'candidate' and v.subject_id = any ($2)) or (f.subject = 'application' and v.subject_id = any ($3)))",
        ),
    ),
    // Somebody filled it, and that counts; who it was does not.
    (
        "openings",
        Goes(
            "update openings set application_id = null, filler_erased_at = $6, updated_at = $6, version = version + 1
             where company_id = $1 and application_id = any ($3)",
        ),
    ),
    of_candidates!("erasure_requests"),
    of_candidates!("address_changes"),
    of_candidates!("holds"),
    of_candidates!("retention_notices"),
    // Who reads on whatever page has views may have looked for them by name.
    (
        "saved_views",
        Goes(
            "delete from saved_views v
             where v.company_id = $1 and exists (
                 select from candidates c left join known_addresses e on (e.company_id, e.candidate_id) = (c.company_id, c.id)
                 where c.company_id = $1 and c.id = any ($2)
                   and (strpos(regexp_replace(' ' || folded(v.name) || ' ' || v.words || ' ', '[^[:alnum:]]+', ' ', 'g'),
                               ' ' || regexp_replace(folded(trim(c.given_name || ' ' || c.family_name)), '[^[:alnum:]]+', ' ', 'g') || ' ') > 0
                        or strpos(folded(v.name) || ' ' || v.words, e.email) > 0))",
        ),
    ),
    // One that was deleted is no different.
    (
        "deleted",
        Goes(
            "delete from deleted v
             where v.company_id = $1 and v.kind = 'saved_view' and exists (
                 select from candidates c left join candidate_emails e on (e.company_id, e.candidate_id) = (c.company_id, c.id)
                 where c.company_id = $1 and c.id = any ($2)
                   and (strpos(regexp_replace(' ' || folded(v.name) || ' ' || (v.rows->0->'row'->>'words') || ' ', '[^[:alnum:]]+', ' ', 'g'),
                               ' ' || regexp_replace(folded(trim(c.given_name || ' ' || c.family_name)), '[^[:alnum:]]+', ' ', 'g') || ' ') > 0
                        or strpos(folded(v.name) || ' ' || (v.rows->0->'row'->>'words'), e.email) > 0))",
        ),
    ),
    of_applications!("search_documents"),
    of_candidates!("prospect_documents"),
    // How many promises were kept still counts; to whom they were made does not.
    (
        "promises",
        Goes("update promises set application_id = null where company_id = $1 and application_id = any ($3)"),
    ),
    of_applications!("interviewers"),
    of_applications!("scheduled_interviews"),
    of_applications!("touches"),
    // They asked for everything, so the mail that they ordered goes too.
    (
        "job_alerts",
        Goes(
            "with them as (select email from known_addresses where company_id = $1 and candidate_id = any ($2)),
                  mail as (delete from messages where company_id = $1 and candidate_id is null and recipient in (select email from them)
                           and kind in ('alert-confirmation', 'alert', 'introduction'))
             delete from job_alerts where company_id = $1 and email in (select email from them)",
        ),
    ),
    (
        "prospect_areas",
        Goes(
            "delete from prospect_areas where company_id = $1
             and prospect_id in (select id from prospects where company_id = $1 and candidate_id = any ($2))",
        ),
    ),
    // What they sent and never confirmed is theirs as well, with its file.
    (
        "prospects",
        Goes(
            "with them as (select email from known_addresses where company_id = $1 and candidate_id = any ($2)),
                  gone as (delete from prospects where company_id = $1
                           and (candidate_id = any ($2) or email in (select email from them)) returning file_id),
                  texts as (delete from file_texts where company_id = $1 and file_id in (select file_id from gone) and not file_id = any ($4)),
                  lost as (delete from files where company_id = $1 and id in (select file_id from gone) and not id = any ($4)
                           returning storage_key)
             insert into file_removals (storage_key, due_at) select storage_key, $7 from lost on conflict do nothing",
        ),
    ),
    of_applications!("bulk_targets"),
    of_candidates!("candidate_tags"),
    // What reports count stays; whose it was goes.
    (
        "application_facts",
        Goes("update application_facts set application_id = null where company_id = $1 and application_id = any ($3)"),
    ),
    (
        "duplicates",
        Goes("delete from duplicates where company_id = $1 and (one_id = any ($2) or other_id = any ($2))"),
    ),
    // It goes on saying that there is nothing to take apart any more.
    (
        "merges",
        Goes(
            "update merges set survivor_id = null, lesser_id = null, kept = '{}', erased_at = $6
             where company_id = $1 and (survivor_id = any ($2) or lesser_id = any ($2))",
        ),
    ),
    (
        "applications",
        Goes("delete from applications where company_id = $1 and id = any ($3)"),
    ),
    of_candidates!("candidate_emails"),
    of_candidates!("former_addresses"),
    of_candidates!("candidate_phones"),
    of_candidates!("candidate_links"),
    // Last but one: what went before has put them on this list.
    of_candidates!("duplicate_checks"),
    (
        "candidates",
        Goes("delete from candidates where company_id = $1 and id = any ($2)"),
    ),
    // Last, because the database lets go only of what belongs to nobody any more.
    ("event_details", Goes("select erase_event_details($1, $2, $3)")),
    // What is left of them: numbers that lead to nothing.
    ("events", Stays("who did what when, by number: with the rows gone, the numbers count and name nobody")),
    ("event_chains", Stays("hashes of events")),
    (
        "stays",
        Stays("how long somebody was in a stage, who by the fact, which names nobody once they are erased"),
    ),
    ("application_counts", Stays("how many people are in which stage, without saying who")),
    ("erasures", Stays("numbers of those who are gone")),
    ("file_removals", Stays("random names of files that are about to go")),
    (
        "asked",
        Stays("how often strangers asked for something, by a hash, for a while"),
    ),
    ("schedules", Stays("when what runs next")),
    // The company's own.
    ("companies", Stays("the company's own")),
    ("company_hosts", Stays("the company's own")),
    ("company_logos", Stays("the company's own")),
    ("feed_fetches", Stays("of programs that read feeds, by their network, for 90 days")),
    ("departments", Stays("the company's own")),
    ("offices", Stays("the company's own")),
    ("regions", Stays("the company's own")),
    ("calendars", Stays("the company's own")),
    ("custom_fields", Stays("what fields there are, not what is in them")),
    ("custom_field_options", Stays("what fields there are, not what is in them")),
    ("tags", Stays("words for many; who has one stands elsewhere")),
    ("arrivals", Stays("what was brought, by whom and where to; the people in it stand elsewhere")),
    ("bulk_acts", Stays("what was done to many, and how many; to whom stands elsewhere")),
    ("mail_templates", Stays("wordings, before any name is in them")),
    ("rejection_reasons", Stays("the company's own")),
    ("sources", Stays("the company's own")),
    ("source_codes", Stays("codes of links, and the people who work here whose they are")),
    ("pools", Stays("the company's own")),
    ("retention_rules", Stays("the company's own")),
    ("self_identification_sets", Stays("what can be asked, not what was answered")),
    ("self_identification_choices", Stays("what is asked where, not what was answered")),
    // People who work here.
    ("users", Stays("people who work here, who are no candidates by it")),
    ("memberships", Stays("people who work here, who are no candidates by it")),
    ("default_views", Stays("with which view of a page somebody who works here begins")),
    ("sessions", Stays("of people who work here")),
    ("account_links", Stays("of people who work here")),
    ("account_events", Stays("of people who work here")),
    ("sign_in_failures", Stays("of people who work here, by hash")),
    // Jobs and adverts.
    ("jobs", Stays("of the job, written before anybody applied")),
    ("job_departments", Stays("of the job")),
    ("job_offices", Stays("of the job")),
    ("hiring_team", Stays("people who work here")),
    ("plan_templates", Stays("of the job")),
    ("template_stages", Stays("of the job")),
    ("stages", Stays("of the job")),
    ("close_reasons", Stays("the company's own")),
    ("text_blocks", Stays("of postings")),
    ("text_block_versions", Stays("of postings")),
    ("postings", Stays("of postings")),
    ("posting_drafts", Stays("of postings")),
    ("posting_revisions", Stays("of postings")),
    ("posting_places", Stays("of postings")),
    ("posting_originals", Stays("of postings")),
    ("questions", Stays("what is asked, not what was answered")),
    ("application_limits", Stays("the company's own")),
    ("application_limit_jobs", Stays("the company's own")),
    ("library_questions", Stays("what is asked, not what was answered")),
    ("_sqlx_migrations", Stays("of the schema")),
];
