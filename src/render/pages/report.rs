//! The link by which a reader reports a mistake: a message that says which page it is about.

use crate::locale::Locale;
use crate::locale::typography::clean;
use crate::model::Permalink;
use crate::render::Renderer;
use crate::theme::strings::lent;

impl Renderer {
    /// Where a mistake in the page of that title is reported; `None` if the book names no contact. A site that doesn't know its
    /// own address gives the page's path.
    pub(super) fn report(&self, title: &str, page: &Permalink, locale: Locale) -> Option<String> {
        let config = &self.site.book.config;
        let contact = config.contact.as_ref()?;
        let strings = self.site.theme.strings(locale);
        let line = |key: &str, value: &str| format!("{}{}{value}", strings.get(key), strings.get("colon"));
        let address = self.absolute(page).unwrap_or_else(|| page.encoded());
        let edition = config.edition.as_ref().map(|edition| strings.fill("edition", &[("edition", edition)]));
        let language = line("report_language", &strings.language(config.language(locale)));
        let lines = [line("report_page", &address), language].into_iter().chain(edition);
        // A message can say no language, and its reader sees no-break spaces as oddities at best.
        let plain = |text: &str| clean(lent::plain(text.into())).into_owned();
        Some(contact.href(&plain(title), &lines.map(|line| plain(&line)).collect::<Vec<_>>()))
    }
}
