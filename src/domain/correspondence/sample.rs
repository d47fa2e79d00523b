//! What a wording looks like in a mail: with the newest application in it, or with an invented one.

use crate::{
    access::{Actor, CompanyRef},
    base::{
        clock::{Day, Time},
        error::Result,
        links,
    },
    domain::{
        alerts::Wanted,
        companies,
        mail::{self, Kind, Language, Mail, Template},
    },
};
use jiff::SignedDuration;
use sqlx::PgConnection;

/// A mail that was never written, with the name of whoever it would go to.
#[derive(Clone, Debug)]
pub struct Sample {
    pub mail: Mail,
    pub name: String,
}

/// A wording as a mail. Its link leads to the careers site: nobody's own is shown here.
pub async fn sample(
    db: &mut PgConnection,
    company: &CompanyRef,
    actor: &Actor,
    origin: &str,
    (kind, language, template): (Kind, &Language, &Template),
    now: Time,
) -> Result<Sample> {
    let newest = sqlx::query!(
        r#"select a.name, c.given_name, coalesce(p.title, j.name) as "posting!", a.promised_by as "promised_by: Time",
                  (select b.reference from submissions b where b.company_id = $1 and b.application_id = a.id order by b.id limit 1) as reference
           from applications a
           join candidates c on (c.company_id, c.id) = (a.company_id, a.candidate_id)
           join jobs j on (j.company_id, j.id) = (a.company_id, a.job_id)
           left join postings p on (p.company_id, p.id) = (a.company_id, a.posting_id)
           where a.company_id = $1 order by a.id desc limit 1"#,
        company.id as _,
    )
    .fetch_optional(&mut *db)
    .await?;
    let sender = sqlx::query!(
        "select sender_name from companies where id = $1",
        company.id as _
    )
    .fetch_one(&mut *db)
    .await?
    .sender_name;
    let (at, root) = companies::lives(db, company, origin).await?;
    let (name, given, posting, reference, promised_by) = match newest {
        Some(row) => (
            row.name,
            row.given_name,
            row.posting,
            row.reference,
            row.promised_by,
        ),
        None => (
            "Noor Castellane".to_owned(),
            "Noor".to_owned(),
            "Lighthouse Keeper".to_owned(),
            None,
            now.plus(SignedDuration::from_hours(14 * 24)),
        ),
    };
    let zone = company.zone();
    let signature = match kind {
        Kind::Written
        | Kind::NotSelected
        | Kind::PositionClosed
        | Kind::Ended
        | Kind::Extended
        | Kind::Interview(_) => mail::signature(actor, &company.name),
        _ => company.name.clone(),
    };
    let link = format!("{at}{}", links::careers(&root));
    let in_a_week = Day(now.plus(SignedDuration::from_hours(7 * 24)).day(&zone));
    let when = format!(
        "{}, {} (UTC)",
        language.weekday(in_a_week),
        language.hours("14:00", "14:45")
    );
    let filled = template.filled(&[
        ("first_name", mail::greeting(&given)),
        ("posting", &posting),
        ("company", &company.name),
        ("reference", reference.as_deref().unwrap_or("7K2M-9QXD")),
        ("answer_by", &language.day(Day(promised_by.day(&zone)))),
        ("erased_on", &language.day(Day(promised_by.day(&zone)))),
        ("candidate", &name),
        ("author", "Iris Vale"),
        ("interview", "First interview"),
        ("when", &when),
        ("how", "https://meet.example.com/first"),
        ("who", &language.listed(&["Iris", "Hugo"])),
        ("words", "What is written by hand each time stands here."),
        (
            "open_on",
            &language.day(Day(now
                .plus(SignedDuration::from_hours(90 * 24))
                .day(&zone))),
        ),
        (
            "reason",
            "The reason that is written by hand each time stands here.",
        ),
        ("signature", &signature),
        ("search", &Wanted::default().words_in(language)),
        ("openings", &language.new_openings(2)),
        ("postings", &openings(&posting, &link)),
        ("until", &language.day(Day(promised_by.day(&zone)))),
    ]);
    let body = filled
        .body
        .replace("{status_link}", &link)
        .replace("{code}", "0000 0000")
        .replace("{application_link}", &format!("{origin}/{}", company.slug))
        .replace("{own_link}", &link);
    Ok(Sample {
        mail: Mail {
            message_id: String::new(),
            written_at: now,
            from_name: if sender.is_empty() {
                company.name.clone()
            } else {
                sender
            },
            from: None,
            answers: None,
            reply_to: None,
            to: String::new(),
            subject: filled.subject,
            body,
            language: language.clone(),
            button: language.status_button(),
            footer: match kind.is_for_members() {
                true => mail::member_footer(&company.name),
                false => language.footer(&company.name, Some(&posting), Some(&link)),
            },
            hue: company.accent_hue,
            one_click: None,
            invitation: None,
            automatic: true,
        },
        name,
    })
}

/// What an alert lists.
fn openings(posting: &str, link: &str) -> String {
    format!("{posting}\nTallinn\n{link}\n\nLamplighter\nAnywhere\n{link}")
}
