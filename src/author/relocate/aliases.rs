//! The former ids and addresses of texts that move, kept in `aliases`.

use std::collections::BTreeMap;

use super::target::Rename;
use super::{Twins, new_path};
use crate::assemble::aliases::{Alias, read};
use crate::author::template::quoted;
use crate::locale::Locale;
use crate::model::{Book, Lesson};
use crate::parse;
use crate::parse::front_matter::FrontMatter;
use crate::source::{BookPath, Sources};

/// An id or an address that a text had, and the file that is to keep it, by its former path.
pub(super) type Lost = Vec<(BookPath, String)>;

/// The ids that the texts of a book had, and that they no longer have nor keep in `after`.
pub(super) fn lost_ids(book: &Book, after: &Book, twins: &Twins) -> Lost {
    let mut lost = Vec::new();
    for (at, lesson) in book.lessons() {
        let (Some(twin), Some(file)) = (twins.of(at), file_for(lesson, book.config.default_locale)) else { continue };
        let twin = after.lesson(twin);
        let ids = std::iter::once(&lesson.id).chain(&lesson.former_ids).filter(|id| !id.is_empty());
        let ids = ids.filter(|id| **id != twin.id && !twin.former_ids.contains(id));
        lost.extend(ids.map(|id| (file.clone(), id.clone())));
    }
    lost
}

/// The addresses that the texts of a book had, and that no longer lead to them in `after`.
pub(super) fn lost_addresses(book: &Book, after: &Book, twins: &Twins) -> Lost {
    let mut lost = Vec::new();
    let redirects = book.redirects.iter().map(|(from, redirect)| (redirect.to, redirect.locale, from));
    let own = book.lessons().flat_map(|(at, lesson)| {
        lesson.permalinks.iter().filter_map(move |(locale, permalink)| Some((at, locale, permalink.as_ref()?)))
    });
    for (at, locale, address) in own.chain(redirects) {
        let Some(twin) = twins.of(at) else { continue };
        let is_kept = after.lesson(twin).permalinks.iter().any(|(_, own)| own.as_ref() == Some(address))
            || after.redirects.get(address).is_some_and(|redirect| redirect.to == twin);
        if let (false, Some(file)) = (is_kept, file_for(book.lesson(at), locale)) {
            lost.push((file.clone(), format!("/{address}")));
        }
    }
    lost
}

/// The file whose front matter keeps what a text had in a language; `None` for a level without files.
fn file_for(lesson: &Lesson, locale: Locale) -> Option<&BookPath> {
    let text = lesson.translations.get(&locale).or_else(|| lesson.translations.values().next());
    text.map(|text| &text.path)
}

/// Takes out of `aliases` the ids and addresses that texts have again, and writes whole those that would be another
/// level's.
pub(super) fn settle(
    book: &Book,
    after: &Book,
    twins: &Twins,
    sources: &Sources,
    texts: &mut BTreeMap<BookPath, String>,
) {
    for (at, lesson) in book.lessons() {
        let Some(twin) = twins.of(at).map(|twin| after.lesson(twin)) else { continue };
        for text in lesson.translations.values() {
            let written: Vec<&str> =
                text.parsed.front_matter.aliases.iter().map(|alias| alias.value.as_str()).collect();
            let settled: Vec<String> = written
                .iter()
                .filter_map(|&alias| match read(alias, &book.config) {
                    Ok(Alias::Id(id)) => {
                        let whole = match lesson.id.split_once('/') {
                            Some((level, _)) if !id.contains('/') => format!("{level}/{id}"),
                            _ => id,
                        };
                        let moves = twin.id.split('/').next() != lesson.id.split('/').next();
                        (whole != twin.id).then(|| if moves { whole } else { alias.to_owned() })
                    }
                    Ok(Alias::Address(address)) => {
                        let is_own = twin.permalinks.iter().any(|(_, own)| own.as_ref() == Some(&address));
                        (!is_own).then(|| alias.to_owned())
                    }
                    Err(_) => Some(alias.to_owned()),
                })
                .collect();
            if settled != written {
                rewrite(&text.path, sources, texts, |_| settled.clone());
            }
        }
    }
}

/// Adds to `aliases` what texts had, and gives what was added, each with the new path of its file.
pub(super) fn keep(
    lost: &Lost,
    sources: &Sources,
    renames: &[Rename],
    texts: &mut BTreeMap<BookPath, String>,
) -> Vec<(String, String)> {
    for (path, alias) in lost {
        rewrite(path, sources, texts, |mut aliases| {
            if !aliases.contains(alias) {
                aliases.push(alias.clone());
            }
            aliases
        });
    }
    lost.iter().map(|(path, alias)| (new_path(renames, path.as_str()), alias.clone())).collect()
}

/// Writes the `aliases` of a file anew.
fn rewrite(
    path: &BookPath,
    sources: &Sources,
    texts: &mut BTreeMap<BookPath, String>,
    change: impl FnOnce(Vec<String>) -> Vec<String>,
) {
    let text = texts.get(path).cloned().or_else(|| Some(sources.text(path.as_str())?.text.to_string()));
    let Some(text) = text else { return };
    let front = parse::parse(&text).value.front_matter;
    let aliases = change(front.aliases.iter().map(|alias| alias.value.clone()).collect());
    texts.insert(path.clone(), with_aliases(&text, &front, &aliases));
}

/// A text with those aliases in its front matter.
fn with_aliases(text: &str, front: &FrontMatter, aliases: &[String]) -> String {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let is_plain = |alias: &str| alias.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    let items = aliases.iter().map(|alias| if is_plain(alias) { alias.clone() } else { quoted(alias) });
    let line = match aliases {
        [] => String::new(),
        _ => format!("aliases: [{}]{newline}", items.collect::<Vec<_>>().join(", ")),
    };
    if front.span.is_empty() {
        return if line.is_empty() {
            text.to_owned()
        } else {
            format!("---{newline}{line}---{newline}{newline}{text}")
        };
    }
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
    let (start, end) = match front.keys.iter().find(|key| key.value == "aliases") {
        Some(key) => {
            let last = front.aliases.iter().map(|alias| alias.span.end).max().unwrap_or(key.span.end);
            // A list in brackets ends with its bracket, maybe lines further.
            let opens = text[key.span.end..last.max(line_end(key.span.end))].contains('[');
            let closed = text[last..front.span.end].find(']').filter(|_| opens).map_or(last, |at| last + at);
            (line_start(key.span.start), line_end(closed))
        }
        None => {
            let block = text[front.span.clone()].trim_end();
            let fence = front.span.start + block.rfind('\n').map_or(0, |newline| newline + 1);
            (fence, fence)
        }
    };
    format!("{}{line}{}", &text[..start], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, aliases: &[&str]) -> String {
        let aliases: Vec<String> = aliases.iter().map(|&alias| alias.to_owned()).collect();
        with_aliases(text, &parse::parse(text).value.front_matter, &aliases)
    }

    #[test]
    fn aliases_are_written_where_they_are_or_at_the_end() {
        for (before, after) in [
            ("Texte.\n", "---\naliases: [a/b, /fr/c/]\n---\n\nTexte.\n"),
            ("---\ntitle: T\n---\nTexte.\n", "---\ntitle: T\naliases: [a/b, /fr/c/]\n---\nTexte.\n"),
            ("---\r\ntitle: T\r\n---\r\nX\r\n", "---\r\ntitle: T\r\naliases: [a/b, /fr/c/]\r\n---\r\nX\r\n"),
            ("---\naliases: [x, 'y']\ntitle: T\n---\n", "---\naliases: [a/b, /fr/c/]\ntitle: T\n---\n"),
            ("---\naliases:\n  - x\n  - y\ntitle: T\n---\n", "---\naliases: [a/b, /fr/c/]\ntitle: T\n---\n"),
            ("---\naliases: [\n  x,\n  y\n]\ntitle: T\n---\n", "---\naliases: [a/b, /fr/c/]\ntitle: T\n---\n"),
            ("---\naliases: x\ntitle: T\n---\n", "---\naliases: [a/b, /fr/c/]\ntitle: T\n---\n"),
        ] {
            assert_eq!(with(before, &["a/b", "/fr/c/"]), after, "{before}");
        }
        assert_eq!(with("---\ntitle: T\naliases: [x]\n---\nX\n", &[]), "---\ntitle: T\n---\nX\n");
        assert_eq!(with("X\n", &["é"]), "---\naliases: [\"é\"]\n---\n\nX\n");
    }
}
