//! What counts in an answer that a student types.

use crate::shape;

/// A difference between what a student typed and what a question accepts that may count, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Capitals.
    Case,
    /// Accents, and the vowels of Arabic and Hebrew.
    Accents,
    /// An article in front.
    Articles,
    /// Quotation marks around it, and the marks at its end.
    Marks,
    /// The unit of a number, where it is left out.
    Unit,
}

/// What the setting may be: a list, or one for each language.
pub(super) fn shape() -> serde_json::Value {
    let counts = shape::list(shape::choice(Count::ALL.map(Count::name)));
    shape::any_of([counts.clone(), shape::by_language(counts)])
}

impl Count {
    /// All of them, in the order of the manual.
    pub const ALL: [Self; 5] = [Self::Case, Self::Accents, Self::Articles, Self::Marks, Self::Unit];

    /// The name in `book.toml`, in a question’s attributes and in pages: the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Accents => "accents",
            Self::Articles => "articles",
            Self::Marks => "marks",
            Self::Unit => "unit",
        }
    }

    /// The one of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|count| count.name() == name)
    }
}

/// Which of them count; none does where nobody says so, since most questions aren’t about spelling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts(u8);

impl Counts {
    /// Whether that difference counts.
    pub fn has(self, count: Count) -> bool {
        self.0 & 1 << count as u8 != 0
    }

    /// The names of those that count, in the order of the manual.
    pub fn names(self) -> Vec<&'static str> {
        Count::ALL.into_iter().filter(|&count| self.has(count)).map(Count::name).collect()
    }
}

impl FromIterator<Count> for Counts {
    fn from_iter<I: IntoIterator<Item = Count>>(counts: I) -> Self {
        Self(counts.into_iter().fold(0, |all, count| all | 1 << count as u8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_is_named_in_one_order() {
        let counts: Counts = [Count::Marks, Count::Accents, Count::Marks].into_iter().collect();
        assert_eq!(counts.names(), ["accents", "marks"]);
        assert!(counts.has(Count::Accents) && !counts.has(Count::Case));
        assert!(Counts::default().names().is_empty());
        assert!(Count::ALL.into_iter().all(|count| Count::parse(count.name()) == Some(count)));
    }
}
