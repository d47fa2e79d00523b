//! Mail: what candidates are sent, written with the change that causes it and sent by the worker.
//!
//! A message is plain text; the page of a mail is made of it when it is sent. The link to the candidate's own page, and
//! one-time codes, stand in it as placeholders: the database never has them, and every page of ours masks them.

mod address;
mod asking;
mod code;
mod colleague;
mod french;
mod german;
mod interview;
mod invitation;
mod kind;
mod language;
mod letter;
mod link;
mod mailing;
mod outbox;
mod outreach;
mod page;
mod reply;
mod send;
mod speech;
mod state;
mod template;
mod test;
mod transport;
mod wording;

pub use address::AboutAddress;
pub(in crate::domain) use asking::count_asking;
pub use code::{is_code, one_time_code};
pub use colleague::{Memo, invite, write_to_member};
pub use interview::AboutInterview;
pub use invitation::{Invitation, Method};
pub use kind::Kind;
pub use language::Language;
pub use letter::{Letter, Posted, cancel, release, signature, write, write_as};
pub use link::{Linked, linked, make_link, newest_link, status_path};
pub use mailing::{Mailing, OwnLink, mailing_language, own_token, write_mailing};
pub use outbox::{
    AT_ONCE, OutboxEntry, Shown, Waiting, masked, masked_for_candidate, outbox, read_message,
    send_again, send_kept, waiting,
};
pub use outreach::Outreach;
pub use page::{html, member_footer};
pub use reply::{ReplyAddress, answered, token_in};
pub use send::{SendMail, send};
pub use state::State;
pub use template::{BODY, SUBJECT, Template, greeting};
pub use test::send_test;
pub use transport::{Delivery, Mail, Mailer};
pub use wording::{
    TemplateRow, Wording, languages, reset_wording, save_wording, worded, wording, wordings,
};
