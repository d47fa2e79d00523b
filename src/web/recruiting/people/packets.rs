//! `/{company}/applications/{id}/packet`: what there is to read about somebody, to print; and as an archive with their files,
//! of one and of many.

use crate::{
    access::{
        Permit,
        permissions::{ExportPeople, ReadApplications},
    },
    app::App,
    base::{
        clock::Time,
        csv,
        error::{Error, Errors, Result},
        ids::ApplicationId,
        links::Slug,
    },
    domain::{
        bulk::Whom,
        transfer::people::{
            export::{self, Listed},
            packet::{self, NOBODY, Packet},
        },
    },
    web::{
        kit::{
            archive::{Content, Entry, archive},
            confirmed::Confirmed,
            download::download_headers,
            filters,
            page::Page,
            routes::Routes,
        },
        recruiting::bulk::BulkForm,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/applications/{id}/packet", show)
        .post("/{company}/applications/{id}/packet", one)
        .post("/{company}/exports/packets", chosen)
}

#[derive(Template)]
#[template(path = "recruiting/people/packet.html")]
struct PacketPage {
    page: Page,
    packet: Packet,
    now: Time,
    zone: TimeZone,
}

/// The same as a file of its own.
#[derive(Template)]
#[template(path = "recruiting/people/packet_file.html")]
struct PacketFile<'a> {
    packet: &'a Packet,
    company: &'a str,
    for_whom: &'a str,
    now: Time,
    zone: TimeZone,
}

async fn show(
    permit: Permit<ReadApplications>,
    page: Page,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let packet = packet::packet(&mut db, permit.company().id, permit.actor(), id).await?;
    drop(db);
    let view = PacketPage {
        zone: page.zone(),
        page,
        packet,
        now: permit.now(),
    };
    view.page.whole(&Errors::default(), &view)
}

async fn one(
    permit: Permit<ExportPeople>,
    State(app): State<App>,
    Path((_, id)): Path<(Slug, ApplicationId)>,
) -> Result<Response> {
    match send(permit, &app, Whom::Picked(vec![id])).await {
        Err(Error::Refused { code: NOBODY, .. }) => Err(Error::NotFound),
        sent => sent,
    }
}

/// Those who were ticked, or all that fit the filter. It asks for the password, which the archive of one person does not: that
/// is no more than their page.
async fn chosen(
    permit: Permit<ExportPeople>,
    State(app): State<App>,
    Confirmed(form): Confirmed<BulkForm>,
) -> Result<Response> {
    send(permit, &app, form.whom()?).await
}

async fn send(permit: Permit<ExportPeople>, app: &App, whom: Whom) -> Result<Response> {
    let ids = permit
        .change(async |change| packet::take(change, &whom).await)
        .await?;
    let (company, actor, now) = (permit.company(), permit.actor(), permit.now());
    let zone = company.zone();
    let for_whom = actor.member().map_or("", |member| member.name.as_str());
    let mut entries = Vec::new();
    for id in &ids {
        let mut db = permit.read().await?;
        let packet = packet::packet(&mut db, company.id, actor, *id).await?;
        let files = packet::files(&mut db, company.id, actor, *id).await?;
        drop(db);
        let folder = folder(&packet);
        let file = PacketFile {
            packet: &packet,
            company: &company.name,
            for_whom,
            now,
            zone: zone.clone(),
        };
        entries.push(Entry {
            path: format!("{folder}/packet.html"),
            at: now,
            content: Content::Text(file.render()?),
        });
        for (n, file) in (1..).zip(files) {
            entries.push(Entry {
                path: format!("{folder}/{n}-{}", file.name),
                at: file.at,
                content: Content::File {
                    key: file.key,
                    sha256: file.sha256,
                },
            });
        }
    }
    let listed = Listed::Applications(Whom::Picked(ids));
    let headings: Vec<String> = listed
        .headings()
        .iter()
        .map(|it| (*it).to_owned())
        .collect();
    let mut db = permit.read().await?;
    let (rows, _) = export::page(&mut db, (company.id, actor), &listed, 0, now).await?;
    drop(db);
    let list = csv::table([&headings].into_iter().chain(&rows));
    entries.push(Entry {
        path: "people.csv".to_owned(),
        at: now,
        content: Content::Text(String::from_utf8_lossy(&list).into_owned()),
    });
    let name = format!("packets-{}.zip", now.day(&zone));
    let headers = download_headers(&name, "application/zip");
    Ok((headers, archive(entries, app.storage.clone())).into_response())
}

/// A folder's name, of letters and digits alone.
fn folder(packet: &Packet) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = packet.profile.name.chars().take(80).map(plain).collect();
    format!("{}-{}", name.trim_matches('-'), packet.profile.id)
}
