//! What the teacher's site has for each level, as its templates see it: a guide, and an answer key.

use serde::Serialize;

use super::{Frame, NavigationLink, PrerequisiteLink, Step, Str};

/// The guides of all levels, or their answer keys: `guides.html`.
#[derive(Clone, Debug, Serialize)]
pub struct GuidesView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The levels, from the base up.
    pub levels: Vec<GuideEntry<'a>>,
}

/// A level in a list of guides.
#[derive(Clone, Debug, Serialize)]
pub struct GuideEntry<'a> {
    /// Its number, 1 at the base.
    pub number: usize,
    /// “Level 2”, in the book's own word.
    pub label: Str<'a>,
    /// Its title, and the way to its guide.
    #[serde(flatten)]
    pub link: NavigationLink<'a>,
    /// How long it takes, how many lessons, questions and activities it has.
    pub facts: Vec<Str<'a>>,
}

/// The guide of a level, or its answer key, to be printed: `guide.html`.
#[derive(Clone, Debug, Serialize)]
pub struct GuideView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// The level's number, 1 at the base.
    pub number: usize,
    /// “Level 2 of 5”, in the book's own word.
    pub label: Str<'a>,
    /// What the page is: “Teaching guide”.
    pub kind: Str<'a>,
    /// The level, and the way to its page.
    pub level: NavigationLink<'a>,
    /// The level in a sentence.
    pub lead: Option<Str<'a>>,
    /// How long it takes, how many lessons, questions and activities it has.
    pub facts: Vec<Str<'a>>,
    /// The other of the two pages: a guide's answer key, an answer key's guide.
    pub other: Option<NavigationLink<'a>>,
    /// The language of the level's outcomes, where it isn't the page's.
    pub lang: Option<Str<'a>>,
    /// What a student can do after it; empty in an answer key.
    pub outcomes: Vec<GuidedSkill<'a>>,
    /// The level's own text, if it asks or assigns something, then its lessons; in an answer key, those that ask
    /// something.
    pub lessons: Vec<GuideLesson<'a>>,
    /// The works that the level's texts cite, each as HTML; empty in an answer key.
    pub references: Vec<Str<'a>>,
    /// The same page of the level below.
    pub previous: Option<Step<'a>>,
    /// The same page of the level above.
    pub next: Option<Step<'a>>,
}

/// An outcome, or an objective.
#[derive(Clone, Debug, Serialize)]
pub struct GuidedSkill<'a> {
    /// Its words, as HTML.
    pub html: Str<'a>,
    /// For an outcome the lessons that serve it; for an objective the outcomes that it serves.
    pub leads: Vec<NavigationLink<'a>>,
    /// The questions and activities that show it.
    pub shown_by: Vec<NavigationLink<'a>>,
}

/// A lesson in a guide, or the level's own text.
#[derive(Clone, Debug, Serialize)]
pub struct GuideLesson<'a> {
    /// Its place in the level, from 1; 0 for the level's own text.
    pub number: usize,
    /// Its title, and the way to its page.
    #[serde(flatten)]
    pub link: NavigationLink<'a>,
    /// “25 min”, when it says.
    pub duration: Option<Str<'a>>,
    /// Lessons to do before.
    pub prerequisites: Vec<PrerequisiteLink<'a>>,
    /// What a student can do after it.
    pub objectives: Vec<GuidedSkill<'a>>,
    /// The language of the text shown.
    pub text_lang: Str<'a>,
    /// The direction of its script: `ltr` or `rtl`.
    pub text_dir: &'static str,
    /// Its questions with their answers, its activities and what it says to the teacher, in its order, as HTML; in an
    /// answer key, its questions.
    pub callouts: Vec<Str<'a>>,
    /// The notes that these call.
    pub notes: Option<Str<'a>>,
}
