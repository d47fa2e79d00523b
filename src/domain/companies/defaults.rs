//! What a new company starts with: enough to publish a posting and decide on an application, all of it editable.

/// Stages of the plan "Standard": name, kind, milestone, and days after which somebody waits too long there.
///
/// The screen comes before the assessment, so candidates read it as "in review": their track only ever goes on.
pub(super) const STANDARD_PLAN: [(&str, &str, &str, i16); 6] = [
    ("Application review", "application_review", "received", 5),
    ("Recruiter screen", "screen", "in_review", 5),
    ("Assessment", "assessment", "assessment", 7),
    ("Interviews", "interview", "interviews", 10),
    ("Decision", "reference_check", "decision", 5),
    ("Offer", "offer", "offer", 7),
];

/// Why somebody is not hired: the reason, and whose it is (ours, theirs, nobody's).
pub(super) const REJECTION_REASONS: [(&str, &str); 11] = [
    ("Not enough experience for the role", "we"),
    ("Skills do not match", "we"),
    ("Place or time zone", "we"),
    ("Right to work", "we"),
    ("We chose somebody else", "we"),
    ("Withdrew", "they"),
    ("Took another position", "they"),
    ("Pay or terms", "they"),
    ("Did not answer", "they"),
    ("Position closed", "none"),
    ("Position filled", "none"),
];

/// Where applications come from. The careers site's own is what the form gives to its applications.
pub(super) const SOURCES: [(&str, &str); 8] = [
    ("Careers site", "careers_site"),
    ("Job board", "job_board"),
    ("Referral", "referral"),
    ("Agency", "agency"),
    ("Event", "event"),
    ("Contacted by us", "direct"),
    ("Import", "import"),
    ("Other", "other"),
];

/// Why an opening ends without anybody in it.
pub(super) const CLOSE_REASONS: [&str; 4] = [
    "No longer needed",
    "Budget",
    "Hiring paused",
    "Moved to another job",
];
