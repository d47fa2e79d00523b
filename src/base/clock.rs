//! Time, read in one place, so that a test can move it.

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};
use jiff_sqlx::ToSqlx;
use sqlx::{
    Postgres,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef},
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// An instant in UTC, kept to the millisecond: what the field's APIs show, and what Postgres gives back unchanged.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Time(pub Timestamp);

impl Time {
    /// The instant, `duration` later; saturates at the end of time.
    pub fn plus(self, duration: SignedDuration) -> Self {
        Self(self.0.saturating_add(duration).unwrap_or(Timestamp::MAX))
    }

    /// The instant, `duration` earlier; saturates at the beginning of time.
    pub fn minus(self, duration: SignedDuration) -> Self {
        Self(self.0.saturating_sub(duration).unwrap_or(Timestamp::MIN))
    }

    /// How long ago `earlier` was; never negative.
    pub fn since(self, earlier: Time) -> SignedDuration {
        self.0.duration_since(earlier.0).max(SignedDuration::ZERO)
    }

    /// The calendar day in a zone.
    pub fn day(self, zone: &TimeZone) -> civil::Date {
        self.0.to_zoned(zone.clone()).date()
    }

    /// `2026-11-22T05:11:00.000Z`: RFC 3339 with milliseconds.
    pub fn rfc3339(self) -> String {
        self.0.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
    }
}

impl sqlx::Type<Postgres> for Time {
    fn type_info() -> PgTypeInfo {
        <jiff_sqlx::Timestamp as sqlx::Type<Postgres>>::type_info()
    }
}

impl sqlx::postgres::PgHasArrayType for Time {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("_timestamptz")
    }
}

impl sqlx::Encode<'_, Postgres> for Time {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        sqlx::Encode::<Postgres>::encode(self.0.to_sqlx(), buffer)
    }
}

impl sqlx::Decode<'_, Postgres> for Time {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        Ok(Self(jiff_sqlx::Timestamp::decode(value)?.to_jiff()))
    }
}

/// A calendar day.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Day(pub civil::Date);

impl sqlx::Type<Postgres> for Day {
    fn type_info() -> PgTypeInfo {
        <jiff_sqlx::Date as sqlx::Type<Postgres>>::type_info()
    }
}

impl sqlx::postgres::PgHasArrayType for Day {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("_date")
    }
}

impl sqlx::Encode<'_, Postgres> for Day {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        sqlx::Encode::<Postgres>::encode(self.0.to_sqlx(), buffer)
    }
}

impl sqlx::Decode<'_, Postgres> for Day {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        Ok(Self(jiff_sqlx::Date::decode(value)?.to_jiff()))
    }
}

/// The clock of the installation. Its hands move only in tests.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_ms: Arc<AtomicI64>,
}

impl Clock {
    /// Now, to the millisecond.
    pub fn now(&self) -> Time {
        let ms = Timestamp::now()
            .as_millisecond()
            .saturating_add(self.ahead_ms.load(Ordering::Relaxed));
        Time(Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX))
    }

    /// Moves the clock on, for tests that wait for days.
    pub fn advance(&self, by: SignedDuration) {
        self.ahead_ms.fetch_add(
            i64::try_from(by.as_millis()).unwrap_or(i64::MAX),
            Ordering::Relaxed,
        );
    }
}
