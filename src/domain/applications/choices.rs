//! What a job's board and list can be narrowed by: its stages, questions and owners, the company's sources.

use super::{
    filter::{Choice, Filter, Owned},
    job::Stage,
    owner::{Colleague, possible_owners},
};
use crate::{
    access::Actor,
    base::{
        error::Result,
        ids::{CompanyId, JobId, QuestionId, SourceId},
    },
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// A source of applications.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    pub id: SourceId,
    pub name: String,
}

/// A question of the job's postings that is answered by choosing. Sensitive ones are not among them.
#[derive(Clone, Debug, Deserialize)]
pub struct Asked {
    pub id: QuestionId,
    pub label: String,
    /// Whether it is answered by yes or no; else by the options.
    yes_no: bool,
    options: Vec<Offered>,
}

#[derive(Clone, Debug, Deserialize)]
struct Offered {
    value: i64,
    label: String,
}

impl Asked {
    /// What may be answered, and the words for it.
    pub fn choices(&self) -> Vec<(Choice, &str)> {
        if self.yes_no {
            return vec![(Choice::Yes, "Yes"), (Choice::No, "No")];
        }
        let option = |offered: &Offered| Choice::Option(offered.value);
        self.options
            .iter()
            .map(|offered| (option(offered), offered.label.as_str()))
            .collect()
    }
}

/// Everything that can be chosen.
#[derive(Clone, Debug)]
pub struct Choices {
    pub stages: Vec<Stage>,
    pub sources: Vec<Source>,
    pub questions: Vec<Asked>,
    pub owners: Vec<Colleague>,
}

/// What can be chosen of a job that the viewer sees the candidates of; of any other, nothing.
pub async fn choices(
    db: &mut PgConnection,
    company: CompanyId,
    actor: &Actor,
    job: JobId,
) -> Result<Choices> {
    let row = sqlx::query!(
        r#"select (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'stale_after_days', s.stale_after_days)
                                             order by s.position, s.id), '[]')
                   from stages s where s.company_id = $1 and s.job_id = $2 and s.deleted_at is null) as "stages!: Json<Vec<Stage>>",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) order by lower(o.name)), '[]')
                   from sources o where o.company_id = $1 and o.active) as "sources!: Json<Vec<Source>>",
                  (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'label', q.label, 'yes_no', q.kind = 'yes_no', 'options', q.options)
                                             order by q.posting_id, q.position, q.id), '[]')
                   from questions q
                   join postings p on (p.company_id, p.id) = (q.company_id, q.posting_id)
                   where p.company_id = $1 and p.job_id = $2 and not q.sensitive
                     and q.kind in ('yes_no', 'single_choice', 'multiple_choice')) as "questions!: Json<Vec<Asked>>"
           from job_access a
           where a.company_id = $1 and a.job_id = $2 and a.member_id = $3 and a.sees_candidates"#,
        company as _,
        job as _,
        actor.member_id() as _,
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(crate::base::error::Error::NotFound)?;
    Ok(Choices {
        stages: row.stages.0,
        sources: row.sources.0,
        questions: row.questions.0,
        owners: possible_owners(db, company, actor, job, false).await?,
    })
}

/// What the numbers of a filter are called.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub stage: Option<String>,
    pub source: Option<String>,
    pub owner: Option<String>,
    /// The question and the answer.
    pub answer: Option<(String, String)>,
}

/// What a filter's numbers are called, for a viewer who sees the job; nothing is asked if it has none.
pub async fn names(
    db: &mut PgConnection,
    company: CompanyId,
    job: JobId,
    filter: &Filter,
) -> Result<Names> {
    let owner = match filter.owner {
        Some(Owned::By(member)) => Some(member),
        _ => None,
    };
    let question = filter.answer.map(|answer| answer.question);
    if filter.stage.is_none() && filter.source.is_none() && owner.is_none() && question.is_none() {
        return Ok(Names::default());
    }
    let option = filter.answer.and_then(|answer| match answer.choice {
        Choice::Option(option) => Some(option),
        Choice::Yes | Choice::No => None,
    });
    let row = sqlx::query!(
        r#"select (select name from stages where company_id = $1 and job_id = $2 and id = $3) as stage,
                  (select name from sources where company_id = $1 and id = $4) as source,
                  (select trim(u.given_name || ' ' || u.family_name) from memberships m join users u on u.id = m.user_id
                   where m.company_id = $1 and m.id = $5) as owner,
                  (select q.label from questions q join postings p on (p.company_id, p.id) = (q.company_id, q.posting_id)
                   where q.company_id = $1 and q.id = $6 and p.job_id = $2 and not q.sensitive) as question,
                  (select o->>'label' from questions q cross join lateral jsonb_array_elements(q.options) o
                   where q.company_id = $1 and q.id = $6 and (o->>'value')::bigint = $7 limit 1) as option"#,
        company as _,
        job as _,
        filter.stage as _,
        filter.source as _,
        owner as _,
        question as _,
        option,
    )
    .fetch_one(db)
    .await?;
    let answer = match filter.answer.map(|answer| answer.choice) {
        Some(Choice::Yes) => Some("Yes".to_owned()),
        Some(Choice::No) => Some("No".to_owned()),
        Some(Choice::Option(_)) => row.option,
        None => None,
    };
    Ok(Names {
        stage: row.stage,
        source: row.source,
        owner: row.owner,
        answer: row.question.zip(answer),
    })
}
