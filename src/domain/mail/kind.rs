//! The mails that Candor writes, each with the words it may use and its wording until a company has its own.

use super::{address::AboutAddress, interview::AboutInterview, outreach::Outreach};

/// What a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An application arrived.
    Received,
    /// The same person sent the form again while the application is open.
    ReceivedAgain,
    /// Somebody applied more often than a limit allows.
    Limited,
    /// Not going further: the reason is a person's own words.
    NotSelected,
    /// The role is not filled this way any more.
    PositionClosed,
    /// The candidate told somebody that they do not go on, or could not be reached.
    Ended,
    /// The candidate withdrew.
    Withdrawn,
    /// The answer takes longer than was promised.
    Extended,
    /// The link again.
    Link,
    /// A rule says that their data goes soon.
    Expiring,
    /// The code that erases.
    ErasureCode,
    /// It is erased.
    Erased,
    /// About the address that they are reached at.
    Address(AboutAddress),
    /// What a person writes to a candidate: its wording is what they begin with.
    Written,
    /// To people without an application.
    Outreach(Outreach),
    /// About an interview.
    Interview(AboutInterview),
    /// To a colleague whom a note names.
    Mentioned,
}

impl Kind {
    pub const ALL: [Kind; 27] = [
        Self::Received,
        Self::ReceivedAgain,
        Self::Limited,
        Self::NotSelected,
        Self::PositionClosed,
        Self::Ended,
        Self::Withdrawn,
        Self::Extended,
        Self::Link,
        Self::Expiring,
        Self::ErasureCode,
        Self::Erased,
        Self::Address(AboutAddress::Code),
        Self::Address(AboutAddress::Changed),
        Self::Outreach(Outreach::AlertConfirmation),
        Self::Outreach(Outreach::Alert),
        Self::Outreach(Outreach::Introduction),
        Self::Outreach(Outreach::PoolAgain),
        Self::Outreach(Outreach::Unapplied),
        Self::Outreach(Outreach::Considered),
        Self::Written,
        Self::Interview(AboutInterview::Set),
        Self::Interview(AboutInterview::Changed),
        Self::Interview(AboutInterview::Cancelled),
        Self::Interview(AboutInterview::Invited),
        Self::Interview(AboutInterview::Released),
        Self::Mentioned,
    ];

    /// Its name in the database and in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::ReceivedAgain => "received-again",
            Self::Limited => "limited",
            Self::NotSelected => "not-selected",
            Self::PositionClosed => "position-closed",
            Self::Ended => "ended",
            Self::Withdrawn => "withdrawn",
            Self::Extended => "extended",
            Self::Link => "link",
            Self::Expiring => "expiring",
            Self::ErasureCode => "erasure-code",
            Self::Erased => "erased",
            Self::Written => "written",
            Self::Address(mail) => mail.key(),
            Self::Outreach(mail) => mail.key(),
            Self::Interview(mail) => mail.key(),
            Self::Mentioned => "mentioned",
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Received => "Application received",
            Self::ReceivedAgain => "Application received again",
            Self::Limited => "Application over a limit",
            Self::NotSelected => "Not going further",
            Self::PositionClosed => "Position closed",
            Self::Ended => "Application ended",
            Self::Withdrawn => "Application withdrawn",
            Self::Extended => "The answer takes longer",
            Self::Link => "Link to the application",
            Self::Expiring => "Data will be erased",
            Self::ErasureCode => "Code to erase",
            Self::Erased => "Data erased",
            Self::Written => "Written by hand",
            Self::Address(mail) => mail.label(),
            Self::Outreach(mail) => mail.label(),
            Self::Interview(mail) => mail.label(),
            Self::Mentioned => "Named in a note",
        }
    }

    /// When it is sent.
    pub fn about(self) -> &'static str {
        match self {
            Self::Received => "At once, to everybody who applies.",
            Self::ReceivedAgain => {
                "To somebody who applies for a job again while they are considered for it."
            }
            Self::Limited => {
                "To somebody who applies more often than a limit allows. Nobody has read what they sent."
            }
            Self::NotSelected => "Ten minutes after a rejection, or when it is let go.",
            Self::PositionClosed => "Instead, when the reason is that the position closed.",
            Self::Ended => {
                "Instead, when the reason is the candidate’s: they went elsewhere, or did not answer."
            }
            Self::Withdrawn => "To somebody who withdrew.",
            Self::Extended => "When an answer is put off: the new day is in it.",
            Self::Link => "To somebody who asked for the link to their application again.",
            Self::Expiring => "Thirty days before a rule of how long data stays erases it.",
            Self::ErasureCode => "To somebody who asked to have their data erased.",
            Self::Erased => "After that: the last mail.",
            Self::Written => "What a mail to a candidate begins with, before somebody writes it.",
            Self::Address(mail) => mail.about(),
            Self::Outreach(mail) => mail.about(),
            Self::Interview(mail) => mail.about(),
            Self::Mentioned => "To a colleague whom a note on an application names.",
        }
    }

    /// The words in braces that its wording may use.
    pub fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::Received => &[
                "first_name",
                "posting",
                "company",
                "reference",
                "answer_by",
                "status_link",
                "signature",
            ],
            Self::ReceivedAgain | Self::Withdrawn | Self::Link | Self::Written => &[
                "first_name",
                "posting",
                "company",
                "status_link",
                "signature",
            ],
            Self::Limited => &[
                "first_name",
                "posting",
                "company",
                "open_on",
                "status_link",
                "signature",
            ],
            Self::NotSelected | Self::PositionClosed | Self::Ended => &[
                "first_name",
                "posting",
                "company",
                "reason",
                "status_link",
                "signature",
            ],
            Self::Extended => &[
                "first_name",
                "posting",
                "company",
                "reason",
                "answer_by",
                "status_link",
                "signature",
            ],
            Self::Expiring => &[
                "first_name",
                "company",
                "erased_on",
                "status_link",
                "signature",
            ],
            Self::ErasureCode => &["first_name", "company", "code", "signature"],
            Self::Erased => &["first_name", "company", "signature"],
            Self::Address(mail) => mail.placeholders(),
            Self::Outreach(mail) => mail.placeholders(),
            Self::Interview(mail) => mail.placeholders(),
            Self::Mentioned => &[
                "first_name",
                "author",
                "candidate",
                "posting",
                "company",
                "application_link",
                "signature",
            ],
        }
    }

    /// The words in braces that its wording must use.
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Self::Received | Self::ReceivedAgain | Self::Link => &["status_link"],
            Self::Limited => &["open_on"],
            Self::Address(mail) => mail.required(),
            Self::Outreach(mail) => mail.required(),
            Self::Extended => &["answer_by"],
            Self::Expiring => &["erased_on"],
            Self::ErasureCode => &["code"],
            Self::Interview(mail) => mail.required(),
            Self::Mentioned => &["application_link"],
            Self::NotSelected
            | Self::PositionClosed
            | Self::Ended
            | Self::Withdrawn
            | Self::Erased
            | Self::Written => &[],
        }
    }

    /// Whether somebody of the company gets it, and no candidate.
    pub fn is_for_members(self) -> bool {
        match self {
            Self::Interview(mail) => mail.is_for_members(),
            kind => kind == Self::Mentioned,
        }
    }

    /// The program's own wording: subject and text.
    pub fn wording(self) -> (&'static str, &'static str) {
        match self {
            Self::Received => (
                "We have your application for {posting}",
                "Hello {first_name},\n\n\
                 thank you for applying for {posting}. Your application is in, and its reference is {reference}. \
                 A person reads it, and you have an answer by {answer_by}, whatever the answer is.\n\n\
                 {status_link}\n\n\
                 Your own page shows where things stand. There you can correct what you sent, take a copy of your data, or withdraw.\n\n\
                 {signature}",
            ),
            Self::ReceivedAgain => (
                "Your application for {posting}",
                "Hello {first_name},\n\n\
                 you have sent us the form for {posting} again. You are being considered for this role already, so what you \
                 sent now was added to that application.\n\n\
                 {status_link}\n\n\
                 If this was not you, tell us by a reply to this mail.\n\n\
                 {signature}",
            ),
            Self::Limited => (
                "Your application for {posting} has to wait",
                "Hello {first_name},\n\n\
                 thank you for applying for {posting}. As the form says, there is a limit to how often one can apply at {company}, and \
                 you have reached it. So nobody has read this one: it waits, and if we take it in before, we write to you.\n\n\
                 From {open_on} on you can apply again yourself. What you applied for before goes on as it was:\n\n\
                 {status_link}\n\n\
                 If this was not you, tell us by a reply to this mail.\n\n\
                 {signature}",
            ),
            Self::NotSelected => (
                "Your application for {posting}",
                "Hello {first_name},\n\n\
                 thank you for the time that you gave us. We have decided not to go further with your application for {posting}.\n\n\
                 {reason}\n\n\
                 You can see, copy or erase what we hold about you on your page.\n\n\
                 {status_link}\n\n\
                 {signature}",
            ),
            Self::PositionClosed => (
                "{posting} has been closed",
                "Hello {first_name},\n\n\
                 the role of {posting} that you applied for has been closed. This says nothing about your application.\n\n\
                 {reason}\n\n\
                 You can see, copy or erase what we hold about you on your page.\n\n\
                 {status_link}\n\n\
                 {signature}",
            ),
            Self::Ended => (
                "Your application for {posting} is closed",
                "Hello {first_name},\n\n\
                 we have closed your application for {posting}, as you told us, or because we did not hear from you. \
                 Thank you for the time that you gave us.\n\n\
                 {reason}\n\n\
                 {status_link}\n\n\
                 {signature}",
            ),
            Self::Withdrawn => (
                "You have withdrawn your application for {posting}",
                "Hello {first_name},\n\n\
                 you have withdrawn your application for {posting}, and everybody concerned has been told. If you think again, \
                 you can take this back for seven days on your page.\n\n\
                 {status_link}\n\n\
                 {signature}",
            ),
            Self::Extended => (
                "Your application for {posting} takes a little longer",
                "Hello {first_name},\n\n\
                 we need more time than we said. You now have an answer to your application for {posting} by {answer_by}.\n\n\
                 {reason}\n\n\
                 {status_link}\n\n\
                 {signature}",
            ),
            Self::Link => (
                "The link to your application for {posting}",
                "Hello {first_name},\n\n\
                 here is the link to your application for {posting} again, as somebody asked for it with your address. \
                 If that was not you, there is nothing that you need to do.\n\n\
                 {status_link}\n\n\
                 {signature}",
            ),
            Self::Expiring => (
                "We erase your data soon",
                "Hello {first_name},\n\n\
                 it is a while since you applied at {company}, and we keep nothing for longer than we need it. On {erased_on} we \
                 erase what we hold about you: your applications, your files, our notes and our mails.\n\n\
                 There is nothing that you need to do. If you like a copy of your data, take it from your page before then.\n\n\
                 {status_link}\n\n\
                 {signature}",
            ),
            Self::ErasureCode => (
                "Your code to erase your data",
                "Hello {first_name},\n\n\
                 you have asked us to erase everything that {company} holds about you. Type this code on your page within an hour:\n\n\
                 {code}\n\n\
                 If you did not ask for this, do nothing, and nothing is erased.\n\n\
                 {signature}",
            ),
            Self::Erased => (
                "Your data has been erased",
                "Hello {first_name},\n\n\
                 we have erased what {company} held about you: your applications, your files, our notes and our mails. This is the \
                 last that you hear from us.\n\n\
                 {signature}",
            ),
            Self::Written => (
                "Your application for {posting}",
                "Hello {first_name},\n\n\n\n{signature}",
            ),
            Self::Address(mail) => mail.wording(),
            Self::Outreach(mail) => mail.wording(),
            Self::Interview(mail) => mail.wording(),
            Self::Mentioned => (
                "{author} named you in a note on {candidate}",
                "Hello {first_name},\n\n\
                 {author} named you in a note on the application of {candidate} for {posting}. It stands there, and is not in this \
                 mail: {application_link}\n\n\
                 {signature}",
            ),
        }
    }
}
