//! The frame of a page that lists what the book holds: its tags, its terms.

use crate::locale::typography::clean;
use crate::locale::{Locale, Localized};
use crate::model::Permalink;
use crate::render::Renderer;
use crate::render::pages::metadata::territory;
use crate::render::view::{Frame, LanguageLink, NavigationLink, OpenGraph, Str};

/// A page that lists what the book holds.
pub(super) struct ListPage<'a> {
    pub(super) permalink: &'a Permalink,
    pub(super) locale: Locale,
    /// Its title, without the site's.
    pub(super) title: Str<'a>,
    /// The same page in each language, itself included.
    pub(super) same: Localized<Option<&'a Permalink>>,
    /// Where the switch leads in a language that lacks it, when not to the front page.
    pub(super) nearest: Localized<Option<&'a Permalink>>,
    /// The languages whose page shows something of their own, and is for search engines.
    pub(super) listed: Vec<Locale>,
    /// The page above it, with its title, when that is not the front page.
    pub(super) above: Option<(Str<'a>, &'a Permalink)>,
}

impl Renderer {
    /// Whether a page that lists what the book holds is for search engines.
    pub(super) fn is_indexed(&self, page: &ListPage<'_>) -> bool {
        let has_page = |locale: &Locale| *locale == page.locale && page.same.get(*locale).is_some();
        !self.is_for_teachers() && page.listed.iter().any(has_page)
    }

    /// The frame of a page that lists what the book holds, which says of itself what is in `json_ld`.
    pub(super) fn list_frame<'a>(&'a self, page: &ListPage<'a>, json_ld: Option<String>) -> Frame<'a> {
        let site = &self.site;
        let config = &site.book.config;
        let frame = self.bare_frame(page.locale, page.permalink, |to| page.permalink.href(to), page.title.clone());
        let listed: Vec<(Locale, &Permalink)> =
            page.listed.iter().filter_map(|&locale| Some((locale, (*page.same.get(locale))?))).collect();
        let is_listed = listed.iter().any(|(locale, _)| *locale == page.locale);
        let crumb = |(title, to): (Str<'a>, &Permalink)| {
            let href = page.permalink.href(to);
            NavigationLink { title, lang: None, href, current: false }
        };
        let home = site.book.home.permalinks.get(page.locale).as_ref();
        let home = home.map(|home| (config.set(config.title.get(page.locale), page.locale), home));
        let others = listed.iter().filter(|(locale, _)| *locale != page.locale);
        let open_graph = self.absolute(page.permalink).map(|url| OpenGraph {
            title: clean(page.title.clone()),
            kind: "website",
            url,
            locale: territory(&config.language(page.locale).tag),
            locale_alternates: others.filter_map(|(locale, _)| territory(&config.language(*locale).tag)).collect(),
            published: None,
            modified: None,
        });
        let links = self.links(page.locale, page.permalink, None);
        Frame {
            feed: site.feeds.get(page.locale).as_ref().map(|feed| page.permalink.href(feed)),
            header_links: links.header,
            footer_links: links.footer,
            alternates: if is_listed { self.alternates(&listed) } else { Vec::new() },
            json_ld,
            noindex: !self.is_indexed(page),
            languages: self.list_languages(page),
            breadcrumbs: home.into_iter().chain(page.above.clone()).map(crumb).collect(),
            open_graph,
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
            let same = *page.same.get(locale);
            let nearest = same.or(*page.nearest.get(locale)).or(book.home.permalinks.get(locale).as_ref());
            let missing = same.is_none().then(|| {
                let name = strings.language(language);
                strings.fill("missing_translation", &[("language", &name)]).into()
            });
            LanguageLink {
                name: language.name.as_str().into(),
                lang: language.tag.as_str().into(),
                hreflang: language.key.as_str().into(),
                href: nearest.map_or_else(String::new, |nearest| page.permalink.href(nearest)),
                current: locale == page.locale,
                same_text: false,
                missing,
            }
        });
        links.collect()
    }
}
