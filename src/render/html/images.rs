//! Images, with their alternative texts and captions.

use super::escape;
use super::writer::Writer;
use crate::parse::document::{Link, LinkKind};

/// An image in one width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownWidth {
    /// Its address, percent-encoded.
    pub src: String,
    /// Its width in pixels.
    pub width: u32,
}

/// How wide a column of text is at most, in CSS pixels (`--measure` in `web/style/colours.css`).
const COLUMN: u32 = 576;

/// The part of the screen, in hundredths of its width, that the column has on a phone.
const OF_PHONE: u32 = 92;

/// How wide an image of that many CSS pixels is shown, for the attribute `sizes`: as wide as it is, or as the column.
fn sizes(width: u32) -> String {
    let shown = width.min(COLUMN);
    let fits = (shown * 100).div_ceil(OF_PHONE);
    format!("(min-width: {fits}px) {shown}px, {OF_PHONE}vw")
}

impl Writer<'_> {
    /// An image, or the film or sound that its link leads to: an index of `Document::links`. Where the link has no
    /// address, its alternative text is written.
    pub(super) fn image(&mut self, index: usize) {
        let document = self.document;
        let Some(link) = document.links.get(index) else { return };
        if link.kind.is_media() {
            return self.media(index, link);
        }
        if link.kind == LinkKind::Film {
            return self.film(index, link);
        }
        let Some(src) = self.context.href(index) else {
            let alt = self.alt(link);
            return escape::text(&mut self.html, &alt);
        };
        let in_figure = self.html.ends_with("<figure>\n");
        let dimensions = self.context.dimensions(index).filter(|_| self.is_page());
        let widths = dimensions.map_or_else(Vec::new, |_| self.context.widths(index));
        if let Some((width, _)) = dimensions.filter(|_| !widths.is_empty()) {
            self.push("<picture><source type=\"image/webp\"");
            let set: Vec<String> = widths.iter().map(|one| format!("{} {}w", one.src, one.width)).collect();
            self.attribute("srcset", &set.join(", "));
            self.attribute("sizes", &sizes(width));
            self.close_void();
        }
        self.push("<img");
        self.address("src", &src);
        self.attribute("alt", &self.alt(link));
        if let Some(title) = link.title.as_deref().filter(|_| !in_figure) {
            self.attribute("title", &self.set(title));
        }
        if self.is_page() {
            if let Some((width, height)) = dimensions {
                self.push(&format!(" width=\"{width}\" height=\"{height}\""));
            }
            if self.at_once != Some(index) {
                self.push(" loading=\"lazy\"");
            }
            self.push(" decoding=\"async\"");
        }
        self.close_void();
        if !widths.is_empty() {
            self.push("</picture>");
        }
    }

    /// An alternative text, citations in it as words.
    pub(super) fn alt(&self, link: &Link) -> String {
        let mut alt = String::with_capacity(link.alt.len());
        let mut at = 0;
        for &(place, citation) in &link.cited {
            alt.push_str(&self.set(link.alt.get(at..place).unwrap_or_default()));
            alt.push_str(&self.context.citation_words(citation));
            at = place;
        }
        alt.push_str(&self.set(link.alt.get(at..).unwrap_or_default()));
        alt
    }

    /// Ends a figure, whose image is an index of `Document::links`. The image's title is the caption, unless the figure
    /// has one already.
    pub(super) fn end_figure(&mut self, index: usize) {
        if self.html.ends_with("</figcaption>\n") {
            return self.push("</figure>\n");
        }
        self.push("\n");
        if let Some(title) = self.document.links.get(index).and_then(|link| link.title.as_deref()) {
            self.push("<figcaption>");
            let caption = self.set(title);
            escape::text(&mut self.html, &caption);
            self.push("</figcaption>\n");
        }
        self.push("</figure>\n");
    }
}
