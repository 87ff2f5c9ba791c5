//! The page on what the site keeps: what browsers store for it, what is sent, and whom to ask.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::Delivery;
use crate::render::Renderer;
use crate::render::pages::listing::ListPage;
use crate::render::pages::progress;
use crate::render::view::{KeptEntry, PrivacyView};

/// The name of the kind of page.
pub(super) const NAME: &str = "privacy";

/// What scripts store in browsers (`storedKeys` of `web/src/site/progress/store.ts`): each with its key's middle, whether
/// it is of this book alone, and the theme's words for what it holds and how long it stays.
const KEPT: [(&str, bool, &str, &str); 6] = [
    ("progress", true, "kept_progress", "stays_shared"),
    ("route", true, "kept_route", "stays_shared"),
    ("broken", true, "kept_broken", "stays_shared"),
    ("shared", true, "kept_shared", "stays_chosen"),
    ("settings", false, "kept_settings", "stays_chosen"),
    ("told", true, "kept_told", "stays_tab"),
];

impl Renderer {
    /// What the site keeps, sends, and whom to ask.
    pub(super) fn privacy<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let config = &self.site.book.config;
        let strings = self.site.theme.strings(page.locale);
        let book = config.progress_id();
        let kept = KEPT.iter().map(|&(what, is_of_book, holds, stays)| KeptEntry {
            key: if is_of_book { format!("palier/1/{what}/{book}") } else { format!("palier/1/{what}") },
            holds: strings.get(holds).into(),
            stays: strings.get(stays).into(),
        });
        // Names of caches begin so (`web/src/offline/publication.ts`).
        let pages = KeptEntry {
            key: "palier".to_owned(),
            holds: strings.get("kept_pages").into(),
            stays: strings.get("stays_pages").into(),
        };
        let kept = kept.chain((self.site.book.delivery == Delivery::Host).then_some(pages));
        let title = self.list_title(page);
        let contact = config.privacy_contact.get(page.locale).as_ref();
        let progress = self.site.listing(progress::NAME, page.locale);
        let view = PrivacyView {
            frame: self.list_frame(page, title.clone(), None),
            title,
            kept: kept.collect(),
            is_hosted: self.site.book.delivery != Delivery::Folder,
            host: host(config).map(Into::into),
            others: config.allow_hosts.iter().map(|host| host.as_str().into()).collect(),
            contact: contact.map(|contact| config.set(contact, page.locale)),
            is_in_quebec: config.languages.iter().any(|language| language.tag.split('-').any(|part| part == "CA")),
            progress: progress.map(|pages| page.permalink.href(&pages.all)),
        };
        self.site.theme.render("privacy.html", &view)
    }
}

/// The host that the site is published at, where that is known.
fn host(config: &Config) -> Option<&str> {
    config.base_url.as_ref()?.as_str().split('/').nth(2)
}
