//! The images that a site may have in several widths: those that texts show by Markdown. The preview has none, since it
//! waits for nothing to be made.

use std::collections::BTreeSet;

use crate::model::{Book, Delivery, Target};
use crate::parse::document::LinkKind;
use crate::pictures::Picture;
use crate::source::BookPath;

/// The images of a book that may come in several widths, by path.
pub(super) fn pictures(book: &Book) -> Vec<Picture> {
    if book.delivery == Delivery::Preview {
        return Vec::new();
    }
    let texts = book.lessons().flat_map(|(_, lesson)| lesson.translations.values());
    let shown: BTreeSet<&BookPath> = texts
        .flat_map(|text| text.parsed.document.links.iter().zip(&text.links))
        .filter_map(|(link, target)| match target {
            Target::Shown(path) if link.kind == LinkKind::Image => Some(path),
            _ => None,
        })
        .collect();
    shown.into_iter().filter_map(|path| Picture::of(book.assets.get(path)?)).collect()
}
