//! Mail that is built to do harm is taken in or set aside; the program goes on, and nothing is lost.

use super::answers::{FROM, office, plain, with_files};
use crate::kit::documents;
use candor::domain::replies::{MAIL, Received};

#[tokio::test]
async fn any_bytes_are_taken_in() {
    let (office, _, address) = office().await;
    let to = format!("To: {address}\r\n");
    let eight_bit = [
        to.as_bytes(),
        b"From: n\xf6\xff@example.org\r\nSubject: \xff\xfe\x00\r\n\r\n\xe9\x00\xff\x1b[31m",
    ]
    .concat();
    let charset = format!(
        "{to}Content-Type: text/plain; charset=\"no-such\\r\\n\"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n"
    );
    let injected = format!(
        "{to}From: {FROM}\r\nSubject: =?utf-8?Q?a=0D=0ABcc:_spy@evil.example=0D=0A=0D=0Ab?=\r\n\r\nx"
    );
    let unfinished = format!(
        "{to}Content-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\nContent-Type: text/html\r\n\r\n<p>Half <b>a</b> page<script>alert(1)</script>"
    );
    for raw in [
        eight_bit,
        charset.into_bytes(),
        injected.into_bytes(),
        unfinished.into_bytes(),
    ] {
        let shown = String::from_utf8_lossy(&raw).into_owned();
        assert_eq!(office.comes(raw).await, Received::Filed, "{shown}");
    }
    for raw in [&b""[..], b"\0\0\0", b"no mail at all", &[0xff; 1000]] {
        assert_eq!(office.comes(raw).await, Received::Unmatched, "{raw:?}");
    }
    let rows: Vec<(String, String)> =
        sqlx::query_as("select subject, body from messages where direction = 'in' order by id")
            .fetch_all(office.app.app.db.pages())
            .await
            .unwrap();
    for (subject, body) in &rows {
        assert!(!subject.contains(char::is_control), "{subject:?}");
        assert!(!body.contains(['\0', '\u{1b}', '\r']), "{body:?}");
    }
    assert_eq!(rows[3].1, "Half a page");
}

#[tokio::test]
async fn no_nesting_is_too_deep() {
    let (office, _, address) = office().await;
    let head = format!("From: {FROM}\r\nTo: {address}\r\nSubject: Deep\r\n");
    let messages = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
    let digests = "Content-Type: multipart/digest; boundary=a\r\n\r\n--a\r\n\r\n".repeat(50_000);
    let parts: String = (0..20_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
        .collect();
    for deep in [messages, digests, parts] {
        let raw = format!("{head}{deep}text");
        assert_eq!(office.comes(raw).await, Received::Unmatched);
    }
    for shallow in [100, 199] {
        let raw = format!(
            "{head}{}text",
            "Content-Type: message/rfc822\r\n\r\n".repeat(shallow)
        );
        assert_eq!(office.comes(raw).await, Received::Filed);
    }
    assert_eq!(
        office
            .count("select count(*) from unmatched_mail where subject = 'Deep'")
            .await,
        3
    );
}

#[tokio::test]
async fn what_is_too_large_is_refused_and_archives_are_never_opened() {
    let (office, _, address) = office().await;
    let raw = plain(FROM, &address, "", &"x".repeat(MAIL));
    assert_eq!(office.comes(raw).await, Received::TooLarge);
    let zeros = vec![0_u8; 1 << 20];
    let bomb = documents::archive(&[("a", &zeros), ("b", &zeros)]);
    let large = vec![b'%'; 11 << 20];
    let files: [(&str, &str, &[u8]); 3] = [
        ("papers.zip", "application/zip", &bomb),
        ("papers.docx", "application/octet-stream", &bomb),
        ("large.txt", "text/plain", &large),
    ];
    assert_eq!(
        office.comes(with_files(&address, &files)).await,
        Received::Filed
    );
    let refused: serde_json::Value =
        sqlx::query_scalar("select refused from messages where direction = 'in'")
            .fetch_one(office.app.app.db.pages())
            .await
            .unwrap();
    let why: Vec<_> = refused
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["why"].as_str().unwrap())
        .collect();
    assert_eq!(
        why,
        [
            "this kind of file is not taken",
            "it is not what its name says",
            "all files together may have up to 10 MB"
        ]
    );
    let many: Vec<(&str, &str, &[u8])> = vec![("a.txt", "text/plain", b"words"); 60];
    assert_eq!(
        office.comes(with_files(&address, &many)).await,
        Received::Filed
    );
    assert_eq!(
        office
            .count("select count(*) from attachments where message_id is not null")
            .await,
        20
    );
}
