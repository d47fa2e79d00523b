//! What comes with an application as rows: its files and its answers.

use super::{
    answers::Answer,
    submission::{Enclosed, FileRole},
};
use crate::{
    access::Change,
    base::{
        error::Result,
        ids::{ApplicationId, AttachmentId, CandidateId, FileId},
    },
    domain::files,
};
use anyhow::Context;
use serde_json::json;

/// Writes the files, and gives the answers that they are.
pub(in crate::domain) async fn enclose<P>(
    change: &mut Change<P>,
    enclosed: &[Enclosed],
    candidate: CandidateId,
    application: ApplicationId,
) -> Result<Vec<Answer>> {
    let mut answers = Vec::new();
    for one in enclosed {
        let (_, answer) = attach(change, one, candidate, Some(application)).await?;
        answers.extend(answer);
    }
    Ok(answers)
}

/// Writes a file of somebody, and gives the answer that it may be.
pub(in crate::domain) async fn attach<P>(
    change: &mut Change<P>,
    Enclosed { role, file }: &Enclosed,
    candidate: CandidateId,
    application: Option<ApplicationId>,
) -> Result<(AttachmentId, Option<Answer>)> {
    let id: FileId = files::write(change, file).await?;
    let (company, now) = (change.company(), change.now());
    let attachment = sqlx::query_scalar!(
        r#"insert into attachments (company_id, candidate_id, application_id, file_id, kind, created_at)
           values ($1, $2, $3, $4, $5, $6) returning id as "id: AttachmentId""#,
        company as _,
        candidate as _,
        application as _,
        id as _,
        role.kind() as _,
        now as _,
    )
    .fetch_one(change.db())
    .await?;
    let answer = match role {
        FileRole::Resume => None,
        FileRole::Answer(question) => Some(Answer {
            question: question.clone(),
            value: json!({ "file": id }),
            text: file.name.clone(),
        }),
    };
    Ok((attachment, answer))
}

/// Writes the answers of an application that has none.
pub(in crate::domain) async fn write_answers<P>(
    change: &mut Change<P>,
    application: ApplicationId,
    answers: &[Answer],
) -> Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    let company = change.company();
    let ids: Vec<i64> = answers.iter().map(|answer| answer.question.id.0).collect();
    let questions = answers
        .iter()
        .map(|answer| serde_json::to_value(&answer.question).context("a question is JSON"))
        .collect::<Result<Vec<_>, _>>()?;
    let sensitive: Vec<bool> = answers
        .iter()
        .map(|answer| answer.question.sensitive)
        .collect();
    let values: Vec<_> = answers.iter().map(|answer| answer.value.clone()).collect();
    let texts: Vec<String> = answers.iter().map(|answer| answer.text.clone()).collect();
    sqlx::query!(
        r#"insert into answers (company_id, application_id, question_id, position, question, sensitive, value, text)
           select $1, $2, a.id, (row_number() over (order by q.position, a.id))::integer, a.question, a.sensitive, a.value, a.text
           from unnest($3::bigint[], $4::jsonb[], $5::boolean[], $6::jsonb[], $7::text[]) as a (id, question, sensitive, value, text)
           left join questions q on q.company_id = $1 and q.id = a.id"#,
        company as _,
        application as _,
        &ids,
        &questions,
        &sensitive,
        &values,
        &texts,
    )
    .execute(change.db())
    .await?;
    Ok(())
}
