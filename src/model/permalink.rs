//! Addresses: the segments that they are made of, the paths of pages, which are promised to last, and the relative
//! address from one to another.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

/// The characters that are percent-encoded in a segment of a path: all but `pchar` (RFC 3986 §3.3), and those that
/// HTML would need escaped.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'\'')
    .add(b'&');

/// One segment of an address: letters, digits, `-`, `_` and `.`, in any script, lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The pattern of what [`Slug::parse`] reads; it is less strict, since it knows the punctuation of ASCII only.
    pub const PATTERN: &str = r"[^\sA-Z!-,./:-@\[-^`{-~]([^\sA-Z!-,/:-@\[-^`{-~]*[^\sA-Z!-,./:-@\[-^`{-~])?";

    /// Reads a slug as an author wrote it; `None` if it is not fit for an address and for a file's name on every
    /// system, or has more than 200 bytes.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |c: char| c.is_alphanumeric() && !c.is_uppercase() || matches!(c, '-' | '_' | '.');
        let text: String = text.nfc().collect();
        let ends = text.starts_with('.') || text.ends_with('.');
        let sound = !text.is_empty() && text.len() <= 200 && !ends && !is_device(&text) && text.chars().all(fits);
        sound.then_some(Self(text))
    }

    /// Makes a slug of a file's or folder's name: folded to ASCII, with `-` for characters that don't fit; `None` if
    /// nothing is left, or the result is no slug.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut slug = String::with_capacity(name.len());
        for c in deunicode::deunicode(name).chars() {
            let c = c.to_ascii_lowercase();
            if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        Self::parse(slug.trim_matches(['-', '.']))
    }

    /// The segment.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether Windows takes a name for a device's (`con`, `lpt1`), which it does whatever follows a full stop.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let numbered = |device: &str| {
        let rest = stem.strip_prefix(device);
        rest.is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']) || matches!(rest, "¹" | "²" | "³"))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$") || numbered("com") || numbered("lpt")
}

/// The path of a page or file from the site's root, as promised to last: `fr/naviguer/traces/` for
/// a page, `assets/x.1a2b.svg` for a file; empty for the root. Not percent-encoded.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permalink(String);

impl Permalink {
    /// The permalink of a page, a folder of its own, from its segments.
    pub fn page<'a>(segments: impl IntoIterator<Item = &'a str>) -> Self {
        let mut path = String::new();
        for segment in segments {
            path.push_str(segment);
            path.push('/');
        }
        Self(path)
    }

    /// The permalink of a file, from its path without a leading `/`.
    pub fn file(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// The path from the root, without a leading `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its path in the output folder.
    pub fn output_path(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') { format!("{}index.html", self.0) } else { self.0.clone() }
    }

    /// The permalink of its file: a page's is its `index.html`, which must be named where no server finds it.
    pub fn file_itself(&self) -> Self {
        Self(self.output_path())
    }

    /// The path, percent-encoded for an address.
    pub fn encoded(&self) -> String {
        self.0.split('/').map(|part| utf8_percent_encode(part, SEGMENT).to_string()).collect::<Vec<_>>().join("/")
    }

    /// The whole address on the site at `base`, which ends with a `/`; percent-encoded.
    pub fn absolute(&self, base: &str) -> String {
        format!("{base}{}", self.encoded())
    }

    /// The relative address that leads from this page to `to`, percent-encoded; `./` for itself.
    pub fn href(&self, to: &Self) -> String {
        let folders = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let (from, goal) = (folders(&self.0), folders(&to.0));
        let from: Vec<&str> = from.split_terminator('/').collect();
        let goal: Vec<&str> = goal.split_terminator('/').collect();
        let shared = from.iter().zip(&goal).take_while(|(a, b)| a == b).count();
        let mut href = "../".repeat(from.len() - shared);
        for part in &goal[shared..] {
            href.extend(utf8_percent_encode(part, SEGMENT));
            href.push('/');
        }
        let file = to.0.rsplit('/').next().unwrap_or_default();
        href.extend(utf8_percent_encode(file, SEGMENT));
        // A first segment with a colon would read as a scheme (RFC 3986 §4.2).
        let scheme = href.split('/').next().is_some_and(|first| first.contains(':'));
        if href.is_empty() || scheme { format!("./{href}") } else { href }
    }
}

impl fmt::Display for Permalink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Permalink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_never_leaves_its_folder_or_names_a_device() {
        for wrong in ["", "..", "../x", "a/b", "a b", "nul", "com1.x", ".hidden", "Majuscule", "a%2fb"] {
            assert_eq!(Slug::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Slug::parse("identité-numérique").unwrap().as_str(), "identité-numérique");
        assert_eq!(Slug::from_name("Écosystème & œuvres").unwrap().as_str(), "ecosysteme-oeuvres");
    }

    #[test]
    fn hrefs_are_relative() {
        let page = |path: &str| Permalink::file(path);
        assert_eq!(page("fr/a/b/").href(&page("fr/a/c/")), "../c/");
        assert_eq!(page("fr/a/b/").href(&page("en/x/")), "../../../en/x/");
        assert_eq!(page("fr/a/").href(&page("fr/a/")), "./");
        assert_eq!(page("").href(&page("fr/")), "fr/");
        assert_eq!(page("fr/").href(&page("")), "../");
        assert_eq!(page("fr/a/").href(&page("assets/é x.svg")), "../../assets/%C3%A9%20x.svg");
    }
}
