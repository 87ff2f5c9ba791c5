//! Images, with their alternative texts and captions.

use super::escape;
use super::writer::Writer;
use crate::parse::document::Link;

impl Writer<'_> {
    /// An image, or the film or sound that its link leads to: an index of `Document::links`. Where the link has no
    /// address, its alternative text is written.
    pub(super) fn image(&mut self, index: usize) {
        let document = self.document;
        let Some(link) = document.links.get(index) else { return };
        if link.kind.is_media() {
            return self.media(index, link);
        }
        let Some(src) = self.context.href(index) else {
            let alt = self.alt(link);
            return escape::text(&mut self.html, &alt);
        };
        let in_figure = self.html.ends_with("<figure>\n");
        self.push("<img");
        self.address("src", &src);
        self.attribute("alt", &self.alt(link));
        if let Some(title) = link.title.as_deref().filter(|_| !in_figure) {
            self.attribute("title", &self.set(title));
        }
        if self.is_page() {
            if let Some((width, height)) = self.context.dimensions(index) {
                self.push(&format!(" width=\"{width}\" height=\"{height}\""));
            }
            self.push(" loading=\"lazy\" decoding=\"async\"");
        }
        self.close_void();
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
