//! Pay as people type it.

use super::form::EditForm;
use crate::{
    base::error::Errors,
    domain::postings::advert::{Pay, PayPeriod},
    web::kit::filters::grouped,
};

impl EditForm {
    /// A range, or the reason for none.
    pub(super) fn pay(&self, errors: &mut Errors) -> Pay {
        if self.pay_min.is_empty() && self.pay_max.is_empty() {
            return Pay::NotStated {
                reason: self.pay_reason.clone(),
            };
        }
        if !self.pay_reason.is_empty() {
            errors.add(
                "pay_reason",
                "Enter a pay range or a reason for none, not both",
            );
        }
        let mut cents = |field, text: &str| {
            hundredths(text).unwrap_or_else(|| {
                errors.add(field, "Enter an amount, like 34,000 or 17.50");
                0
            })
        };
        let min_cents = cents("pay_min", &self.pay_min);
        let max_cents = if self.pay_max.is_empty() {
            min_cents
        } else {
            cents("pay_max", &self.pay_max)
        };
        if max_cents < min_cents && !errors.has("pay_max") {
            errors.add(
                "pay_max",
                "The upper end of the range is below the lower one",
            );
        }
        let currency = self.pay_currency.to_ascii_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
            errors.add("pay_currency", "Choose a currency");
        }
        Pay::Range {
            min_cents,
            max_cents,
            currency,
            per: PayPeriod::parse(&self.pay_per).unwrap_or(PayPeriod::Year),
            remark: self.pay_remark.clone(),
        }
    }
}

/// Hundredths of what "34,000", "34 000" or "17.50" says: a comma or point before two last digits parts them off.
fn hundredths(text: &str) -> Option<i64> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’'))
        .collect();
    let (whole, part) = match text.rfind(['.', ',']) {
        Some(at) if text.len() - at <= 3 => (text.get(..at)?, text.get(at + 1..)?),
        _ => (text.as_str(), ""),
    };
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || !digits(&whole) || !digits(part) {
        return None;
    }
    let cents: i64 = format!("{part:0<2}").parse().ok()?;
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(cents)
}

/// "34,000" or "17.50".
pub(super) fn written(cents: i64) -> String {
    match cents % 100 {
        0 => grouped(cents / 100),
        rest => format!("{}.{rest:02}", grouped(cents / 100)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_type_them() {
        for (text, cents) in [
            ("34000", Some(3_400_000)),
            ("34,000", Some(3_400_000)),
            ("34.000", Some(3_400_000)),
            ("34 000", Some(3_400_000)),
            ("1,234,567.89", Some(123_456_789)),
            ("17.5", Some(1750)),
            ("17,50", Some(1750)),
            ("0", Some(0)),
            ("", None),
            ("-5", None),
            ("12k", None),
            (".50", None),
            ("9999999999999", None),
        ] {
            assert_eq!(hundredths(text), cents, "{text}");
        }
        assert_eq!(hundredths(&written(123_456_789)), Some(123_456_789));
    }
}
