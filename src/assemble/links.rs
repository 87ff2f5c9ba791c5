//! The targets of links: of relative links between source files, the right translation; of links to files, the names
//! that these are published under.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::assemble::address::{self, Address, decode};
use crate::assemble::{Index, aliases, fields::lesson_mut, file_name};
use crate::config::{Config, RawHtmlMode};
use crate::diagnostic::{Diagnostic, Place, Reliance};
use crate::locale::{Locale, Message, message};
use crate::model::{Audience, Book, LessonRef, Permalink, PublishedAsset, Slug, Target, Translation, is_of_every_page};
use crate::nearest::{Guesses, nearest};
use crate::parse::document::{Document, Link, LinkKind, MalformedLink, Slip};
use crate::rule::Rule;
use crate::source::{AssetFile, BookPath, Sources};

/// Resolves every link of every translation, and gathers the assets they name.
pub(super) fn resolve(book: &mut Book, index: &Index, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let (assets, offered, meant) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    let (anchors, anchor_guesses, told) = (HashMap::new(), Guesses::default(), BTreeSet::new());
    let mut resolver = Resolver {
        book,
        index,
        sources,
        assets,
        offered,
        told,
        meant,
        guesses: 0,
        anchors,
        anchor_guesses,
        diagnostics,
    };
    let mut resolved: Vec<(LessonRef, Locale, Vec<Target>)> = Vec::new();
    for (at, lesson) in book.lessons() {
        for translation in lesson.translations.values() {
            let links = &translation.parsed.document.links;
            let targets = links.iter().map(|link| resolver.target(at, translation, link)).collect();
            resolver.note_meant(translation);
            resolved.push((at, translation.locale, targets));
        }
    }
    // The links of definitions are relative to their language's front page.
    let texts = book.glossary.texts.iter().filter_map(|(_, text)| text.as_ref());
    let mut defined: Vec<(Locale, Vec<Target>)> = Vec::new();
    for text in texts {
        let links = &text.parsed.document.links;
        let targets = links.iter().map(|link| resolver.target(LessonRef::Home, text, link)).collect();
        defined.push((text.locale, targets));
    }
    // Those of the bars, to the book's folder.
    let mut added: Vec<(Locale, Vec<Target>)> = Vec::new();
    for (locale, text) in book.bars.iter() {
        let links = &text.parsed.document.links;
        added.push((locale, links.iter().map(|link| resolver.target(LessonRef::Home, text, link)).collect()));
    }
    let Resolver { assets, meant, .. } = resolver;
    let is_named = |path: &BookPath| assets.contains_key(path) || meant.contains(path);
    report_unused(is_named, &book.config, index, sources, diagnostics);
    book.assets = assets;
    for (at, locale, targets) in resolved {
        if let Some(translation) = lesson_mut(book, at).translations.get_mut(&locale) {
            translation.links = targets;
        }
    }
    for (locale, targets) in added {
        book.bars.get_mut(locale).links = targets;
    }
    for (locale, targets) in defined {
        if let Some(text) = book.glossary.texts.get_mut(locale) {
            text.links = targets;
        }
    }
}

/// How many guesses are made at what a broken link meant. Each looks at every file of the book, which would take too
/// long where every link is broken.
const MOST_GUESSES: usize = 100;

/// Resolves the links of a book, text by text, and gathers the files that they name.
pub(super) struct Resolver<'a> {
    /// The book, whose texts are still without their targets.
    pub(super) book: &'a Book,
    index: &'a Index,
    /// All files that the book is made of.
    pub(super) sources: &'a Sources,
    /// The assets that links have named so far.
    pub(super) assets: BTreeMap<BookPath, PublishedAsset>,
    /// Which file is offered under each name.
    offered: BTreeMap<Permalink, BookPath>,
    /// Images that browsers can't show or that are misnamed, and are already reported.
    pub(super) told: BTreeSet<BookPath>,
    /// Files that broken links and mistyped ones probably meant: they are not reported as unused too.
    meant: BTreeSet<BookPath>,
    /// How many such files were looked for.
    guesses: usize,
    /// The anchors of the files that links with an anchor lead to, with (`true`) or without those in what is for the
    /// teacher.
    anchors: HashMap<(&'a str, bool), Anchors<'a>>,
    anchor_guesses: Guesses,
    /// The faults found so far.
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

/// The anchors of a text, each with the index of its heading; `None` if it is that of something else.
type Anchors<'a> = HashMap<&'a str, Option<usize>>;

impl<'a> Resolver<'a> {
    /// Records the files that a text names in a mistyped link: they are not unused.
    fn note_meant(&mut self, from: &Translation) {
        for slip in &from.parsed.document.slips {
            let Slip::MalformedLink(MalformedLink { address: Some(address), .. }) = &slip.value else { continue };
            let path = address.split(['?', '#']).next().unwrap_or_default().replace('\\', "/");
            self.meant.extend(from.path.join(&decode(&path)).filter(|path| self.sources.assets.contains_key(path)));
        }
    }

    fn target(&mut self, at: LessonRef, from: &'a Translation, link: &Link) -> Target {
        if let Some(scheme) = address::unsafe_scheme(link) {
            return self.unsafe_address(from, link, &scheme);
        }
        if link.kind == LinkKind::Autolink {
            return Target::External;
        }
        if address::is_on_this_computer(&link.address) {
            return self.outside(from, link);
        }
        if let Some(slip) = address::slip(&link.address) {
            return self.malformed(from, link, slip);
        }
        if address::is_external(&link.address) {
            self.check_scheme(from, link);
            return Target::External;
        }
        let address = Address::of(link);
        if address.path.is_empty() {
            return match &address.anchor {
                Some(anchor) => {
                    self.check_anchor(from, link, anchor, from, None);
                    Target::Anchor(anchor.clone())
                }
                None => Target::External,
            };
        }
        if let Some(path) = address.path.strip_prefix('/') {
            return self.absolute(from, link, path, &address);
        }
        let Some(path) = from.path.join(&address.path) else { return self.outside(from, link) };
        if let Some(target) = self.file(at, from, link, &path, &address) {
            return target;
        }
        self.missing(from, link, &path, &address)
    }

    /// Reports a link that can run a program. It stays a link only if the book allows raw HTML to run programs too.
    fn unsafe_address(&mut self, from: &Translation, link: &Link, scheme: &str) -> Target {
        let message = message!("unsafe-address.message", scheme = format!("{scheme}:"));
        let target = self.nowhere(Rule::UnsafeAddress, from, link, message, message!("unsafe-address.help"));
        if self.book.config.raw_html == RawHtmlMode::Allow { Target::External } else { target }
    }

    /// Reports an address that is malformed.
    fn malformed(&mut self, from: &Translation, link: &Link, slip: address::Slip) -> Target {
        let rule = if link.kind.is_shown() { Rule::MissingFile } else { Rule::BrokenLink };
        let written = link.address.as_str();
        let (message, help) = match slip {
            address::Slip::Empty if link.kind.is_shown() => {
                (message!("broken-link.empty-image"), message!("broken-link.help-empty-image"))
            }
            address::Slip::Empty => (message!("broken-link.empty"), message!("broken-link.help-empty")),
            address::Slip::Template => {
                (message!("broken-link.template", address = written), message!("broken-link.help-template"))
            }
            address::Slip::Incomplete(whole) => (
                message!("broken-link.incomplete", address = written),
                message!("broken-link.help-incomplete", meant = whole),
            ),
        };
        self.nowhere(rule, from, link, message, help)
    }

    /// Reports an address whose scheme no browser knows.
    fn check_scheme(&mut self, from: &Translation, link: &Link) {
        let Some(unknown) = address::unknown_scheme(&link.address) else { return };
        let message = message!("unknown-scheme.message", scheme = format!("{}:", unknown.scheme));
        let fault = Diagnostic::new(Rule::UnknownScheme, Place::new(&from.path, &link.span), message);
        self.diagnostics.push(fault.help(match unknown.meant {
            Some(meant) => message!("unknown-scheme.help-nearest", meant = meant),
            None => message!("unknown-scheme.help"),
        }));
    }

    /// The target of a link to a path of the book.
    fn file(
        &mut self,
        at: LessonRef,
        from: &Translation,
        link: &Link,
        path: &BookPath,
        address: &Address<'_>,
    ) -> Option<Target> {
        if let Some(asset) = self.sources.assets.get(path) {
            self.report_flaw(from, link, asset);
            if let Some(copied) = path.as_str().strip_prefix("static/") {
                return Some(Target::Static(Permalink::file(copied)));
            }
            if path.as_str().starts_with("content/") {
                return Some(self.asset(at, from, link, asset));
            }
        }
        let found = self.markdown(path, from.locale)?;
        Some(match found {
            Some(_) if link.kind.is_shown() => {
                let message = message!("missing-file.lesson", address = link.address.as_str());
                self.nowhere(Rule::MissingFile, from, link, message, message!("missing-file.help-lesson"))
            }
            Some((to, locale)) => self.lesson(from, link, to, locale, address.anchor.as_deref()),
            None => {
                let message = message!("draft-link.message", address = link.address.as_str());
                self.nowhere(Rule::DraftLink, from, link, message, message!("draft-link.help"))
            }
        })
    }

    /// The text that is named by the path of a Markdown file, of one without its suffix, or of a folder. `None` if
    /// there is none, `Some(None)` if it is a draft that is left out.
    fn markdown(&self, path: &BookPath, locale: Locale) -> Option<Option<(LessonRef, Locale)>> {
        if let Some(found) = self.index.files.get(path) {
            return Some(*found);
        }
        let config = &self.book.config;
        let text = path.as_str();
        let stem = text.strip_suffix(".md").unwrap_or(text);
        let key = |locale: Locale| config.language(locale).key.as_str();
        let named = |stem: &str, locale: Locale| self.index.files.get(format!("{stem}.{}.md", key(locale)).as_str());
        let plain = |stem: &str| self.index.files.get(format!("{stem}.md").as_str());
        // The page's own language, then any other: a lesson that isn't written in it has a fallback page there.
        for stem in [stem.to_owned(), format!("{stem}/index")] {
            if let Some(found) = named(&stem, locale) {
                return Some(*found);
            }
            let other = plain(&stem).or_else(|| config.locales().find_map(|other| named(&stem, other)));
            if let Some(found) = other {
                return Some(found.map(|(to, _)| (to, locale)));
            }
        }
        None
    }

    fn lesson(
        &mut self,
        from: &Translation,
        link: &Link,
        to: LessonRef,
        locale: Locale,
        anchor: Option<&str>,
    ) -> Target {
        let lesson = self.book.lesson(to);
        // If the language has no fallback pages, the link leads to the text that exists.
        let shown = lesson.shown(locale, self.book.config.default_locale);
        let locale = match (lesson.permalinks.get(locale), shown) {
            (None, Some(shown)) => shown.locale,
            _ => locale,
        };
        if let (Some(anchor), Some(shown)) = (anchor, shown) {
            self.check_anchor(from, link, anchor, shown, Some(&shown.path));
        }
        Target::Lesson { to, locale, anchor: anchor.map(str::to_owned) }
    }

    fn asset(&mut self, at: LessonRef, from: &Translation, link: &Link, asset: &AssetFile) -> Target {
        let published = self.assets.entry(asset.path.clone()).or_insert_with(|| PublishedAsset {
            file: asset.clone(),
            shown: None,
            offered: Vec::new(),
        });
        // A file that only the teacher's version links to, an answer key say, is not published for students.
        let is_published = !link.for_teacher || self.book.audience.sees_all();
        if link.kind.is_shown() {
            if is_published {
                published.shown.get_or_insert_with(|| fingerprinted(asset));
            }
            if link.kind.is_media() {
                return self.played(from, link, asset, is_published);
            }
            return Target::Shown(asset.path.clone());
        }
        if !is_published {
            return Target::Nowhere;
        }
        let Some(page) = self.book.lesson(at).permalinks.get(from.locale) else { return Target::Nowhere };
        let offered = Permalink::file(&format!("{page}{}", asset.path.file_name()));
        match self.offered.get(&offered) {
            Some(other) if *other != asset.path => {
                let message =
                    message!("duplicate-permalink.file", name = asset.path.file_name(), other = other.as_str());
                self.nowhere(Rule::DuplicatePermalink, from, link, message, message!("duplicate-permalink.help-file"))
            }
            Some(_) => Target::Offered(asset.path.clone(), offered),
            None => {
                self.offered.insert(offered.clone(), asset.path.clone());
                published.offered.push(offered.clone());
                Target::Offered(asset.path.clone(), offered)
            }
        }
    }

    /// The target of an address that begins with `/`: from the site's root.
    fn absolute(&mut self, from: &'a Translation, link: &Link, path: &str, address: &Address<'_>) -> Target {
        let page = Permalink::page(path.split('/').filter(|part| !part.is_empty()));
        if let Some(&(to, locale)) = self.index.permalinks.get(&page) {
            return self.lesson(from, link, to, locale, address.anchor.as_deref());
        }
        if let Some(asset) = self.sources.assets.get(format!("static/{path}").as_str()) {
            self.report_flaw(from, link, asset);
            return Target::Static(Permalink::file(path));
        }
        if link.kind.is_shown()
            || path.rsplit('/').next().is_some_and(|name| name.contains('.') && !name.ends_with(".md"))
        {
            return self.missing(from, link, &BookPath::new(&format!("static/{path}")), address);
        }
        let message = message!("broken-link.message", address = link.address.as_str());
        let former = self.book.redirects.get(&page).and_then(|redirect| self.book.file(redirect.to, from.locale));
        let help = match former {
            Some(file) => {
                message!("broken-link.help-moved", moved = relative(&from.path, file) + address.rest)
            }
            None => message!("broken-link.help-absolute"),
        };
        // A page whose front matter can't be read has another address meanwhile.
        self.lost(Rule::BrokenLink, from, link, message, help, Reliance::Book)
    }

    /// Reports a path that leads to nothing, with the file that was most likely meant.
    fn missing(&mut self, from: &Translation, link: &Link, path: &BookPath, address: &Address<'_>) -> Target {
        let shown = link.kind.is_shown();
        let extension = path.file_name().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let lesson =
            !shown && extension.as_deref().is_none_or(|extension| extension == "md" || extension == "markdown");
        // Windows writes its paths with `\\`.
        let written = BookPath::new(&path.as_str().replace('\\', "/"));
        let published = self.published(&written, from.locale).cloned();
        let meant = published.or_else(|| self.meant(from, &written, lesson).cloned());
        self.guesses = MOST_GUESSES.min(self.guesses + 1);
        self.meant.extend(meant.clone());
        let meant = meant.map(|meant| relative(&from.path, &meant) + address.rest);
        let moved = self.moved(from, &written).filter(|_| lesson);
        let moved = moved.map(|moved| relative(&from.path, moved) + address.rest);
        let written = link.address.as_str();
        let relies_on = Reliance::Files(vec![path.clone()]);
        if let Some(moved) = moved {
            let message = message!("broken-link.message", address = written);
            let help = message!("broken-link.help-moved", moved = moved);
            return self.lost(Rule::BrokenLink, from, link, message, help, relies_on);
        }
        let (rule, message, help) = match (lesson, meant) {
            (true, Some(near)) if !address::is_host(&address.path) => (
                Rule::BrokenLink,
                message!("broken-link.message", address = written),
                message!("broken-link.help-nearest", nearest = near),
            ),
            (true, Some(_)) | (_, None) if address::is_host(&address.path) => (
                if shown { Rule::MissingFile } else { Rule::BrokenLink },
                message!("broken-link.incomplete", address = written),
                message!("broken-link.help-incomplete", meant = format!("https://{written}")),
            ),
            (true, _) => {
                (Rule::BrokenLink, message!("broken-link.message", address = written), message!("broken-link.help"))
            }
            (false, Some(near)) => (
                Rule::MissingFile,
                message!("missing-file.message", address = written),
                message!("missing-file.help-nearest", nearest = near),
            ),
            (false, None) => {
                (Rule::MissingFile, message!("missing-file.message", address = written), message!("missing-file.help"))
            }
        };
        self.lost(rule, from, link, message, help, relies_on)
    }

    /// The file of the lesson that had the id of a path; `None` if none had.
    fn moved(&self, from: &Translation, path: &BookPath) -> Option<&BookPath> {
        let id = aliases::id_of_file(path.as_str(), &self.book.config)?;
        self.book.file(*self.index.former_ids.get(&id)?, from.locale)
    }

    /// The file of the lesson that a path names as a page of the site, `2-doubt.html`; `None` if it names none.
    fn published(&self, path: &BookPath, locale: Locale) -> Option<&BookPath> {
        let stem = path.as_str().strip_suffix(".html").or_else(|| path.as_str().strip_suffix(".htm"))?;
        let (at, _) = self.markdown(&BookPath::new(stem), locale)??;
        self.book.file(at, locale)
    }

    /// The file that a wrong path most likely meant: one with a similar name, rather in the folder of that path than
    /// elsewhere, rather in the link's own language than in another. `None` if no name is similar.
    fn meant(&self, from: &Translation, path: &BookPath, lesson: bool) -> Option<&BookPath> {
        if self.guesses == MOST_GUESSES {
            return None;
        }
        let lessons = self.index.files.keys().filter(|known| lesson && **known != from.path);
        let assets = self.sources.assets.keys().filter(|known| !lesson && !known.as_str().starts_with("themes/"));
        let mut candidates: Vec<&BookPath> = lessons.chain(assets).collect();
        let language = |path: &BookPath| path.file_name().split('.').rev().nth(1).map(str::to_owned);
        let own = language(&from.path);
        candidates.sort_by_key(|known| (language(known) != own, *known));
        let named = shelf(path, lesson);
        let alike = nearest(folder_name(named), candidates.iter().map(|known| folder_name(shelf(known, lesson))));
        let is_named = |known: &BookPath| shelf(known, lesson) == named;
        let is_alike = |known: &BookPath| Some(folder_name(shelf(known, lesson))) == alike;
        let among = |fits: &dyn Fn(&BookPath) -> bool| {
            let names = candidates.iter().filter(|known| fits(known)).map(|known| own_name(known, lesson));
            let near = nearest(own_name(path, lesson), names)?;
            candidates.iter().copied().find(|known| fits(known) && own_name(known, lesson) == near)
        };
        among(&is_named).or_else(|| among(&is_alike)).or_else(|| among(&|_| true))
    }

    fn check_anchor(
        &mut self,
        from: &Translation,
        link: &Link,
        anchor: &str,
        to: &'a Translation,
        file: Option<&BookPath>,
    ) {
        // Students can't follow a link into what is for the teacher, so it is reported whoever the site is for.
        if self.has_anchor(to, link.for_teacher, anchor) || is_of_every_page(anchor) {
            return;
        }
        if !link.for_teacher && self.has_anchor(to, true, anchor) {
            let message = message!("missing-anchor.teacher", anchor = anchor);
            let fault = Diagnostic::new(Rule::MissingAnchor, Place::new(&from.path, &link.span), message);
            self.diagnostics.push(fault.help(message!("missing-anchor.help-teacher")));
            return;
        }
        let help = self.anchor_in_other_language(to, link.for_teacher, anchor);
        let near = help
            .is_none()
            .then(|| self.anchor_guesses.nearest(anchor, to.anchors(document(to, link.for_teacher))))
            .flatten();
        let message = match file {
            Some(file) => message!("missing-anchor.message", anchor = anchor, file = file.as_str()),
            None => message!("missing-anchor.here", anchor = anchor),
        };
        let fault = Diagnostic::new(Rule::MissingAnchor, Place::new(&from.path, &link.span), message);
        let fault = fault.relying_on([&to.path]);
        self.diagnostics.push(fault.help(match (help, near) {
            (Some(help), _) => help,
            (None, Some(near)) => message!("missing-anchor.help-nearest", nearest = near),
            (None, None) => message!("missing-anchor.help"),
        }));
    }

    /// Whether a text has an anchor, those in what is for the teacher included or not.
    fn has_anchor(&mut self, text: &'a Translation, with_teachers: bool, anchor: &str) -> bool {
        self.anchor(text, with_teachers, anchor).is_some()
    }

    /// What an anchor of a text is that of: a heading, by its index in the document, or something else (`Some(None)`);
    /// `None` if the text has no such anchor.
    fn anchor(&mut self, text: &'a Translation, with_teachers: bool, anchor: &str) -> Option<Option<usize>> {
        let known = self.anchors.entry((text.path.as_str(), with_teachers)).or_insert_with(|| {
            let document = document(text, with_teachers);
            let mut known: Anchors<'_> = text.anchors(document).map(|anchor| (anchor, None)).collect();
            // A heading's own, rather than the same id elsewhere.
            for (index, heading) in document.headings.iter().enumerate().rev() {
                known.insert(heading.anchor.as_str(), Some(index));
            }
            known
        });
        known.get(anchor).copied()
    }

    /// What to write for an anchor that a text doesn't have, if its text in another language does: the heading that is
    /// meant is likely the one in the same place, if both texts have as many headings.
    fn anchor_in_other_language(
        &mut self,
        text: &'a Translation,
        with_teachers: bool,
        anchor: &str,
    ) -> Option<Message> {
        let (at, locale) = self.index.files.get(&text.path).copied().flatten()?;
        let book = self.book;
        let here = &document(text, with_teachers).headings;
        for other in book.lesson(at).translations.values().filter(|other| other.locale != locale) {
            let Some(heading) = self.anchor(other, with_teachers, anchor) else { continue };
            let there = &document(other, with_teachers).headings;
            let pair = heading.filter(|_| here.len() == there.len());
            let pair = pair.and_then(|index| here.get(index).zip(there.get(index)));
            let twin = pair.filter(|(here, there)| here.level == there.level).map(|(here, _)| here.anchor.as_str());
            let language = book.config.language(other.locale).in_words();
            let (file, id) = (other.path.as_str(), format!("{{#{anchor}}}"));
            return Some(match twin {
                Some(here) => {
                    message!("missing-anchor.help-heading", language = language, file = file, here = here, id = id)
                }
                None => message!("missing-anchor.help-language", language = language, file = file, id = id),
            });
        }
        None
    }

    fn outside(&mut self, from: &Translation, link: &Link) -> Target {
        let message = message!("outside-link.message", address = link.address.as_str());
        self.nowhere(Rule::OutsideLink, from, link, message, message!("outside-link.help"))
    }

    fn nowhere(&mut self, rule: Rule, from: &Translation, link: &Link, message: Message, help: Message) -> Target {
        self.lost(rule, from, link, message, help, Reliance::Place)
    }

    /// Reports a link to what the book doesn't have, unless it has it in a file that can't be read.
    fn lost(
        &mut self,
        rule: Rule,
        from: &Translation,
        link: &Link,
        message: Message,
        help: Message,
        relies_on: Reliance,
    ) -> Target {
        let place = Place::new(&from.path, &link.span);
        self.diagnostics.push(Diagnostic { relies_on, ..Diagnostic::new(rule, place, message).help(help) });
        Target::Nowhere
    }
}

/// What a text says, with what is for the teacher or without.
fn document(text: &Translation, with_teachers: bool) -> &Document {
    if with_teachers { &text.parsed.document } else { text.parsed.shown(Audience::Students) }
}

/// The path that an image is published at: it contains the hash of the image's bytes, so that browsers may keep the
/// image for ever.
pub(super) fn fingerprinted(asset: &AssetFile) -> Permalink {
    let name = asset.path.file_name();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let stem = Slug::from_name(stem).map_or_else(|| "x".to_owned(), |slug| slug.as_str().to_owned());
    let hash = asset.hash.to_hex();
    Permalink::file(&format!("assets/{stem}.{}.{}", &hash[..10], extension.to_ascii_lowercase()))
}

/// A file's own part of its name: of a lesson, the name without number, suffix and extension (of an
/// `index`, its folder's name); of another file, the name without its extension.
fn own_name(path: &BookPath, lesson: bool) -> &str {
    let name = path.file_name();
    if !lesson {
        return name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    }
    let stem = match name.split('.').next().unwrap_or(name) {
        stem if file_name::is_index(stem) => path.folder().rsplit('/').next().unwrap_or_default(),
        stem => stem,
    };
    without_number(stem)
}

/// The folder in which a file is looked for: for an `index`, the parent of its own folder.
fn shelf(path: &BookPath, lesson: bool) -> &str {
    let folder = path.folder();
    match lesson && path.file_name().split('.').next().is_some_and(file_name::is_index) {
        true => folder.rsplit_once('/').map_or("", |(shelf, _)| shelf),
        false => folder,
    }
}

/// The name of a folder, without its number.
fn folder_name(folder: &str) -> &str {
    without_number(folder.rsplit('/').next().unwrap_or_default())
}

fn without_number(name: &str) -> &str {
    name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_', '.', ' '])
}

/// The relative path from one file of the book to another.
pub(super) fn relative(from: &BookPath, to: &BookPath) -> String {
    let page = |path: &str| Permalink::file(path);
    let href = page(from.as_str()).href(&page(to.as_str()));
    decode(&href).into_owned()
}

/// Reports files that no lesson names. Files named by a draft count as named.
fn report_unused(
    is_named: impl Fn(&BookPath) -> bool,
    config: &Config,
    index: &Index,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let drafts = index.files.iter().filter(|(_, found)| found.is_none());
    let draft_folders: HashSet<&str> = drafts.map(|(file, _)| file.folder()).collect();
    for path in sources.assets.keys().filter(|path| path.as_str().starts_with("content/")) {
        if is_named(path) || draft_folders.contains(path.folder()) {
            continue;
        }
        if let Some(meant) = file_name::meant_lesson(path.file_name(), config) {
            let message = message!("mistyped-extension.message", name = path.file_name());
            let fault = Diagnostic::new(Rule::MistypedExtension, Place::file(path), message);
            diagnostics.push(fault.help(message!("mistyped-extension.help", meant = meant)));
            continue;
        }
        let (stem, extension) = path.file_name().rsplit_once('.').unwrap_or((path.file_name(), ""));
        if extension.eq_ignore_ascii_case("srt") {
            let message = message!("invalid-captions.extension");
            let fault = Diagnostic::new(Rule::InvalidCaptions, Place::file(path), message);
            let meant = format!("{stem}.vtt");
            diagnostics.push(fault.help(message!("invalid-captions.help-extension", meant = meant)));
            continue;
        }
        // A bibliography under a name that isn't read is reported as such.
        if extension.eq_ignore_ascii_case("bibtex") && path.folder() == "content" {
            continue;
        }
        let message = message!("unused-asset.message", name = path.file_name());
        let fault = Diagnostic::new(Rule::UnusedAsset, Place::file(path), message).relying_on_book();
        diagnostics.push(fault.help(message!("unused-asset.help")));
    }
}
