//! Published addresses that the site no longer has, each with the line that would keep it. The published addresses are
//! those in the manifest of the output folder.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::is_language_key;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Locale, message};
use crate::model::{Book, LessonRef, Permalink, Translation};
use crate::nearest::Guesses;
use crate::plan::{Artifact, Site};
use crate::rule::Rule;
use crate::source::BookPath;

/// The most addresses that one diagnostic names.
const NAMED: usize = 4;

/// Reports the pages of a former site that `site` has neither page nor redirect for, those together that one line of a
/// front matter would keep. `published` are output paths.
pub fn vanished<'p>(site: &Site, published: impl IntoIterator<Item = &'p str>) -> Vec<Diagnostic> {
    let published: BTreeSet<&str> = published.into_iter().collect();
    let languages: BTreeSet<&str> = published.iter().filter_map(|path| language(path)).collect();
    let pages = published.iter().filter_map(|path| Some((*path, address(path)?)));
    let pages: BTreeSet<&str> =
        pages.filter(|(path, _)| !site.artifacts.contains_key(*path)).map(|page| page.1).collect();
    let ids = site.book.lessons().flat_map(|(_, lesson)| std::iter::once(&lesson.id).chain(&lesson.former_ids));
    let ids = ids.map(String::as_str).collect();
    let former = Former { site, published: &published, languages: &languages, pages, ids };
    former.faults()
}

/// The key of the language whose front page is at an output path; `None` for any other path.
fn language(path: &str) -> Option<&str> {
    path.strip_suffix("/index.html").filter(|key| is_language_key(key))
}

/// The address of a page, `fr/lire/vieux/`, from its output path; `None` for a file that isn't a page.
fn address(path: &str) -> Option<&str> {
    path.strip_suffix("index.html")
        .or_else(|| path.ends_with(".html").then_some(path))
        .filter(|page| page.contains('/'))
}

/// An address without its last part: `fr/lire/` for `fr/lire/vieux/`.
fn above(address: &str) -> &str {
    let trimmed = address.trim_end_matches('/');
    &trimmed[..trimmed.rfind('/').map_or(0, |at| at + 1)]
}

fn last(address: &str) -> &str {
    let part = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    part.strip_suffix(".html").unwrap_or(part)
}

/// A former site, compared with the present one.
struct Former<'a> {
    site: &'a Site,
    published: &'a BTreeSet<&'a str>,
    languages: &'a BTreeSet<&'a str>,
    /// The addresses of pages that no longer exist.
    pages: BTreeSet<&'a str>,
    /// The ids that lessons have and had.
    ids: BTreeSet<&'a str>,
}

/// A new page that a former one may have become.
#[derive(Clone, Copy)]
struct Newcomer<'a> {
    at: LessonRef,
    address: &'a str,
}

impl<'a> Former<'a> {
    fn book(&self) -> &'a Book {
        &self.site.book
    }

    fn faults(mut self) -> Vec<Diagnostic> {
        let mut faults = self.languages_gone();
        self.pages = self.pages.iter().copied().filter(|page| self.is_the_authors(page)).collect();
        // By the text that took their place, or if none did, by the page above them.
        let mut kept: BTreeMap<LessonRef, Vec<&str>> = BTreeMap::new();
        let mut lost: BTreeMap<&'a str, Vec<&'a str>> = BTreeMap::new();
        let newcomers = self.newcomers();
        let mut guesses = Guesses::default();
        let levels = self.pages.iter().filter(|page| page.matches('/').count() == 2 && self.is_level(page));
        let renamed: Vec<(&str, LessonRef)> =
            levels.filter_map(|level| Some((*level, self.renamed(level, &newcomers)?))).collect();
        for (level, at) in &renamed {
            kept.entry(*at).or_default().push(level);
        }
        for &page in &self.pages {
            let level = renamed.iter().find(|(level, _)| page.starts_with(level));
            if level.is_some_and(|(level, at)| *level == page || self.follows(page, *at)) {
                continue;
            }
            match self.successor(page, &newcomers, &mut guesses) {
                Some(at) => kept.entry(at).or_default().push(page),
                None if self.is_level(page) => lost.entry(page).or_default().push(page),
                None => {
                    let gone = self.pages.contains(above(page));
                    lost.entry(if gone { above(page) } else { page }).or_default().push(page);
                }
            }
        }
        faults.extend(kept.into_iter().map(|(at, pages)| self.moved(at, &pages)));
        faults.extend(self.together(lost).into_iter().map(|pages| self.lost(&pages)));
        faults
    }

    /// Groups pages without a successor, of all languages together, by the nearest page above them that still exists.
    fn together(&self, lost: BTreeMap<&'a str, Vec<&'a str>>) -> Vec<Vec<&'a str>> {
        let mut together: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (group, pages) in lost {
            let above = above(group);
            let level = self.level_at(above).map_or(last(above), |level| self.level_id(level));
            let is_front = above.matches('/').count() < 2;
            together.entry(if is_front { "" } else { level }).or_default().extend(pages);
        }
        together.into_values().collect()
    }

    /// The level of the book that is at an address, as an index.
    fn level_at(&self, address: &str) -> Option<usize> {
        let locale = self.locale(address)?;
        self.book()
            .levels
            .iter()
            .position(|level| level.index.permalinks.get(locale).as_ref().is_some_and(|own| own.as_str() == address))
    }

    fn level_id(&self, level: usize) -> &'a str {
        &self.book().levels[level].index.id
    }

    /// The id of the lesson that was at an address, as an alias that leads from there: it does so in every language, and
    /// keeps progress. `None` if no lesson was, or if the id is another's.
    fn lesson_id(&self, page: &str) -> Option<String> {
        let level = above(page);
        let living = self.level_at(level);
        let name = living.map_or(last(level), |level| self.level_id(level));
        // An id stands for an address below the present one of its level.
        let is_moved = living.is_none() && self.book().levels.iter().any(|level| level.index.id == name);
        let id = format!("{name}/{}", last(page));
        (page.matches('/').count() == 3 && !is_moved && !self.ids.contains(id.as_str())).then_some(id)
    }

    /// The aliases that keep addresses, and whether one is an id, which keeps progress too. `id` gives the former id that
    /// an address shows. Of one text, which had one id, it is that of most of its addresses.
    fn aliases(&self, pages: &[&str], is_one: bool, id: impl Fn(&str) -> Option<String>) -> (Vec<String>, bool) {
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        let default = self.book().config.default_locale;
        for page in pages {
            if let Some(id) = id(page) {
                // As many: that in the book's first language.
                *ids.entry(id).or_default() += 2 + usize::from(self.locale(page) == Some(default));
            }
        }
        if is_one {
            let most = ids.values().max().copied().unwrap_or_default();
            let chosen = ids.into_iter().find(|(_, count)| *count == most);
            ids = chosen.into_iter().collect();
        }
        let addresses = pages.iter().filter(|page| id(page).is_none_or(|id| !ids.contains_key(&id)));
        let addresses: Vec<String> = addresses.map(|page| format!("/{page}")).collect();
        let has_id = !ids.is_empty();
        (ids.into_keys().chain(addresses).collect(), has_id)
    }

    /// The faults of languages that the book no longer has: one for each, however many pages it had.
    fn languages_gone(&mut self) -> Vec<Diagnostic> {
        let config = &self.book().config;
        let gone: Vec<&str> = self.languages.iter().copied().filter(|key| config.locale(key).is_none()).collect();
        let mut faults = Vec::new();
        for key in gone {
            let before = self.pages.len();
            self.pages.retain(|page| page.split('/').next() != Some(key));
            let place = Place::file(&BookPath::new("book.toml"));
            let message = message!("vanished-address.language", key = key, count = before - self.pages.len());
            let fault = Diagnostic::new(Rule::VanishedAddress, place, message);
            faults.push(fault.help(message!("vanished-address.help-language", key = key)));
        }
        faults
    }

    /// Whether a page was a text of the book, and not one that the site makes (of a tag, say, or of two languages side
    /// by side).
    fn is_the_authors(&self, page: &str) -> bool {
        let mut parts = page.split_terminator('/');
        let (Some(key), Some(second)) = (parts.next(), parts.next()) else {
            return self.languages.contains(page.trim_end_matches('/'));
        };
        let Some(locale) = self.book().config.locale(key) else { return false };
        let kinds = &self.site.kinds;
        let is_in_level = parts.next().is_some_and(|third| kinds.keep(&self.site.theme, locale, third, true));
        let is_sites = is_in_level || kinds.keep(&self.site.theme, locale, second, false);
        let is_side_by_side = page.matches('/').count() > 2 && self.languages.contains(last(page));
        !is_sites && !is_side_by_side
    }

    /// Whether there were other pages below a page.
    fn is_level(&self, page: &str) -> bool {
        self.published.range(page..).take_while(|path| path.starts_with(page)).any(|path| {
            address(path)
                .is_some_and(|below| below != page && above(below) == page && !self.languages.contains(last(below)))
        })
    }

    /// The texts of the book at addresses that were not published.
    fn newcomers(&self) -> Vec<Newcomer<'a>> {
        let artifacts = self.site.artifacts.iter().filter(|(path, _)| !self.published.contains(path.as_str()));
        let pages = artifacts.filter_map(|(path, artifact)| match artifact {
            Artifact::Page { at, .. } => Some(Newcomer { at: *at, address: address(path)? }),
            _ => None,
        });
        pages.collect()
    }

    /// The level that a former level became: the new one with the most lessons of the same names.
    fn renamed(&self, level: &str, newcomers: &[Newcomer<'_>]) -> Option<LessonRef> {
        let below = |page: &&&str| above(page) == level;
        let names: BTreeSet<&str> = self.pages.iter().filter(below).map(|page| last(page)).collect();
        let levels =
            newcomers.iter().filter(|new| matches!(new.at, LessonRef::Level(_)) && above(new.address) == above(level));
        let shared = |new: &Newcomer<'_>| {
            let lessons = newcomers.iter().filter(|lesson| above(lesson.address) == new.address);
            lessons.filter(|lesson| names.contains(last(lesson.address))).count()
        };
        let best =
            levels.map(|new| (shared(new), new.at)).max_by_key(|(shared, at)| (*shared, std::cmp::Reverse(*at)))?;
        let has_text = self.text(best.1, level).is_some();
        (best.0 > 0 && has_text).then_some(best.1)
    }

    /// Whether an alias of a level keeps the address of a page that was in it.
    fn follows(&self, page: &str, level: LessonRef) -> bool {
        let LessonRef::Level(level) = level else { return false };
        let Some(locale) = self.locale(page) else { return false };
        let addresses =
            self.book().levels[level].lessons.iter().filter_map(|lesson| lesson.permalinks.get(locale).as_ref());
        addresses.into_iter().any(|permalink| last(permalink.as_str()) == last(page))
    }

    /// The new text that a page most likely became: one of the same name, else one of a name like it
    /// in the same place, else the only new one there.
    fn successor(&self, page: &str, newcomers: &[Newcomer<'_>], guesses: &mut Guesses) -> Option<LessonRef> {
        let key = page.split('/').next();
        let level = page.matches('/').count();
        let fits = |new: &&Newcomer<'_>| {
            new.address.split('/').next() == key && (matches!(new.at, LessonRef::Level(_)) <= (level == 2))
        };
        let near = || newcomers.iter().filter(fits).filter(|new| above(new.address) == above(page));
        let same = newcomers.iter().filter(fits).find(|new| last(new.address) == last(page));
        if let Some(same) = same {
            return Some(same.at);
        }
        if let Some(name) = guesses.nearest(last(page), near().map(|new| last(new.address))) {
            return near().find(|new| last(new.address) == name).map(|new| new.at);
        }
        let alone = self.pages.iter().filter(|other| above(other) == above(page)).count() == 1;
        let only = near().next().filter(|_| near().count() == 1 && alone);
        only.map(|new| new.at)
    }

    /// The language of an address; `None` if the book no longer has it.
    fn locale(&self, page: &str) -> Option<Locale> {
        self.book().config.locale(page.split('/').next()?)
    }

    /// The text `at` in the language of an address.
    fn text(&self, at: LessonRef, page: &str) -> Option<&'a Translation> {
        let book = self.book();
        book.lesson(at).shown(self.locale(page)?, book.config.default_locale)
    }

    /// The fault of addresses that a text of the book has replaced.
    fn moved(&self, at: LessonRef, pages: &[&str]) -> Diagnostic {
        let text = pages.first().and_then(|page| self.text(at, page));
        let Some(text) = text else { return self.lost(pages) };
        let front_matter = &text.parsed.front_matter;
        let place = front_matter.aliases.first().map(|alias| alias.span.clone());
        let place = place.or_else(|| front_matter.title.as_ref().map(|title| title.span.clone())).unwrap_or(0..0);
        let known = front_matter.aliases.iter().map(|alias| alias.value.clone());
        let (more, has_id) = self.aliases(pages, true, |page| match at {
            LessonRef::Lesson(..) => self.lesson_id(page),
            LessonRef::Level(_) => {
                let id = last(page);
                (page.matches('/').count() == 2 && !self.ids.contains(id)).then(|| id.to_owned())
            }
            _ => None,
        });
        let line = line(known.chain(more));
        let help = match (front_matter.aliases.is_empty(), has_id) {
            (true, true) => message!("vanished-address.help-id", line = line),
            (true, false) => message!("vanished-address.help", line = line),
            (false, true) => message!("vanished-address.help-id-more", line = line),
            (false, false) => message!("vanished-address.help-more", line = line),
        };
        fault(Place::new(&text.path, &place), pages).help(help)
    }

    /// The fault of addresses that no text has replaced, reported at the nearest page above them that still exists.
    fn lost(&self, pages: &[&str]) -> Diagnostic {
        let above = pages.iter().map(|page| above(page)).min().unwrap_or_default();
        let level = self.level_at(above).map_or(LessonRef::Home, LessonRef::Level);
        let file = self.locale(above).and_then(|locale| self.book().file(level, locale));
        let place = file.map_or_else(|| Place::file(&BookPath::new("book.toml")), Place::file);
        let (aliases, has_id) = self.aliases(pages, false, |page| self.lesson_id(page));
        let line = line(aliases.into_iter().take(NAMED));
        fault(place, pages).help(match has_id {
            true => message!("vanished-address.help-lost-id", line = line),
            false => message!("vanished-address.help-lost", line = line),
        })
    }
}

/// The line of a front matter that gives these aliases.
fn line(aliases: impl IntoIterator<Item = String>) -> String {
    format!("aliases: [{}]", aliases.into_iter().collect::<Vec<_>>().join(", "))
}

fn fault(place: Place, pages: &[&str]) -> Diagnostic {
    let named: Vec<String> =
        pages.iter().take(NAMED).map(|page| format!("/{}", Permalink::file(page).encoded())).collect();
    let more = if pages.len() > NAMED { ", …" } else { "" };
    let addresses = format!("{}{more}", named.join(", "));
    let message = message!("vanished-address.message", count = pages.len(), addresses = addresses);
    Diagnostic::new(Rule::VanishedAddress, place, message)
}
