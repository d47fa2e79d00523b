//! Asking for an alert: the answer is the same for everybody, and only a mailbox learns more.

use super::Wanted;
use crate::{
    access::{
        Change, Task,
        permissions::{AskForAlerts, RunTasks},
    },
    base::{
        error::{Error, Result},
        links,
    },
    domain::{
        accounts::users::Email,
        mail::{self, Kind, Mailing, Outreach, OwnLink, own_token},
        sources::Touch,
    },
};
use anyhow::Context;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// Most askings from one network in an hour.
const FROM_NETWORK: i32 = 20;
/// Most mails that ask an address in a day, and most alerts that it may have.
const TO_ADDRESS: i32 = 3;
const ALERTS: i64 = 10;

/// Asks an address whether it wants to hear of new openings.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskAlert {
    pub email: String,
    /// As [`Wanted::query`] says it.
    pub query: String,
    #[serde(default)]
    pub touch: Touch,
}

impl Task for AskAlert {
    const KIND: &'static str = "ask_alert";
}

/// Takes the wish. Whether the address is known is looked up by the task, so that neither the answer nor its time tells.
pub async fn ask(
    change: &mut Change<AskForAlerts>,
    email: &Email,
    wanted: &Wanted,
    touch: Touch,
    network: &str,
) -> Result<()> {
    let hour = SignedDuration::from_hours(1);
    mail::count_asking(change, &format!("alert {network}"), FROM_NETWORK, hour).await?;
    let task = AskAlert {
        email: email.as_str().to_owned(),
        query: wanted.query(),
        touch,
    };
    change.later(&task).await
}

/// Does the task: one mail, whether the alert is new, waits for an answer, or is there already.
pub async fn ask_address(change: &mut Change<RunTasks>, task: AskAlert) -> Result<()> {
    let Some(email) = Email::parse(&task.email) else {
        return Ok(());
    };
    let (company, now) = (change.company(), change.now());
    let what = format!("alert mail {company} {}", email.as_str());
    let day = SignedDuration::from_hours(24);
    match mail::count_asking(change, &what, TO_ADDRESS, day).await {
        Err(Error::TooMany { .. }) => return Ok(()),
        counted => counted?,
    }
    let nonce: [u8; 32] = rand::random();
    let hash = own_token(change.key(), &nonce).hash();
    let touch = (!task.touch.is_empty()).then_some(Json(&task.touch));
    // Whoever asks again before they have answered has seven days again, under the same link.
    let nonce = sqlx::query_scalar!(
        r#"insert into job_alerts as a (company_id, email, query, nonce, token_hash, touch, created_at, told_until)
           select $1, $2, $3, $4, $5, $6, $7, $7
           where (select count(*) from job_alerts o where o.company_id = $1 and o.email = $2 and o.query <> $3) < $8
           on conflict on constraint job_alerts_key do update
           set created_at = case when a.confirmed_at is null then excluded.created_at else a.created_at end
           returning nonce"#,
        company as _,
        email.as_str(),
        task.query,
        &nonce[..],
        &hash[..],
        touch as _,
        now as _,
        ALERTS,
    )
    .fetch_optional(change.db())
    .await?;
    let Some(nonce) = nonce else { return Ok(()) };
    let nonce = nonce.try_into().ok().context("a nonce has 32 bytes")?;
    let path = links::careers_alert(&change.company_ref().slug);
    let kind = Kind::Outreach(Outreach::AlertConfirmation);
    let language = mail::mailing_language(change, kind, None).await?;
    let mailing = Mailing {
        kind,
        to: &email,
        given_name: "",
        candidate: None,
        locale: None,
        link: Some(OwnLink {
            path: &path,
            nonce,
            one_click: false,
        }),
        values: &[("search", &Wanted::parse(&task.query).words_in(&language))],
        send_at: now,
    };
    mail::write_mailing(change, mailing).await?;
    Ok(())
}
