//! Amounts of money as people write them: `€60,000 – €75,000 a year`, `2,000USD per annum`, `45k GBP`.

use crate::domain::postings::advert::PayPeriod;
use std::ops::Range;

use serde::Serialize;

/// An amount, or a range of amounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Money {
    /// In hundredths of the currency, also where it has no such coin.
    pub min_cents: i64,
    pub max_cents: i64,
    /// ISO 4217 code.
    pub currency: &'static str,
    pub per: Option<PayPeriod>,
}

const CURRENCIES: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("USD", "USD"),
    ("EUR", "EUR"),
    ("GBP", "GBP"),
    ("CHF", "CHF"),
    ("CAD", "CAD"),
    ("AUD", "AUD"),
    ("NZD", "NZD"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("PLN", "PLN"),
    ("CZK", "CZK"),
    ("JPY", "JPY"),
    ("INR", "INR"),
    ("BRL", "BRL"),
    ("MXN", "MXN"),
    ("SGD", "SGD"),
    ("HKD", "HKD"),
    ("ZAR", "ZAR"),
];

const PERIODS: &[(PayPeriod, &[&str])] = &[
    (
        PayPeriod::Year,
        &[
            "per annum",
            "per year",
            "a year",
            "annually",
            "yearly",
            "/year",
            "p.a.",
            "each year",
            "/yr",
        ],
    ),
    (
        PayPeriod::Month,
        &["per month", "a month", "monthly", "/month", "each month"],
    ),
    (PayPeriod::Week, &["per week", "a week", "weekly", "/week"]),
    (PayPeriod::Day, &["per day", "a day", "daily", "/day"]),
    (
        PayPeriod::Hour,
        &["per hour", "an hour", "hourly", "/hour", "/h"],
    ),
];

/// The first amount in a text, and where it stands.
pub(super) fn find(text: &str) -> Option<(Money, Range<usize>)> {
    let starts = text.char_indices().filter(|(at, char)| {
        let inside = text
            .get(..*at)
            .and_then(|before| before.chars().next_back())
            .is_some_and(char::is_alphanumeric);
        !inside && (char.is_ascii_digit() || !char.is_whitespace())
    });
    starts.map(|(at, _)| at).find_map(|at| {
        let first = Amount::at(text, at)?;
        let mut currency = first.currency;
        let (mut high, mut end) = (first.value, first.end);
        let rest = text.get(end..).unwrap_or_default();
        let dash = rest.trim_start().trim_start_matches(['-', '–', '—']);
        let range = if dash.len() < rest.trim_start().len() {
            Some(dash)
        } else {
            dash.strip_prefix("to ")
        };
        if let Some(second) =
            range.and_then(|range| Amount::at(text, text.len() - range.trim_start().len()))
        {
            currency = currency.or(second.currency);
            (high, end) = (second.value, second.end);
        }
        let low = if first.thousands || high < first.value.saturating_mul(500) {
            first.value
        } else {
            first.value.checked_mul(1000)?
        };
        let money = Money {
            min_cents: low,
            max_cents: high.max(low),
            currency: currency?,
            per: period(text.get(end..)?),
        };
        Some((money, at..end))
    })
}

fn period(after: &str) -> Option<PayPeriod> {
    let after: String = after
        .trim_start()
        .chars()
        .take(12)
        .collect::<String>()
        .to_lowercase();
    PERIODS
        .iter()
        .find(|(_, said)| said.iter().any(|said| after.starts_with(said)))
        .map(|(period, _)| *period)
}

/// One number with or without its currency.
struct Amount {
    /// In hundredths.
    value: i64,
    thousands: bool,
    currency: Option<&'static str>,
    end: usize,
}

impl Amount {
    fn at(text: &str, start: usize) -> Option<Self> {
        let rest = text.get(start..)?;
        let (before, number) = currency(rest);
        let number = number.strip_prefix(' ').unwrap_or(number);
        let length = number
            .bytes()
            .take(20)
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'\''))
            .count();
        let written = number.get(..length)?.trim_end_matches([',', '.', '\'']);
        let mut value = cents(written)?;
        let mut after = number.get(written.len()..)?;
        let thousands = after
            .strip_prefix(['k', 'K'])
            .filter(|rest| !rest.starts_with(char::is_alphanumeric));
        if let Some(rest) = thousands {
            value = value.checked_mul(1000)?;
            after = rest;
        }
        let (behind, rest) = currency(after.strip_prefix(' ').unwrap_or(after));
        let after = if before.is_none() && behind.is_some() {
            rest
        } else {
            after
        };
        let (thousands, end) = (thousands.is_some(), text.len() - after.len());
        Some(Self {
            value,
            thousands,
            currency: before.or(behind),
            end,
        })
    }
}

fn currency(text: &str) -> (Option<&'static str>, &str) {
    let found = CURRENCIES.iter().find_map(|(sign, code)| {
        let rest = text.strip_prefix(sign)?;
        let word = sign.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic);
        (!word).then_some((Some(*code), rest))
    });
    found.unwrap_or((None, text))
}

/// `2,000`, `2.000,50`, `1'200` and `12.5` in hundredths: a last group of three digits is thousands, any other a fraction.
fn cents(written: &str) -> Option<i64> {
    let (whole, fraction) = match written.rfind([',', '.']) {
        Some(at) if written.len() - at - 1 != 3 => (written.get(..at)?, written.get(at + 1..)?),
        _ => (written, ""),
    };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let part: String = fraction.chars().chain("00".chars()).take(2).collect();
    digits
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(part.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, expected) in [
            (
                "a budget of 2,000USD per annum",
                Some((200_000, 200_000, "USD", Some(PayPeriod::Year))),
            ),
            (
                "€60,000 – €75,000 a year",
                Some((6_000_000, 7_500_000, "EUR", Some(PayPeriod::Year))),
            ),
            ("60-75k GBP", Some((6_000_000, 7_500_000, "GBP", None))),
            (
                "$21.50 to $24 per hour",
                Some((2_150, 2_400, "USD", Some(PayPeriod::Hour))),
            ),
            ("CHF 1'200.- monthly", Some((120_000, 120_000, "CHF", None))),
            (
                "3.500 EUR per month",
                Some((350_000, 350_000, "EUR", Some(PayPeriod::Month))),
            ),
            ("10 years, 25 days", None),
            ("EUROPE 2020", None),
            ("$99999999999999999999", None),
        ] {
            let found = find(text)
                .map(|(money, _)| (money.min_cents, money.max_cents, money.currency, money.per));
            assert_eq!(found, expected, "{text}");
        }
    }
}
