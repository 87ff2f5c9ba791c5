//! Pages that list what the book holds, each once in a language. The plan knows only what [`Listing`] says of a kind,
//! and none of the kinds by name.

use std::iter;

use crate::locale::{Locale, Localized};
use crate::model::{Book, Permalink, Slug};
use crate::plan::{Single, Site};
use crate::theme::Theme;

/// A kind of page that lists what the book holds: its terms, say. A language has one such page at most, and
/// below it a page for each of the things that it lists, if the kind has those.
#[derive(Debug)]
pub struct Listing {
    /// Its name. The theme's string `<name>_slug` is the segment of its address, or the name itself if
    /// that string can't be one.
    pub name: &'static str,
    /// The key of the theme's string that is its title, and the words of the links to it.
    pub title: &'static str,
    /// The bar in which every page of the language links to it, and its rank among the links there; `None` if pages
    /// don't link to it.
    pub linked: Option<(Bar, u8)>,
    /// Whether a language has the page.
    pub is_in: fn(&Book, Locale) -> bool,
    /// Whether a page is for search engines: the page of all (`None`), or that of the thing with that index.
    pub is_indexed: fn(&Book, Locale, Option<usize>) -> bool,
    /// The things that it lists, each with the segment that its own page has in its address; `None` for one
    /// that has no page in the language.
    pub each: fn(&Book, Locale) -> Vec<Option<&str>>,
    /// Whether the page of a thing is below the thing's own (`/en/<thing>/print/`), not below the page of all
    /// (`/en/tags/<thing>/`).
    pub is_below_things: bool,
    /// Whether a page has a stylesheet of its own beside it, [`STYLE`]: that of all, or that of the thing with that index.
    pub has_style: fn(&Book, Locale, Option<usize>) -> bool,
    /// Whether the index of the search is beside the page of all, [`INDEX`].
    pub has_index: bool,
}

/// The name of the stylesheet that is beside a page.
const STYLE: &str = "style.css";

/// The name of the script that begins the index of the search, beside the search page. It stays the same, so that a page
/// doesn't change with every word of the book.
const INDEX: &str = "index.js";

impl Listing {
    /// For [`Listing::each`]: nothing that it lists has a page of its own.
    pub fn nothing(_: &Book, _: Locale) -> Vec<Option<&str>> {
        Vec::new()
    }

    /// For [`Listing::has_style`]: its pages need nothing but the theme's.
    pub fn no_style(_: &Book, _: Locale, _: Option<usize>) -> bool {
        false
    }

    /// The addresses of its pages in a language; `None` if the language has none.
    fn pages(&self, book: &Book, theme: &Theme, locale: Locale) -> Option<ListingPages> {
        let key = book.config.language(locale).key.as_str();
        let slug = self.slug(theme, locale);
        let each = || (self.each)(book, locale).into_iter();
        let page = |segment: &str| match self.is_below_things {
            true => Permalink::page([key, segment, slug.as_str()]),
            false => Permalink::page([key, slug.as_str(), segment]),
        };
        (self.is_in)(book, locale).then(|| ListingPages {
            all: Permalink::page([key, slug.as_str()]),
            each: each().map(|segment| segment.map(page)).collect(),
        })
    }

    /// The segment of its address: the theme's word, or the kind's name if that word can't be a segment.
    fn slug(&self, theme: &Theme, locale: Locale) -> String {
        let key = slug_key(self.name);
        let word = theme.strings(locale).get(&key);
        let slug = Slug::parse(word).or_else(|| Slug::from_name(word));
        slug.map_or_else(|| self.name.to_owned(), |slug| slug.as_str().to_owned())
    }
}

/// A bar of links that every page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// The one at its top.
    Header,
    /// The one at its end.
    Footer,
}

/// The kinds of page that a site may have.
#[derive(Clone, Debug)]
pub struct Kinds {
    /// Those that list what the book holds.
    pub listings: Vec<&'static Listing>,
    /// The files that a site has once.
    pub singles: Vec<&'static Single>,
}

impl Kinds {
    /// Whether a segment of addresses is reserved for one of the site's own pages: `is_in_level` for one below a level.
    pub(super) fn keep(&self, theme: &Theme, locale: Locale, segment: &str, is_in_level: bool) -> bool {
        self.listings
            .iter()
            .filter(|listing| listing.is_below_things || !is_in_level)
            .map(|listing| listing.name)
            .any(|name| theme.strings(locale).get(&slug_key(name)) == segment)
    }

    /// The pages of each kind of listing, in the order of `listings`, by language.
    pub(super) fn pages(&self, book: &Book, theme: &Theme) -> Vec<Localized<Option<ListingPages>>> {
        let pages = |listing: &&Listing| book.config.localized(|locale| listing.pages(book, theme, locale));
        self.listings.iter().map(pages).collect()
    }
}

/// The pages of one kind in a language.
#[derive(Clone, Debug)]
pub struct ListingPages {
    /// The address of the page that lists all.
    pub all: Permalink,
    /// The address of each thing's page, by the thing's index in the book; `None` for one without a page in the
    /// language.
    pub each: Vec<Option<Permalink>>,
}

impl ListingPages {
    /// The address of the page of the thing with that index, or for `None` of the page of all; `None` if there is no
    /// such page.
    pub fn page(&self, thing: Option<usize>) -> Option<&Permalink> {
        match thing {
            Some(thing) => self.each.get(thing)?.as_ref(),
            None => Some(&self.all),
        }
    }

    /// The address of the stylesheet beside a page, where it has one.
    pub fn style(page: &Permalink) -> Permalink {
        Permalink::file(&format!("{}{STYLE}", page.as_str()))
    }

    /// The address of the index of the search, beside the page of all.
    pub fn index(&self) -> Permalink {
        Permalink::file(&format!("{}{INDEX}", self.all.as_str()))
    }

    /// The address of every page, that of all first, with the index of the thing that it is about.
    pub fn iter(&self) -> impl Iterator<Item = (Option<usize>, &Permalink)> {
        let each = self.each.iter().enumerate().filter_map(|(thing, page)| Some((Some(thing), page.as_ref()?)));
        iter::once((None, &self.all)).chain(each)
    }
}

impl Site {
    /// The kinds of listing with their pages in each language.
    pub fn listings(&self) -> impl Iterator<Item = (&'static Listing, &Localized<Option<ListingPages>>)> {
        self.kinds.listings.iter().copied().zip(&self.listings)
    }

    /// The pages of the kind of listing with that name in a language; `None` if the language has none.
    pub fn listing(&self, name: &str, locale: Locale) -> Option<&ListingPages> {
        let (_, pages) = self.listings().find(|(listing, _)| listing.name == name)?;
        pages.get(locale).as_ref()
    }
}

/// The key of the theme's string that is the segment of a kind's address.
fn slug_key(name: &str) -> String {
    format!("{name}_slug")
}
