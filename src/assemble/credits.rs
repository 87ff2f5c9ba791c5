//! Whose images are, as the files beside them say.

use crate::assemble::tags::report_unknown_languages;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Locale, Localized, message};
use crate::model::{Book, Credit, Title};
use crate::nearest::nearest;
use crate::parse::credit::{self, SUFFIX};
use crate::parse::tags::Labels;
use crate::rule::Rule;
use crate::source::{BookPath, Sources};

/// How authors end the names of such files otherwise.
const OTHER_SUFFIXES: [&str; 3] = [".credits.yml", ".credit.yaml", ".credits.yaml"];

/// Fills in the book's credits. Translations share their images, and so these.
pub(super) fn resolve(book: &mut Book, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    for file in sources.texts.values().filter(|file| file.path.as_str().starts_with("content/")) {
        let path = &file.path;
        if let Some(image) = OTHER_SUFFIXES.iter().find_map(|other| path.file_name().strip_suffix(other)) {
            let message = message!("misnamed-file.message", name = path.file_name());
            let fault = Diagnostic::new(Rule::MisnamedFile, Place::file(path), message);
            diagnostics.push(fault.help(message!("misnamed-file.help", meant = format!("{image}{SUFFIX}"))));
        }
        let Some(image) = path.as_str().strip_suffix(SUFFIX) else { continue };
        let read = credit::read(&file.text);
        diagnostics.extend(read.diagnostics.into_iter().map(|fault| fault.in_file(path)));
        let image = BookPath::new(image);
        if !sources.assets.contains_key(&image) {
            report_absent(path, &image, sources, diagnostics);
            continue;
        }
        let credit = Credit {
            path: path.clone(),
            author: words(&book.config, path, read.value.author, diagnostics),
            title: words(&book.config, path, read.value.title, diagnostics),
            source: read.value.source,
            license: read.value.license,
        };
        book.credits.insert(image, credit);
    }
}

/// Reports the credit of an image that isn't there, with the one in its folder that was most likely meant.
fn report_absent(path: &BookPath, image: &BookPath, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let folder = path.folder();
    let beside = sources.assets.keys().filter(|known| known.folder() == folder).map(BookPath::file_name);
    let near = nearest(image.file_name(), beside);
    let message = message!("missing-file.credit", name = image.file_name());
    let fault = Diagnostic::new(Rule::MissingFile, Place::file(path), message);
    diagnostics.push(fault.help(match near {
        Some(near) => message!("missing-file.help-credit-nearest", meant = format!("{near}{SUFFIX}")),
        None => message!("missing-file.help-credit", suffix = SUFFIX),
    }));
}

/// Words in each language: its own, else another language's.
fn words(
    config: &Config,
    path: &BookPath,
    labels: Labels,
    diagnostics: &mut Vec<Diagnostic>,
) -> Localized<Option<Title>> {
    let labels = match labels {
        Labels::Same(text) => {
            let text = text.text.trim().to_owned();
            return config.localized(|locale| (!text.is_empty()).then(|| Title { text: text.clone(), locale }));
        }
        Labels::Unreadable => return config.localized(|_| None),
        Labels::ByLanguage(labels) => labels,
    };
    report_unknown_languages(config, path, &labels, diagnostics);
    let given = |locale: Locale| {
        let key = config.language(locale).key.as_str();
        let text = labels.iter().find(|(language, _)| language.value == key).map(|(_, text)| text.text.trim())?;
        (!text.is_empty()).then(|| Title { text: text.to_owned(), locale })
    };
    let any = || std::iter::once(config.default_locale).chain(config.locales()).find_map(given);
    config.localized(|locale| given(locale).or_else(any))
}
