//! What is wrong with a book, as editors show it beside its texts.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use lsp_types::{
    Diagnostic as Told, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range,
};

use super::open_book::OpenBook;
use super::place::{Encoding, Ruler, uri_of};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::locale::UserLanguage;
use crate::report;
use crate::source::BookPath;

/// The faults of a book by file, in the order of each.
pub(super) fn by_file(book: &OpenBook, language: UserLanguage, encoding: Encoding) -> BTreeMap<PathBuf, Vec<Told>> {
    let mut rulers = Rulers { book, encoding, rulers: HashMap::new() };
    let mut files: BTreeMap<PathBuf, Vec<Told>> = BTreeMap::new();
    for fault in report::in_order(book.faults(), language) {
        let told = told(fault, &mut rulers, language);
        files.entry(book.disk(&fault.at.path)).or_default().push(told);
    }
    files
}

fn told<'b>(fault: &'b Diagnostic, rulers: &mut Rulers<'b>, language: UserLanguage) -> Told {
    let related: Vec<_> = fault
        .related
        .iter()
        .filter_map(|(place, message)| {
            let uri = uri_of(&rulers.book.disk(&place.path))?;
            let location = Location { uri, range: rulers.range(place) };
            Some(DiagnosticRelatedInformation { location, message: message.text(language) })
        })
        .collect();
    let help = fault.help.as_ref().map(|help| format!("\n{}", help.text(language)));
    Told {
        range: rulers.range(&fault.at),
        severity: Some(match fault.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(fault.rule.name().to_owned())),
        source: Some("palier".to_owned()),
        message: fault.message.text(language) + &help.unwrap_or_default(),
        related_information: (!related.is_empty()).then_some(related),
        ..Told::default()
    }
}

/// The lines and columns of the texts that faults are in, prepared once for each.
struct Rulers<'b> {
    book: &'b OpenBook,
    encoding: Encoding,
    rulers: HashMap<&'b BookPath, Ruler<'b>>,
}

impl<'b> Rulers<'b> {
    /// The range of a place; the beginning of a file that isn't a text.
    fn range(&mut self, place: &'b Place) -> Range {
        let Some(file) = self.book.sources().text(place.path.as_str()) else { return Range::default() };
        let encoding = self.encoding;
        let ruler = self.rulers.entry(&place.path).or_insert_with(|| encoding.positions(&file.text));
        ruler.range(&(place.start..place.end))
    }
}
