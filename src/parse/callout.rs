//! Callouts: GitHub's five alerts, and three for teaching.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::front_matter::learning;
use crate::config::Counts;
use crate::nearest::{Meanings, meaning, nearest};
use crate::source::{Span, Spanned};

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

/// The names that make a callout, beside its own: in lower case, without accents.
const NAMES: &Meanings<CalloutKind> = &[
    (CalloutKind::Note, &["remarque"]),
    (CalloutKind::Tip, &["astuce", "conseil"]),
    (CalloutKind::Important, &["essentiel"]),
    (CalloutKind::Warning, &["attention", "avertissement"]),
    (CalloutKind::Caution, &["danger", "prudence"]),
    (CalloutKind::Activity, &["activite", "exercice"]),
    (
        CalloutKind::Teacher,
        &[
            "teachers", "enseignant", "enseignante", "enseignants", "enseignantes", "prof", "profs", "professeur",
            "professeure",
        ],
    ),
];

/// Words that authors write for a callout and that make none, and the one that they mean.
const SYNONYMS: &Meanings<CalloutKind> = &[
    (CalloutKind::Note, &["abstract", "details", "example", "exemple", "info", "seealso", "summary"]),
    (CalloutKind::Activity, &["atelier", "exercise"]),
    (CalloutKind::Caution, &["bug", "error", "failure"]),
    (
        CalloutKind::Teacher,
        &[
            "answer-key", "answerkey", "corrige", "corriges", "educateur", "educator", "educators", "educatrice",
            "formateur", "formatrice", "instituteur", "institutrice", "instructor", "instructors", "maitre",
            "maitresse", "solutionnaire", "tuteur", "tutor", "tutors", "tutrice",
        ],
    ),
    (CalloutKind::Question, &["faq", "quiz"]),
    (CalloutKind::Tip, &["hint", "success"]),
];

/// How many letters a word may be away from a name for the teacher and still be taken for it.
const SLIPS: usize = 2;

/// The longest word that is compared with names, in bytes.
pub const WORD: usize = 40;

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

    /// Whether it can show that a student has learnt something.
    pub fn can_show(self) -> bool {
        matches!(self, Self::Question | Self::Activity)
    }

    /// The callout of that name, in English or French; neither case nor accents count. `None` if no callout has it.
    pub fn parse(word: &str) -> Option<Self> {
        let word = folded(word);
        names().find(|(name, _)| *name == word).map(|(_, kind)| kind)
    }

    /// Whether a word is within two letters of a name for the teacher, or has one of its parts for one
    /// (`teacher-only`), or means one (`instructor`), and is no other callout's name. What is for the
    /// teacher must not be shown to students by a slip of the finger.
    pub fn is_like_teacher(word: &str) -> bool {
        let word = folded(word);
        if word.len() > WORD || word.chars().count() <= SLIPS {
            return false;
        }
        let is_near = || {
            let mut teachers = names().filter(|(_, kind)| *kind == Self::Teacher);
            teachers.any(|(name, _)| strsim::osa_distance(name, &word) <= SLIPS)
        };
        match Self::parse(&word).or_else(|| Self::synonym(&word)) {
            Some(kind) => kind == Self::Teacher,
            None => Self::names_teacher(&word) || is_near(),
        }
    }

    /// Whether a word, or one of its parts, or all of them together (`t-e-a-c-h-e-r`) name the teacher or what is
    /// the teacher’s, letter for letter.
    pub fn names_teacher(word: &str) -> bool {
        let is_between = |c| matches!(c, '-' | '_');
        word.len() <= WORD
            && (word.split(is_between).any(Self::is_teacher) || Self::is_teacher(&word.replace(is_between, "")))
    }

    /// Whether a class or the name of an element says that what is in it is the teacher’s: `teacher`,
    /// `teacher-only`, but not `photo-prof`.
    pub fn is_teacher(name: &str) -> bool {
        let word = name.strip_suffix("-only").unwrap_or(name);
        word.len() <= WORD && Self::parse(word).or_else(|| Self::synonym(word)) == Some(Self::Teacher)
    }

    /// The callout that a word names in other tools, though not here; `None` if it names none there.
    pub fn synonym(word: &str) -> Option<Self> {
        meaning(SYNONYMS, &folded(word))
    }

    /// The name that a word which is no callout's was most likely meant to be, in lower case.
    pub fn near_name(word: &str) -> Option<&'static str> {
        nearest(&folded(word), names().map(|(name, _)| name))
    }

    /// The callout that a word which names none was most likely meant to be.
    pub fn meant(word: &str) -> Option<Self> {
        let word = folded(word);
        let known: Vec<(&str, Self)> = words(SYNONYMS).chain(names()).collect();
        let near = nearest(&word, known.iter().map(|(name, _)| *name))?;
        let kind = known.into_iter().find(|(name, _)| *name == near).map(|(_, kind)| kind)?;
        // For the teacher is what is like it and no more: an `[!ANSWER]` isn't.
        (kind != Self::Teacher || Self::is_like_teacher(&word)).then_some(kind)
    }
}

/// Every name that makes a callout, folded.
fn names() -> impl Iterator<Item = (&'static str, CalloutKind)> {
    CalloutKind::ALL.into_iter().map(|kind| (kind.name(), kind)).chain(words(NAMES))
}

fn words(meanings: &'static Meanings<CalloutKind>) -> impl Iterator<Item = (&'static str, CalloutKind)> {
    meanings.iter().flat_map(|(kind, words)| words.iter().map(|word| (*word, *kind)))
}

/// A word in lower case, without its accents, its letters of the ordinary width.
fn folded(word: &str) -> String {
    word.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect()
}

/// What looks like a callout's mark and makes no callout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookalike {
    /// The mark as written.
    pub written: String,
    /// The callout that was probably meant; `None` if the word is like no name.
    pub kind: Option<CalloutKind>,
    /// The line to write in its place.
    pub line: String,
    /// Why it makes none.
    pub why: Why,
}

/// Why a mark makes no callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Something is in it or around it: spaces, emphasis, a backslash, a colon.
    Shape,
    /// Its word is no name.
    Name,
    /// No `>` comes before it.
    Unquoted,
    /// It doesn't begin its quotation.
    Inside,
    /// It does, and something that Markdown reads with it keeps it from being one: a list around it, a
    /// link's address, a definition.
    NotAlone,
    /// A space before it is none to Markdown: a no-break space, say.
    Space,
    /// Its line is indented so far that Markdown takes it for code.
    Indented,
    /// It is in a block of code that isn't Markdown to look at.
    Fenced,
    /// It is in a field of the front matter that holds no callouts.
    FrontMatter,
    /// Nothing is in its callout.
    Empty,
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
    /// Of a question, how it is answered; `None` where it holds nothing that could be.
    pub asks: Option<Asks>,
    /// The id that its attributes give: `{#id}`.
    pub id: Option<Spanned<String>>,
    /// The classes that they give, without dots.
    pub classes: Vec<String>,
    /// The ids of the objectives and outcomes that it shows, as written: `{shows="a, b"}`.
    pub shows: Vec<Spanned<String>>,
    /// What counts in the answers that students type to it; `None` where it doesn't say.
    pub counts: Option<Spanned<Counts>>,
    /// Its mark, `[!NOTE]`.
    pub mark: Span,
    /// The whole callout.
    pub span: Span,
}

impl Callout {
    /// A callout without title and attributes.
    pub fn new(kind: CalloutKind, mark: Span, span: Span) -> Self {
        Self {
            kind,
            titled: false,
            question: None,
            asks: None,
            id: None,
            classes: Vec::new(),
            shows: Vec::new(),
            counts: None,
            mark,
            span,
        }
    }

    /// Whether an author gave it that class.
    pub fn has_class(&self, name: &str) -> bool {
        self.classes.iter().any(|class| class == name)
    }

    /// The id by which progress can name it: an id of learning, not just an anchor.
    pub fn name(&self) -> Option<&Spanned<String>> {
        self.id.as_ref().filter(|id| learning::is_id(&id.value))
    }
}

/// How a question is answered. Its content decides, so that what a class says changes nothing without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// By choosing: it has a task list.
    Choices,
    /// By typing a word, a few or a number: it has a line `= …`.
    Short,
    /// By putting things in order: `.order`, and an ordered list.
    Order,
    /// By pairing things: `.pairs`, and a table of two columns.
    Pairs,
    /// By filling gaps in a text: `[[= …]]`.
    Gaps,
}

impl Asks {
    /// The name in pages and, where there is one, the class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Choices => "choices",
            Self::Short => "short",
            Self::Order => "order",
            Self::Pairs => "pairs",
            Self::Gaps => "gaps",
        }
    }
}

/// Words that authors write for the classes that say how a question is answered.
const CLASSES: &Meanings<Asks> = &[
    (Asks::Order, &["ordre", "ordonner", "ordonne", "ordered", "ordering", "sort", "sorted", "tri"]),
    (Asks::Pairs, &["paires", "paire", "pair", "pairing", "apparier", "appariement", "match", "matching"]),
    (Asks::Gaps, &["trous", "trou", "gap", "lacunes", "lacunaire", "dictee", "blanks", "blank", "cloze"]),
];

impl Asks {
    /// The class that one which says nothing was probably meant to be: its word in French, or a slip of the finger.
    pub fn meant(class: &str) -> Option<&'static str> {
        let word = folded(class);
        let known = [Self::Order, Self::Pairs, Self::Gaps].map(Self::name);
        let is_near = |name: &&str| word.starts_with(&name[..1]) && strsim::osa_distance(name, &word) == 1;
        let meant = meaning(CLASSES, &word).map(Self::name).or_else(|| known.into_iter().find(is_near));
        // Capitals count in a class.
        let meant = meant.or_else(|| known.into_iter().find(|name| *name == word));
        meant.filter(|name| *name != class && class.len() <= WORD)
    }
}

/// A self-check. Its words are the callout's events, between the tags that say which is what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// The choices; empty if the callout has no task list.
    pub choices: Vec<Choice>,
    /// How many things there are to put in order, or to find partners for.
    pub items: usize,
    /// How many different partners there are.
    pub partners: usize,
    /// Where students write: indices of [`Document::blanks`](super::document::Document::blanks).
    pub blanks: Vec<usize>,
}

/// An answer that can be given to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Whether it is right.
    pub right: bool,
    /// Whether it has a feedback of its own.
    pub feedback: bool,
    /// Its place in the file.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_in_both_languages_whatever_its_case_and_accents() {
        let known = [
            ("Question", CalloutKind::Question),
            ("ASTUCE", CalloutKind::Tip),
            ("Activité", CalloutKind::Activity),
            ("ACTIVITE\u{301}", CalloutKind::Activity),
            ("activite", CalloutKind::Activity),
            ("ATTENTION", CalloutKind::Warning),
            ("danger", CalloutKind::Caution),
            ("PROF", CalloutKind::Teacher),
            ("Enseignante", CalloutKind::Teacher),
            ("TEACHERS", CalloutKind::Teacher),
            ("ＴＥＡＣＨＥＲ", CalloutKind::Teacher),
        ];
        for (word, kind) in known {
            assert_eq!(CalloutKind::parse(word), Some(kind), "{word}");
        }
        assert_eq!(CalloutKind::parse("HINT"), None);
    }

    #[test]
    fn other_words_and_slips_of_the_finger_are_understood() {
        let meant = [
            ("HINT", CalloutKind::Tip),
            ("Atelier", CalloutKind::Activity),
            ("ACTIVTÉ", CalloutKind::Activity),
            ("QUESTOIN", CalloutKind::Question),
        ];
        for (word, kind) in meant {
            assert_eq!(CalloutKind::meant(word), Some(kind), "{word}");
        }
        assert_eq!(CalloutKind::meant("XYZ"), None);
        assert_eq!(CalloutKind::near_name("ASTUCES"), Some("astuce"));
        assert_eq!(CalloutKind::near_name("HINT"), None);
    }

    #[test]
    fn a_class_in_french_or_with_a_slip_of_the_finger_is_understood() {
        let meant = [("ordre", "order"), ("Paires", "pairs"), ("trous", "gaps"), ("pair", "pairs"), ("gap", "gaps")];
        for (class, name) in meant.into_iter().chain([("ordered", "order"), ("oder", "order"), ("ORDER", "order")]) {
            assert_eq!(Asks::meant(class), Some(name), "{class}");
        }
        for class in ["order", "pairs", "gaps", "border", "grand", "recorder", ""] {
            assert_eq!(Asks::meant(class), None, "{class}");
        }
    }

    #[test]
    fn what_is_near_a_name_for_the_teacher_or_means_one_is_like_it() {
        for word in ["CORRIGÉ", "corrigé-type", "Solutionnaire", "ANSWER-KEY", "teacher-only", "NOTE-PROF", "MAÎTRE"]
        {
            assert!(CalloutKind::names_teacher(word) && CalloutKind::is_like_teacher(word), "{word}");
        }
        for word in ["teacher_only", "INSTRUCTOR", "Éducatrice", "FORMATEUR"] {
            assert!(CalloutKind::is_like_teacher(word), "{word}");
        }
        for word in ["TEACHER", "teecher", "TEACHRE", "TEACH", "ENSEIGNAT", "Enseigant", "PRFO", "PROFS", "profeseur"] {
            assert!(CalloutKind::is_like_teacher(word), "{word}");
        }
        for word in [
            "NOTE", "TIP", "ASTUCE", "WARNING", "XYZ", "EXEMPLE", "PREUVE", "ET", "", "INFO", "BRIEF", "PRO-TIP",
            "TIP-TOP", "ACTIVITÉ-ÉCLAIR", "RÉPONSES", "SOLUTION",
        ] {
            assert!(!CalloutKind::is_like_teacher(word), "{word}");
        }
    }
}
