//! The page on which readers keep a level or the book on their device, and which is shown in the place of a page that isn't
//! there.

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::model::{Book, Delivery, Permalink};
use crate::plan::Sealed;
use crate::render::Renderer;
use crate::render::pages::listing::ListPage;
use crate::render::view::{Frame, OfflineView};

/// The name of the kind of page.
pub(in crate::render) const NAME: &str = "offline";

/// The page's script, in the theme.
const SCRIPT: &str = "keep.js";

/// A folder that one carries along is on the device already.
pub(super) fn is_in(book: &Book, _: Locale) -> bool {
    book.delivery != Delivery::Folder
}

impl Renderer {
    /// The way from a level's page to its row there; `None` where nothing is kept.
    pub(super) fn keep_href(&self, number: usize, locale: Locale, from: &Permalink) -> Option<String> {
        let is_hosted = self.site.book.delivery == Delivery::Host;
        let page = &self.site.listing(NAME, locale).filter(|_| is_hosted)?.all;
        // `offline.html` gives each row its id.
        Some(format!("{}#page.level-{number}", from.href(page)))
    }

    /// The levels, each to be kept.
    pub(super) fn offline<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let book = &self.site.book;
        let title = self.list_title(page);
        let place = self.front_place(page);
        let is_hosted = book.delivery == Delivery::Host;
        let parts = Sealed::Parts(page.locale).permalink(book);
        let script = self.site.published.more_scripts.get(SCRIPT);
        let frame = self.list_frame(page, title.clone(), None);
        let view = OfflineView {
            frame: Frame { app: self.app(page.locale, page.permalink), ..frame },
            title,
            levels: (0..book.levels.len()).map(|level| place.level_link(level)).collect(),
            parts: is_hosted.then(|| page.permalink.href(&parts)),
            script: script.filter(|_| is_hosted).map(|script| page.permalink.href(script)),
        };
        self.site.theme.render("offline.html", &view)
    }
}
