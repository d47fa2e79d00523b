//! How an application ended, as far as its candidate was told.

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Hired,
    NotSelected,
    Withdrawn,
    PositionClosed,
}

impl Outcome {
    /// From the view's word.
    pub(super) fn parse(word: &str) -> Option<Self> {
        match word {
            "hired" => Some(Self::Hired),
            "not_selected" => Some(Self::NotSelected),
            "withdrawn" => Some(Self::Withdrawn),
            "position_closed" => Some(Self::PositionClosed),
            _ => None,
        }
    }
}
