//! What is new in a language, as an Atom feed (RFC 4287).

use std::fmt::Write;

use crate::locale::Locale;
use crate::locale::typography::clean;
use crate::model::{Date, Lesson, LessonRef, Permalink, Translation};
use crate::plan::is_news;
use crate::render::Renderer;
use crate::render::licence::licence;
use crate::render::text;
use crate::render::xml::escape;

/// How many lessons a feed names: the newest.
const MOST: usize = 50;

/// A lesson in a feed.
struct News<'a> {
    lesson: &'a Lesson,
    translation: &'a Translation,
    permalink: &'a Permalink,
    updated: Date,
}

/// The feed of a language: the lessons that are in that language and have a date, the newest first.
/// Nothing of what it names is in another language. `None` if the language has no feed, as in a site that doesn't
/// know its own address.
pub(super) fn atom(renderer: &Renderer, locale: Locale) -> Option<String> {
    let site = renderer.site();
    let config = &site.book.config;
    let base = config.base_url.as_ref()?.as_str();
    let mut news: Vec<News<'_>> = site.book.lessons().filter_map(|(at, lesson)| entry(at, lesson, locale)).collect();
    // Stable: lessons of one day stay in reading order.
    news.sort_by_key(|news| std::cmp::Reverse(news.updated));
    news.truncate(MOST);
    let language = config.language(locale);
    let address = |permalink: &Permalink| escape(&permalink.absolute(base));
    let home = address(&config.front_page(locale));
    let own = address(site.feeds.get(locale).as_ref()?);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let tag = escape(&language.tag);
    let _ = writeln!(xml, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{tag}\">");
    let _ = writeln!(xml, "<id>{home}</id>");
    let set = |text| clean(config.set(text, locale));
    let title = set(config.title(locale)).into_owned();
    let _ = writeln!(xml, "<title>{}</title>", escape(&title));
    if let Some(description) = config.description.get(locale) {
        let _ = writeln!(xml, "<subtitle>{}</subtitle>", escape(&set(description)));
    }
    if let Some(newest) = news.first() {
        let _ = writeln!(xml, "<updated>{}</updated>", moment(newest.updated));
    }
    // A feed has an author, even where its book names none.
    authors(&mut xml, if config.authors.is_empty() { std::slice::from_ref(&title) } else { &config.authors });
    let key = escape(&language.key);
    let _ = writeln!(xml, "<link rel=\"alternate\" type=\"text/html\" hreflang=\"{key}\" href=\"{home}\"/>");
    let _ = writeln!(xml, "<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>");
    let _ = writeln!(xml, "<generator version=\"{0}\">Palier</generator>", env!("CARGO_PKG_VERSION"));
    if let Some(license) = &config.license {
        let name = licence(&license.value, site.theme.strings(locale)).name;
        let _ = writeln!(xml, "<rights>{}</rights>", escape(&name));
    }
    for news in &news {
        push_entry(&mut xml, renderer, locale, news, &address(news.permalink));
    }
    xml.push_str("</feed>\n");
    Some(xml)
}

fn entry(at: LessonRef, lesson: &Lesson, locale: Locale) -> Option<News<'_>> {
    if !is_news(at, lesson, locale) {
        return None;
    }
    let translation = lesson.translations.get(&locale)?;
    let own = translation.parsed.front_matter.updated.as_ref().map(|updated| updated.value);
    let updated = own.or(lesson.published(locale))?;
    Some(News { lesson, translation, permalink: lesson.permalinks.get(locale).as_ref()?, updated })
}

fn push_entry(xml: &mut String, renderer: &Renderer, locale: Locale, news: &News<'_>, address: &str) {
    let site = renderer.site();
    let config = &site.book.config;
    let key = escape(&config.language(locale).key);
    let set = |text| clean(config.set(text, locale));
    xml.push_str("<entry>\n");
    let _ = writeln!(xml, "<id>{address}</id>");
    let _ = writeln!(xml, "<title>{}</title>", escape(&set(&news.lesson.titles.get(locale).text)));
    let _ = writeln!(xml, "<link rel=\"alternate\" type=\"text/html\" hreflang=\"{key}\" href=\"{address}\"/>");
    let _ = writeln!(xml, "<updated>{}</updated>", moment(news.updated));
    if let Some(date) = news.lesson.published(locale) {
        let _ = writeln!(xml, "<published>{}</published>", moment(date));
    }
    // Without authors of its own an entry is by the feed's.
    if news.lesson.authors != config.authors {
        authors(xml, &news.lesson.authors);
    }
    for tag in news.lesson.tags.iter().filter_map(|&tag| site.book.tags.get(tag)) {
        let label = tag.labels.get(locale);
        if label.locale == locale {
            let label = escape(&set(&label.text));
            let _ = writeln!(xml, "<category term=\"{}\" label=\"{label}\"/>", escape(&tag.id));
        }
    }
    if let Some(description) =
        text::description(renderer.parts(), news.lesson, news.translation, news.permalink, locale)
    {
        let _ = writeln!(xml, "<summary>{}</summary>", escape(clean(description).trim()));
    }
    xml.push_str("</entry>\n");
}

fn authors(xml: &mut String, names: &[String]) {
    for name in names {
        let _ = writeln!(xml, "<author><name>{}</name></author>", escape(name));
    }
}

/// A day as RFC 3339 writes moments: its first.
fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}
