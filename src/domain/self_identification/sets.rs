//! The sets of questions that a company can choose from. Words are ours; the categories of the first set are those of the
//! United States' EEO-1 report, of VEVRAA for veterans (41 CFR 60-300) and of form CC-305 for disability, and the ethnic
//! groups of the second those of the census of England and Wales.

/// A set of questions. Keys stand in the database and never change their meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct Set {
    pub key: &'static str,
    pub name: &'static str,
    /// Why a company asks, as candidates read it.
    pub why: &'static str,
    pub inquiries: &'static [Inquiry],
}

/// A question. Beside its options everybody may say [`NOT_SAID`], or nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct Inquiry {
    pub key: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    /// What is kept, and what is read.
    options: &'static [(&'static str, &'static str)],
}

/// The option that every question has.
pub const NOT_SAID: (&str, &str) = ("not_said", "I prefer not to say");

impl Inquiry {
    pub fn options(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.options.iter().copied().chain([NOT_SAID])
    }

    /// What an option says.
    pub fn label_of(&self, key: &str) -> Option<&'static str> {
        let found = self.options().find(|(known, _)| *known == key);
        found.map(|(_, label)| label)
    }
}

impl Set {
    pub fn find(key: &str) -> Option<&'static Self> {
        SETS.iter().find(|set| set.key == key)
    }

    pub fn inquiry(&self, key: &str) -> Option<&'static Inquiry> {
        self.inquiries.iter().find(|inquiry| inquiry.key == key)
    }
}

/// Every set there is.
pub const SETS: &[Set] = &[
    Set {
        key: "us_eeo",
        name: "United States (EEO)",
        why: "Employers in the United States report these groups to the government, as sums. Answering is your choice and changes nothing about your application.",
        inquiries: &[
            Inquiry {
                key: "gender",
                label: "Gender",
                help: "",
                options: &[
                    ("female", "Female"),
                    ("male", "Male"),
                    ("other", "Another gender"),
                ],
            },
            Inquiry {
                key: "race_ethnicity",
                label: "Race or ethnicity",
                help: "Choose the one that fits best. Hispanic or Latino goes before race.",
                options: &[
                    ("hispanic", "Hispanic or Latino"),
                    ("white", "White"),
                    ("black", "Black or African American"),
                    ("pacific", "Native Hawaiian or other Pacific Islander"),
                    ("asian", "Asian"),
                    ("native", "American Indian or Alaska Native"),
                    ("several", "Two or more races"),
                ],
            },
            Inquiry {
                key: "veteran",
                label: "Protected veteran",
                help: "Disabled, recently separated, awarded a campaign badge or an Armed Forces service medal.",
                options: &[
                    ("protected", "I am a protected veteran"),
                    ("not_protected", "I am not a protected veteran"),
                ],
            },
            Inquiry {
                key: "disability",
                label: "Disability",
                help: "A condition of body or mind that limits a major activity of life, now or in the past.",
                options: &[
                    ("yes", "Yes, I have a disability, or have had one"),
                    ("no", "No, I have none and have had none"),
                ],
            },
        ],
    },
    Set {
        key: "general",
        name: "United Kingdom and elsewhere",
        why: "The answers help to see whether everybody gets a fair chance here. They are counted, never read one by one, and change nothing about your application.",
        inquiries: &[
            Inquiry {
                key: "gender",
                label: "Gender",
                help: "",
                options: &[
                    ("woman", "Woman"),
                    ("man", "Man"),
                    ("non_binary", "Non-binary"),
                    ("other", "In another way"),
                ],
            },
            Inquiry {
                key: "ethnicity",
                label: "Ethnic group",
                help: "",
                options: &[
                    ("asian", "Asian"),
                    ("black", "Black, African or Caribbean"),
                    ("mixed", "Mixed or several groups"),
                    ("white", "White"),
                    ("other", "Another group"),
                ],
            },
            Inquiry {
                key: "disability",
                label: "Disability",
                help: "A condition that has lasted, or will last, a year or more and makes daily life harder.",
                options: &[
                    ("yes", "I have a disability"),
                    ("no", "I have no disability"),
                ],
            },
            Inquiry {
                key: "age",
                label: "Age",
                help: "",
                options: &[
                    ("under_25", "Under 25"),
                    ("25_34", "25 to 34"),
                    ("35_44", "35 to 44"),
                    ("45_54", "45 to 54"),
                    ("55_64", "55 to 64"),
                    ("over_64", "65 or over"),
                ],
            },
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_are_of_their_own_and_everybody_may_keep_silent() {
        for set in SETS {
            assert_eq!(Set::find(set.key), Some(set));
            let keys: BTreeSet<_> = set.inquiries.iter().map(|it| it.key).collect();
            assert_eq!(keys.len(), set.inquiries.len(), "{}", set.key);
            for inquiry in set.inquiries {
                let options: Vec<_> = inquiry.options().collect();
                let keys: BTreeSet<_> = options.iter().map(|(key, _)| key).collect();
                assert_eq!(keys.len(), options.len(), "{}", inquiry.key);
                assert_eq!(options.last(), Some(&NOT_SAID));
            }
        }
    }
}
