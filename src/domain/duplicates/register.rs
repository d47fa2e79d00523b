//! The list of what a merge does with each column that points to a candidate. A test compares it with the schema: a table
//! that is added is not forgotten, because nothing builds a house on it before it stands here.

/// What becomes of rows that point to the lesser record.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    /// They point to the survivor from then on.
    Moves(Moves),
    /// They stay as they are, for this reason.
    Stays(&'static str),
}

/// Statements over the rows of one column. A row is named by a number: its id, or what tells it apart among the rows of one
/// candidate.
#[derive(Clone, Copy, Debug)]
pub struct Moves {
    /// Moves what points to `$2` to `$3`, in company `$1`, and gives the numbers. What the survivor has already stays where
    /// it is, out of sight.
    pub over: &'static str,
    /// The numbers of what points to `$2`.
    pub has: &'static str,
    /// Moves the numbers `$4` from `$2` to `$3`.
    pub back: &'static str,
}

macro_rules! moves {
    ($table:literal, $column:literal, $number:literal) => {
        moves!($table, $column, $number, unless "false")
    };
    ($table:literal, $column:literal, $number:literal, unless $unless:literal) => {
        (
            $table,
            $column,
            Fate::Moves(Moves {
                over: concat!(
                    "update ", $table, " t set ", $column, " = $3 where t.company_id = $1 and t.", $column,
                    " = $2 and not (", $unless, ") returning ", $number, "::bigint"
                ),
                has: concat!(
                    "select ", $number, "::bigint from ", $table, " t where t.company_id = $1 and t.", $column, " = $2"
                ),
                back: concat!(
                    "update ", $table, " t set ", $column, " = $3 where t.company_id = $1 and t.", $column,
                    " = $2 and ", $number, " = any($4)"
                ),
            }),
        )
    };
}

const fn stays(
    table: &'static str,
    column: &'static str,
    why: &'static str,
) -> (&'static str, &'static str, Fate) {
    (table, column, Fate::Stays(why))
}

/// Table, column, and what becomes of it.
pub const REGISTER: &[(&str, &str, Fate)] = &[
    moves!("applications", "candidate_id", "t.id"),
    moves!("attachments", "candidate_id", "t.id"),
    moves!("notes", "candidate_id", "t.id"),
    moves!("consents", "candidate_id", "t.id"),
    moves!("messages", "candidate_id", "t.id"),
    moves!("limited_submissions", "candidate_id", "t.id"),
    moves!("todos", "candidate_id", "t.id"),
    moves!("candidate_emails", "candidate_id", "t.id"),
    moves!("candidate_phones", "candidate_id", "t.id", unless
        "exists (select from candidate_phones o where (o.company_id, o.candidate_id, o.phone) = ($1, $3, t.phone))"),
    moves!("candidate_links", "candidate_id", "t.id", unless
        "exists (select from candidate_links o where (o.company_id, o.candidate_id, o.url) = ($1, $3, t.url))"),
    moves!("candidate_tags", "candidate_id", "t.tag_id", unless
        "exists (select from candidate_tags o where (o.company_id, o.candidate_id, o.tag_id) = ($1, $3, t.tag_id))"),
    moves!("custom_field_values", "subject_id", "t.field_id", unless
        "exists (select from custom_field_values o where (o.company_id, o.subject_id, o.field_id) = ($1, $3, t.field_id))
         or not exists (select from custom_fields f where (f.company_id, f.id) = (t.company_id, t.field_id) and f.subject = 'candidate')"),
    // One place in a pool for each person. The other row waits with its record, and nothing is done for it meanwhile.
    moves!("prospects", "candidate_id", "t.id", unless
        "exists (select from prospects o where (o.company_id, o.candidate_id) = ($1, $3))"),
    // Of two, the survivor's says both reasons and the later day (`merge`).
    moves!("holds", "candidate_id", "1", unless
        "exists (select from holds o where (o.company_id, o.candidate_id) = ($1, $3))"),
    // None of them is confirmed: then nobody is merged.
    moves!("erasure_requests", "candidate_id", "1", unless
        "exists (select from erasure_requests o where (o.company_id, o.candidate_id) = ($1, $3))"),
    // Whoever was merged into the lesser one before.
    moves!("candidates", "merged_into_id", "t.id"),
    stays(
        "retention_notices",
        "candidate_id",
        "the next run counts anew for the one that stays",
    ),
    stays(
        "search_documents",
        "candidate_id",
        "follow their applications, by triggers",
    ),
    stays(
        "prospect_documents",
        "candidate_id",
        "follow their place in the pool, by triggers",
    ),
    stays(
        "duplicates",
        "one_id",
        "of these two records, whatever became of them",
    ),
    stays(
        "duplicates",
        "other_id",
        "of these two records, whatever became of them",
    ),
    stays(
        "duplicate_checks",
        "candidate_id",
        "they are compared again anyway",
    ),
    stays(
        "merges",
        "survivor_id",
        "of these two records, whatever became of them",
    ),
    stays(
        "merges",
        "lesser_id",
        "of these two records, whatever became of them",
    ),
    stays(
        "address_changes",
        "candidate_id",
        "a code is good for the record that it was asked from, and for an hour",
    ),
    stays(
        "former_addresses",
        "candidate_id",
        "nobody is known by them; erasure looks at both records",
    ),
    stays(
        "external_ids",
        "candidate_id",
        "whoever looks for one finds the record that stays",
    ),
    stays(
        "arrival_rows",
        "candidate_id",
        "of what was brought, and which record it became",
    ),
    stays("events", "candidate_id", "history is not written anew"),
    stays("erasures", "candidate_id", "of those who are gone"),
];
