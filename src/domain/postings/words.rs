//! The words for what an advert may choose: a key for forms and files, a label for people.

use super::advert::{EmploymentType, PayPeriod, QuestionKind, SectionKind, Visibility, Workplace};

macro_rules! words {
    ($($type:ident { $($choice:ident: $key:literal, $label:literal;)* })*) => {$(
        impl $type {
            /// In the order in which people are offered them.
            pub const ALL: &'static [Self] = &[$(Self::$choice),*];

            /// The value in forms.
            pub fn key(self) -> &'static str {
                match self { $(Self::$choice => $key,)* }
            }

            pub fn parse(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$choice),)* _ => None }
            }

            /// The words that people read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$choice => $label,)* }
            }
        }
    )*};
}

words! {
    SectionKind {
        Intro: "intro", "Introduction";
        Responsibilities: "responsibilities", "Responsibilities";
        Required: "required", "Required";
        NiceToHave: "nice_to_have", "Nice to have";
        Offer: "offer", "What we offer";
        About: "about", "About the company";
        EqualOpportunity: "equal_opportunity", "Equal opportunity";
        Custom: "custom", "Other";
    }
    Workplace {
        OnSite: "on_site", "On site";
        Hybrid: "hybrid", "Hybrid";
        Remote: "remote", "Remote";
    }
    Visibility {
        Public: "public", "Public";
        Unlisted: "unlisted", "By link only";
        Internal: "internal", "Internal";
    }
    EmploymentType {
        FullTime: "full_time", "Full-time";
        PartTime: "part_time", "Part-time";
        Contractor: "contractor", "Contract";
        Temporary: "temporary", "Temporary";
        Intern: "intern", "Internship";
        Volunteer: "volunteer", "Volunteer";
        PerDiem: "per_diem", "By the day";
        Other: "other", "Other";
    }
    PayPeriod {
        Year: "year", "a year";
        Month: "month", "a month";
        Week: "week", "a week";
        Day: "day", "a day";
        Hour: "hour", "an hour";
    }
    QuestionKind {
        ShortText: "short_text", "Short text";
        LongText: "long_text", "Long text";
        YesNo: "yes_no", "Yes or no";
        SingleChoice: "single_choice", "One of several";
        MultipleChoice: "multiple_choice", "Any of several";
        Number: "number", "Number";
        Date: "date", "Date";
        Link: "link", "Link";
        File: "file", "File";
    }
}

impl SectionKind {
    /// The heading that a new section of this kind begins with.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Intro | Self::Custom => "",
            Self::Responsibilities => "What your day will look like",
            Self::Required => "What we are looking for",
            Self::NiceToHave => "Additional skills you might bring",
            Self::Offer => "What we offer you",
            Self::About => "About us",
            Self::EqualOpportunity => "Equal opportunity",
        }
    }
}

impl QuestionKind {
    /// Whether the answer is one or more of given options.
    pub fn has_options(self) -> bool {
        matches!(self, Self::SingleChoice | Self::MultipleChoice)
    }
}
