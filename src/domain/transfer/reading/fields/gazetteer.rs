//! Names of regions, countries and states, as postings write them. Codes are those of ISO 3166-1 and, for states of
//! the US and provinces of Canada, of ISO 3166-2 without the country.

use super::super::words::Words;

/// Regions that are lists of countries: what a posting may say, in lower case, and what Candor calls it.
const REGIONS: &[(&str, &str)] = &[
    ("emea", "EMEA"),
    ("apac", "APAC"),
    ("asia pacific", "APAC"),
    ("asia-pacific", "APAC"),
    ("latam", "Latin America"),
    ("latin america", "Latin America"),
    ("north america", "North America"),
    ("south america", "South America"),
    ("americas", "Americas"),
    ("european union", "EU"),
    ("eu", "EU"),
    ("europe", "Europe"),
    ("middle east", "Middle East"),
    ("africa", "Africa"),
    ("asia", "Asia"),
    ("nordics", "Nordics"),
    ("dach", "DACH"),
    ("benelux", "Benelux"),
    ("worldwide", "Worldwide"),
    ("anywhere", "Worldwide"),
    ("globally", "Worldwide"),
];

const COUNTRIES: &[(&str, &[&str])] = &[
    ("AE", &["united arab emirates", "uae"]),
    ("AR", &["argentina"]),
    ("AT", &["austria", "österreich"]),
    ("AU", &["australia"]),
    ("BE", &["belgium"]),
    ("BG", &["bulgaria"]),
    ("BR", &["brazil"]),
    ("CA", &["canada"]),
    ("CH", &["switzerland", "schweiz"]),
    ("CL", &["chile"]),
    ("CN", &["china"]),
    ("CO", &["colombia"]),
    ("CR", &["costa rica"]),
    ("CY", &["cyprus"]),
    ("CZ", &["czechia", "czech republic"]),
    ("DE", &["germany", "deutschland"]),
    ("DK", &["denmark"]),
    ("EE", &["estonia"]),
    ("EG", &["egypt"]),
    ("ES", &["spain"]),
    ("FI", &["finland"]),
    ("FR", &["france"]),
    (
        "GB",
        &[
            "united kingdom",
            "uk",
            "great britain",
            "england",
            "scotland",
            "wales",
            "northern ireland",
        ],
    ),
    ("GR", &["greece"]),
    ("HR", &["croatia"]),
    ("HU", &["hungary"]),
    ("ID", &["indonesia"]),
    ("IE", &["ireland"]),
    ("IL", &["israel"]),
    ("IN", &["india"]),
    ("IS", &["iceland"]),
    ("IT", &["italy"]),
    ("JP", &["japan"]),
    ("KE", &["kenya"]),
    ("KR", &["south korea", "korea"]),
    ("LT", &["lithuania"]),
    ("LU", &["luxembourg"]),
    ("LV", &["latvia"]),
    ("MA", &["morocco"]),
    ("MT", &["malta"]),
    ("MX", &["mexico"]),
    ("MY", &["malaysia"]),
    ("NG", &["nigeria"]),
    ("NL", &["netherlands", "the netherlands", "holland"]),
    ("NO", &["norway"]),
    ("NZ", &["new zealand"]),
    ("PE", &["peru"]),
    ("PH", &["philippines"]),
    ("PK", &["pakistan"]),
    ("PL", &["poland"]),
    ("PT", &["portugal"]),
    ("RO", &["romania"]),
    ("RS", &["serbia"]),
    ("SA", &["saudi arabia"]),
    ("SE", &["sweden"]),
    ("SG", &["singapore"]),
    ("SI", &["slovenia"]),
    ("SK", &["slovakia"]),
    ("TH", &["thailand"]),
    ("TR", &["turkey", "türkiye"]),
    ("TW", &["taiwan"]),
    ("UA", &["ukraine"]),
    (
        "US",
        &["united states", "united states of america", "usa", "us"],
    ),
    ("VN", &["vietnam"]),
    ("ZA", &["south africa"]),
];

const STATES: &[(&str, &str)] = &[
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
];

const PROVINCES: &[(&str, &str)] = &[
    ("AB", "Alberta"),
    ("BC", "British Columbia"),
    ("MB", "Manitoba"),
    ("NB", "New Brunswick"),
    ("NS", "Nova Scotia"),
    ("ON", "Ontario"),
    ("QC", "Quebec"),
    ("SK", "Saskatchewan"),
];

/// The first region that a text names.
pub(super) fn region(words: &Words) -> Option<&'static str> {
    (0..words.len()).find_map(|at| {
        let found = REGIONS.iter().find(|(said, _)| words.reads(at, said));
        found
            .filter(|(said, _)| *said != "eu" || words.get(at) == "EU")
            .map(|(_, name)| *name)
    })
}

/// The code of a country by its name.
pub(super) fn country(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let lower = lower.replace('.', "");
    COUNTRIES
        .iter()
        .find(|(_, names)| names.contains(&lower.trim()))
        .map(|(code, _)| *code)
}

/// A state or province by name or code: its code and its country's. Codes count in capitals only.
pub(super) fn state(name: &str) -> Option<(&'static str, &'static str)> {
    let named =
        |(code, full): &&(&'static str, &str)| *code == name || full.eq_ignore_ascii_case(name);
    let american = STATES.iter().find(named).map(|(code, _)| (*code, "US"));
    american.or_else(|| PROVINCES.iter().find(named).map(|(code, _)| (*code, "CA")))
}
