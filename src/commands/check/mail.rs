//! Mail: whether the server that sends it lets us in, and the mailbox that answers come to.

use super::Finding;
use candor::{
    base::config::{Config, MailMode},
    domain::{mail::Mailer, replies::Mailbox},
};

pub(super) async fn findings(config: &Config) -> Vec<Finding> {
    let mut found = sending(config).await;
    found.extend(answers(config).await);
    found
}

async fn sending(config: &Config) -> Vec<Finding> {
    let mailer = match Mailer::new(config) {
        Ok(mailer) => mailer,
        Err(cause) => return vec![Finding::Wrong(format!("Mail cannot be sent: {cause:#}."))],
    };
    let mut found = match mailer.test().await {
        None => vec![Finding::Doubtful(
            "There is no mail server: what is written is kept in the outbox. Set CANDOR_SMTP_URL to send it.".to_owned(),
        )],
        Some(Ok(())) => vec![Finding::Well(
            "The mail server lets us in; `candor check` sends nothing.".to_owned(),
        )],
        Some(Err(cause)) => vec![Finding::Wrong(format!(
            "The mail server does not let us in: {cause}. Look at CANDOR_SMTP_URL: the host and the port, smtps:// or \
             ?tls=required, the user and the password; and at whether the server's certificate names that host."
        ))],
    };
    match config.mail {
        MailMode::Off => found.push(Finding::Doubtful(
            "Mail is switched off (CANDOR_MAIL): what is written is kept in the outbox.".to_owned(),
        )),
        MailMode::Redirect => found.push(Finding::Doubtful(
            "All mail goes to CANDOR_MAIL_REDIRECT instead of to its recipients.".to_owned(),
        )),
        MailMode::Send => {}
    }
    found
}

async fn answers(config: &Config) -> Option<Finding> {
    let mailbox = match Mailbox::new(config) {
        Ok(mailbox) => mailbox?,
        Err(cause) => {
            return Some(Finding::Wrong(format!(
                "Answers cannot be fetched: {cause:#}."
            )));
        }
    };
    Some(match mailbox.test().await {
        Ok(()) => Finding::Well("The mailbox for answers opens.".to_owned()),
        Err(cause) => Finding::Wrong(format!(
            "The mailbox for answers does not open: {cause:#}. Look at CANDOR_IMAP_URL, CANDOR_IMAP_USER and \
             CANDOR_IMAP_PASSWORD_FILE, and at whether the server's certificate names that host."
        )),
    })
}
