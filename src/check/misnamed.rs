//! The glossary, the tags and the bibliography, under names that Palier doesn't look for.

use crate::diagnostic::{Diagnostic, Place};
use crate::load::{GLOSSARY_YML, REFERENCES, TAGS_YML};
use crate::locale::message;
use crate::rule::Rule;
use crate::source::{BookPath, Sources};

/// The names that authors give the glossary, the tags and the bibliography, without accents and extension.
const GLOSSARY: [&str; 4] = ["glossary", "glossaire", "glossaires", "lexique"];
const TAGS: [&str; 6] = ["tags", "tag", "etiquettes", "etiquette", "mots-cles", "keywords"];
const BIBLIOGRAPHY: [&str; 6] = ["references", "reference", "bibliographie", "bibliography", "biblio", "refs"];

/// Reports files of `content` that were meant for the glossary, the tags or the bibliography.
pub(super) fn check(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let paths = sources.texts.keys().chain(sources.assets.keys());
    for path in paths {
        let Some(meant) = meant(path).filter(|meant| *meant != path.as_str()) else { continue };
        let message = message!("misnamed-file.message", name = path.file_name());
        let help = match sources.text(meant) {
            Some(_) => message!("misnamed-file.help-several", meant = meant),
            None => message!("misnamed-file.help", meant = meant),
        };
        diagnostics.push(Diagnostic::new(Rule::MisnamedFile, Place::file(path), message).help(help));
    }
}

/// The path of the file that a file of `content` was meant to be, which may be its own; `None` for bibliographies under
/// names that are read, and for files that are meant for none of these.
pub fn meant(path: &BookPath) -> Option<&'static str> {
    if path.folder() != "content" || REFERENCES.contains(&path.as_str()) {
        return None;
    }
    let (stem, extension) = path.file_name().rsplit_once('.')?;
    let stem = deunicode::deunicode(stem).to_lowercase().replace([' ', '_'], "-");
    let stem = stem.as_str();
    let extension = extension.to_ascii_lowercase();
    match extension.as_str() {
        "yml" | "yaml" if GLOSSARY.contains(&stem) => Some(GLOSSARY_YML),
        "yml" | "yaml" if TAGS.contains(&stem) => Some(TAGS_YML),
        // A BibLaTeX file has no other use, whatever its name.
        "bib" | "bibtex" => Some(REFERENCES[0]),
        "json" | "yml" | "yaml" if BIBLIOGRAPHY.contains(&stem) => {
            REFERENCES.into_iter().find(|path| path.rsplit_once('.').is_some_and(|(_, end)| end == extension))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_come_near_are_understood_and_others_are_left_alone() {
        for (name, meant_name) in [
            ("glossary.yaml", "content/glossary.yml"),
            ("Glossary.yml", "content/glossary.yml"),
            ("glossaire.yml", "content/glossary.yml"),
            ("tag.yml", "content/tags.yml"),
            ("étiquettes.yml", "content/tags.yml"),
            ("bibliographie.bib", "content/references.bib"),
            ("Ma bibliothèque.bib", "content/references.bib"),
            ("references.bibtex", "content/references.bib"),
            ("bibliography.json", "content/references.json"),
            ("bibliographie.yaml", "content/references.yaml"),
        ] {
            assert_eq!(meant(&BookPath::new(&format!("content/{name}"))), Some(meant_name), "{name}");
        }
        for name in ["references.yaml", "references.bib", "donnees.json", "a.yml", "index.fr.md", "logo.svg"] {
            assert_eq!(meant(&BookPath::new(&format!("content/{name}"))), None, "{name}");
        }
    }
}
