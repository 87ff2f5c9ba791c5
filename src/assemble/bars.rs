//! The links that `book.toml` adds to header and footer, as those of a text: so they are checked, and mended when what they
//! lead to moves.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::load::BOOK_TOML;
use crate::locale::Locale;
use crate::model::Translation;
use crate::parse::Parsed;
use crate::parse::document::{Document, Link, LinkKind};
use crate::source::{BookPath, Spanned};

/// The text of a language that has those links, and nothing else. Their paths start from the book's folder.
pub(super) fn text(config: &Config, locale: Locale) -> Translation {
    let links = config.header_links.iter().chain(&config.footer_links).map(|link| as_link(link.to.get(locale)));
    let document = Document { links: links.collect(), ..Document::default() };
    Translation {
        path: BookPath::new(BOOK_TOML),
        locale,
        draft: false,
        parsed: Arc::new(Parsed { document, ..Parsed::default() }),
        links: Vec::new(),
        terms: Vec::new(),
        tasks: BTreeMap::new(),
        listed_anchors: BTreeMap::new(),
    }
}

fn as_link(written: &Spanned<String>) -> Link {
    let (address, span) = (written.value.clone(), &written.span);
    // The address alone, without its quotation marks, unless it is written with escapes.
    let bare = span.start + 1..span.end.saturating_sub(1).max(span.start + 1);
    Link {
        kind: LinkKind::Link,
        title: None,
        alt: String::new(),
        cited: Vec::new(),
        for_teacher: false,
        is_dictation: false,
        image: None,
        span: if bare.len() == address.len() { bare } else { span.clone() },
        address,
    }
}
