//! Palier turns a folder of Markdown lessons, arranged by the levels of a pyramid, into a static
//! site in several languages.
//!
//! ```text
//! load → parse → assemble → check → plan → render → write
//! ```
//!
//! Each stage is a function from values to values; what is wrong with the book is part of the
//! value ([`diagnostic::Checked`]). Two modules touch the disk: [`load`] reads the book, [`write`]
//! writes the site.

pub mod assemble;
pub mod autolink;
pub mod builder;
pub mod characters;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod load;
pub mod locale;
pub mod model;
pub mod nearest;
pub mod parse;
pub mod plan;
pub mod render;
pub mod report;
pub mod rule;
pub mod serve;
pub mod source;
pub mod style;
pub mod theme;
pub mod watch;
pub mod write;
