//! What a template may see: plain values, one struct a kind of page. Whatever a page shows is in its
//! view, so nothing else can change it.
//!
//! Three conventions hold everywhere:
//!
//! - every address (`href`) is ready to be written into the page: relative to it (absolute on the
//!   404 page, which is shown at any address) and percent-encoded;
//! - a field whose name ends in `html`, and those of [`Text`], hold HTML that Palier made and that a
//!   template lets through (`| safe`); every other text is plain and is escaped;
//! - a `lang` that is an `Option` is there only where the text is in another language than what
//!   surrounds it, and then belongs on the element that holds the text.

mod accessibility;
mod cite;
mod class;
mod credits;
mod ending;
mod glossary;
mod guide;
mod map;
mod navigator;
mod notice;
mod offline;
mod print;
mod progress;
mod references;
mod search;
mod side_by_side;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

pub use crate::theme::Day;
use crate::theme::Strings;
pub use accessibility::{AccessibilityView, CheckedFault};
pub use cite::{Cite, Scholar};
pub use class::ClassView;
pub use credits::{CreditEntry, CreditsView};
pub use ending::{Ending, EndingLevel, EndingOutcome};
pub use glossary::{Equivalent, GlossaryLetter, GlossaryView, InLanguage, TermEntry};
pub use guide::{GuideEntry, GuideLesson, GuideView, GuidedSkill, GuidesView};
pub use map::{MapBand, MapCard, MapDrawing, MapEntry, MapList, MapOfLevel, MapStyle, MapView, Places};
pub use navigator::{LessonLink, LevelInside, LevelRow, Navigator, OutcomeRow, Totals};
pub use notice::{FallbackNotice, OriginalLink, OutdatedNotice};
pub use offline::OfflineView;
pub use print::{PrintEntry, PrintStyle, PrintView, PrintedText, PrintsView, RunningTitle};
pub use progress::{KeptEntry, PrivacyView, ProgressView};
pub use references::{ReferenceEntry, ReferencesView};
pub use search::SearchView;
pub use side_by_side::{BesideLink, Side, SideBySideView, SideRow};

/// Text that a view borrows from the book where it can.
pub type Str<'a> = Cow<'a, str>;

/// What every page has around its own part.
#[derive(Clone, Debug, Serialize)]
pub struct Frame<'a> {
    /// The page's language tag (`fr-CA`).
    pub lang: Str<'a>,
    /// The direction of its script: `ltr` or `rtl`.
    pub dir: &'static str,
    /// `<title>`, unlike that of any other page.
    pub title: Str<'a>,
    /// The page in a sentence, for search engines.
    pub description: Option<Str<'a>>,
    /// The absolute address that the page wants to be known by; on a fallback, the original's.
    pub canonical: Option<String>,
    /// The page's translations with itself, and `x-default`; empty on a fallback or without a
    /// `base_url`.
    pub alternates: Vec<Alternate<'a>>,
    /// The feed of the page's language.
    pub feed: Option<String>,
    /// The authors of what the page shows.
    pub authors: Vec<Str<'a>>,
    /// What a link to the page shows elsewhere; `None` without a `base_url`.
    pub open_graph: Option<OpenGraph<'a>>,
    /// What reference managers read on the page; `None` where it is not a text to cite.
    pub scholar: Option<Scholar<'a>>,
    /// What the page is, as JSON-LD, ready for a `<script type="application/ld+json">` (data,
    /// not script); `None` on a fallback, on a draft and without a `base_url`.
    pub json_ld: Option<String>,
    /// What the page tells scripts that keep progress, as JSON, ready for a `<script type="application/json">`; `None` on
    /// pages that are of no language.
    pub progress: Option<String>,
    /// Whether search engines should leave the page out (drafts, the 404 page).
    pub noindex: bool,
    /// The stylesheet of every page.
    pub stylesheet: String,
    /// The stylesheets that the book adds to it, in order.
    pub own_styles: Vec<String>,
    /// All stylesheets of the theme, by their paths in its `static/`: a kind of page may have one of its own.
    pub styles: BTreeMap<&'a str, String>,
    /// What only some texts need, and this page's do.
    pub text_parts: TextParts,
    /// The script, if the theme has one: the page is whole without it.
    pub script: Option<String>,
    /// The addresses of the scripts that it may load when a reader needs them, by name, as a JSON object, with those of
    /// their stylesheets (`quiz.css` of `quiz.js`), and of their words in the page's language, `words`; `None` if the
    /// theme has no such scripts. An attribute in single quotes holds it as it is, which is shorter.
    pub more_scripts: Option<String>,
    /// The script of a page that is opened from a folder; `None` where a server sends pages, or the theme has none.
    pub disk: Option<DiskScript>,
    /// Whether questions are asked on the page: then it has the words of the script that takes answers.
    pub asks: bool,
    /// The font that the page needs first, if the theme has one.
    pub font: Option<String>,
    /// The site's icon, if the theme has one.
    pub icon: Option<String>,
    /// What the site is as an app, and its icon there; `None` but on the pages that one installs it from.
    pub app: Option<App>,
    /// The language's front page, where the site's title leads.
    pub home: String,
    /// The site's mark as SVG: a small pyramid, on a page of a level with that level filled.
    pub mark_html: String,
    /// The book’s logo, which takes the place of the mark; `None` if it has none.
    pub logo: Option<LogoView<'a>>,
    /// The languages of the book, in its order; empty when there is only one.
    pub languages: Vec<LanguageLink<'a>>,
    /// The search page; `None` if the book wants no search.
    pub search: Option<String>,
    /// Pages outside the levels, for the header.
    pub header_links: Vec<NavigationLink<'a>>,
    /// Pages outside the levels, for the footer.
    pub footer_links: Vec<NavigationLink<'a>>,
    /// Where in the pyramid the page is; `None` outside the levels.
    pub here: Option<Here<'a>>,
    /// The way down from the front page, without the page itself; empty on the front page.
    pub breadcrumbs: Vec<NavigationLink<'a>>,
    /// The notice, when the text shown fell behind another language's.
    pub outdated: Option<OutdatedNotice<'a>>,
    /// Whether the page shows a draft.
    pub draft: bool,
    /// Whether the site is the teacher's: then every page says so.
    pub teacher: bool,
    /// Where the page's source can be bettered (`edit_url`).
    pub edit: Option<String>,
    /// Where a mistake in the page is reported, with the message begun; `None` if the book names no `contact`.
    pub report: Option<String>,
    /// The author's own values (`extra` in the front matter), as they are written.
    pub extra: Option<&'a serde_json::Map<String, serde_json::Value>>,
    /// The program's name and version.
    pub generator: &'static str,
    /// Which edition of the book it is, if the book says.
    pub edition: Option<EditionView<'a>>,
    /// The book.
    pub site: BookView<'a>,
    /// The theme's own words in the page's language.
    pub strings: &'a Strings,
}

/// The stylesheets and scripts of what only some texts have: titles and numbers of lines of code, placed images, films of
/// other hosts.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TextParts {
    /// The addresses of the stylesheets.
    pub styles: Vec<String>,
    /// The addresses of the scripts.
    pub scripts: Vec<String>,
}

/// Which edition of the book a site is.
#[derive(Clone, Debug, Serialize)]
pub struct EditionView<'a> {
    /// “2026-2027 edition”.
    pub label: Str<'a>,
    /// Where the earlier ones are listed; `None` on the front page, which lists them, and if there are none.
    pub href: Option<String>,
    /// The earlier ones: on the front page alone.
    pub earlier: Vec<NavigationLink<'a>>,
}

/// The site as an app that can be installed.
#[derive(Clone, Debug, Serialize)]
pub struct App {
    /// The address of its manifest.
    pub manifest: String,
    /// The icon of systems that read no manifest, if the theme has one.
    pub touch_icon: Option<String>,
}

/// The book's logo.
#[derive(Clone, Debug, Serialize)]
pub struct LogoView<'a> {
    /// The picture.
    pub light: LogoPicture,
    /// The one that takes its place in the dark, if there is one.
    pub dark: Option<LogoPicture>,
    /// What it says, in words: nothing where the title beside it does, and the book doesn't say otherwise.
    pub alt: Str<'a>,
    /// Whether the title is beside it.
    pub with_title: bool,
}

/// A picture of the logo.
#[derive(Clone, Debug, Serialize)]
pub struct LogoPicture {
    /// Its address.
    pub src: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// The script of a page that is opened from a folder.
#[derive(Clone, Debug, Serialize)]
pub struct DiskScript {
    /// Its address.
    pub src: String,
    /// The page of the student's progress.
    pub progress: String,
}

/// Where in the pyramid a page is, for the header.
#[derive(Clone, Debug, Serialize)]
pub struct Here<'a> {
    /// The level's number, 1 at the base.
    pub number: usize,
    /// “Level 2”, in the book's own word.
    pub label: Str<'a>,
    /// “Lesson 3/7”; `None` on the level's own page.
    pub lesson: Option<Str<'a>>,
    /// The level's page.
    pub href: String,
}

/// What a link to a page shows where it is shared (ogp.me).
#[derive(Clone, Debug, Serialize)]
pub struct OpenGraph<'a> {
    /// The page's own title, without the book's.
    pub title: Str<'a>,
    /// `article` or `website`.
    pub kind: &'static str,
    /// The absolute address.
    pub url: String,
    /// The picture that the link shows; `None` if there is none.
    pub image: Option<SharedImage<'a>>,
    /// The language and country of what the page shows (`fr_CA`), where both are known.
    pub locale: Option<String>,
    /// Those of its translations.
    pub locale_alternates: Vec<String>,
    /// The day that an article was published.
    pub published: Option<String>,
    /// The day that an article was last bettered.
    pub modified: Option<String>,
}

/// A picture that a link to a page shows.
#[derive(Clone, Debug, Serialize)]
pub struct SharedImage<'a> {
    /// The absolute address of a PNG.
    pub url: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it shows, in words.
    pub alt: Str<'a>,
}

/// The book as a whole, in the page's language.
#[derive(Clone, Debug, Serialize)]
pub struct BookView<'a> {
    /// Its title.
    pub title: Str<'a>,
    /// A sentence about it, if the book has one.
    pub description: Option<Str<'a>>,
    /// Its authors.
    pub authors: Vec<Str<'a>>,
    /// Its licence.
    pub licence: Option<Licence<'a>>,
    /// How many levels it has.
    pub levels: usize,
}

/// A licence.
#[derive(Clone, Debug, Serialize)]
pub struct Licence<'a> {
    /// The whole as it reads: “CC BY-SA 4.0”, “MIT or Apache-2.0”; what is no SPDX expression as it
    /// is written.
    pub name: Str<'a>,
    /// The same, part by part.
    pub parts: Vec<LicencePart<'a>>,
}

/// A part of a licence: the name of one, or a word between two.
#[derive(Clone, Debug, Serialize)]
pub struct LicencePart<'a> {
    /// What it reads.
    pub text: Str<'a>,
    /// The licence's text, where that is known.
    pub href: Option<Str<'a>>,
}

/// A translation of the page, for search engines.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate<'a> {
    /// The language's key, or `x-default`.
    pub hreflang: Str<'a>,
    /// The absolute address.
    pub href: String,
}

/// The way to the same page in a language of the book.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink<'a> {
    /// The language's name in itself.
    pub name: Str<'a>,
    /// Its tag, for the name.
    pub lang: Str<'a>,
    /// Its key, for the link.
    pub hreflang: Str<'a>,
    /// The page in that language, the fallback, or the nearest page above it.
    pub href: String,
    /// Whether it is the page's own language.
    pub current: bool,
    /// Whether the page shows the text of this one, so that its anchors are the same.
    pub same_text: bool,
    /// The notice, in the page's language, that there is no translation; `None` where there is
    /// one, and for a text that no language has.
    pub missing: Option<Str<'a>>,
}

/// A link with its words.
#[derive(Clone, Debug, Serialize)]
pub struct NavigationLink<'a> {
    /// The words.
    pub title: Str<'a>,
    /// Their language, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// Where it leads.
    pub href: String,
    /// Whether it leads to the page itself.
    pub current: bool,
}

/// A text of the book as HTML.
#[derive(Clone, Debug, Serialize)]
pub struct Text<'a> {
    /// The language it is in: on a fallback, not the page's.
    pub lang: Str<'a>,
    /// The direction of its script: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The text; `None` if the page has no text of its own, or has it elsewhere, in pieces.
    pub body: Option<Str<'a>>,
    /// The list of its notes, if it has any.
    pub notes: Option<Str<'a>>,
    /// The list of its references, if it cites any.
    pub references: Option<Str<'a>>,
    /// The terms that it uses, with their definitions, if it uses any.
    pub terms: Option<Str<'a>>,
}

/// An entry of a page's table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct TocEntry<'a> {
    /// The heading's level: 2 or 3.
    pub level: u8,
    /// The heading's words.
    pub text: Str<'a>,
    /// Its anchor, percent-encoded, without `#`.
    pub anchor: Str<'a>,
}

/// The step to the page before or after.
#[derive(Clone, Debug, Serialize)]
pub struct Step<'a> {
    /// Where it leads.
    pub href: String,
    /// That page's title.
    pub title: Str<'a>,
    /// The title's language, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// What the step is: “Next lesson”, “Up to level 3”.
    pub label: Str<'a>,
    /// Whether it leads to another level.
    pub is_level_step: bool,
}

/// The step on from a lesson, with its fields beside.
#[derive(Clone, Debug, Serialize)]
pub struct NextStep<'a> {
    /// The step.
    #[serde(flatten)]
    pub step: Step<'a>,
    /// “Lesson 4/7”; `None` where the step leads to another level.
    pub place: Option<Str<'a>>,
    /// “15 min”, when that lesson says.
    pub duration: Option<Str<'a>>,
}

/// A lesson in the list of its level's page.
#[derive(Clone, Debug, Serialize)]
pub struct LessonEntry<'a> {
    /// What students' progress knows it by.
    pub key: &'a str,
    /// Its id in the page; `None` where it is not one of the page's own level.
    pub anchor: Option<String>,
    /// Its place in the level, from 1.
    pub number: usize,
    /// Its title.
    pub title: Str<'a>,
    /// The language of its title and description, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// Its page.
    pub href: String,
    /// It in a sentence.
    pub description: Option<Str<'a>>,
    /// “25 min”, when it says.
    pub duration: Option<Str<'a>>,
    /// Whether it is a draft.
    pub draft: bool,
}

/// The level that a lesson is of.
#[derive(Clone, Debug, Serialize)]
pub struct LevelLink<'a> {
    /// Its number, 1 at the base.
    pub number: usize,
    /// “Level 2”, in the book's own word.
    pub label: Str<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The title's language, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// The need that it answers.
    pub need: Option<Str<'a>>,
    /// Its page.
    pub href: String,
}

/// What the page of every text of the book has. Its fields are beside those of the page's own view.
#[derive(Clone, Debug, Serialize)]
pub struct TextPage<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The title's language, where it differs from the page's.
    pub title_lang: Option<Str<'a>>,
    /// The sentence under the title.
    pub lead: Option<Str<'a>>,
    /// The notice, when the text is there in another language only.
    pub fallback: Option<FallbackNotice<'a>>,
    /// The day it was last bettered.
    pub updated: Option<Day>,
    /// The day it was translated, if its text is a translation that says so.
    pub translated: Option<Day>,
    /// Where the text is read beside another language's.
    pub side_by_side: Vec<BesideLink<'a>>,
    /// Its sections, when there are at least two; of a lesson and of a page outside the levels.
    pub toc: Vec<TocEntry<'a>>,
    /// The text.
    pub text: Text<'a>,
    /// The pages of its tags; of a lesson and of a page outside the levels.
    pub tags: Vec<NavigationLink<'a>>,
    /// How it is cited; `None` on the front page, for a level without a text and for a draft.
    pub cite: Option<Cite<'a>>,
}

/// An outcome or an objective, as its text lists it.
#[derive(Clone, Debug, Serialize)]
pub struct Listed<'a> {
    /// Its words, as HTML in the text's language.
    pub html: Str<'a>,
    /// Its HTML id; `None` if its author gives none, or if something else in the text has it.
    pub anchor: Option<String>,
    /// Of an outcome, what scripts know it by.
    pub key: Option<String>,
}

/// The front page of a language: `home.html`.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView<'a> {
    /// What every text's page has.
    #[serde(flatten)]
    pub page: TextPage<'a>,
    /// The pyramid; its next step is the first lesson.
    pub navigator: Navigator<'a>,
}

/// The page of a level: `level.html`.
#[derive(Clone, Debug, Serialize)]
pub struct LevelView<'a> {
    /// What every text's page has.
    #[serde(flatten)]
    pub page: TextPage<'a>,
    /// What scripts know it by.
    pub id: &'a str,
    /// Its number, 1 at the base.
    pub number: usize,
    /// “Level 2 of 5”, in the book's own word.
    pub label: Str<'a>,
    /// The need that it answers.
    pub need: Option<Str<'a>>,
    /// Who emerges there, if the level says so; in the title's language.
    pub emerges: Option<Str<'a>>,
    /// What a student can do after it.
    pub outcomes: Vec<Listed<'a>>,
    /// In the teacher's site, its guide and its answer key.
    pub guides: Vec<NavigationLink<'a>>,
    /// The way to where it is kept on the device; `None` in the preview and in a folder.
    pub keep: Option<String>,
    /// The way to its print, if it has one.
    pub print: Option<NavigationLink<'a>>,
    /// “3 lessons”.
    pub lessons_label: Str<'a>,
    /// “1 h 10 min”, when its lessons say.
    pub duration: Option<Str<'a>>,
    /// Its lessons in order.
    pub lessons: Vec<LessonEntry<'a>>,
    /// The first of them.
    pub start: Option<LessonLink<'a>>,
    /// The pyramid.
    pub navigator: Navigator<'a>,
    /// The way down: the level below.
    pub previous: Option<Step<'a>>,
    /// The way up: the level above.
    pub next: Option<Step<'a>>,
}

/// A lesson to do before another: a link, with its fields beside.
#[derive(Clone, Debug, Serialize)]
pub struct PrerequisiteLink<'a> {
    /// The lesson.
    #[serde(flatten)]
    pub link: NavigationLink<'a>,
    /// Whether it will do in place of the one before it in the list.
    pub is_alternative: bool,
}

/// A lesson: `lesson.html`.
#[derive(Clone, Debug, Serialize)]
pub struct LessonView<'a> {
    /// What every text's page has.
    #[serde(flatten)]
    pub page: TextPage<'a>,
    /// Its level.
    pub level: LevelLink<'a>,
    /// What a student can do after it.
    pub objectives: Vec<Listed<'a>>,
    /// “25 min”, when it says.
    pub duration: Option<Str<'a>>,
    /// The day it was published.
    pub published: Option<Day>,
    /// Lessons to do before.
    pub prerequisites: Vec<PrerequisiteLink<'a>>,
    /// Whether any of them will do in place of another, so that the list is to say which belong together.
    pub has_alternatives: bool,
    /// Its authors.
    pub authors: Vec<Str<'a>>,
    /// Its licence, where it has one of its own or the book's.
    pub licence: Option<Licence<'a>>,
    /// The pyramid, open to the lessons around this one.
    pub navigator: Navigator<'a>,
    /// The page before, through the whole pyramid.
    pub previous: Option<Step<'a>>,
    /// The page after.
    pub next: Option<NextStep<'a>>,
    /// What comes after the book's last lesson in place of a next one.
    pub ending: Option<Ending<'a>>,
}

/// All tags of a language: `tags.html`.
#[derive(Clone, Debug, Serialize)]
pub struct TagsView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The tags, by label.
    pub tags: Vec<TagEntry<'a>>,
}

/// A tag in the list of all.
#[derive(Clone, Debug, Serialize)]
pub struct TagEntry<'a> {
    /// What it is called.
    pub label: Str<'a>,
    /// The label's language, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// Its page.
    pub href: String,
    /// How many lessons bear it: “3 lessons”.
    pub lessons: Str<'a>,
}

/// The lessons that bear a tag: `tag.html`.
#[derive(Clone, Debug, Serialize)]
pub struct TagView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// What the tag is called.
    pub label: Str<'a>,
    /// The label's language, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// How many lessons bear it: “3 lessons”.
    pub lessons: Str<'a>,
    /// The lessons, by level, from the base up.
    pub levels: Vec<TagLevel<'a>>,
    /// Pages outside the levels.
    pub pages: Vec<NavigationLink<'a>>,
}

/// The lessons of a level that bear a tag.
#[derive(Clone, Debug, Serialize)]
pub struct TagLevel<'a> {
    /// The level.
    pub level: LevelLink<'a>,
    /// Its lessons, in order.
    pub lessons: Vec<LessonEntry<'a>>,
}

/// The page shown at an address that has none: `404.html`. All its addresses are absolute.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView<'a> {
    /// What is around it, in the book's default language.
    pub frame: Frame<'a>,
    /// The same words in each language, the default one first.
    pub languages: Vec<NotFoundText<'a>>,
}

/// The 404 page's part in one language. The words are the theme's.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundText<'a> {
    /// The language's tag.
    pub lang: Str<'a>,
    /// The direction of its script.
    pub dir: &'static str,
    /// Its key.
    pub hreflang: Str<'a>,
    /// Its front page.
    pub home: String,
    /// The theme's own words in it.
    pub strings: &'a Strings,
}

/// The choice of language, at the site's root: `chooser.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ChooserView<'a> {
    /// What is around it, in the book's default language.
    pub frame: Frame<'a>,
    /// The languages, in the book's order.
    pub languages: Vec<LanguageChoice<'a>>,
}

/// A language to choose.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageChoice<'a> {
    /// Its name in itself.
    pub name: Str<'a>,
    /// Its tag.
    pub lang: Str<'a>,
    /// The direction of its script.
    pub dir: &'static str,
    /// Its key.
    pub hreflang: Str<'a>,
    /// Its front page.
    pub href: String,
    /// The book's title in it.
    pub title: Str<'a>,
    /// A sentence about the book in it, if the book has one.
    pub description: Option<Str<'a>>,
    /// The theme's own words in it.
    pub strings: &'a Strings,
}

/// The page at a former address: `redirect.html`. It has no frame, since it is only seen for a moment.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView<'a> {
    /// The language tag of the page it leads to.
    pub lang: Str<'a>,
    /// The direction of its script.
    pub dir: &'static str,
    /// Where it leads.
    pub href: String,
    /// The same, absolute, where the site knows its own address.
    pub canonical: Option<String>,
    /// The title of the page it leads to.
    pub title: Str<'a>,
    /// The theme's own words in its language.
    pub strings: &'a Strings,
}
