//! A mailbox of our own, for one client at a time: as much of IMAP (RFC 3501) as fetching mail needs.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, split},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// A mail in it, and the flags that it was given.
#[derive(Clone, Debug, Default)]
pub struct Lying {
    pub raw: Vec<u8>,
    pub flags: Vec<String>,
    /// What the server says of its size, where that is not so.
    pub size: Option<usize>,
}

/// The server; it stops with the test. Its one user is `noor`, with the password `open sesame`.
#[derive(Clone)]
pub struct Postbox {
    pub port: u16,
    pub mails: Arc<Mutex<Vec<Lying>>>,
    asked: Arc<AtomicBool>,
}

impl Postbox {
    pub async fn new() -> Self {
        Self::behind(None).await
    }

    /// The same behind TLS, with this certificate.
    pub async fn behind(tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let postbox = Self {
            port: listener.local_addr().expect("an address").port(),
            mails: Arc::default(),
            asked: Arc::default(),
        };
        let serving = postbox.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (serving, tls) = (serving.clone(), tls.clone());
                tokio::spawn(async move {
                    let Some(tls) = tls else {
                        let (read, write) = stream.into_split();
                        return serving.talk(read, write).await;
                    };
                    let (read, write) = split(tls.accept(stream).await.ok()?);
                    serving.talk(read, write).await
                });
            }
        });
        postbox
    }

    pub fn put(&self, raw: impl Into<Vec<u8>>) {
        let raw = raw.into();
        self.mails.lock().expect("the mail").push(Lying {
            raw,
            ..Lying::default()
        });
    }

    /// Whether anybody has logged in and read what lies here.
    pub fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// The flags of each mail.
    pub fn flags(&self) -> Vec<String> {
        let mails = self.mails.lock().expect("the mail");
        mails.iter().map(|mail| mail.flags.join(" ")).collect()
    }

    async fn talk(
        &self,
        read: impl AsyncRead + Unpin,
        mut write: impl AsyncWrite + Unpin,
    ) -> Option<()> {
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"* OK ready\r\n").await.ok()?;
        while let Some(line) = lines.next_line().await.ok()? {
            let (tag, command) = line.split_once(' ')?;
            let mut answer = self.answer(command);
            let end = match answer.iter().position(|part| part == b"NO") {
                Some(at) => {
                    answer.remove(at);
                    "NO not so"
                }
                None => "OK done",
            };
            for part in answer {
                write.write_all(&part).await.ok()?;
                write.write_all(b"\r\n").await.ok()?;
            }
            write
                .write_all(format!("{tag} {end}\r\n").as_bytes())
                .await
                .ok()?;
        }
        None
    }

    fn answer(&self, command: &str) -> Vec<Vec<u8>> {
        let mut mails = self.mails.lock().expect("the mail");
        let words: Vec<&str> = command.split(' ').collect();
        let at = |uid: &str| uid.parse::<usize>().expect("a number") - 1;
        match words.as_slice() {
            ["LOGIN", ..] if command == "LOGIN \"noor\" \"open sesame\"" => vec![],
            ["SELECT", folder] if *folder != "\"Answers\"" => vec![b"NO".to_vec()],
            ["SELECT", _] => vec![
                format!("* {} EXISTS", mails.len()).into_bytes(),
                b"* OK [UIDVALIDITY 1] so".to_vec(),
            ],
            ["UID", "SEARCH", ..] => {
                let unseen = (1..)
                    .zip(mails.iter())
                    .filter(|(_, mail)| mail.flags.is_empty());
                let unseen: Vec<String> = unseen.map(|(n, _)| n.to_string()).collect();
                vec![
                    format!("* SEARCH {}", unseen.join(" "))
                        .trim()
                        .as_bytes()
                        .to_vec(),
                ]
            }
            ["UID", "FETCH", uid, "(RFC822.SIZE)"] => {
                let mail = &mails[at(uid)];
                let size = mail.size.unwrap_or(mail.raw.len());
                vec![format!("* {uid} FETCH (UID {uid} RFC822.SIZE {size})").into_bytes()]
            }
            ["UID", "FETCH", uid, "(BODY.PEEK[])"] => {
                self.asked.store(true, Ordering::Relaxed);
                let raw = &mails[at(uid)].raw;
                let head = format!("* {uid} FETCH (UID {uid} BODY[] {{{}}}\r\n", raw.len());
                vec![[head.as_bytes(), raw, b")"].concat()]
            }
            ["UID", "STORE", uid, "+FLAGS", flag] => {
                mails[at(uid)].flags.push((*flag).to_owned());
                vec![format!("* {uid} FETCH (UID {uid} FLAGS {flag})").into_bytes()]
            }
            ["LOGOUT"] => vec![b"* BYE".to_vec()],
            _ => vec![b"NO".to_vec()],
        }
    }
}
