//! What every page has around its own part.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::config::AddedLink;
use crate::locale::Locale;
use crate::locale::typography::clean;
use crate::model::{Audience, Delivery, Lesson, LessonRef, Permalink, Target, Title, Translation};
use crate::parse::fingerprints::Part;
use crate::plan::{Bar, Sealed, ShownLogo, manifest};
use crate::render::Renderer;
use crate::render::html::Context as _;
use crate::render::licence::licence;
use crate::render::pages::{Place, progress};
use crate::render::pyramid::mark;
use crate::render::sitemap::is_listed;
use crate::render::text::fragment;
use crate::render::view::{
    Alternate, App, BookView, DiskScript, Frame, Here, LanguageLink, LogoPicture, LogoView, NavigationLink,
    OriginalLink, OutdatedNotice, Str, TextParts,
};

/// How many pages outside the levels the header has room for.
const HEADER_LINKS: usize = 3;

/// How many the footer names. Of more, the front page names them all, and each page those near it: naming
/// them all on every page would be n² work.
const FOOTER_LINKS: usize = 24;

/// The scripts that come with the pages that need them, so that no other page names them.
const WITH_PAGES: [&str; 7] = ["class.js", DISK_SCRIPT, FILM_SCRIPT, "keep.js", "map.js", "paper.js", "progress.js"];

/// What scripts call the service worker.
const WORKER: &str = "worker";

/// The script that keeps pages on devices, in the theme.
const OFFLINE_SCRIPT: &str = "offline.js";

/// The script of pages that are opened from a folder, in the theme.
const DISK_SCRIPT: &str = "disk.js";

/// The stylesheet of code with a title, numbered lines or marked ones, in the theme.
const LISTING_STYLE: &str = "listing.css";

/// The stylesheet of images that have a width, a side or a credit.
const FIGURES_STYLE: &str = "figures.css";

/// The stylesheet and the script of films of other hosts, in the theme.
const FILM_STYLE: &str = "film.css";
const FILM_SCRIPT: &str = "film.js";

/// The program's name and version.
const GENERATOR: &str = concat!("Palier ", env!("CARGO_PKG_VERSION"));

/// Links to the pages of the site that are no lessons.
pub(super) struct Links<'a> {
    /// Pages outside the levels, as many as the header has room for, and the listings that belong there.
    pub(super) header: Vec<NavigationLink<'a>>,
    /// All of them or those near this one, and the listings that belong there.
    pub(super) footer: Vec<NavigationLink<'a>>,
}

impl Renderer {
    /// The value of `dir` for a language of the book: `ltr` or `rtl`.
    pub(super) fn direction(&self, locale: Locale) -> &'static str {
        if self.site.book.config.language(locale).right_to_left { "rtl" } else { "ltr" }
    }

    fn site_view(&self, locale: Locale) -> BookView<'_> {
        let config = &self.site.book.config;
        BookView {
            title: config.set(config.title(locale), locale),
            description: self.site_description(locale),
            authors: config.authors.iter().map(|author| author.as_str().into()).collect(),
            licence: config.license.as_ref().map(|license| licence(&license.value, self.site.theme.strings(locale))),
            levels: self.site.book.levels.len(),
        }
    }

    /// The book in a sentence.
    pub(super) fn site_description(&self, locale: Locale) -> Option<Str<'_>> {
        let config = &self.site.book.config;
        config.description.get(locale).as_ref().map(|description| config.set(description, locale))
    }

    /// The frame of a page that isn't a text of the book, as bare as can be.
    pub(super) fn bare_frame<'a>(
        &'a self,
        locale: Locale,
        permalink: &Permalink,
        href: impl Fn(&Permalink) -> String,
        title: Str<'a>,
    ) -> Frame<'a> {
        let book = &self.site.book;
        let language = book.config.language(locale);
        let strings = self.site.theme.strings(locale);
        let site = self.site_view(locale);
        let title = strings.fill("of_site", &[("title", &title), ("site", &site.title)]);
        let published = &self.site.published;
        let home = href(&book.config.front_page(locale));
        Frame {
            lang: language.tag.as_str().into(),
            dir: self.direction(locale),
            title: clean(title.into()),
            description: site.description.clone().map(clean),
            canonical: self.absolute(permalink),
            alternates: Vec::new(),
            feed: None,
            authors: site.authors.clone(),
            open_graph: None,
            scholar: None,
            json_ld: None,
            progress: None,
            noindex: self.is_for_teachers(),
            stylesheet: href(&published.stylesheet),
            own_styles: published.own_styles.iter().map(&href).collect(),
            styles: published.styles.iter().map(|(name, style)| (name.as_str(), href(style))).collect(),
            text_parts: TextParts::default(),
            font: self.early_font(&href),
            script: published.script.as_ref().map(&href),
            more_scripts: self.more_scripts(locale, &href),
            disk: self.disk_script(locale, &href),
            asks: false,
            icon: published.icon.as_ref().map(&href),
            app: None,
            home: home.clone(),
            mark_html: mark(book.levels.len(), None),
            logo: self.logo(locale, &href),
            languages: Vec::new(),
            search: None,
            header_links: Vec::new(),
            footer_links: Vec::new(),
            here: None,
            breadcrumbs: Vec::new(),
            outdated: None,
            draft: false,
            teacher: self.is_for_teachers(),
            edit: None,
            report: None,
            extra: None,
            generator: GENERATOR,
            edition: self.edition(locale, &home),
            site,
            strings,
        }
    }

    /// [`Frame::more_scripts`] of the page in that language whose ways `href` gives: only the page knows them, since a
    /// published name changes with the script, and an `import` would not run in a page opened from a disk.
    fn more_scripts(&self, locale: Locale, href: impl Fn(&Permalink) -> String) -> Option<String> {
        let published = &self.site.published;
        if published.more_scripts.is_empty() {
            return None;
        }
        let is_hosted = self.site.book.delivery == Delivery::Host;
        let is_named = |name: &str| !WITH_PAGES.contains(&name) && (is_hosted || name != OFFLINE_SCRIPT);
        let scripts = published.more_scripts.iter().filter(|(name, _)| is_named(name));
        // A script of theirs may have a stylesheet of the same name.
        let styles = scripts.clone().filter_map(|(name, _)| {
            let (name, style) = published.styles.get_key_value(&format!("{}.css", name.strip_suffix(".js")?))?;
            Some((name.as_str(), style))
        });
        let worker = is_hosted.then(|| Sealed::Worker.permalink(&self.site.book));
        let all = scripts.map(|(name, script)| (name.as_str(), script)).chain(styles);
        let all = all.chain([("words", published.script_words.get(locale))]);
        let all = all.chain(worker.as_ref().map(|worker| (WORKER, worker)));
        let scripts: BTreeMap<&str, String> = all.map(|(name, script)| (name, href(script))).collect();
        // A map of strings always serialises.
        let json = serde_json::to_string(&scripts).unwrap_or_default();
        Some(json.replace('&', "\\u0026").replace('\'', "\\u0027"))
    }

    /// What the text of the page at that address has, which shows these texts, and not every text has.
    pub(super) fn text_parts<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t Translation>,
        page: &Permalink,
    ) -> TextParts {
        let (mut has_listings, mut has_films, mut has_figures) = (false, false, false);
        for text in texts {
            let shown = text.parsed.shown(self.site.book.audience);
            has_listings |= shown.has_listings();
            has_films |= shown.films().next().is_some();
            has_figures |= self.site.book.has_figures(text);
        }
        let published = &self.site.published;
        let wanted = [(LISTING_STYLE, has_listings), (FILM_STYLE, has_films), (FIGURES_STYLE, has_figures)];
        let styles = wanted.iter().filter(|(_, is_wanted)| *is_wanted);
        let styles = styles.filter_map(|(name, _)| published.styles.get(*name));
        let script = published.more_scripts.get(FILM_SCRIPT).filter(|_| has_films);
        TextParts {
            styles: styles.map(|style| page.href(style)).collect(),
            scripts: script.map(|script| page.href(script)).into_iter().collect(),
        }
    }

    /// The font that a page loads first. One that is opened from a folder may ask for none so: fonts are then asked for as
    /// from another origin, which a file has none of.
    fn early_font(&self, href: impl Fn(&Permalink) -> String) -> Option<String> {
        let font = self.site.published.font.as_ref().filter(|_| self.site.book.delivery != Delivery::Folder)?;
        Some(href(font))
    }

    /// The book's logo on the page in that language whose ways `href` gives.
    fn logo(&self, locale: Locale, href: impl Fn(&Permalink) -> String) -> Option<LogoView<'_>> {
        let (logo, config) = (self.site.logo.as_ref()?, &self.site.book.config);
        let written = config.logo.as_ref()?;
        let picture = |ShownLogo { address, size: (width, height) }: &ShownLogo| LogoPicture {
            src: href(address),
            width: *width,
            height: *height,
        };
        let with_title = written.with_title;
        let said = written.alt.get(locale).as_deref().or((!with_title).then(|| config.title(locale)));
        Some(LogoView {
            light: picture(&logo.light),
            dark: logo.dark.as_ref().map(picture),
            alt: said.map_or_else(Str::default, |said| clean(config.set(said, locale))),
            with_title,
        })
    }

    /// The links that a book adds to header and footer, in that language, from the page `from`. What leads nowhere is left
    /// out.
    fn added_links(&self, locale: Locale, from: &Permalink) -> Links<'_> {
        let book = &self.site.book;
        let bars = book.bars.get(locale);
        if bars.links.is_empty() {
            return Links { header: Vec::new(), footer: Vec::new() };
        }
        let text = self.page_text(&book.home, bars, from, locale);
        let link = |(index, added): (usize, &'_ AddedLink)| {
            let href = text.href(index)?.into_owned();
            let current = match bars.links.get(index)? {
                Target::Lesson { to, locale, anchor: None } => {
                    book.lesson(*to).permalinks.get(*locale).as_ref() == Some(from)
                }
                _ => false,
            };
            let Title { text: label, locale: said } = added.label.get(locale);
            let lang = (*said != locale).then(|| book.config.language(*said).tag.as_str().into());
            Some((
                index,
                NavigationLink { title: book.config.set(label, *said).into_owned().into(), lang, href, current },
            ))
        };
        let added = book.config.header_links.iter().chain(&book.config.footer_links).enumerate();
        let in_header = book.config.header_links.len();
        let (header, footer): (Vec<_>, Vec<_>) = added.filter_map(link).partition(|(index, _)| *index < in_header);
        let links = |numbered: Vec<(usize, _)>| numbered.into_iter().map(|(_, link)| link).collect();
        Links { header: links(header), footer: links(footer) }
    }

    /// [`Frame::disk`] of the page in that language whose ways `href` gives.
    fn disk_script(&self, locale: Locale, href: impl Fn(&Permalink) -> String) -> Option<DiskScript> {
        let script = self.site.published.more_scripts.get(DISK_SCRIPT);
        let script = script.filter(|_| self.site.book.delivery == Delivery::Folder)?;
        let progress = self.site.listing(progress::NAME, locale)?;
        Some(DiskScript { src: href(script), progress: href(&progress.all.file_itself()) })
    }

    /// [`Frame::app`] of the page at an address.
    pub(super) fn app(&self, locale: Locale, page: &Permalink) -> Option<App> {
        let book = &self.site.book;
        let icon = self.site.published.app_icons.iter().find(|icon| icon.is_for_touch);
        (book.delivery == Delivery::Host).then(|| App {
            manifest: page.href(&manifest(book, locale)),
            touch_icon: icon.map(|icon| page.href(&icon.address)),
        })
    }

    /// Whether the site is the teacher's.
    pub(super) fn is_for_teachers(&self) -> bool {
        self.site.book.audience == Audience::Teachers
    }

    /// Links to the pages of the site that are no lessons, from the page `from`.
    pub(super) fn links<'l>(&'l self, locale: Locale, from: &Permalink, current: Option<LessonRef>) -> Links<'l> {
        let book = &self.site.book;
        let link = |(index, page): (usize, &'l Lesson)| {
            let permalink = page.permalinks.get(locale).as_ref()?;
            let title = page.titles.get(locale);
            let lang = (title.locale != locale).then(|| book.config.language(title.locale).tag.as_str().into());
            let (title, href) = (book.config.set(&title.text, title.locale), from.href(permalink));
            Some(NavigationLink { title, lang, href, current: current == Some(LessonRef::Page(index)) })
        };
        let pages = || book.pages.iter().enumerate();
        let mut header = self.listing_links(Bar::Header, locale, from);
        // The book's own choice of what is in the header counts, whatever pages it has.
        let added = self.added_links(locale, from);
        match added.header.is_empty() {
            true => header.extend(pages().filter_map(link).take(HEADER_LINKS)),
            false => header.extend(added.header),
        }
        let named = match current {
            Some(LessonRef::Home) => 0..book.pages.len(),
            current => near(book.pages.len(), current),
        };
        let mut footer: Vec<NavigationLink<'l>> =
            pages().skip(named.start).take(named.len()).filter_map(link).collect();
        if named.len() < book.pages.len() {
            let title = self.site.theme.strings(locale).get("all_pages").into();
            let href = format!("{}#page.footer-title", from.href(&book.config.front_page(locale)));
            footer.push(NavigationLink { title, lang: None, href, current: false });
        }
        footer.extend(added.footer);
        footer.extend(self.listing_links(Bar::Footer, locale, from));
        Links { header, footer }
    }

    /// The links in a bar to the pages that list what the book holds, in their order.
    fn listing_links(&self, bar: Bar, locale: Locale, from: &Permalink) -> Vec<NavigationLink<'_>> {
        let listings = self.site.listings().filter_map(|(kind, pages)| {
            let place = kind.linked.filter(|(linked, _)| *linked == bar).map(|(_, place)| place)?;
            Some((place, kind, &pages.get(locale).as_ref()?.all))
        });
        let mut listings: Vec<_> = listings.collect();
        listings.sort_by_key(|(place, ..)| *place);
        let links = listings.into_iter().map(|(_, kind, page)| {
            let title = self.site.theme.strings(locale).get(kind.title).into();
            NavigationLink { title, lang: None, href: from.href(page), current: page == from }
        });
        links.collect()
    }

    /// A page in each language that has it, and the one for all others: only when each names them all
    /// do search engines take the links as true.
    pub(super) fn alternates(&self, pages: &[(Locale, &Permalink)]) -> Vec<Alternate<'_>> {
        let config = &self.site.book.config;
        let listed: Vec<(Locale, String)> =
            pages.iter().filter_map(|(locale, page)| Some((*locale, self.absolute(page)?))).collect();
        let default = listed.iter().find(|(locale, _)| *locale == config.default_locale).or(listed.first());
        let default = default.map(|(_, href)| Alternate { hreflang: "x-default".into(), href: href.clone() });
        let own = listed.iter().map(|(locale, href)| Alternate {
            hreflang: config.language(*locale).key.as_str().into(),
            href: href.clone(),
        });
        own.chain(default).collect()
    }

    /// The whole address of a page, where the site knows its own.
    pub(in crate::render) fn absolute(&self, permalink: &Permalink) -> Option<String> {
        let base = self.site.book.config.base_url.as_ref()?;
        Some(permalink.absolute(base.as_str()))
    }
}

/// Which of so many pages outside the levels a page names: those around it, where it is one of them.
fn near(pages: usize, current: Option<LessonRef>) -> Range<usize> {
    let here = match current {
        Some(LessonRef::Page(page)) => page,
        _ => 0,
    };
    let start = here.saturating_sub(FOOTER_LINKS / 2).min(pages.saturating_sub(FOOTER_LINKS));
    start..pages.min(start + FOOTER_LINKS)
}

impl<'a> Place<'a> {
    /// The frame of the page, which says of itself what is in `json_ld`.
    pub(super) fn frame(&self, json_ld: Option<String>) -> Frame<'a> {
        let renderer = self.renderer;
        let book = &renderer.site.book;
        let language = book.config.language(self.locale);
        let site = renderer.site_view(self.locale);
        let (title, _) = self.title();
        let title = match self.at {
            LessonRef::Home => site.title.clone(),
            LessonRef::Level(level) => {
                let level = self.strings.level(level + 1, self.level_name());
                let title = format!("{level}{}{title}", self.strings.get("colon"));
                self.strings.fill("of_site", &[("title", &title), ("site", &site.title)]).into()
            }
            _ => self.strings.fill("of_site", &[("title", &title), ("site", &site.title)]).into(),
        };
        let report = renderer.report(&title, self.permalink, self.locale);
        let home = self.href(&book.home);
        let edition = match self.at {
            LessonRef::Home => renderer.editions(self.locale),
            _ => renderer.edition(self.locale, &home),
        };
        let draft = self.shown.is_some_and(|shown| shown.draft);
        let links = renderer.links(self.locale, self.permalink, Some(self.at));
        let published = &renderer.site.published;
        let href = |to: &Permalink| self.permalink.href(to);
        Frame {
            lang: language.tag.as_str().into(),
            dir: renderer.direction(self.locale),
            title: clean(title),
            description: self.lead().or_else(|| site.description.clone()).map(clean),
            canonical: self.canonical(),
            alternates: self.alternates(),
            feed: renderer.site.feeds.get(self.locale).as_ref().map(href),
            authors: self.lesson.authors.iter().map(|author| author.as_str().into()).collect(),
            open_graph: self.open_graph(),
            scholar: self.scholar(),
            json_ld,
            progress: Some(renderer.here(Some(self.at), self.locale, self.permalink)),
            noindex: draft || renderer.is_for_teachers(),
            stylesheet: href(&published.stylesheet),
            own_styles: published.own_styles.iter().map(href).collect(),
            styles: published.styles.iter().map(|(name, style)| (name.as_str(), href(style))).collect(),
            text_parts: renderer.text_parts(self.shown, self.permalink),
            font: renderer.early_font(href),
            script: published.script.as_ref().map(href),
            more_scripts: renderer.more_scripts(self.locale, href),
            disk: renderer.disk_script(self.locale, href),
            asks: self.shown.is_some_and(|shown| shown.parsed.has_questions()),
            icon: published.icon.as_ref().map(href),
            app: (self.at == LessonRef::Home).then(|| renderer.app(self.locale, self.permalink)).flatten(),
            home,
            mark_html: mark(book.levels.len(), self.level_number()),
            logo: renderer.logo(self.locale, href),
            languages: self.languages(),
            search: renderer.search_href(self.locale, self.permalink),
            header_links: links.header,
            footer_links: links.footer,
            here: self.here(),
            breadcrumbs: self.breadcrumbs(),
            outdated: self.outdated(),
            draft,
            teacher: renderer.is_for_teachers(),
            edit: self.edit(),
            report,
            extra: self.shown.and_then(|shown| shown.parsed.front_matter.extra.as_ref()),
            generator: GENERATOR,
            edition,
            site,
            strings: self.strings,
        }
    }

    /// The number of the level that the page is of, if it is of one.
    pub(super) fn level_number(&self) -> Option<usize> {
        match self.at {
            LessonRef::Level(level) | LessonRef::Lesson(level, _) => Some(level + 1),
            LessonRef::Home | LessonRef::Page(_) => None,
        }
    }

    /// The address the page wants to be known by: on a fallback, the original's.
    pub(super) fn canonical(&self) -> Option<String> {
        let locale = self.shown.map_or(self.locale, |shown| shown.locale);
        let original = self.lesson.permalinks.get(locale).as_ref().unwrap_or(self.permalink);
        self.renderer.absolute(original)
    }

    /// The page in each language that has its own text, itself included.
    fn alternates(&self) -> Vec<Alternate<'a>> {
        if !is_listed(self.lesson, self.locale) {
            return Vec::new();
        }
        let locales = self.renderer.site.book.config.locales().filter(|&locale| is_listed(self.lesson, locale));
        let pages = locales.filter_map(|locale| Some((locale, self.lesson.permalinks.get(locale).as_ref()?)));
        self.renderer.alternates(&pages.collect::<Vec<_>>())
    }

    /// The switch: the same text in each language, its fallback, or the nearest page above it.
    pub(super) fn languages(&self) -> Vec<LanguageLink<'a>> {
        let book = &self.renderer.site.book;
        if book.config.languages.len() < 2 {
            return Vec::new();
        }
        let default = book.config.default_locale;
        let links = book.config.locales().map(|locale| {
            let language = book.config.language(locale);
            let above = match self.at {
                LessonRef::Lesson(level, _) => &book.levels[level].index,
                _ => &book.home,
            };
            let own = self.lesson.permalinks.get(locale).as_ref();
            let page = own.map_or_else(|| self.renderer.page_of(above, locale), Cow::Borrowed);
            let lacks = !self.lesson.translations.is_empty() && !self.lesson.translations.contains_key(&locale);
            let missing = lacks.then(|| {
                let name = self.strings.language(language);
                self.strings.fill("missing_translation", &[("language", &name)]).into()
            });
            let text = own.and(self.lesson.shown(locale, default));
            LanguageLink {
                name: language.name.as_str().into(),
                lang: language.tag.as_str().into(),
                hreflang: language.key.as_str().into(),
                href: self.permalink.href(&page),
                current: locale == self.locale,
                same_text: text.is_some_and(|text| self.shown.is_some_and(|shown| shown.locale == text.locale)),
                missing,
            }
        });
        links.collect()
    }

    /// Where in the pyramid the page is.
    fn here(&self) -> Option<Here<'a>> {
        let (level, lesson) = match self.at {
            LessonRef::Level(level) => (level, None),
            LessonRef::Lesson(level, index) => (level, Some(self.place_in_level(level, index))),
            LessonRef::Home | LessonRef::Page(_) => return None,
        };
        let index = &self.renderer.site.book.levels[level].index;
        Some(Here {
            number: level + 1,
            label: self.strings.level(level + 1, self.level_name()).into(),
            lesson,
            href: self.href(index),
        })
    }

    /// The way down from the front page, the page itself left out.
    fn breadcrumbs(&self) -> Vec<NavigationLink<'a>> {
        let book = &self.renderer.site.book;
        let mut crumbs = Vec::new();
        if self.at != LessonRef::Home {
            let title = book.config.set(book.config.title(self.locale), self.locale);
            crumbs.push(NavigationLink { title, lang: None, href: self.href(&book.home), current: false });
        }
        if let LessonRef::Lesson(level, _) = self.at {
            let level = self.level_link(level);
            crumbs.push(NavigationLink { title: level.title, lang: level.lang, href: level.href, current: false });
        }
        crumbs
    }

    /// The notice of a text that fell behind another language's.
    fn outdated(&self) -> Option<OutdatedNotice<'a>> {
        let shown = self.shown.filter(|shown| shown.locale == self.locale)?;
        let config = &self.renderer.site.book.config;
        let name = |locale| {
            let language = config.language(locale);
            self.strings.language(language)
        };
        let ahead = self.lesson.ahead_of(self.locale);
        if ahead.is_empty() {
            return None;
        }
        let names = ahead.iter().map(|&locale| name(locale)).collect::<Vec<_>>().join(", ");
        let headings = shown.parsed.shown(self.renderer.site.book.audience).headings.iter();
        let headings: HashMap<&str, &str> =
            headings.map(|heading| (heading.anchor.as_str(), heading.text.as_str())).collect();
        let sections = self.lesson.behind(self.locale).iter().filter_map(|behind| {
            let Some(Part::Section(anchor)) = &behind.part else { return None };
            let title = *headings.get(anchor.as_str())?;
            let href = format!("#{}", fragment(anchor));
            Some(NavigationLink { title: title.into(), lang: None, href, current: false })
        });
        let originals = ahead.iter().filter_map(|&locale| {
            let page = self.lesson.permalinks.get(locale).as_ref()?;
            Some(OriginalLink {
                href: self.permalink.href(page),
                label: self.strings.fill("outdated_link", &[("language", &name(locale))]).into(),
                hreflang: config.language(locale).key.as_str().into(),
            })
        });
        Some(OutdatedNotice {
            text: self.strings.fill("outdated", &[("language", &names)]).into(),
            sections_label: self.strings.get("outdated_sections").into(),
            sections: sections.collect(),
            originals: originals.collect(),
        })
    }

    fn edit(&self) -> Option<String> {
        let pattern = self.renderer.site.book.config.edit_url.as_deref()?;
        let path = Permalink::file(self.shown?.path.as_str()).encoded();
        Some(pattern.replace("{path}", &path))
    }
}
