//! How amounts of money are written.

use super::filters::grouped;
use crate::domain::postings::advert::Pay;

/// [`range`] as a filter.
#[askama::filter_fn]
pub fn pay_range(pay: &Pay, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(range(pay))
}

/// [`terms`] as a filter.
#[askama::filter_fn]
pub fn pay_terms(pay: &Pay, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(terms(pay))
}

/// "€34,000–€42,000"; nothing for pay that is not stated.
pub fn range(pay: &Pay) -> String {
    match pay {
        Pay::Range {
            min_cents,
            max_cents,
            currency,
            ..
        } if min_cents == max_cents => amount(*min_cents, currency),
        Pay::Range {
            min_cents,
            max_cents,
            currency,
            ..
        } => format!(
            "{}–{}",
            amount(*min_cents, currency),
            amount(*max_cents, currency)
        ),
        Pay::NotStated { .. } => String::new(),
    }
}

/// What stands behind a range: "a year, plus commission".
pub fn terms(pay: &Pay) -> String {
    match pay {
        Pay::Range { per, remark, .. } if remark.is_empty() => per.label().to_owned(),
        Pay::Range { per, remark, .. } => format!("{}, {remark}", per.label()),
        Pay::NotStated { .. } => String::new(),
    }
}

/// "€34,000", "CHF 90,000.50": hundredths shown only where there are any.
pub fn amount(cents: i64, currency: &str) -> String {
    let (whole, rest) = (cents / 100, (cents % 100).unsigned_abs());
    let mut number = grouped(whole);
    if rest > 0 {
        number.push_str(&format!(".{rest:02}"));
    }
    match currency {
        "EUR" => format!("€{number}"),
        "GBP" => format!("£{number}"),
        "USD" => format!("${number}"),
        "JPY" => format!("¥{number}"),
        other => format!("{other}\u{a0}{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_people_write_them() {
        assert_eq!(amount(3_400_000, "EUR"), "€34,000");
        assert_eq!(amount(9_000_050, "CHF"), "CHF\u{a0}90,000.50");
        assert_eq!(amount(0, "USD"), "$0");
    }
}
