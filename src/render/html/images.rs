//! Images, with their alternative texts and captions.

use std::borrow::Cow;

use super::escape;
use super::writer::Writer;
use crate::parse::document::{Event, Link, LinkKind, Tag};
use crate::parse::image::{ImageAttributes, ImageWidth, Side};
use crate::source::Span;

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

/// From which width on the text flows beside an image, in CSS pixels (`web/style/figures.css`). On narrower screens, an
/// image at a side is as wide as the column.
const BESIDE: u32 = 640;

/// How wide an image of that many CSS pixels is shown, for the attribute `sizes`: as wide as it is, as its attributes say,
/// or as the column.
fn sizes(width: u32, attributes: Option<&ImageAttributes>) -> String {
    let side = attributes.and_then(|attributes| attributes.side);
    let asked = attributes.and_then(|attributes| attributes.width);
    let is_beside = matches!(side, Some(Side::Left | Side::Right));
    let shown = match asked {
        Some(ImageWidth::Percent(percent)) => (COLUMN * u32::from(percent)).div_ceil(100),
        Some(ImageWidth::Pixels(pixels)) => COLUMN.min(pixels.into()),
        None if is_beside => width.min(COLUMN / 2),
        None => width.min(COLUMN),
    };
    let (fits, of_phone) = match asked {
        _ if is_beside => (BESIDE, OF_PHONE),
        Some(ImageWidth::Percent(percent)) => {
            ((COLUMN * 100).div_ceil(OF_PHONE), (OF_PHONE * u32::from(percent)).div_ceil(100))
        }
        _ => ((shown * 100).div_ceil(OF_PHONE), OF_PHONE),
    };
    format!("(min-width: {fits}px) {shown}px, {of_phone}vw")
}

/// The width and the height of an image that is `asked` to be so many pixels wide.
fn scaled((width, height): (u32, u32), asked: u32) -> (u32, u32) {
    let scaled = (u64::from(height) * u64::from(asked) + u64::from(width) / 2) / u64::from(width).max(1);
    (asked, u32::try_from(scaled).unwrap_or(u32::MAX).max(1))
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
        let in_figure = self.figure == Some(index);
        let dimensions = self.context.dimensions(index).filter(|_| self.is_page());
        let widths = dimensions.map_or_else(Vec::new, |_| self.context.widths(index));
        if let Some((width, _)) = dimensions.filter(|_| !widths.is_empty()) {
            self.push("<picture><source type=\"image/webp\"");
            let set: Vec<String> = widths.iter().map(|one| format!("{} {}w", one.src, one.width)).collect();
            self.attribute("srcset", &set.join(", "));
            self.attribute("sizes", &sizes(width, link.image.as_deref()));
            self.close_void();
        }
        self.push("<img");
        self.address("src", &src);
        self.attribute("alt", &self.alt(link));
        if let Some(title) = link.title.as_deref().filter(|_| !in_figure) {
            self.attribute("title", &self.set(title));
        }
        if self.is_page() {
            let asked = link.image.as_ref().and_then(|image| match image.width {
                Some(ImageWidth::Pixels(pixels)) => Some(u32::from(pixels)),
                _ => None,
            });
            match (dimensions, asked) {
                (Some(own), asked) => {
                    let (width, height) = asked.map_or(own, |asked| scaled(own, asked));
                    self.push(&format!(" width=\"{width}\" height=\"{height}\""));
                }
                (None, Some(asked)) => self.push(&format!(" width=\"{asked}\"")),
                (None, None) => {}
            }
            if !in_figure {
                self.placement(link);
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

    /// Adds to the open tag the classes that place an image, where its attributes say anything.
    pub(super) fn placement(&mut self, link: &Link) {
        let Some(image) = link.image.as_deref().filter(|_| self.is_page()) else { return };
        let width = match image.width {
            Some(ImageWidth::Percent(percent)) => Some(format!("pal-w-{percent}")),
            _ => None,
        };
        let side = image.side.map(|side| format!("pal-{}", side.name()));
        let classes: Vec<String> = side.into_iter().chain(width).collect();
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
    }

    /// Begins a figure, whose image is an index of `Document::links`.
    pub(super) fn start_figure(&mut self, index: usize) {
        self.figure = Some(index);
        self.block("<figure");
        if let Some(link) = self.document.links.get(index) {
            self.placement(link);
        }
        self.push(">\n");
    }

    /// Ends a figure, whose image is an index of `Document::links`. The image's title is the caption, unless the figure
    /// has one already.
    pub(super) fn end_figure(&mut self, index: usize) {
        self.figure = None;
        if self.html.ends_with("</figcaption>\n") {
            return self.push("</figure>\n");
        }
        self.push("\n");
        let title = self.document.links.get(index).and_then(|link| link.title.as_deref());
        let credit = self.context.credit(index).filter(|_| self.is_page());
        if title.is_some() || credit.is_some() {
            self.push("<figcaption>");
            let caption = title.map_or(Cow::Borrowed(""), |title| self.set(title));
            escape::text(&mut self.html, &caption);
            self.credit(credit, title.is_some());
            self.push("</figcaption>\n");
        }
        self.push("</figure>\n");
    }

    /// Ends the caption of the figure that is open.
    pub(super) fn end_caption(&mut self) {
        let credit = self.figure.and_then(|index| self.context.credit(index));
        self.credit(credit, true);
        self.push("</figcaption>\n");
    }

    /// Whose an image is, at the end of its caption.
    fn credit(&mut self, credit: Option<String>, follows: bool) {
        if let Some(credit) = credit {
            self.push(if follows { " <span class=\"pal-credit\">" } else { "<span class=\"pal-credit\">" });
            self.push(&credit);
            self.push("</span>");
        }
    }

    /// The image of a paragraph that begins before these events and holds nothing else, if the book says whose it is: then the
    /// paragraph is a figure.
    pub(super) fn credited(&self, events: &[(Event, Span)]) -> Option<usize> {
        let at = usize::from(matches!(events.first()?.0, Event::Start(Tag::Link(_))));
        let Event::Start(Tag::Image(image)) = events.get(at)?.0 else { return None };
        let end = events.iter().position(|(event, _)| *event == Event::End(Tag::Image(image)))? + 1 + at;
        let is_alone = matches!(events.get(end)?.0, Event::End(Tag::Paragraph));
        (is_alone && self.is_page() && self.context.credit(image).is_some()).then_some(image)
    }
}
