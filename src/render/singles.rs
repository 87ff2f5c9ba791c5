//! The files that a site has once: the table of them.

use crate::diagnostic::Diagnostic;
use crate::model::{Audience, Book, Delivery};
use crate::plan::Single;
use crate::render::{Renderer, bibliography_files as bibliography, policy, sitemap};

/// A file that a site has once, and how it is made.
pub(super) struct Kind {
    /// What is planned of it.
    pub(super) single: Single,
    made: Made,
}

/// How such a file is made.
#[derive(Clone, Copy)]
pub(super) enum Made {
    /// A page, by a template of the theme, whose fault it may find.
    Page(fn(&Renderer) -> Result<String, Box<Diagnostic>>),
    /// A text.
    Text(fn(&Renderer) -> String),
}

/// The table: a row for each such file.
pub(super) const SINGLES: &[Kind] = &[
    Kind {
        single: Single { path: "index.html", is_in: |_| true, may_be_brought: false },
        made: Made::Page(Renderer::chooser),
    },
    Kind {
        single: Single { path: "404.html", is_in: served, may_be_brought: false },
        made: Made::Page(Renderer::not_found),
    },
    Kind {
        single: Single { path: bibliography::JSON, is_in: bibliography::is_in, may_be_brought: true },
        made: Made::Text(Renderer::references_json),
    },
    Kind {
        single: Single { path: bibliography::BIB, is_in: bibliography::is_in, may_be_brought: true },
        made: Made::Text(Renderer::references_bib),
    },
    Kind {
        single: Single { path: bibliography::RIS, is_in: bibliography::is_in, may_be_brought: true },
        made: Made::Text(Renderer::references_ris),
    },
    Kind {
        single: Single {
            path: "sitemap.xml",
            // A teacher's site is not for search engines.
            is_in: |book| book.config.base_url.is_some() && book.audience == Audience::Students,
            may_be_brought: false,
        },
        made: Made::Text(Renderer::sitemap),
    },
    Kind {
        single: Single { path: "robots.txt", is_in: served, may_be_brought: true },
        made: Made::Text(|renderer| sitemap::robots(&renderer.site.book)),
    },
    // What some hosts read to know which headers to send.
    Kind {
        single: Single { path: "_headers", is_in: served, may_be_brought: true },
        made: Made::Text(|renderer| policy::headers(&renderer.site)),
    },
];

/// Whether a server sends the book's site: a folder that one carries along has no use for what only servers look for.
fn served(book: &Book) -> bool {
    book.delivery != Delivery::Folder
}

/// How that file is made, if the table has it.
pub(super) fn made(single: &Single) -> Option<Made> {
    SINGLES.iter().find(|kind| kind.single.path == single.path).map(|kind| kind.made)
}
