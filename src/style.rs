//! Citation styles: for each language of the book a CSL style, by its name or from a file of the
//! book's, and the words of that language.
//!
//! Styles and words are kept packed in hayagriva's archive. What a book needs of them is unpacked once, when
//! the first page asks.

mod alone;
mod bounds;
mod conditions;
mod dates;
mod elements;
mod known;
mod mended;
mod narrowed;
mod short_names;
mod told;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use hayagriva::archive::{ArchivedStyle, LOCALES};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::StandardVariable;
use hayagriva::citationberg::{self, IndependentStyle, LocaleCode, StyleClass};

use crate::config::{Config, Language};
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::locale::{Locale, Localized, Message};
use crate::message;
use crate::nearest::nearest;
use crate::rule::Rule;
use crate::source::{BookPath, Hash, Sources, Spanned};
use bounds::Excess;
pub use dates::Dates;
#[cfg(test)]
pub(crate) use known::LOOKED_AT;
use known::{AskedVariables, KnownWorks};
pub use mended::without_labels;
pub use narrowed::{CitePosition, StylePart};
pub use short_names::short_names;
pub use told::{Letters, Substitutes};

/// The style of a language that names none.
const DEFAULT: &str = "apa";

/// ISO 690 in French, which hayagriva's archive has in English only.
const ISO_690_FRENCH: &str = include_str!("style/iso690-author-date-fr.csl");

/// Its names.
const ISO_690_FRENCH_NAMES: [&str; 3] = ["iso690-author-date-fr", "iso-690-author-date-fr", "iso-690-fr"];

/// The styles of a book.
#[derive(Debug)]
pub struct Styles {
    each: Localized<Arc<Style>>,
}

/// The style that the references of a language are written in.
pub struct Style {
    packed: Packed,
    /// The language's tag.
    tag: String,
    unpacked: OnceLock<Option<Unpacked>>,
}

/// Where a style comes from, and what distinguishes it from others.
#[derive(Clone)]
enum Packed {
    Archived(ArchivedStyle),
    French,
    Own(Arc<IndependentStyle>, Hash),
}

/// A style ready to be used.
pub struct Unpacked {
    /// What distinguishes it from others, hashed.
    pub id: Hash,
    /// The style.
    pub csl: Arc<IndependentStyle>,
    /// The language of its words.
    pub locale: LocaleCode,
    /// The words, of that language and of those that it falls back on.
    pub words: Vec<citationberg::Locale>,
    /// Whether a citation or an entry is the same whatever else is cited, as long as no two works are cited
    /// by the same words, and the place of the citation is known.
    pub cites_alone: bool,
    /// Whether each citation and each entry is the same whatever else is cited, but for the numbers of the works,
    /// which are in the order in which they are first cited.
    pub numbers_alone: bool,
    /// Whether it asks if a work was cited before.
    pub looks_back: bool,
    /// Whether it has something to add where works would be cited by the same words.
    pub tells_apart: bool,
    /// Whether a citation of several works is those of each beside each other, in the order of the text.
    pub keeps_order: bool,
    /// Whether the list is in an order of the style’s, and no work has a number by it.
    pub is_sorted: bool,
    /// What the style wants to be told of each work.
    pub told: Substitutes,
    /// For each part, the variables that it asks for.
    asked: [OnceLock<AskedVariables>; StylePart::COUNT],
    /// The style for works of which something is known.
    narrowed: RwLock<HashMap<(StylePart, KnownWorks), Arc<IndependentStyle>>>,
    /// How many of them are remembered.
    most: Most,
}

/// How many narrowed styles are remembered, as each is as large as what is left of the style.
struct Most {
    /// Before works are distinguished by their types alone.
    by_fields: usize,
    /// Before they are no longer distinguished.
    by_types: usize,
}

impl Unpacked {
    /// How the style writes dates.
    pub fn dates(&self) -> Dates {
        Dates::of(&self.csl, &self.words)
    }

    /// The variables that a part of the style asks for.
    fn asked(&self, part: StylePart) -> &AskedVariables {
        self.asked[part.index()].get_or_init(|| narrowed::asked(&self.csl, part))
    }

    /// A field that the order of the list doesn’t depend on: it can say something else of each work there. Nothing
    /// where the order depends on every field.
    pub fn no_matter_of_order(&self) -> Option<StandardVariable> {
        told::no_matter_of_order(&self.csl, self.asked(StylePart::Order))
    }

    /// A part of the style, for some works.
    pub fn narrowed<'i>(&self, part: StylePart, works: impl Iterator<Item = &'i Item>) -> Arc<IndependentStyle> {
        let asked = self.asked(part);
        // Where hayagriva distinguishes works, it alone knows the letters.
        let letter = self.told.letter().filter(|_| matches!(part, StylePart::Citation { .. } | StylePart::Entry));
        let mut key = (part, KnownWorks::new(asked, letter, works));
        let known = self.narrowed.read().unwrap_or_else(PoisonError::into_inner);
        for wider in [KnownWorks::types_only, KnownWorks::nothing_more] {
            if let Some(known) = known.get(&key) {
                return Arc::clone(known);
            }
            let most = if key.1.is_by_fields() { self.most.by_fields } else { self.most.by_types };
            if known.len() < most {
                break;
            }
            key.1 = wider(&key.1);
        }
        if let Some(known) = known.get(&key) {
            return Arc::clone(known);
        }
        drop(known);
        let narrowed = Arc::new(narrowed::narrowed(&self.csl, part, letter, asked, &key.1));
        self.narrowed.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&narrowed));
        narrowed
    }
}

impl Styles {
    /// The styles that the book's settings name. One that can't be had is reported, and APA is used instead.
    pub fn load(sources: &Sources, config: &Config) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        // Languages that share a file report it once.
        let mut files: BTreeMap<BookPath, Option<Packed>> = BTreeMap::new();
        let each = config.localized(|locale| {
            let language = config.language(locale);
            let named = language.citation_style.as_ref();
            let packed = named.and_then(|name| find(sources, name, &mut files, &mut diagnostics));
            let packed = packed.or_else(|| by_name(DEFAULT)).unwrap_or(Packed::French);
            Arc::new(Style { packed, tag: language.tag.clone(), unpacked: OnceLock::new() })
        });
        Checked::new(Self { each }, diagnostics)
    }

    /// A hash of everything that the styles depend on, as a key to remember them by.
    pub fn key(sources: &Sources, config: &Config) -> Hash {
        let mut hasher = blake3::Hasher::new();
        for Language { tag, citation_style, .. } in &config.languages {
            hasher.update(format!("{tag:?}{citation_style:?}").as_bytes());
            if let Some(file) = citation_style.as_ref().and_then(|name| sources.text(&file(&name.value)?)) {
                hasher.update(file.hash.as_bytes());
            }
        }
        hasher.finalize()
    }

    /// The style of a language.
    pub fn get(&self, locale: Locale) -> &Style {
        self.each.get(locale)
    }
}

impl Style {
    /// The style and its words, unpacked by the first who asks. (All that come with the program can
    /// be: a test keeps it so.)
    pub fn unpacked(&self) -> Option<&Unpacked> {
        let unpacked = self.unpacked.get_or_init(|| {
            let csl = match &self.packed {
                Packed::Own(csl, _) => Arc::clone(csl),
                Packed::Archived(style) => Arc::new(independent(style.get())?),
                Packed::French => Arc::new(french()?),
            };
            let locale = LocaleCode(self.tag.clone());
            let words = words(&locale);
            let (csl, told) = mended::mended(&csl, &locale, &words);
            let id = blake3::hash(self.id().as_bytes());
            Some(Unpacked {
                id,
                words,
                locale,
                cites_alone: alone::cites_alone(&csl),
                numbers_alone: alone::numbers_alone(&csl),
                looks_back: alone::looks_back(&csl),
                keeps_order: alone::keeps_order(&csl),
                tells_apart: alone::tells_apart(&csl),
                is_sorted: alone::is_sorted(&csl),
                csl: Arc::new(csl),
                told,
                asked: Default::default(),
                narrowed: RwLock::default(),
                most: Most { by_fields: 300, by_types: 400 },
            })
        });
        unpacked.as_ref()
    }

    /// Whether citations are notes.
    pub fn is_in_notes(&self) -> bool {
        self.unpacked().is_some_and(|style| style.csl.settings.class == StyleClass::Note)
    }

    /// What distinguishes the style from others.
    pub fn id(&self) -> String {
        match &self.packed {
            Packed::Archived(style) => format!("{style:?} {}", self.tag),
            Packed::French => format!("iso690-author-date-fr {}", self.tag),
            Packed::Own(_, hash) => format!("{hash} {}", self.tag),
        }
    }
}

#[cfg(test)]
impl Unpacked {
    /// A style that comes with the program.
    pub(crate) fn named(name: &str, tag: &str) -> Self {
        let style = Style { packed: by_name(name).unwrap(), tag: tag.to_owned(), unpacked: OnceLock::new() };
        style.unpacked();
        style.unpacked.into_inner().flatten().unwrap()
    }

    /// The style, never narrowed.
    pub(crate) fn never_narrowed(self) -> Self {
        let most = Most { by_fields: 0, by_types: 0 };
        Self { cites_alone: false, numbers_alone: false, most, ..self }
    }
}

impl fmt::Debug for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id())
    }
}

/// The style that comes with the program as text.
fn french() -> Option<IndependentStyle> {
    citationberg::Style::from_xml(ISO_690_FRENCH).ok().and_then(independent)
}

fn independent(style: citationberg::Style) -> Option<IndependentStyle> {
    match style {
        citationberg::Style::Independent(style) => Some(style),
        citationberg::Style::Dependent(_) => None,
    }
}

/// The words of a language: its own, its main variety's, and English for those missing from both.
fn words(locale: &LocaleCode) -> Vec<citationberg::Locale> {
    let mut wanted = vec![locale.0.clone()];
    wanted.extend(locale.fallback().map(|main| main.0));
    wanted.push("en-US".to_owned());
    let mut words: Vec<citationberg::Locale> = Vec::new();
    for tag in wanted {
        // The tag is near the beginning of a packed locale: only that one is unpacked.
        let begins = |bytes: &&&[u8]| {
            let start = bytes.get(..128).unwrap_or(bytes);
            start.windows(tag.len()).any(|part| part == tag.as_bytes())
        };
        let unpacked = LOCALES.iter().filter(begins).filter_map(|bytes| ciborium::from_reader(*bytes).ok());
        let found = unpacked
            .into_iter()
            .find(|found: &citationberg::Locale| found.lang.as_ref().is_some_and(|lang| lang.0 == tag));
        if let Some(mut found) = found.filter(|found| words.iter().all(|other| other.lang != found.lang)) {
            found.terms.iter_mut().for_each(mended::part_eras);
            words.push(found);
        }
    }
    words
}

fn by_name(name: &str) -> Option<Packed> {
    if ISO_690_FRENCH_NAMES.contains(&name) {
        return Some(Packed::French);
    }
    ArchivedStyle::by_name(name).or_else(|| ArchivedStyle::by_id(name)).map(Packed::Archived)
}

/// The names that styles can be asked for by.
fn names() -> impl Iterator<Item = &'static str> {
    ArchivedStyle::all().iter().flat_map(|style| style.names()).copied().chain(ISO_690_FRENCH_NAMES)
}

/// The path of a style's file, when the setting names one.
fn file(written: &str) -> Option<String> {
    written.ends_with(".csl").then(|| BookPath::new("book.toml").join(written).map(|path| path.as_str().to_owned()))?
}

fn find(
    sources: &Sources,
    written: &Spanned<String>,
    files: &mut BTreeMap<BookPath, Option<Packed>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Packed> {
    let name = written.value.as_str();
    if !name.ends_with(".csl") {
        let folded = name.trim().to_lowercase().replace([' ', '_'], "-");
        let found = by_name(&folded);
        if found.is_none() {
            let help = match nearest(&folded, names()) {
                Some(near) => message!("invalid-setting.help-citation-style-nearest", nearest = near),
                None => message!("invalid-setting.help-citation-style"),
            };
            diagnostics.push(unusable(written, message!("invalid-setting.citation-style", value = name)).help(help));
        }
        return found;
    }
    let Some(text) = file(name).and_then(|path| sources.text(&path)) else {
        let message = message!("invalid-setting.citation-style-file", path = name);
        diagnostics.push(unusable(written, message).help(message!("invalid-setting.help-citation-style-file")));
        return None;
    };
    if let Some(known) = files.get(&text.path) {
        return known.clone();
    }
    let read = read(&text.path, &text.text, text.hash, diagnostics);
    files.insert(text.path.clone(), read.clone());
    read
}

fn unusable(written: &Spanned<String>, message: Message) -> Diagnostic {
    Diagnostic::new(Rule::InvalidSetting, Place::new(&BookPath::new("book.toml"), &written.span), message)
}

/// A style of the book's own; what follows another is that other one.
fn read(path: &BookPath, text: &str, hash: Hash, diagnostics: &mut Vec<Diagnostic>) -> Option<Packed> {
    if let Some((place, excess)) = bounds::excess(text) {
        let (message, help) = too_much(path, excess);
        diagnostics.push(Diagnostic::new(Rule::InvalidCitationStyle, Place::new(path, &place), message).help(help));
        return None;
    }
    let mut report = |message, help| {
        diagnostics.push(Diagnostic::new(Rule::InvalidCitationStyle, Place::file(path), message).help(help));
        None
    };
    match citationberg::Style::from_xml(text) {
        Ok(citationberg::Style::Independent(style)) => Some(Packed::Own(Arc::new(style), hash)),
        Ok(citationberg::Style::Dependent(style)) => {
            let parent = style.parent_link.href.trim_end_matches('/');
            let name = parent.rsplit('/').next().unwrap_or(parent);
            by_name(name).or_else(|| ArchivedStyle::by_id(parent).map(Packed::Archived)).or_else(|| {
                let message = message!("invalid-citation-style.parent", path = path.as_str(), name = name);
                report(message, message!("invalid-citation-style.help-parent", name = name))
            })
        }
        Err(_) => {
            let message = message!("invalid-citation-style.message", path = path.as_str());
            report(message, message!("invalid-citation-style.help"))
        }
    }
}

/// What is said of a style that is too much.
fn too_much(path: &BookPath, excess: Excess) -> (Message, Message) {
    let path = path.as_str();
    let help = message!("invalid-citation-style.help");
    match excess {
        Excess::Large => (message!("invalid-citation-style.large", path = path), help),
        Excess::Unreadable => (message!("invalid-citation-style.message", path = path), help),
        Excess::Many => (message!("invalid-citation-style.many", path = path, most = bounds::MOST_NAMED), help),
        Excess::Deep => (message!("invalid-citation-style.deep", path = path), help),
        Excess::Circle(name) => (
            message!("invalid-citation-style.circle", path = path, name = name),
            message!("invalid-citation-style.help-circle"),
        ),
        Excess::Endless => (message!("invalid-citation-style.endless", path = path), help),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_styles_that_come_with_the_program_can_be_read() {
        assert_eq!(french().map(|style| style.settings.class), Some(StyleClass::InText));
        for style in ArchivedStyle::all() {
            assert!(independent(style.get()).is_some(), "{style:?}");
        }
        assert!(by_name(DEFAULT).is_some());
    }

    #[test]
    fn no_list_is_in_an_order_that_depends_on_every_field() {
        for name in ArchivedStyle::all().iter().filter_map(|style| style.names().first()) {
            assert!(Unpacked::named(name, "fr-CA").no_matter_of_order().is_some(), "{name}");
        }
    }

    #[test]
    fn a_file_at_every_bound_is_read_without_harm() {
        let path = BookPath::new("house.csl");
        let info = "<info><title>a</title><id>a</id><updated>2026-01-01T00:00:00+00:00</updated></info>";
        let style = |inside: &str| {
            format!(
                "<style class=\"in-text\" version=\"1.0\">{info}<citation><layout>{inside}</layout></citation></style>"
            )
        };
        let read = |text: &str| read(&path, text, blake3::hash(text.as_bytes()), &mut Vec::new()).is_some();
        // The style, its citation and the layout are three.
        let nested =
            |deep: usize| style(&("<group>".repeat(deep - 1) + "<text value=\"a\"/>" + &"</group>".repeat(deep - 1)));
        assert!(read(&nested(61)));
        assert!(!read(&nested(62)));
        assert!(!read(&nested(100_000)));
    }

    #[test]
    fn a_language_has_its_own_words_and_english_ones() {
        let tags = |tag: &str| -> Vec<String> {
            words(&LocaleCode(tag.to_owned())).into_iter().filter_map(|words| Some(words.lang?.0)).collect()
        };
        assert_eq!(tags("fr-CA"), ["fr-CA", "fr-FR", "en-US"]);
        assert_eq!(tags("fr"), ["fr-FR", "en-US"]);
        assert_eq!(tags("en-CA"), ["en-US"]);
        assert_eq!(tags("ar"), ["ar", "en-US"]);
        assert_eq!(tags("iu"), ["en-US"]);
    }
}
