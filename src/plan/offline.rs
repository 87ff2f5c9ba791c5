//! What a site has to be read without a network: the service worker and the lists of what it keeps, which are made of what all
//! other files hold; and for each language what browsers ask of an app that is to be installed.
//!
//! Only a site that a host sends has them: in the preview they would show what was, and browsers refuse them in a folder.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::json;

use crate::locale::Locale;
use crate::model::{Book, Delivery, Permalink};
use crate::theme::colour::PAPER;
use crate::theme::{Content, PublishedTheme};

/// The path of the service worker: it serves what is in its folder.
const WORKER: &str = "sw.js";

/// A file that is made of what all others hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sealed {
    /// The service worker.
    Worker,
    /// The parts of the site in a language: how many bytes each has.
    Parts(Locale),
    /// The files of a part: of a level by its number, 1 at the base, or for 0 of what is in no level.
    Part(Locale, usize),
}

impl Sealed {
    /// Where it is.
    pub fn permalink(self, book: &Book) -> Permalink {
        let language = |locale| &book.config.language(locale).key;
        Permalink::file(&match self {
            Self::Worker => WORKER.to_owned(),
            Self::Parts(locale) => format!("offline/{}.json", language(locale)),
            Self::Part(locale, part) => format!("offline/{}.{part}.json", language(locale)),
        })
    }

    /// All of a book's; none if no host sends its site.
    pub(super) fn all(book: &Book) -> Vec<Self> {
        if book.delivery != Delivery::Host {
            return Vec::new();
        }
        let parts = book.config.locales().flat_map(|locale| {
            let parts = (0..=book.levels.len()).map(move |part| Self::Part(locale, part));
            std::iter::once(Self::Parts(locale)).chain(parts)
        });
        std::iter::once(Self::Worker).chain(parts).collect()
    }
}

/// The address of what an app of the book in a language is called and looks like (W3C Web Application Manifest).
pub fn manifest(book: &Book, locale: Locale) -> Permalink {
    Permalink::file(&format!("{}/manifest.webmanifest", book.config.language(locale).key))
}

/// That manifest, for each language; none if no host sends the site.
pub(super) fn manifests(book: &Book, theme: &PublishedTheme) -> BTreeMap<Permalink, Content> {
    let locales = book.config.locales().filter(|_| book.delivery == Delivery::Host);
    locales.map(|locale| (manifest(book, locale), described(book, theme, locale))).collect()
}

fn described(book: &Book, theme: &PublishedTheme, locale: Locale) -> Content {
    let language = book.config.language(locale);
    let (own, front) = (manifest(book, locale), book.config.front_page(locale));
    let icons: Vec<_> = theme
        .app_icons
        .iter()
        .filter(|icon| !icon.is_for_touch)
        .map(|icon| {
            let purpose = if icon.is_maskable { "maskable" } else { "any" };
            json!({ "src": own.href(&icon.address), "sizes": icon.sizes(), "type": icon.media_type, "purpose": purpose })
        })
        .collect();
    let title = book.config.title(locale);
    let description = book.config.description.get(locale).as_ref();
    let manifest = json!({
        // One app, in whatever language it was installed.
        "id": own.href(&Permalink::page([])),
        "scope": own.href(&Permalink::page([])),
        "start_url": own.href(&front),
        "name": title,
        "short_name": title,
        "description": description,
        "lang": language.tag,
        "dir": if language.right_to_left { "rtl" } else { "ltr" },
        "display": "standalone",
        "background_color": PAPER.hex(),
        "theme_color": PAPER.hex(),
        "icons": icons,
    });
    Content::Bytes(Cow::Owned(format!("{manifest:#}\n").into_bytes()))
}
