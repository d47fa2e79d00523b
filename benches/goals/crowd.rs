//! Goals 8 and 9: what others notice of a crowd that signs in, and what a crowd takes of memory and connections.

use super::{
    applying,
    cpu::{Meter, ROUNDS, median},
    kit::{
        fill::{self, Filled},
        server::{Ask, Server},
    },
    load::{Asking, always, load},
    table::Row,
};
use anyhow::Context;
use candor::{
    access::AccountPermit,
    base::key::InstallationKey,
    domain::accounts::users::{self, Email, NewUser},
};
use hyper::{Method, body::Bytes};
use std::{path::Path, sync::Arc, time::Duration};

/// Those who sign in without pause, each with an account of their own, and those who send applications.
const SIGNERS: usize = 8;
const SENDERS: usize = 8;

/// Others who ask for pages meanwhile.
const OTHERS: usize = 4;

const TURN: Duration = Duration::from_secs(4);
const STORM: Duration = Duration::from_secs(15);

const PASSWORD: &str = "herons nest above the mill";

/// Gives them their accounts.
pub async fn accounts(data: &Path) -> anyhow::Result<()> {
    let installation = fill::opened(data).await?;
    let app = installation.app();
    let hash = app.passwords.hash(PASSWORD.to_owned()).await?;
    for n in 0..SIGNERS {
        let user = NewUser {
            email: Email::parse(&email(n)).context("an address")?,
            given_name: "Signer".to_owned(),
            family_name: n.to_string(),
            password_hash: Some(hash.clone()),
            operator: false,
        };
        AccountPermit::new(&app.db, None)
            .change(async |change| users::create(change, user).await)
            .await?;
    }
    installation.close().await;
    Ok(())
}

fn email(signer: usize) -> String {
    format!("signer{signer}@bench.example")
}

/// Each signs in again as soon as they are in, from a place of their own.
fn signing_in(server: &Server) -> Asking {
    let mut form = Ask::get("/sign-in");
    form.method = Method::POST;
    let kind = "application/x-www-form-urlencoded".to_owned();
    form.headers.push(("content-type", kind));
    let origin = format!("http://{}", server.host);
    form.headers.push(("origin", origin));
    Arc::new(move |signer| {
        let email = email(signer);
        let body = format!("email={email}&password={}", PASSWORD.replace(' ', "+"));
        let mut ask = form.clone();
        let place = format!("192.0.2.{}", signer + 1);
        ask.headers.push(("x-forwarded-for", place));
        ask.body = Bytes::from(body);
        ask
    })
}

/// What others have of the server, in peace and while they sign in.
pub async fn beside(server: &Server, filled: &Filled) -> anyhow::Result<Vec<Row>> {
    let application = format!("/bench/applications/{}", filled.application);
    let mut rows = Vec::new();
    for (who, ask) in [
        ("visitors of the careers list", Ask::get("/careers/bench")),
        (
            "colleagues on a candidate's page",
            Ask::get(&application).signed_in(&filled.token),
        ),
    ] {
        let asking = always(ask);
        load(server, OTHERS, &asking, 200, TURN).await?;
        let (mut rates, mut p99s, mut note) = (Vec::new(), Vec::new(), String::new());
        for _ in 0..ROUNDS {
            let quiet = load(server, OTHERS, &asking, 200, TURN).await?;
            let signing = signing_in(server);
            let (busy, signed) = tokio::try_join!(
                load(server, OTHERS, &asking, 200, TURN),
                load(server, SIGNERS, &signing, 303, TURN),
            )?;
            rates.push(busy.rate / quiet.rate);
            p99s.push(busy.p99_ms / quiet.p99_ms);
            note = format!(
                "{:.0} a second, else {:.0}; p99 {:.1} ms, else {:.1}; {:.0} sign-ins a second",
                busy.rate, quiet.rate, busy.p99_ms, quiet.p99_ms, signed.rate
            );
        }
        let rate = median(rates.into_iter());
        rows.push(
            Row::least(
                8,
                format!("{who}, rate while eight sign in / in peace"),
                rate,
                "×",
                0.6,
            )
            .note(note),
        );
        let p99 = median(p99s.into_iter());
        rows.push(Row::most(
            8,
            format!("{who}, p99 while eight sign in / in peace"),
            p99,
            "×",
            10.0,
        ));
    }
    Ok(rows)
}

/// A storm of sign-ins and uploads, at a server that others have used.
pub async fn storm(server: &Server, data: &Path, filled: &Filled) -> anyhow::Result<Vec<Row>> {
    let key = InstallationKey::open(&data.join("key"))?;
    let (signing, sending) = (
        signing_in(server),
        applying::with_file(server, filled, &key),
    );
    let (signed, sent) = tokio::try_join!(
        load(server, SIGNERS, &signing, 303, STORM),
        load(server, SENDERS, &sending, 303, STORM),
    )?;
    let most = server.status("VmHWM") / 1024;
    let connections = Meter::of(server, data)?.connections();
    let note = format!(
        "{} sign-ins, {} applications with 200 KB in {} s",
        signed.answers,
        sent.answers,
        STORM.as_secs()
    );
    Ok(vec![
        Row::most(
            9,
            "memory at most, in a storm of sign-ins and uploads",
            most as f64,
            "MB",
            160.0,
        )
        .note(note),
        Row::most(
            9,
            "connections to Postgres after it",
            connections as f64,
            "",
            14.0,
        ),
    ])
}
