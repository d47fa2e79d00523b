//! How long something took: half of them that long or less, and nine of ten.

use super::ENOUGH;

/// So many of something, and the hours that each took, counted in whole ones: the shortest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    hours: Vec<(i32, i64)>,
}

impl Spread {
    /// Takes in more of them, that took longer than those before.
    pub(super) fn add(&mut self, hours: i32, count: i64) {
        self.hours.push((hours, count));
    }

    pub fn count(&self) -> i64 {
        self.hours.iter().map(|(_, count)| count).sum()
    }

    /// Days within which half of them were done; none of too few.
    pub fn median(&self) -> Option<f64> {
        self.within(50)
    }

    /// Days within which nine of ten were done; none of too few.
    pub fn p90(&self) -> Option<f64> {
        self.within(90)
    }

    /// The shortest time within which so many per cent were done (the nearest rank).
    fn within(&self, percent: i64) -> Option<f64> {
        let rank = (self.count() * percent + 99) / 100;
        let mut done = 0;
        let found = self.hours.iter().find(|(_, count)| {
            done += count;
            done >= rank
        });
        let hours = found.filter(|_| self.count() >= ENOUGH)?.0;
        Some(f64::from(hours) / 24.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(hours: &[(i32, i64)]) -> Spread {
        Spread {
            hours: hours.to_vec(),
        }
    }

    #[test]
    fn half_of_them_and_nine_of_ten() {
        let ten = spread(&[(24, 4), (48, 1), (72, 4), (240, 1)]);
        assert_eq!(ten.count(), 10);
        assert_eq!((ten.median(), ten.p90()), (Some(2.0), Some(3.0)));
        let five = spread(&[(12, 1), (24, 1), (36, 1), (48, 1), (60, 1)]);
        assert_eq!((five.median(), five.p90()), (Some(1.5), Some(2.5)));
    }

    #[test]
    fn too_few_say_nothing() {
        assert_eq!(spread(&[(24, 4)]).median(), None);
        assert_eq!(Spread::default().p90(), None);
    }
}
