//! Goal 7: what it costs to keep a résumé with an application.

use super::{
    cpu::{ROUNDS, median},
    kit::{
        fill::{self, Filled},
        server::{Ask, Server},
    },
    load::{Asking, load},
    table::Row,
};
use candor::{base::key::InstallationKey, domain::intake, server::Installation};
use hyper::{Method, body::Bytes};
use jiff::SignedDuration;
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// People who send at the same time, and for how long.
const CLIENTS: usize = 8;
const TURN: Duration = Duration::from_secs(4);

/// Bytes of a résumé.
const SIZE: usize = 200 << 10;

/// Between the parts of a form (RFC 7578).
const BOUNDARY: &str = "between-the-parts-of-this-form";

/// Of the form with a file, and of the form with two lines pasted instead, which are kept as a file as well.
pub async fn measure(server: &Server, data: &Path, filled: &Filled) -> anyhow::Result<Row> {
    let installation = fill::opened(data).await?;
    let key = &installation.app().db.key;
    let (with, without) = (with_file(server, filled, key), pasted(server, filled, key));
    let (mut rates, mut shares) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let without = load(server, CLIENTS, &without, 303, TURN).await?.rate;
        quiet(&installation).await?;
        let with = load(server, CLIENTS, &with, 303, TURN).await?.rate;
        quiet(&installation).await?;
        rates.push((without, with));
        shares.push(with / without);
    }
    installation.close().await;
    let with = median(rates.iter().map(|(_, with)| *with));
    let without = median(rates.iter().map(|(without, _)| *without));
    let what = "applications with 200 KB / with two lines pasted, a second";
    let share = median(shares.into_iter());
    Ok(Row::least(7, what, share, "×", 0.5).note(format!("{with:.0}, {without:.0}")))
}

/// Waits until what follows an application has been done.
async fn quiet(installation: &Installation) -> anyhow::Result<()> {
    for _ in 0..600 {
        let due: bool = sqlx::query_scalar(
            "select exists (select from work where finished_at is null and parked_at is null and run_at <= now())",
        )
        .fetch_one(&mut *installation.app().db.read().await?)
        .await?;
        if !due {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// People who send their résumé as a file.
pub fn with_file(server: &Server, filled: &Filled, key: &InstallationKey) -> Asking {
    let head = "content-disposition: form-data; name=\"resume\"; filename=\"resume.pdf\"\r\ncontent-type: application/pdf";
    sending(server, filled, key, head, &pdf())
}

fn pasted(server: &Server, filled: &Filled, key: &InstallationKey) -> Asking {
    let head = "content-disposition: form-data; name=\"resume_text\"";
    let lines = "Miller at the lower mill\nBefore that, at the upper one";
    sending(server, filled, key, head, lines.as_bytes())
}

/// The whole form of somebody else each time, from elsewhere, opened a minute ago.
fn sending(
    server: &Server,
    filled: &Filled,
    key: &InstallationKey,
    head: &str,
    resume: &[u8],
) -> Asking {
    static PEOPLE: AtomicU64 = AtomicU64::new(0);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let mut form = Ask::get(&format!("{}/apply", filled.posting_path));
    form.method = Method::POST;
    form.headers
        .push(("origin", format!("http://{}", server.host)));
    form.headers.push(("content-type", kind));
    let last = [format!("--{BOUNDARY}\r\n{head}\r\n\r\n").as_bytes(), resume].concat();
    let key = key.clone();
    Arc::new(move |_| {
        let now = candor::base::clock::Clock::default().now();
        let number = intake::number(&key, now.minus(SignedDuration::from_mins(1)));
        let person = PEOPLE.fetch_add(1, Ordering::Relaxed);
        let email = format!("applicant{person}@mail.example");
        let family_name = format!("Castellane {person}");
        let fields = [
            ("key", number.as_str()),
            ("given_name", "Noor"),
            ("family_name", &family_name),
            ("email", &email),
            ("place", "Tartu, Estonia"),
            ("consent", "yes"),
        ];
        let mut body = Vec::with_capacity(last.len() + 2048);
        for (name, value) in fields {
            let part = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        body.extend(&last);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let mut ask = form.clone();
        // Those from one network wait for each other, so that they are counted exactly.
        let [.., b, c] = person.to_be_bytes();
        ask.headers
            .push(("x-forwarded-for", format!("10.{b}.{c}.1")));
        ask.body = Bytes::from(body);
        ask
    })
}

/// A résumé of one page with a picture's worth of bytes in it.
fn pdf() -> Vec<u8> {
    let page =
        "BT /F1 12 Tf 14 TL 72 720 Td (Noor Castellane) Tj T* (Miller at the lower mill) Tj T* ET";
    let picture: String = (0_u32..)
        .map(|n| char::from(b'a' + u8::try_from(n.wrapping_mul(2_654_435_761) >> 28).unwrap_or(0)))
        .take(SIZE)
        .collect();
    let stream = |text: &str| format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len());
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        stream(page),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        stream(&picture),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let (start, size) = (pdf.len(), objects.len() + 1);
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    [pdf, table, trailer].concat().into_bytes()
}
