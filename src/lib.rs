//! Palier turns a folder of Markdown lessons, arranged by the levels of a pyramid, into a static
//! site in several languages.
//!
//! ```text
//! load → parse → assemble → check → plan → render → write
//! ```
//!
//! Each stage is a function from values to values; what is wrong with the book is part of the
//! value ([`diagnostic::Checked`]). Two modules touch the disk: [`load`] reads the book, [`mod@write`]
//! writes. (A third, [`cache`], keeps what is costly to make; nothing depends on what it holds.)
//!
//! Two entry points do all of it. [`build()`] makes a site in a folder:
//!
//! ```text
//! build(book, options):   load ─ parse … plan ─ render ─ write ─▶ BuildOutcome
//! ```
//!
//! and [`Preview`] keeps one in memory, built again whenever the book changes, for a
//! [`serve::Server`] to show:
//!
//! ```text
//! Preview::next():        load ─ parse … plan ─▶ Event::Built ─▶ serve: render what a browser asks for
//!                          ╰──── watch ◀─────────────╯
//! ```
//!
//! [`sync`](mod@sync) and [`strings`] write a file of the book for its author: the record of its translations, and the
//! theme's words in another language. [`author`] begins a book and changes it.
//!
//! [`lsp`] answers an editor while texts are written.
//!
//! All read the book through a [`load::Source`]: its folder, and over it the files that an editor
//! has not saved yet.

pub mod assemble;
pub mod author;
pub mod autolink;
pub mod build;
pub mod builder;
pub mod cache;
pub mod characters;
pub mod check;
pub mod cli;
pub mod config;
pub mod content_type;
pub mod diagnostic;
pub mod editor;
pub mod film;
pub mod load;
pub mod locale;
pub mod lsp;
pub mod model;
pub mod nearest;
pub mod parse;
pub mod pictures;
pub mod plan;
pub mod preview;
pub mod progress;
pub mod publish;
pub mod render;
pub mod report;
pub mod rule;
pub mod schema;
pub mod search;
pub mod serve;
pub mod shape;
pub mod source;
pub mod strings;
pub mod style;
pub mod sync;
pub mod theme;
pub mod watch;
pub mod write;

pub use build::build;
pub use preview::Preview;
