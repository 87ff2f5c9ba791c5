//! The frame of a page that lists what the book holds: its tags, its terms.

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::locale::typography::clean;
use crate::model::Permalink;
use crate::plan::{Listing, ListingPages};
use crate::render::Renderer;
use crate::render::pages::metadata::territory;
use crate::render::pages::{style, view};
use crate::render::view::{Frame, LanguageLink, NavigationLink, OpenGraph, Str};

/// A page that lists what the book holds.
pub(super) struct ListPage<'a> {
    /// The kind of page.
    pub(super) kind: &'static Listing,
    /// The pages of the kind in the language.
    pub(super) pages: &'a ListingPages,
    /// The index of the thing that the page is about; `None` for the page that lists all.
    pub(super) thing: Option<usize>,
    /// The page's address.
    pub(super) permalink: &'a Permalink,
    /// The page's language.
    pub(super) locale: Locale,
}

impl Renderer {
    /// A page of a kind that lists what the book holds; `None` if the language has no such page.
    pub(in crate::render) fn listing(
        &self,
        kind: &'static Listing,
        thing: Option<usize>,
        locale: Locale,
    ) -> Option<Result<String, Box<Diagnostic>>> {
        let pages = self.site.listing(kind.name, locale)?;
        let permalink = pages.page(thing)?;
        Some(view(kind)?(self, &ListPage { kind, pages, thing, permalink, locale }))
    }

    /// The stylesheet beside such a page; `None` if it has none.
    pub(in crate::render) fn style(
        &self,
        kind: &'static Listing,
        thing: Option<usize>,
        locale: Locale,
    ) -> Option<Result<String, Box<Diagnostic>>> {
        let pages = self.site.listing(kind.name, locale)?;
        let permalink = pages.page(thing)?;
        Some(style(kind)?(self, &ListPage { kind, pages, thing, permalink, locale }))
    }

    /// The address of a page's stylesheet, which changes with what it says, so that no browser takes an old one from its
    /// cache.
    pub(super) fn style_href(&self, page: &ListPage<'_>, css: &str) -> String {
        let hash = blake3::hash(css.as_bytes()).to_hex();
        format!("{}?{}", page.permalink.href(&ListingPages::style(page.permalink)), &hash[..10])
    }

    /// The title of the page of all that a kind lists.
    pub(super) fn list_title<'a>(&'a self, page: &ListPage<'a>) -> Str<'a> {
        self.site.theme.strings(page.locale).get(page.kind.title).into()
    }

    /// Whether a page that lists what the book holds is for search engines.
    pub(super) fn is_indexed(&self, page: &ListPage<'_>) -> bool {
        !self.is_for_teachers() && (page.kind.is_indexed)(&self.site.book, page.locale, page.thing)
    }

    /// The same page in each language that has it for search engines, in the book's order.
    pub(super) fn indexed<'a>(&'a self, page: &ListPage<'a>) -> Vec<(Locale, &'a Permalink)> {
        let book = &self.site.book;
        let indexed = book.config.locales().filter(|&locale| (page.kind.is_indexed)(book, locale, page.thing));
        indexed.filter_map(|locale| Some((locale, self.same_page(page, locale)?))).collect()
    }

    fn same_page<'a>(&'a self, page: &ListPage<'a>, locale: Locale) -> Option<&'a Permalink> {
        self.site.listing(page.kind.name, locale)?.page(page.thing)
    }

    /// The frame of a page that lists what the book holds, by its title, which says of itself what is in
    /// `json_ld`.
    pub(super) fn list_frame<'a>(&'a self, page: &ListPage<'a>, title: Str<'a>, json_ld: Option<String>) -> Frame<'a> {
        let site = &self.site;
        let config = &site.book.config;
        let href = |to: &Permalink| page.permalink.href(to);
        let frame = self.bare_frame(page.locale, page.permalink, href, title.clone());
        let indexed = self.indexed(page);
        let is_indexed = indexed.iter().any(|(locale, _)| *locale == page.locale);
        let crumb = |(title, to)| NavigationLink { title, lang: None, href: href(to), current: false };
        let front_page = config.front_page(page.locale);
        let home = (config.set(config.title(page.locale), page.locale), &front_page);
        let all = page.thing.map(|_| (self.list_title(page), &page.pages.all));
        let others = indexed.iter().filter(|(locale, _)| *locale != page.locale);
        let open_graph = self.absolute(page.permalink).map(|url| OpenGraph {
            title: clean(title),
            kind: "website",
            url,
            image: self.shared_image(None, page.locale),
            locale: territory(&config.language(page.locale).tag),
            locale_alternates: others.filter_map(|(locale, _)| territory(&config.language(*locale).tag)).collect(),
            published: None,
            modified: None,
        });
        let links = self.links(page.locale, page.permalink, None);
        Frame {
            feed: site.feeds.get(page.locale).as_ref().map(href),
            search: self.search_href(page.locale, page.permalink),
            header_links: links.header,
            footer_links: links.footer,
            alternates: if is_indexed { self.alternates(&indexed) } else { Vec::new() },
            json_ld,
            progress: Some(self.here(None, page.locale, page.permalink)),
            noindex: !self.is_indexed(page),
            languages: self.list_languages(page),
            breadcrumbs: std::iter::once(home).chain(all).map(crumb).collect(),
            open_graph,
            report: self.report(&frame.title, page.permalink, page.locale),
            ..frame
        }
    }

    /// The switch: the same page in each language, else the nearest, else its front page.
    fn list_languages<'a>(&'a self, page: &ListPage<'a>) -> Vec<LanguageLink<'a>> {
        let book = &self.site.book;
        if book.config.languages.len() < 2 {
            return Vec::new();
        }
        let strings = self.site.theme.strings(page.locale);
        let links = book.config.locales().map(|locale| {
            let language = book.config.language(locale);
            let same = self.same_page(page, locale);
            let all = || self.site.listing(page.kind.name, locale).map(|pages| &pages.all);
            let front_page = book.config.front_page(locale);
            let nearest = same.or_else(all).unwrap_or(&front_page);
            let missing = same.is_none().then(|| {
                let name = strings.language(language);
                strings.fill("missing_translation", &[("language", &name)]).into()
            });
            LanguageLink {
                name: language.name.as_str().into(),
                lang: language.tag.as_str().into(),
                hreflang: language.key.as_str().into(),
                href: page.permalink.href(nearest),
                current: locale == page.locale,
                same_text: false,
                missing,
            }
        });
        links.collect()
    }
}
