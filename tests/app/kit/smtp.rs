//! A mail server of our own, with the moods that mail servers have.

use base64::{Engine, prelude::BASE64_STANDARD};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, split},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// What the server does with a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// Takes it, but each answer comes late.
    Slow(Duration),
    /// Says this instead of taking it: `451 later`, `550 never`.
    Says(&'static str),
    /// Is gone once it has the mail, which it drops.
    HangsUp,
    /// The same, but it keeps the mail: nobody can know.
    KeepsAndHangsUp,
    /// Says nothing any more.
    Silent,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Caught {
    /// The recipient of the envelope.
    pub to: String,
    pub raw: Vec<u8>,
}

/// The server; it stops with the test.
#[derive(Clone)]
pub struct Catcher {
    pub port: u16,
    caught: Arc<Mutex<Vec<Caught>>>,
    /// Asked for each mail in turn.
    mood: Arc<Mutex<Box<dyn FnMut() -> Mood + Send>>>,
    /// What opens it (AUTH PLAIN, RFC 4616), if it is locked.
    lock: Arc<Mutex<Option<String>>>,
}

impl Catcher {
    pub async fn new(mood: Mood) -> Self {
        Self::moody(move || mood).await
    }

    pub async fn moody(mood: impl FnMut() -> Mood + Send + 'static) -> Self {
        Self::behind(None, mood).await
    }

    /// Behind TLS, with this certificate.
    pub async fn behind(
        tls: Option<TlsAcceptor>,
        mood: impl FnMut() -> Mood + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let catcher = Self {
            port: listener.local_addr().expect("an address").port(),
            caught: Arc::default(),
            mood: Arc::new(Mutex::new(Box::new(mood))),
            lock: Arc::default(),
        };
        let serving = catcher.clone();
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
        catcher
    }

    /// From now on it is in this mood.
    pub fn becomes(&self, mood: Mood) {
        *self.mood.lock().expect("the mood") = Box::new(move || mood);
    }

    /// From now on it lets in only who has this password.
    pub fn is_locked(&self, user: &str, password: &str) {
        let plain = BASE64_STANDARD.encode(format!("\0{user}\0{password}"));
        *self.lock.lock().expect("the lock") = Some(plain);
    }

    pub fn caught(&self) -> Vec<Caught> {
        self.caught.lock().expect("the mail").clone()
    }

    async fn talk(
        &self,
        read: impl AsyncRead + Unpin,
        mut write: impl AsyncWrite + Unpin,
    ) -> Option<()> {
        let mut lines = BufReader::new(read).split(b'\n');
        write.write_all(b"220 catcher\r\n").await.ok()?;
        let lock = self.lock.lock().expect("the lock").clone();
        let mut open = lock.is_none();
        let (mut to, mut mood) = (String::new(), Mood::Takes);
        while let Some(line) = lines.next_segment().await.ok()? {
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if let Mood::Slow(pause) = mood {
                tokio::time::sleep(pause).await;
            }
            let answer = match line.get(..4).unwrap_or_default() {
                "EHLO" if lock.is_some() => {
                    "250-catcher\r\n250-AUTH PLAIN\r\n250 8BITMIME".to_owned()
                }
                "EHLO" => "250-catcher\r\n250-SMTPUTF8\r\n250 8BITMIME".to_owned(),
                "AUTH" => {
                    open = line.strip_prefix("AUTH PLAIN ") == lock.as_deref();
                    match open {
                        true => "235 come in".to_owned(),
                        false => "535 5.7.8 who are you".to_owned(),
                    }
                }
                "MAIL" if !open => "530 5.7.0 say who you are".to_owned(),
                "MAIL" => {
                    mood = (self.mood.lock().expect("the mood"))();
                    match mood {
                        Mood::Silent => std::future::pending().await,
                        Mood::Says(words) => words.to_owned(),
                        _ => "250 ok".to_owned(),
                    }
                }
                "RCPT" => {
                    to = line.replace("RCPT TO:<", "").replace('>', "");
                    "250 ok".to_owned()
                }
                "DATA" => {
                    write.write_all(b"354 go\r\n").await.ok()?;
                    let mut raw = Vec::new();
                    loop {
                        let line = lines.next_segment().await.ok()??;
                        if line == b".\r" {
                            break;
                        }
                        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
                        raw.push(b'\n');
                    }
                    if mood != Mood::HangsUp {
                        let to = to.clone();
                        self.caught
                            .lock()
                            .expect("the mail")
                            .push(Caught { to, raw });
                    }
                    if matches!(mood, Mood::HangsUp | Mood::KeepsAndHangsUp) {
                        return None;
                    }
                    "250 ok".to_owned()
                }
                "QUIT" => return None,
                _ => "250 ok".to_owned(),
            };
            write
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .ok()?;
        }
        None
    }
}
