//! What becomes public, as rows: a revision, its questions and its places.

use super::{
    advert::Question,
    checks, markdown,
    published::{Published, PublishedPlace},
};
use crate::{
    access::Change,
    base::{
        error::{Error, Result},
        ids::{PostingId, RevisionId},
    },
};
use sqlx::types::Json;

/// What a revision said.
pub(super) async fn revision_of<P>(
    change: &mut Change<P>,
    posting: PostingId,
    revision: RevisionId,
) -> Result<Published> {
    let company = change.company();
    let advert = sqlx::query_scalar!(
        r#"select advert as "advert: Json<Published>" from posting_revisions
           where company_id = $1 and posting_id = $2 and id = $3"#,
        company as _,
        posting as _,
        revision as _,
    )
    .fetch_one(change.db())
    .await?;
    Ok(advert.0)
}

/// Writes the next revision, and gives its number.
pub(super) async fn write_revision<P>(
    change: &mut Change<P>,
    posting: PostingId,
    published: &Published,
) -> Result<(i32, RevisionId)> {
    let (company, now) = (change.company(), change.now());
    let member = change.actor().member().map(|member| member.id);
    let row = sqlx::query!(
        r#"insert into posting_revisions (company_id, posting_id, number, title, advert, html, published_at, member_id)
           select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7
           from posting_revisions where company_id = $1 and posting_id = $2
           returning number, id as "id: RevisionId""#,
        company as _,
        posting as _,
        published.title,
        Json(published) as _,
        whole_text(published),
        now as _,
        member as _,
    )
    .fetch_one(change.db())
    .await?;
    Ok((row.number, row.id))
}

/// The sections one after another, as job boards and feeds take them.
fn whole_text(published: &Published) -> String {
    let mut html = String::new();
    for section in &published.sections {
        if !section.heading.is_empty() {
            html.push_str("<h3>");
            html.push_str(&ammonia::clean_text(&section.heading));
            html.push_str("</h3>\n");
        }
        html.push_str(&section.html);
    }
    markdown::clean(&html)
}

/// Questions of the live form. One that is asked no more stays as a row, for the answers that it got.
pub(super) async fn write_questions<P>(
    change: &mut Change<P>,
    posting: PostingId,
    questions: &[Question],
) -> Result<()> {
    let company = change.company();
    let ids: Vec<i64> = questions.iter().map(|question| question.id.0).collect();
    sqlx::query!(
        "update questions set active = false where company_id = $1 and posting_id = $2 and active and id <> all($3)",
        company as _,
        posting as _,
        &ids,
    )
    .execute(change.db())
    .await?;
    for (position, question) in (0_i32..).zip(questions) {
        sqlx::query!(
            r#"insert into questions as q (company_id, id, posting_id, position, kind, label, help, required, sensitive, options)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
               on conflict (company_id, id) do update
               set position = excluded.position, label = excluded.label, help = excluded.help, required = excluded.required,
                   sensitive = excluded.sensitive, options = excluded.options, active = true,
                   version = q.version + (row(q.label, q.options) is distinct from row(excluded.label, excluded.options))::integer
               where q.posting_id = excluded.posting_id"#,
            company as _,
            question.id as _,
            posting as _,
            position,
            question.kind as _,
            question.label,
            question.help,
            question.required,
            question.sensitive,
            Json(&question.options) as _,
        )
        .execute(change.db())
        .await?;
    }
    Ok(())
}

/// The places of the live posting.
pub(super) async fn write_places<P>(
    change: &mut Change<P>,
    posting: PostingId,
    places: &[PublishedPlace],
) -> Result<()> {
    let company = change.company();
    sqlx::query!(
        "delete from posting_places where company_id = $1 and posting_id = $2",
        company as _,
        posting as _,
    )
    .execute(change.db())
    .await?;
    for (position, place) in (0_i32..).zip(places) {
        sqlx::query!(
            r#"insert into posting_places (company_id, posting_id, position, office_id, region_id, remote, name)
               values ($1, $2, $3, $4, $5, $6, $7)"#,
            company as _,
            posting as _,
            position,
            place.office as _,
            place.region as _,
            place.remote,
            place.name,
        )
        .execute(change.db())
        .await
        .map_err(|error| match Error::constraint(&error) {
            // Deleted since the draft was looked at.
            Some("posting_places_office_fkey" | "posting_places_region_fkey") => {
                Error::field("new_place", checks::PLACE_GONE)
            }
            _ => error.into(),
        })?;
    }
    Ok(())
}
