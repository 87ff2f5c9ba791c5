//! The map of what each lesson needs: of the whole book, or where that has too many lessons, of each level.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::model::{Book, Lesson, LessonRef};
use crate::render::Renderer;
use crate::render::html::escape;
use crate::render::map::{self, Map, Room};
use crate::render::pages::Place;
use crate::render::pages::listing::ListPage;
use crate::render::pages::navigator::needed_by;
use crate::render::sitemap::is_listed;
use crate::render::view::{
    LessonLink, MapBand, MapCard, MapDrawing, MapEntry, MapList, MapOfLevel, MapStyle, MapView, Places,
};
use crate::theme::strings::lent;

/// The name of the kind of page.
pub(super) const NAME: &str = "map";
/// The script of its pages, in the theme.
const SCRIPT: &str = "map.js";
/// The width of the map on a phone, in pixels: at 320 px, what the page's sides leave.
const NARROW: f64 = 284.0;
/// How many lessons of other levels a level's map has below its own, and how many above.
const OTHERS: usize = 8;

/// Whether a language has the map: a single lesson needs none.
pub(super) fn is_in(book: &Book, locale: Locale) -> bool {
    lessons(book, locale).nth(1).is_some()
}

/// Whether a page of the map leads to a lesson in its own language.
pub(super) fn is_indexed(book: &Book, locale: Locale, level: Option<usize>) -> bool {
    let own = |at: LessonRef| level.is_none_or(|level| matches!(at, LessonRef::Lesson(of, _) if of == level));
    lessons(book, locale).any(|(at, lesson)| own(at) && is_listed(lesson, locale))
}

/// The levels, each with a map of its own if the book has too many lessons for one and the level has any.
pub(super) fn each(book: &Book, locale: Locale) -> Vec<Option<&str>> {
    if is_whole(book, locale) {
        return Vec::new();
    }
    let own = book.levels.iter().map(|level| {
        let has_lessons = level.lessons.iter().any(|lesson| lesson.has_page(locale));
        let address = level.index.permalinks.get(locale).as_ref().filter(|_| has_lessons)?;
        address.as_str().split('/').nth(1).filter(|segment| !segment.is_empty())
    });
    own.collect()
}

/// Whether the map of all lessons, or that of a level, is drawn; else it is a list only.
pub(super) fn is_drawn(book: &Book, locale: Locale, level: Option<usize>) -> bool {
    match level {
        None => is_whole(book, locale),
        Some(level) => {
            let own = lessons(book, locale).filter(|(at, _)| matches!(at, LessonRef::Lesson(of, _) if *of == level));
            own.take(map::DRAWN + 1).count() <= map::DRAWN
        }
    }
}

/// Whether the book has so few lessons that they are on one map.
fn is_whole(book: &Book, locale: Locale) -> bool {
    lessons(book, locale).take(map::WHOLE + 1).count() <= map::WHOLE
}

/// The lessons that have a page in a language, as they are read.
fn lessons(book: &Book, locale: Locale) -> impl Iterator<Item = (LessonRef, &Lesson)> {
    let lessons = book.lessons().filter(|(at, _)| matches!(at, LessonRef::Lesson(..)));
    lessons.filter(move |(_, lesson)| lesson.has_page(locale))
}

/// A map drawn for three widths, and which lessons are on it.
struct Chart {
    /// The lessons, as on each of the maps.
    lessons: Vec<LessonRef>,
    /// The band of each: a level of the book; of a level's own map, 0 for what it needs, 1, 2 for what needs it.
    bands: Vec<usize>,
    wide: Map,
    middle: Map,
    narrow: Map,
}

/// Where something is in a map, and its height or length, in pixels.
type Spot = (f64, f64, f64);

impl Chart {
    fn maps(&self) -> [(&'static str, &Map); 3] {
        [("wide", &self.wide), ("middle", &self.middle), ("narrow", &self.narrow)]
    }

    fn style(&self) -> MapStyle {
        let whole = |pixels: f64| pixels.round() as i64;
        let places = |place: &dyn Fn(&Map) -> Option<Spot>| {
            let at = |map: &Map| {
                let (x, y, size) = place(map).unwrap_or_default();
                (whole(x), whole(y), whole(size))
            };
            Places { a: at(&self.wide), b: at(&self.middle), c: at(&self.narrow) }
        };
        let band = |level: usize| {
            let of = move |map: &Map| {
                let band = map.bands.iter().find(|band| band.level == level)?;
                Some((band.label.0, band.label.1, band.room))
            };
            (level + 1, places(&of))
        };
        let card =
            |index: usize| places(&move |map: &Map| map.cards.get(index).map(|card| (card.x, card.y, card.height)));
        MapStyle {
            size: places(&|map: &Map| Some((map.width, map.height, 0.0))),
            bands: self.wide.bands.iter().map(|one| band(one.level)).collect(),
            cards: (0..self.lessons.len()).map(card).collect(),
        }
    }
}

impl Renderer {
    /// The map of all lessons, or of a level's.
    pub(super) fn map<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let theme = &self.site.theme;
        let place = self.front_place(page);
        let all = self.list_title(page);
        let (title, title_lang) = match page.thing {
            Some(level) => place.words(self.site.book.levels[level].index.titles.get(page.locale)),
            None => (all.clone(), None),
        };
        let name = match page.thing {
            Some(_) => format!("{all}{}{title}", place.strings.get("colon")).into(),
            None => all,
        };
        let drawing = self.chart(page).map(|chart| self.map_drawing(page, &place, &chart)).transpose()?;
        let view = MapView {
            frame: self.list_frame(page, name, None),
            title,
            title_lang,
            levels: self.maps_of_levels(page, &place),
            drawing,
            list: self.map_list(page, &place),
            root: self.site.listing(NAME, page.locale).map_or_else(String::new, |maps| page.permalink.href(&maps.all)),
            published: self.published(page),
        };
        theme.render("map.html", &view)
    }

    /// The address that a page of a preview or of a folder is published at: routes are made there too, for students.
    fn published(&self, page: &ListPage<'_>) -> Option<String> {
        let config = &self.site.book.config;
        let base = config.stated_url.as_ref().filter(|_| config.base_url.is_none())?;
        Some(page.permalink.absolute(base.as_str()))
    }

    /// The page as the front page's text would see it: it is about the whole book, too.
    pub(super) fn front_place<'a>(&'a self, page: &ListPage<'a>) -> Place<'a> {
        self.place(LessonRef::Home, page.locale, page.permalink)
    }

    /// Where everything is on the map.
    pub(super) fn map_style<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        match self.chart(page) {
            Some(chart) => self.site.theme.render("map.css", &chart.style()),
            None => Ok(String::new()),
        }
    }

    /// The lessons of the page, drawn; `None` where there are too many.
    fn chart(&self, page: &ListPage<'_>) -> Option<Chart> {
        let (book, locale) = (&self.site.book, page.locale);
        if !is_drawn(book, locale, page.thing) {
            return None;
        }
        let all: Vec<(LessonRef, &Lesson)> = lessons(book, locale).collect();
        let places: BTreeMap<LessonRef, usize> = all.iter().enumerate().map(|(place, (at, _))| (*at, place)).collect();
        let bare = all.iter().map(|(at, lesson)| {
            let level = if let LessonRef::Lesson(level, _) = at { *level } else { 0 };
            let need = |any: &Vec<LessonRef>| any.iter().filter_map(|need| places.get(need).copied()).collect();
            map::Lesson { level, lines: 1, needs: lesson.prerequisites.iter().map(need).collect() }
        });
        let bare: Vec<map::Lesson> = bare.collect();
        let shown = match page.thing {
            Some(level) => map::excerpt(&bare, level, OTHERS),
            None => bare.into_iter().enumerate().collect(),
        };
        let (places, mut shown): (Vec<usize>, Vec<map::Lesson>) = shown.into_iter().unzip();
        let lessons: Vec<(LessonRef, &Lesson)> =
            places.into_iter().filter_map(|place| all.get(place).copied()).collect();
        let mut fit = |units: usize, most: usize| {
            for (one, (_, lesson)) in shown.iter_mut().zip(&lessons) {
                one.lines = map::lines(&lesson.titles.get(locale).text, units, most);
            }
            shown.clone()
        };
        let direction = self.script(locale);
        Some(Chart {
            wide: map::layered(&fit(20, 3), Room::WIDE, direction),
            middle: map::layered(&fit(18, 3), Room::MIDDLE, direction),
            narrow: map::column(&fit(22, 6), NARROW, direction),
            bands: shown.iter().map(|lesson| lesson.level).collect(),
            lessons: lessons.into_iter().map(|(at, _)| at).collect(),
        })
    }

    fn map_drawing<'a>(
        &'a self,
        page: &ListPage<'a>,
        place: &Place<'a>,
        chart: &Chart,
    ) -> Result<MapDrawing<'a>, Box<Diagnostic>> {
        let css = self.site.theme.render("map.css", &chart.style())?;
        let or = escape(&lent::plain(place.strings.get("map_or").into()));
        // A level's own map has the colours of that level in the middle, and none around it.
        let number = |band: usize| match page.thing {
            Some(level) => (band == 1).then_some(level + 1),
            None => Some(band + 1),
        };
        let direction = self.script(page.locale);
        let lines = chart.maps().into_iter().map(|(name, map)| map.svg(name, &or, direction, number));
        let cards: Vec<(usize, MapCard<'a>)> = chart
            .lessons
            .iter()
            .zip(&chart.bands)
            .enumerate()
            .map(|(at, (lesson, band))| {
                let needs = chart.wide.lines.iter().filter(|line| line.to == at).map(|line| line.from.to_string());
                let level = if let LessonRef::Lesson(level, _) = lesson { level + 1 } else { 1 };
                let before = needs.collect::<Vec<_>>().join(" ");
                let lesson = place.lesson_link(self.site.book.lesson(*lesson));
                (*band, MapCard { place: at, before, level, lesson })
            })
            .collect();
        let bands = cards.chunk_by(|one, other| one.0 == other.0).map(|cards| {
            let band = cards.first().map_or(0, |(band, _)| *band);
            let label = if band == 0 { "map_before" } else { "map_after" };
            MapBand {
                place: band + 1,
                level: number(band).map(|number| place.level_link(number - 1)),
                label: place.strings.get(label).into(),
                cards: cards.iter().map(|(_, card)| card.clone()).collect(),
            }
        });
        Ok(MapDrawing {
            stylesheet: self.style_href(page, &css),
            script: self.site.published.more_scripts.get(SCRIPT).map(|script| page.permalink.href(script)),
            lines_html: lines.collect(),
            bands: bands.collect(),
        })
    }

    /// The maps that levels have of their own, on the page of all.
    fn maps_of_levels<'a>(&'a self, page: &ListPage<'a>, place: &Place<'a>) -> Vec<MapOfLevel<'a>> {
        let pages = self.site.listing(NAME, page.locale).filter(|_| page.thing.is_none());
        let own = pages.map_or(&[][..], |pages| &pages.each).iter().enumerate();
        let maps = own.filter_map(|(level, address)| {
            let lessons = place.strings.count("lessons", place.lesson_count(level)).into();
            let mut link = place.level_link(level);
            link.href = page.permalink.href(address.as_ref()?);
            Some(MapOfLevel { level: link, lessons })
        });
        maps.collect()
    }

    /// The lessons of the page's levels as a list, with what each needs and opens.
    fn map_list<'a>(&'a self, page: &ListPage<'a>, place: &Place<'a>) -> Vec<MapList<'a>> {
        let (book, locale) = (&self.site.book, page.locale);
        let levels = match page.thing {
            Some(level) => level..level + 1,
            None if is_whole(book, locale) => 0..book.levels.len(),
            None => return Vec::new(),
        };
        let opens = needed_by(self, locale);
        let links = |lessons: &[LessonRef]| -> Vec<LessonLink<'a>> {
            let lessons = lessons.iter().map(|lesson| book.lesson(*lesson));
            let lessons = lessons.filter(|lesson| lesson.has_page(locale));
            lessons.map(|lesson| place.lesson_link(lesson)).collect()
        };
        let list = levels.rev().map(|level| {
            let own = lessons(book, locale).filter(|(at, _)| matches!(at, LessonRef::Lesson(of, _) if *of == level));
            let entry = |(at, lesson): (LessonRef, &'a Lesson)| MapEntry {
                lesson: place.lesson_link(lesson),
                needs: lesson.prerequisites.iter().map(|any| links(any)).filter(|any| !any.is_empty()).collect(),
                opens: links(opens.get(&at).map_or(&[], Vec::as_slice)),
            };
            MapList { level: place.level_link(level), lessons: own.map(entry).collect() }
        });
        list.filter(|level| !level.lessons.is_empty()).collect()
    }
}
