//! The page on accessibility: what was tested, what of the book's texts is checked, and to whom a barrier is reported.

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::Renderer;
use crate::render::pages::listing::ListPage;
use crate::render::view::{AccessibilityView, CheckedFault};
use crate::rule::Rule;

/// The name of the kind of page.
pub(super) const NAME: &str = "accessibility";

/// The rules that keep barriers out of texts, each with the theme's words for the fault that it reports.
const RULES: [(Rule, &str); 6] = [
    (Rule::MissingAltText, "accessibility_alt"),
    (Rule::MissingCaptions, "accessibility_captions"),
    (Rule::MissingTranscript, "accessibility_transcripts"),
    (Rule::EmptyLinkText, "accessibility_links"),
    (Rule::HeadingOrder, "accessibility_headings"),
    (Rule::InvalidLanguageTag, "accessibility_language"),
];

impl Renderer {
    /// What was tested and checked, and to whom a barrier is reported.
    pub(super) fn accessibility<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let config = &self.site.book.config;
        let strings = self.site.theme.strings(page.locale);
        let checked = RULES.iter().map(|&(rule, fault)| {
            let then = match config.severity(rule) {
                Some(Severity::Error) => "accessibility_stops",
                Some(Severity::Warning) => "accessibility_tells",
                None => "accessibility_ignores",
            };
            CheckedFault { fault: strings.get(fault).into(), then: strings.get(then).into() }
        });
        let statement = config.accessibility.get(page.locale).as_deref().unwrap_or_default();
        let paragraphs = statement.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
        let title = self.list_title(page);
        let view = AccessibilityView {
            frame: self.list_frame(page, title.clone(), None),
            title,
            statement: paragraphs.map(|paragraph| config.set(paragraph, page.locale)).collect(),
            is_own_theme: self.site.theme.is_own(),
            checked: checked.collect(),
            has_embeds: !config.allow_hosts.is_empty(),
            contact: config.contact.as_ref().map(|contact| contact.shown().into()),
        };
        self.site.theme.render("accessibility.html", &view)
    }
}
