//! The files of a new book or lesson, from templates with `%{name}` where a value goes.

use include_dir::{Dir, include_dir};

use crate::locale::UserLanguage;
use crate::parse;

/// The templates, by their paths in `src/author/begin/`.
pub(super) static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/author/begin");

/// The template at a path. A test reads each of them.
pub(super) fn read(path: &str) -> &'static str {
    TEMPLATES.get_file(path).and_then(|file| file.contents_utf8()).unwrap_or_default()
}

/// The template of that name in a language.
pub(super) fn in_language(language: UserLanguage, name: &str) -> &'static str {
    read(&format!("{}/{name}", language.key()))
}

/// The language that the templates of a book's language are in: the author's, if Palier doesn't write it.
pub(super) fn written_in(key: &str, author: UserLanguage) -> UserLanguage {
    match key.split('-').next() {
        Some("fr") => UserLanguage::Fr,
        Some("en") => UserLanguage::En,
        _ => author,
    }
}

/// A text of front matter and body in a language of the book; if Palier doesn't write that language, its body marked as
/// one in the author's.
pub(super) fn marked(text: String, key: &str, author: UserLanguage) -> String {
    if matches!(key.split('-').next(), Some("fr" | "en")) {
        return text;
    }
    match text.split_once("\n---\n") {
        Some((front, body)) => {
            format!("{front}\n---\n\n::: {{lang={}}}\n\n{}\n\n:::\n", author.key(), body.trim())
        }
        None => text,
    }
}

/// The template with its values filled in. A value is never read as a template.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut pieces = template.split("%{");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let value = piece.split_once('}').and_then(|(name, rest)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, rest))
        });
        match value {
            Some((value, rest)) => {
                text.push_str(value);
                text.push_str(rest);
            }
            None => {
                text.push_str("%{");
                text.push_str(piece);
            }
        }
    }
    text
}

/// A text between straight quotation marks, as TOML and YAML read it; it has no control characters.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A title as front matter takes it: as it is where that can be read, else quoted.
pub(super) fn title(title: &str) -> String {
    let plain = title.trim();
    let read = parse::parse(&format!("---\ntitle: {plain}\n---\n"));
    let is_read = read.value.front_matter.title.as_ref().is_some_and(|read| read.text == plain);
    if is_read && read.diagnostics.is_empty() { plain.to_owned() } else { quoted(plain) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_and_never_read() {
        let values = [("a", "%{b}"), ("b", "x")];
        assert_eq!(fill("%{a} %{b}, %{c} ${{ d }} %{", &values), "%{b} x, %{c} ${{ d }} %{");
    }

    #[test]
    fn a_title_is_quoted_only_where_it_would_be_misread() {
        assert_eq!(title("Une image : d’où vient-elle? #1"), "Une image : d’où vient-elle? #1");
        assert_eq!(title(" \"Lire\" et \\ écrire "), "\"\\\"Lire\\\" et \\\\ écrire\"");
    }
}
