//! Former addresses and ids: the redirects of a book, and the names that its lessons used to have.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::assemble::Index;
use crate::assemble::address::decode;
use crate::assemble::fields::lesson_mut;
use crate::assemble::file_name::{FileName, Suffix, is_index};
use crate::config::{BaseUrl, Config};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Locale, Message, message};
use crate::model::{Book, LessonRef, Permalink, Redirect, Slug};
use crate::rule::Rule;
use crate::source::BookPath;

/// Fills in the book's redirects, its lessons' former ids, and the index of those ids.
pub(super) fn resolve(book: &mut Book, index: &mut Index, diagnostics: &mut Vec<Diagnostic>) {
    let mut former =
        Former { book, index, redirects: BTreeMap::new(), ids: BTreeMap::new(), places: BTreeMap::new(), diagnostics };
    former.gather();
    former.redirect_ids();
    former.follow_levels();
    let Former { redirects, ids, .. } = former;
    book.redirects = redirects;
    for (id, &at) in &ids {
        lesson_mut(book, at).former_ids.push(id.clone());
    }
    index.former_ids = ids;
}

/// What an alias gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Alias {
    /// An address that the text had.
    Address(Permalink),
    /// An id that the lesson had.
    Id(String),
}

/// Why an alias can't be read, and what to write instead.
pub(crate) type Unread = (Message, Message);

/// The former addresses and ids that the book's aliases give.
struct Former<'a> {
    book: &'a Book,
    index: &'a Index,
    redirects: BTreeMap<Permalink, Redirect>,
    ids: BTreeMap<String, LessonRef>,
    /// Where each former id is written.
    places: BTreeMap<String, Place>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Former<'_> {
    /// Reads the aliases of all front matters, and reports their faults.
    fn gather(&mut self) {
        let book = self.book;
        for (at, lesson) in book.lessons() {
            for translation in lesson.translations.values() {
                for written in &translation.parsed.front_matter.aliases {
                    let place = Place::new(&translation.path, &written.span);
                    match read(&written.value, &book.config) {
                        Ok(Alias::Address(from)) => self.address(from, at, translation.locale, place),
                        Ok(Alias::Id(id)) => self.id(self.whole_id(id, at), at, place),
                        Err((message, help)) => {
                            self.diagnostics.push(Diagnostic::new(Rule::InvalidSlug, place, message).help(help));
                        }
                    }
                }
            }
        }
    }

    /// The whole id: a name alone is that of a lesson on the same level, as in a link to a file.
    fn whole_id(&self, id: String, at: LessonRef) -> String {
        match at {
            LessonRef::Lesson(level, _) if !id.contains('/') => format!("{}/{id}", self.book.levels[level].index.id),
            _ => id,
        }
    }

    fn address(&mut self, from: Permalink, at: LessonRef, own: Locale, place: Place) {
        // The address of another language leads to the text in that language, where there is one.
        let key = from.as_str().split('/').next().unwrap_or_default();
        let lesson = self.book.lesson(at);
        let of_key = self.book.config.locale(key).filter(|&locale| lesson.has_page(locale));
        let redirect = Redirect { to: at, locale: of_key.unwrap_or(own), said: place.clone() };
        let address = format!("/{from}");
        if let Some(&(living, locale)) = self.index.permalinks.get(&from) {
            let message = match (living == at, self.book.file(living, locale)) {
                (true, _) => message!("duplicate-permalink.alias-own", address = address),
                (false, Some(file)) => {
                    message!("duplicate-permalink.alias-of", address = address, other = file.as_str())
                }
                (false, None) => message!("duplicate-permalink.alias", address = address),
            };
            let help = match living == at {
                true => message!("duplicate-permalink.help-alias-own"),
                false => message!("duplicate-permalink.help-alias"),
            };
            self.diagnostics.push(Diagnostic::new(Rule::DuplicatePermalink, place, message).help(help));
            return;
        }
        match self.redirects.get(&from) {
            Some(other) if other.to != at => {
                let message = message!("duplicate-permalink.alias-twice", address = address);
                let fault = Diagnostic::new(Rule::DuplicatePermalink, place, message);
                let fault = fault.related(other.said.clone(), message!("duplicate-permalink.alias-first"));
                self.diagnostics.push(fault.help(message!("duplicate-permalink.help-alias-twice")));
            }
            Some(_) => {}
            None => {
                self.redirects.insert(from, redirect);
            }
        }
    }

    fn id(&mut self, id: String, at: LessonRef, place: Place) {
        if let Some(&living) = self.index.ids.get(&id) {
            let (message, help) = match living == at {
                true => (message!("duplicate-id.alias-own", id = id), message!("duplicate-permalink.help-alias-own")),
                false => (message!("duplicate-id.alias", id = id), message!("duplicate-id.help-alias")),
            };
            let fault = Diagnostic::new(Rule::DuplicateId, place, message).help(help);
            let file = self.book.file(living, self.book.config.default_locale).filter(|_| living != at);
            self.diagnostics.push(match file {
                Some(file) => fault.related(Place::file(file), message!("duplicate-id.alias-living")),
                None => fault,
            });
            return;
        }
        match self.ids.get(&id) {
            Some(&other) if other != at => {
                let message = message!("duplicate-id.alias-twice", id = id.as_str());
                let fault = Diagnostic::new(Rule::DuplicateId, place, message);
                let first = self.places.get(&id).cloned();
                let fault = first
                    .into_iter()
                    .fold(fault, |fault, first| fault.related(first, message!("duplicate-permalink.alias-first")));
                self.diagnostics.push(fault.help(message!("duplicate-permalink.help-alias-twice")));
            }
            Some(_) => {}
            None => {
                self.places.insert(id.clone(), place);
                self.ids.insert(id, at);
            }
        }
    }

    /// Redirects the address of each former id, in every language: the one without a `slug`.
    fn redirect_ids(&mut self) {
        for (id, &at) in &self.ids {
            let Some(said) = self.places.get(id) else { continue };
            for (locale, permalink) in self.book.lesson(at).permalinks.iter() {
                if permalink.is_some() {
                    let redirect = Redirect { to: at, locale, said: said.clone() };
                    self.redirects.entry(self.address_of(id, locale)).or_insert(redirect);
                }
            }
        }
        self.redirects.retain(|from, _| !self.index.permalinks.contains_key(from));
    }

    /// The address of a lesson with that id, if it has no `slug`.
    fn address_of(&self, id: &str, locale: Locale) -> Permalink {
        let key = self.book.config.language(locale).key.as_str();
        let level = id.split_once('/').and_then(|(level, lesson)| {
            let level = self.book.lesson(*self.index.ids.get(level)?).permalinks.get(locale).as_ref()?;
            Some(Permalink::page(level.as_str().split_terminator('/').chain([lesson])))
        });
        level.unwrap_or_else(|| Permalink::page(std::iter::once(key).chain(id.split('/'))))
    }

    /// Adds the addresses and ids that lessons had while their level had another name.
    fn follow_levels(&mut self) {
        let book = self.book;
        let is_level = |at: LessonRef| match at {
            LessonRef::Level(level) => Some(level),
            _ => None,
        };
        let mut redirects = Vec::new();
        for (from, redirect) in &self.redirects {
            let Some(level) = is_level(redirect.to) else { continue };
            for (number, lesson) in book.levels[level].lessons.iter().enumerate() {
                let own = lesson.permalinks.get(redirect.locale).as_ref();
                let Some(last) = own.and_then(|own| own.as_str().split_terminator('/').next_back()) else { continue };
                let from = Permalink::page(from.as_str().split_terminator('/').chain([last]));
                redirects.push((from, Redirect { to: LessonRef::Lesson(level, number), ..redirect.clone() }));
            }
        }
        for (from, redirect) in redirects {
            if !self.index.permalinks.contains_key(&from) {
                self.redirects.entry(from).or_insert(redirect);
            }
        }
        // The names that lessons have in their level, and those that they had in it.
        let mut names: BTreeMap<usize, Vec<(&str, LessonRef)>> = BTreeMap::new();
        let own = self.index.ids.iter().chain(&self.ids);
        for (id, &at) in own {
            let (Some((level, name)), LessonRef::Lesson(number, _)) = (id.split_once('/'), at) else { continue };
            if level == book.levels[number].index.id {
                names.entry(number).or_default().push((name, at));
            }
        }
        let mut ids = Vec::new();
        for (id, &at) in &self.ids {
            let names = is_level(at).and_then(|level| names.get(&level)).into_iter().flatten();
            ids.extend(names.map(|(name, at)| (format!("{id}/{name}"), *at)));
        }
        for (id, at) in ids {
            if !self.index.ids.contains_key(&id) {
                self.ids.entry(id).or_insert(at);
            }
        }
    }
}

/// Reads an alias in any form that authors have at hand: an address as a browser shows it, or from the site's root; an
/// id; the path of the lesson's former file.
pub(crate) fn read(written: &str, config: &Config) -> Result<Alias, Unread> {
    let text = written.trim().replace('\\', "/");
    let (text, _) = text.split_once('#').unwrap_or((&text, ""));
    let not_an_address = || (message!("invalid-slug.alias", alias = written), message!("invalid-slug.help-alias"));
    if text.contains('?') {
        return Err((message!("invalid-slug.alias-query", alias = written), message!("invalid-slug.help-alias-query")));
    }
    if let Some(address) = without_scheme(text) {
        return match on_this_site(address, config) {
            Some(path) => address_from_root(path, config).ok_or_else(not_an_address),
            None => Err(elsewhere(written, config).unwrap_or_else(not_an_address)),
        };
    }
    if let Some(path) = text.strip_prefix('/') {
        return address_from_root(path, config).ok_or_else(not_an_address);
    }
    if text.to_ascii_lowercase().ends_with(".md") || text.to_ascii_lowercase().ends_with(".markdown") {
        return id_of_file(text, config).map(Alias::Id).ok_or_else(not_an_address);
    }
    let first = text.split('/').next().unwrap_or_default();
    if config.locale(first).is_some() && text.contains('/') {
        return address_from_root(text, config).ok_or_else(not_an_address);
    }
    // Another scheme, or a path on Windows.
    if text.contains(':') {
        return Err(not_an_address());
    }
    if is_html(text) {
        let from_root = message!("invalid-slug.help-alias-root", address = format!("/{text}"));
        return Err((message!("invalid-slug.alias", alias = written), from_root));
    }
    id(text.split('/').filter(|part| !part.is_empty())).map(Alias::Id).ok_or_else(not_an_address)
}

/// A whole http(s) address without its scheme; `None` if it has none.
fn without_scheme(text: &str) -> Option<&str> {
    let is_web = |scheme: &str| matches!(scheme, "http:" | "https:" | "");
    text.split_once("//").filter(|(scheme, _)| is_web(&scheme.to_ascii_lowercase())).map(|(_, rest)| rest)
}

/// The path of an address on this site; `None` if it is on another. If the site's address isn't known, any will do.
fn on_this_site<'t>(address: &'t str, config: &Config) -> Option<&'t str> {
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let host_of = |base: &BaseUrl| without_scheme(base.as_str())?.split('/').next().map(str::to_owned);
    let mut hosts = bases(config).filter_map(host_of).peekable();
    let is_ours = hosts.peek().is_none() || hosts.any(|known| known.eq_ignore_ascii_case(host));
    (is_ours && !host.is_empty()).then_some(path)
}

/// The addresses of the site: those that the book and the command give.
fn bases(config: &Config) -> impl Iterator<Item = &BaseUrl> {
    config.base_url.iter().chain(&config.stated_url)
}

/// That an address is not on this book's site; `None` if nobody says where the site is.
fn elsewhere(written: &str, config: &Config) -> Option<Unread> {
    let base = bases(config).next()?.as_str();
    Some((
        message!("invalid-slug.alias-elsewhere", alias = written, base = base),
        message!("invalid-slug.help-alias-elsewhere"),
    ))
}

/// The page at a path from the site's root, or from its host's; `None` if no page can have that path.
fn address_from_root(path: &str, config: &Config) -> Option<Alias> {
    let ends_in_folder = path.ends_with('/');
    let decoded = path.split('/').filter(|part| !part.is_empty()).map(|part| decode(part).nfc().collect::<String>());
    let mut parts: Vec<String> = decoded.collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "index.html" | "index.htm")) {
        parts.pop();
    }
    let parts = below_base(&parts, config);
    let is_sound = !parts.is_empty() && parts.iter().all(|part| Slug::parse(&part.to_lowercase()).is_some());
    let is_file = !ends_in_folder && parts.last().is_some_and(|last| is_html(last));
    is_sound.then(|| match is_file {
        true => Alias::Address(Permalink::file(&parts.join("/"))),
        false => Alias::Address(Permalink::page(parts.iter().map(String::as_str))),
    })
}

/// A path without the site's folder, if it begins with that folder and goes on with a language: `/pyramide/fr/lire/` on
/// `https://example.org/pyramide/`. If the folder isn't known, the language shows where it ends.
fn below_base<'p>(parts: &'p [String], config: &Config) -> &'p [String] {
    let is_language = |part: Option<&String>| part.is_some_and(|part| config.locale(part).is_some());
    let folder = |base: &BaseUrl| base.path().split('/').filter(|part| !part.is_empty()).count();
    for base in bases(config) {
        let known = base.path().split('/').filter(|part| !part.is_empty());
        let begins = parts.iter().zip(known).all(|(part, known)| decode(known) == *part);
        if begins && is_language(parts.get(folder(base))) {
            return &parts[folder(base)..];
        }
    }
    let language = parts.iter().position(|part| config.locale(part).is_some());
    let is_unknown = bases(config).next().is_none();
    language.filter(|_| is_unknown).map_or(parts, |language| &parts[language..])
}

fn is_html(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    path.ends_with(".html") || path.ends_with(".htm")
}

/// The id of the lesson that was in a file, from the file's path, `../1-lire/2-vieux.fr.md`; `None` if no lesson could
/// be in it.
pub(super) fn id_of_file(path: &str, config: &Config) -> Option<String> {
    let path = BookPath::new(path);
    let file = path.file_name();
    let (Suffix::Language(stem, _) | Suffix::None(stem) | Suffix::Unknown(stem)) = Suffix::parse(file, config);
    let folders = path.folder().split('/').filter(|part| !matches!(*part, "" | "." | ".." | "content"));
    id(folders.chain((!is_index(stem)).then_some(stem)))
}

/// An id made of segments, whose numbers are dropped; `None` if a segment has nothing else.
fn id<'s>(segments: impl Iterator<Item = &'s str>) -> Option<String> {
    let name = |segment: &str| Slug::from_name(segment).map(|_| FileName::parse(segment).id());
    let names: Vec<String> = segments.map(name).collect::<Option<_>>()?;
    matches!(names.len(), 1 | 2).then(|| names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in(base_url: &str, written: &str) -> Option<Alias> {
        let toml = format!("[book]\ntitle = \"T\"\n{base_url}\n[languages.fr]\n[languages.en]\n");
        read(written, &crate::config::parse(&toml).value).ok()
    }

    fn page(path: &str) -> Option<Alias> {
        Some(Alias::Address(Permalink::file(path)))
    }

    #[test]
    fn without_a_base_url_the_language_tells_where_the_site_begins() {
        assert_eq!(read_in("", "https://ecole.example/cours/fr/lire/mots/"), page("fr/lire/mots/"));
        assert_eq!(read_in("", "/cours/en/read/"), page("en/read/"));
        assert_eq!(read_in("", "/ancien/"), page("ancien/"));
    }

    #[test]
    fn a_folder_named_like_a_language_is_not_taken_twice() {
        let base = "base_url = \"https://ecole.example/fr/\"";
        assert_eq!(read_in(base, "/fr/lire/mots/"), page("fr/lire/mots/"));
        assert_eq!(read_in(base, "/fr/fr/lire/mots/"), page("fr/lire/mots/"));
        assert_eq!(read_in(base, "http://ecole.example/fr/en/"), page("en/"));
        assert_eq!(read_in(base, "https://ecole.example.org/fr/en/"), None);
    }

    #[test]
    fn accents_are_one_however_they_are_written() {
        let whole = page("fr/\u{e9}t\u{e9}/");
        for written in ["/fr/été/", "/fr/e\u{301}te\u{301}/", "/fr/%C3%A9t%C3%A9/", "/fr/e%CC%81te%CC%81"] {
            assert_eq!(read_in("", written), whole, "{written}");
        }
        assert_eq!(read_in("", "Écrire/L’été"), Some(Alias::Id("ecrire/l-ete".to_owned())));
    }

    #[test]
    fn nothing_climbs_out_of_the_site() {
        for written in ["", "/", "..", "/../x/", "/fr/%2e%2e/x/", "/fr/a%2Fb/", "//", "///x", "javascript:alert(1)//x"]
        {
            assert_eq!(read_in("", written), None, "{written}");
        }
    }
}
