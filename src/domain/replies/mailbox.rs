//! Fetching answers from a mailbox by IMAP (RFC 3501). What was taken in is marked as seen and stays there.

use super::receive::{Received, receive};
use crate::{
    base::{config::Config, db::Db},
    domain::files::Storage,
};
use anyhow::{Context, bail};
use async_imap::{Client, Session, types::Fetch};
use futures_util::TryStreamExt;
use std::{fmt::Debug, path::PathBuf, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, pki_types::ServerName},
};

/// One visit may take this long, however slow the server.
const PATIENCE: Duration = Duration::from_secs(120);
/// Somebody waits for the answer to a test.
const TESTING: Duration = Duration::from_secs(10);
/// Mails that one visit takes at most.
const MANY: usize = 50;

/// A mailbox that answers come into.
#[derive(Clone)]
pub struct Mailbox {
    host: String,
    port: u16,
    /// Not in clear, but for a server on this machine.
    tls: Option<TlsConnector>,
    user: String,
    password: PathBuf,
    folder: String,
}

impl Mailbox {
    /// The mailbox that the operator named, if they did.
    pub fn new(config: &Config) -> anyhow::Result<Option<Self>> {
        const FORM: &str = "CANDOR_IMAP_URL is of the form imaps://mail.example:993/INBOX";
        let Some(url) = &config.imap_url else {
            return Ok(None);
        };
        let host = url.host_str().context(FORM)?.to_owned();
        let here = ["localhost", "127.0.0.1", "[::1]"].contains(&host.as_str());
        let (tls, usual) = match url.scheme() {
            "imaps" => (Some(connector()?), 993),
            "imap" if here => (None, 143),
            "imap" => {
                bail!("CANDOR_IMAP_URL would send the password in clear; write imaps:// instead")
            }
            _ => bail!(FORM),
        };
        let folder = url.path().trim_matches('/');
        let folder = percent_encoding::percent_decode_str(folder).decode_utf8()?;
        Ok(Some(Self {
            host,
            port: url.port().unwrap_or(usual),
            tls,
            user: config
                .imap_user
                .clone()
                .context("CANDOR_IMAP_URL needs CANDOR_IMAP_USER beside it")?,
            password: config
                .imap_password_file
                .clone()
                .context("CANDOR_IMAP_URL needs CANDOR_IMAP_PASSWORD_FILE beside it")?,
            folder: match folder.as_ref() {
                "" => "INBOX".to_owned(),
                folder => folder.to_owned(),
            },
        }))
    }

    /// Takes in what nobody has seen yet, and says how many mails that was.
    pub async fn fetch(&self, db: &Db, storage: &Storage) -> anyhow::Result<usize> {
        tokio::time::timeout(PATIENCE, self.visit(db, storage))
            .await
            .context("the mailbox took too long")?
    }

    /// Looks whether the mailbox opens, and takes nothing in.
    pub async fn test(&self) -> anyhow::Result<()> {
        let visit = async {
            let mut session = self.open().await?;
            Ok(session.logout().await?)
        };
        let tested = tokio::time::timeout(TESTING, visit).await;
        tested.context("the mailbox took too long")?
    }

    async fn visit(&self, db: &Db, storage: &Storage) -> anyhow::Result<usize> {
        let mut session = self.open().await?;
        let mut unseen: Vec<_> = session
            .uid_search("UNSEEN UNDELETED UNFLAGGED")
            .await?
            .into_iter()
            .collect();
        unseen.sort_unstable();
        unseen.truncate(MANY);
        for uid in &unseen {
            take(&mut session, *uid, db, storage).await?;
        }
        session.logout().await?;
        Ok(unseen.len())
    }

    /// Logs in, and opens the folder.
    async fn open(&self) -> anyhow::Result<Session<Line>> {
        let password = tokio::fs::read_to_string(&self.password)
            .await
            .with_context(|| format!("the mailbox's password in {}", self.password.display()))?;
        let mut client = Client::new(self.reach().await?);
        client.read_response().await?.context("no greeting")?;
        let mut session = client
            .login(&self.user, password.trim_end_matches(['\r', '\n']))
            .await
            .map_err(|(cause, _)| cause)
            .context("the mailbox's server did not let us in")?;
        session
            .select(&self.folder)
            .await
            .with_context(|| format!("the folder {}", self.folder))?;
        Ok(session)
    }

    async fn reach(&self) -> anyhow::Result<Line> {
        let stream = TcpStream::connect((self.host.trim_matches(['[', ']']), self.port))
            .await
            .context("the mailbox's server cannot be reached")?;
        let Some(tls) = &self.tls else {
            return Ok(Box::new(stream));
        };
        let name = ServerName::try_from(self.host.clone())?;
        let stream = tls.connect(name, stream).await;
        Ok(Box::new(
            stream.context("the mailbox's server cannot be trusted")?,
        ))
    }
}

/// A way to a server, in clear or not.
trait Way: AsyncRead + AsyncWrite + Unpin + Debug + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Debug + Send> Way for S {}
type Line = Box<dyn Way>;

/// Takes one mail in. One that is too large is never read: it is flagged, for whoever looks after the mailbox.
async fn take(
    session: &mut Session<Line>,
    uid: u32,
    db: &Db,
    storage: &Storage,
) -> anyhow::Result<()> {
    let size = one(session, uid, "RFC822.SIZE").await?;
    let size = size.and_then(|mail| mail.size).unwrap_or_default();
    let too_large = usize::try_from(size).map_or(true, |size| size > super::MAIL);
    let received = if too_large {
        Received::TooLarge
    } else {
        // Peeking: a mail that we fail to take in stays unseen.
        let Some(mail) = one(session, uid, "BODY.PEEK[]").await? else {
            return Ok(()); // somebody else has moved it
        };
        let raw = mail.body().context("a mail without content")?.to_vec();
        receive(db, storage, raw, None).await?
    };
    let mark = match received {
        Received::TooLarge => {
            tracing::warn!(
                uid,
                size,
                "a mail is too large; it stays flagged in the mailbox"
            );
            "+FLAGS (\\Flagged)"
        }
        _ => "+FLAGS (\\Seen)",
    };
    let marked = session.uid_store(uid.to_string(), mark).await?;
    let _: Vec<Fetch> = marked.try_collect().await?;
    Ok(())
}

async fn one(session: &mut Session<Line>, uid: u32, what: &str) -> anyhow::Result<Option<Fetch>> {
    let fetched = session
        .uid_fetch(uid.to_string(), format!("({what})"))
        .await?;
    let fetched: Vec<Fetch> = fetched.try_collect().await?;
    Ok(fetched.into_iter().next())
}

/// Trusts whom the system trusts.
fn connector() -> anyhow::Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
