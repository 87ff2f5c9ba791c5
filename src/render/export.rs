//! Works as other programs read them: CSL-JSON, BibTeX and RIS.

mod bibtex;
mod csl;
mod item;
mod latex;
mod ris;

pub(super) use bibtex::{entry as bibtex, key as bibtex_key};
pub(super) use csl::item as csl;
pub(super) use item::Item;
pub(super) use ris::record as ris;
