//! Callouts: GitHub's five alerts, and three for teaching.

use crate::nearest::nearest;
use crate::source::Span;

/// What a callout is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalloutKind {
    /// `[!NOTE]`: good to know.
    Note,
    /// `[!TIP]`: an easier way.
    Tip,
    /// `[!IMPORTANT]`: not to be missed.
    Important,
    /// `[!WARNING]`: to be careful about.
    Warning,
    /// `[!CAUTION]`: what may do harm.
    Caution,
    /// `[!QUESTION]`: a self-check, with its answers.
    Question,
    /// `[!ACTIVITY]`: something to do.
    Activity,
    /// `[!TEACHER]`: for the teacher, left out of the students' site.
    Teacher,
}

/// Words that authors write for a callout, in French mostly, and the one that they mean.
const SYNONYMS: &[(&str, CalloutKind)] = &[
    ("abstract", CalloutKind::Note),
    ("activité", CalloutKind::Activity),
    ("activite", CalloutKind::Activity),
    ("astuce", CalloutKind::Tip),
    ("atelier", CalloutKind::Activity),
    ("attention", CalloutKind::Warning),
    ("avertissement", CalloutKind::Warning),
    ("conseil", CalloutKind::Tip),
    ("danger", CalloutKind::Caution),
    ("enseignant", CalloutKind::Teacher),
    ("enseignante", CalloutKind::Teacher),
    ("error", CalloutKind::Caution),
    ("essentiel", CalloutKind::Important),
    ("exercice", CalloutKind::Activity),
    ("exercise", CalloutKind::Activity),
    ("hint", CalloutKind::Tip),
    ("info", CalloutKind::Note),
    ("prof", CalloutKind::Teacher),
    ("professeur", CalloutKind::Teacher),
    ("professeure", CalloutKind::Teacher),
    ("prudence", CalloutKind::Caution),
    ("quiz", CalloutKind::Question),
    ("remarque", CalloutKind::Note),
];

impl CalloutKind {
    /// Every callout.
    pub const ALL: [Self; 8] = [
        Self::Note,
        Self::Tip,
        Self::Important,
        Self::Warning,
        Self::Caution,
        Self::Question,
        Self::Activity,
        Self::Teacher,
    ];

    /// Its name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
            Self::Question => "question",
            Self::Activity => "activity",
            Self::Teacher => "teacher",
        }
    }

    /// The callout of that name, in any case.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(word))
    }

    /// The callout that a word which names none was most likely meant to be.
    pub fn meant(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        let names = Self::ALL.into_iter().map(|kind| (kind.name(), kind));
        let known: Vec<(&str, Self)> = SYNONYMS.iter().copied().chain(names).collect();
        let near = nearest(&word, known.iter().map(|(name, _)| *name))?;
        known.into_iter().find(|(name, _)| *name == near).map(|(_, kind)| kind)
    }
}

/// A callout of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Callout {
    /// What it is.
    pub kind: CalloutKind,
    /// Whether its line goes on with a title: then it begins with [`super::document::Tag::CalloutTitle`].
    pub titled: bool,
    /// Of a question, its index in [`super::document::Document::questions`].
    pub question: Option<usize>,
    /// Its mark, `[!NOTE]`.
    pub mark: Span,
    /// The whole callout.
    pub span: Span,
}

/// A self-check. Its words are the callout's events, between the tags that say which is what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// What can be answered; none where the callout holds no task list.
    pub choices: Vec<Choice>,
    /// Whether an explanation follows.
    pub explained: bool,
}

/// An answer that can be given to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Whether it is right.
    pub right: bool,
    /// Whether it has a feedback of its own.
    pub feedback: bool,
    /// Where it stands.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_in_any_case() {
        assert_eq!(CalloutKind::parse("Question"), Some(CalloutKind::Question));
        assert_eq!(CalloutKind::parse("ASTUCE"), None);
    }

    #[test]
    fn french_words_and_slips_of_the_finger_are_understood() {
        let meant = [
            ("ATTENTION", CalloutKind::Warning),
            ("Astuce", CalloutKind::Tip),
            ("ACTIVITÉ", CalloutKind::Activity),
            ("ENSEIGNANT", CalloutKind::Teacher),
            ("QUESTOIN", CalloutKind::Question),
        ];
        for (word, kind) in meant {
            assert_eq!(CalloutKind::meant(word), Some(kind), "{word}");
        }
        assert_eq!(CalloutKind::meant("XYZ"), None);
    }
}
