//! Which edition of the book a site is, and the earlier ones.

use crate::locale::Locale;
use crate::render::Renderer;
use crate::render::view::{EditionView, NavigationLink};

impl Renderer {
    /// The edition, as a page says it from which the front page is at `front_page`; `None` if the book names none.
    pub(super) fn edition(&self, locale: Locale, front_page: &str) -> Option<EditionView<'_>> {
        let config = &self.site.book.config;
        let label = self.site.theme.strings(locale).fill("edition", &[("edition", config.edition.as_ref()?)]).into();
        let href = (!config.editions.is_empty()).then(|| format!("{front_page}#page.editions"));
        Some(EditionView { label, href, earlier: Vec::new() })
    }

    /// The edition, as the front page says it, with the earlier ones.
    pub(super) fn editions(&self, locale: Locale) -> Option<EditionView<'_>> {
        let earlier = self.site.book.config.editions.iter().map(|edition| NavigationLink {
            title: edition.name.as_str().into(),
            lang: None,
            href: edition.address.clone(),
            current: false,
        });
        Some(EditionView { href: None, earlier: earlier.collect(), ..self.edition(locale, "")? })
    }
}
