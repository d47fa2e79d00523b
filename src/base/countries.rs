//! Countries by their ISO 3166-1 alpha-2 codes, with the English names that people use.
//!
//! The names are the common ones where the standard's are formal ("Czechia", "South Korea"). The order is that of a
//! select: by name.

/// A country or territory with a code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2, as `DE`.
    pub code: &'static str,
    pub name: &'static str,
    /// The part of the world to which businesses count it; `None` where nobody lives.
    pub area: Option<Area>,
}

/// The three parts into which companies commonly divide the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Europe, the Middle East and Africa.
    Emea,
    Americas,
    /// Asia east of the Middle East, and the Pacific.
    Apac,
}

/// The country with a code.
pub fn by_code(code: &str) -> Option<&'static Country> {
    ALL.iter().find(|country| country.code == code)
}

/// The name for a code; the code itself where we know none.
pub fn name(code: &str) -> &str {
    by_code(code).map_or(code, |country| country.name)
}

/// The countries of an area, by name.
pub fn of(area: Area) -> impl Iterator<Item = &'static Country> {
    ALL.iter().filter(move |country| country.area == Some(area))
}

const fn country(code: &'static str, name: &'static str, area: Option<Area>) -> Country {
    Country { code, name, area }
}

const EMEA: Option<Area> = Some(Area::Emea);
const AMERICAS: Option<Area> = Some(Area::Americas);
const APAC: Option<Area> = Some(Area::Apac);

/// Every country of the standard, by name.
#[rustfmt::skip]
pub const ALL: [Country; 249] = [
    country("AF", "Afghanistan", APAC),
    country("AX", "Åland Islands", EMEA),
    country("AL", "Albania", EMEA),
    country("DZ", "Algeria", EMEA),
    country("AS", "American Samoa", APAC),
    country("AD", "Andorra", EMEA),
    country("AO", "Angola", EMEA),
    country("AI", "Anguilla", AMERICAS),
    country("AQ", "Antarctica", None),
    country("AG", "Antigua and Barbuda", AMERICAS),
    country("AR", "Argentina", AMERICAS),
    country("AM", "Armenia", EMEA),
    country("AW", "Aruba", AMERICAS),
    country("AU", "Australia", APAC),
    country("AT", "Austria", EMEA),
    country("AZ", "Azerbaijan", EMEA),
    country("BS", "Bahamas", AMERICAS),
    country("BH", "Bahrain", EMEA),
    country("BD", "Bangladesh", APAC),
    country("BB", "Barbados", AMERICAS),
    country("BY", "Belarus", EMEA),
    country("BE", "Belgium", EMEA),
    country("BZ", "Belize", AMERICAS),
    country("BJ", "Benin", EMEA),
    country("BM", "Bermuda", AMERICAS),
    country("BT", "Bhutan", APAC),
    country("BO", "Bolivia", AMERICAS),
    country("BQ", "Bonaire, Sint Eustatius and Saba", AMERICAS),
    country("BA", "Bosnia and Herzegovina", EMEA),
    country("BW", "Botswana", EMEA),
    country("BV", "Bouvet Island", None),
    country("BR", "Brazil", AMERICAS),
    country("IO", "British Indian Ocean Territory", APAC),
    country("VG", "British Virgin Islands", AMERICAS),
    country("BN", "Brunei", APAC),
    country("BG", "Bulgaria", EMEA),
    country("BF", "Burkina Faso", EMEA),
    country("BI", "Burundi", EMEA),
    country("CV", "Cabo Verde", EMEA),
    country("KH", "Cambodia", APAC),
    country("CM", "Cameroon", EMEA),
    country("CA", "Canada", AMERICAS),
    country("KY", "Cayman Islands", AMERICAS),
    country("CF", "Central African Republic", EMEA),
    country("TD", "Chad", EMEA),
    country("CL", "Chile", AMERICAS),
    country("CN", "China", APAC),
    country("CX", "Christmas Island", APAC),
    country("CC", "Cocos (Keeling) Islands", APAC),
    country("CO", "Colombia", AMERICAS),
    country("KM", "Comoros", EMEA),
    country("CG", "Congo", EMEA),
    country("CD", "Congo, Democratic Republic", EMEA),
    country("CK", "Cook Islands", APAC),
    country("CR", "Costa Rica", AMERICAS),
    country("CI", "Côte d’Ivoire", EMEA),
    country("HR", "Croatia", EMEA),
    country("CU", "Cuba", AMERICAS),
    country("CW", "Curaçao", AMERICAS),
    country("CY", "Cyprus", EMEA),
    country("CZ", "Czechia", EMEA),
    country("DK", "Denmark", EMEA),
    country("DJ", "Djibouti", EMEA),
    country("DM", "Dominica", AMERICAS),
    country("DO", "Dominican Republic", AMERICAS),
    country("EC", "Ecuador", AMERICAS),
    country("EG", "Egypt", EMEA),
    country("SV", "El Salvador", AMERICAS),
    country("GQ", "Equatorial Guinea", EMEA),
    country("ER", "Eritrea", EMEA),
    country("EE", "Estonia", EMEA),
    country("SZ", "Eswatini", EMEA),
    country("ET", "Ethiopia", EMEA),
    country("FK", "Falkland Islands", AMERICAS),
    country("FO", "Faroe Islands", EMEA),
    country("FJ", "Fiji", APAC),
    country("FI", "Finland", EMEA),
    country("FR", "France", EMEA),
    country("GF", "French Guiana", AMERICAS),
    country("PF", "French Polynesia", APAC),
    country("TF", "French Southern Territories", None),
    country("GA", "Gabon", EMEA),
    country("GM", "Gambia", EMEA),
    country("GE", "Georgia", EMEA),
    country("DE", "Germany", EMEA),
    country("GH", "Ghana", EMEA),
    country("GI", "Gibraltar", EMEA),
    country("GR", "Greece", EMEA),
    country("GL", "Greenland", AMERICAS),
    country("GD", "Grenada", AMERICAS),
    country("GP", "Guadeloupe", AMERICAS),
    country("GU", "Guam", APAC),
    country("GT", "Guatemala", AMERICAS),
    country("GG", "Guernsey", EMEA),
    country("GN", "Guinea", EMEA),
    country("GW", "Guinea-Bissau", EMEA),
    country("GY", "Guyana", AMERICAS),
    country("HT", "Haiti", AMERICAS),
    country("HM", "Heard Island and McDonald Islands", None),
    country("HN", "Honduras", AMERICAS),
    country("HK", "Hong Kong", APAC),
    country("HU", "Hungary", EMEA),
    country("IS", "Iceland", EMEA),
    country("IN", "India", APAC),
    country("ID", "Indonesia", APAC),
    country("IR", "Iran", EMEA),
    country("IQ", "Iraq", EMEA),
    country("IE", "Ireland", EMEA),
    country("IM", "Isle of Man", EMEA),
    country("IL", "Israel", EMEA),
    country("IT", "Italy", EMEA),
    country("JM", "Jamaica", AMERICAS),
    country("JP", "Japan", APAC),
    country("JE", "Jersey", EMEA),
    country("JO", "Jordan", EMEA),
    country("KZ", "Kazakhstan", APAC),
    country("KE", "Kenya", EMEA),
    country("KI", "Kiribati", APAC),
    country("KW", "Kuwait", EMEA),
    country("KG", "Kyrgyzstan", APAC),
    country("LA", "Laos", APAC),
    country("LV", "Latvia", EMEA),
    country("LB", "Lebanon", EMEA),
    country("LS", "Lesotho", EMEA),
    country("LR", "Liberia", EMEA),
    country("LY", "Libya", EMEA),
    country("LI", "Liechtenstein", EMEA),
    country("LT", "Lithuania", EMEA),
    country("LU", "Luxembourg", EMEA),
    country("MO", "Macao", APAC),
    country("MG", "Madagascar", EMEA),
    country("MW", "Malawi", EMEA),
    country("MY", "Malaysia", APAC),
    country("MV", "Maldives", APAC),
    country("ML", "Mali", EMEA),
    country("MT", "Malta", EMEA),
    country("MH", "Marshall Islands", APAC),
    country("MQ", "Martinique", AMERICAS),
    country("MR", "Mauritania", EMEA),
    country("MU", "Mauritius", EMEA),
    country("YT", "Mayotte", EMEA),
    country("MX", "Mexico", AMERICAS),
    country("FM", "Micronesia", APAC),
    country("MD", "Moldova", EMEA),
    country("MC", "Monaco", EMEA),
    country("MN", "Mongolia", APAC),
    country("ME", "Montenegro", EMEA),
    country("MS", "Montserrat", AMERICAS),
    country("MA", "Morocco", EMEA),
    country("MZ", "Mozambique", EMEA),
    country("MM", "Myanmar", APAC),
    country("NA", "Namibia", EMEA),
    country("NR", "Nauru", APAC),
    country("NP", "Nepal", APAC),
    country("NL", "Netherlands", EMEA),
    country("NC", "New Caledonia", APAC),
    country("NZ", "New Zealand", APAC),
    country("NI", "Nicaragua", AMERICAS),
    country("NE", "Niger", EMEA),
    country("NG", "Nigeria", EMEA),
    country("NU", "Niue", APAC),
    country("NF", "Norfolk Island", APAC),
    country("KP", "North Korea", APAC),
    country("MK", "North Macedonia", EMEA),
    country("MP", "Northern Mariana Islands", APAC),
    country("NO", "Norway", EMEA),
    country("OM", "Oman", EMEA),
    country("PK", "Pakistan", APAC),
    country("PW", "Palau", APAC),
    country("PS", "Palestine", EMEA),
    country("PA", "Panama", AMERICAS),
    country("PG", "Papua New Guinea", APAC),
    country("PY", "Paraguay", AMERICAS),
    country("PE", "Peru", AMERICAS),
    country("PH", "Philippines", APAC),
    country("PN", "Pitcairn", APAC),
    country("PL", "Poland", EMEA),
    country("PT", "Portugal", EMEA),
    country("PR", "Puerto Rico", AMERICAS),
    country("QA", "Qatar", EMEA),
    country("RE", "Réunion", EMEA),
    country("RO", "Romania", EMEA),
    country("RU", "Russia", EMEA),
    country("RW", "Rwanda", EMEA),
    country("BL", "Saint Barthélemy", AMERICAS),
    country("SH", "Saint Helena, Ascension and Tristan da Cunha", EMEA),
    country("KN", "Saint Kitts and Nevis", AMERICAS),
    country("LC", "Saint Lucia", AMERICAS),
    country("MF", "Saint Martin", AMERICAS),
    country("PM", "Saint Pierre and Miquelon", AMERICAS),
    country("VC", "Saint Vincent and the Grenadines", AMERICAS),
    country("WS", "Samoa", APAC),
    country("SM", "San Marino", EMEA),
    country("ST", "São Tomé and Príncipe", EMEA),
    country("SA", "Saudi Arabia", EMEA),
    country("SN", "Senegal", EMEA),
    country("RS", "Serbia", EMEA),
    country("SC", "Seychelles", EMEA),
    country("SL", "Sierra Leone", EMEA),
    country("SG", "Singapore", APAC),
    country("SX", "Sint Maarten", AMERICAS),
    country("SK", "Slovakia", EMEA),
    country("SI", "Slovenia", EMEA),
    country("SB", "Solomon Islands", APAC),
    country("SO", "Somalia", EMEA),
    country("ZA", "South Africa", EMEA),
    country("GS", "South Georgia and the South Sandwich Islands", None),
    country("KR", "South Korea", APAC),
    country("SS", "South Sudan", EMEA),
    country("ES", "Spain", EMEA),
    country("LK", "Sri Lanka", APAC),
    country("SD", "Sudan", EMEA),
    country("SR", "Suriname", AMERICAS),
    country("SJ", "Svalbard and Jan Mayen", EMEA),
    country("SE", "Sweden", EMEA),
    country("CH", "Switzerland", EMEA),
    country("SY", "Syria", EMEA),
    country("TW", "Taiwan", APAC),
    country("TJ", "Tajikistan", APAC),
    country("TZ", "Tanzania", EMEA),
    country("TH", "Thailand", APAC),
    country("TL", "Timor-Leste", APAC),
    country("TG", "Togo", EMEA),
    country("TK", "Tokelau", APAC),
    country("TO", "Tonga", APAC),
    country("TT", "Trinidad and Tobago", AMERICAS),
    country("TN", "Tunisia", EMEA),
    country("TR", "Türkiye", EMEA),
    country("TM", "Turkmenistan", APAC),
    country("TC", "Turks and Caicos Islands", AMERICAS),
    country("TV", "Tuvalu", APAC),
    country("UG", "Uganda", EMEA),
    country("UA", "Ukraine", EMEA),
    country("AE", "United Arab Emirates", EMEA),
    country("GB", "United Kingdom", EMEA),
    country("US", "United States", AMERICAS),
    country("UM", "United States Minor Outlying Islands", None),
    country("VI", "United States Virgin Islands", AMERICAS),
    country("UY", "Uruguay", AMERICAS),
    country("UZ", "Uzbekistan", APAC),
    country("VU", "Vanuatu", APAC),
    country("VA", "Vatican City", EMEA),
    country("VE", "Venezuela", AMERICAS),
    country("VN", "Vietnam", APAC),
    country("WF", "Wallis and Futuna", APAC),
    country("EH", "Western Sahara", EMEA),
    country("YE", "Yemen", EMEA),
    country("ZM", "Zambia", EMEA),
    country("ZW", "Zimbabwe", EMEA),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_standards_shape_and_unique() {
        let mut codes: Vec<_> = ALL.iter().map(|country| country.code).collect();
        assert!(
            codes
                .iter()
                .all(|code| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()))
        );
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ALL.len());
    }

    #[test]
    fn names_are_in_the_order_of_a_select() {
        // "Å" and "Ö" stand with their plain letters.
        let plain = |name: &str| {
            use unicode_normalization::UnicodeNormalization;
            name.nfkd()
                .filter(|c| c.is_ascii_alphabetic() || *c == ' ')
                .collect::<String>()
                .to_lowercase()
        };
        let names: Vec<_> = ALL.iter().map(|country| plain(country.name)).collect();
        assert!(
            names.is_sorted(),
            "{:?}",
            names.windows(2).find(|pair| pair.first() > pair.last())
        );
    }

    #[test]
    fn a_code_has_a_name() {
        assert_eq!(name("EE"), "Estonia");
        assert_eq!(name("ZZ"), "ZZ");
        assert!(of(Area::Emea).any(|country| country.code == "KE"));
        assert!(ALL.iter().filter(|country| country.area.is_none()).count() < 8);
    }
}
