//! What a path under `content/` says: level, lesson, order and language.

use std::cmp::Ordering;

use crate::config::Config;
use crate::locale::Locale;
use crate::model::Slug;

/// A file or folder name without its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileName {
    /// The number in front; `None` if it has none.
    pub(crate) number: Option<u64>,
    /// The rest of the name.
    pub(crate) text: String,
}

impl FileName {
    /// Splits the number from a name: `2-empreinte`, `02_empreinte`, `2. empreinte`, `2`.
    pub(crate) fn parse(name: &str) -> Self {
        let digits = name.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &name[digits..];
        let text = rest.trim_start_matches(['-', '_', '.', ' ']);
        let number = name[..digits].parse().ok().filter(|_| rest.is_empty() || text.len() < rest.len());
        match number {
            Some(number) if text.is_empty() => Self { number: Some(number), text: name.to_owned() },
            Some(number) => Self { number: Some(number), text: text.to_owned() },
            None => Self { number: None, text: name.to_owned() },
        }
    }

    /// The segment of an id: folded to ASCII, with `x-` before a name that can't be one (`x-con`, since Windows keeps
    /// `con` for a device).
    pub(crate) fn id(&self) -> String {
        let slug = Slug::from_name(&self.text).or_else(|| Slug::from_name(&format!("x-{}", self.text)));
        slug.map_or_else(|| "x".to_owned(), |slug| slug.as_str().to_owned())
    }

    /// The name as a title: « sécuriser-son-compte » reads « Sécuriser son compte ».
    pub(crate) fn title(&self) -> String {
        let spaced = self.text.replace(['-', '_'], " ");
        let mut letters = spaced.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// The order of names: numbered ones by number, then the others by name, in which numbers are compared as numbers.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let number = |name: &Self| name.number.unwrap_or(u64::MAX);
        number(self).cmp(&number(other)).then_with(|| natural(&self.text, &other.text))
    }
}

/// Natural order: `b2` before `b10`.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let order = number(&mut left).cmp(&number(&mut right));
                if order != Ordering::Equal {
                    return order;
                }
            }
            (Some(_), Some(_)) => match left.next().cmp(&right.next()) {
                Ordering::Equal => {}
                order => return order,
            },
            (None, None) => return a.cmp(b),
            (left, right) => return left.is_some().cmp(&right.is_some()),
        }
    }
}

fn number(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> u128 {
    let mut value = 0u128;
    while let Some(digit) = letters.peek().and_then(|letter| letter.to_digit(10)) {
        value = value.saturating_mul(10).saturating_add(u128::from(digit));
        letters.next();
    }
    value
}

/// A Markdown file's name without its extension: its stem, and the language that its suffix names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Suffix<'a> {
    /// `page.fr`: the stem, and the language.
    Language(&'a str, Locale),
    /// `page`: the stem alone.
    None(&'a str),
    /// `page.xx`, where `xx` reads as a language that the book doesn't have.
    Unknown(&'a str),
}

impl<'a> Suffix<'a> {
    /// Splits the name of a Markdown file.
    pub(super) fn parse(file_name: &'a str, config: &Config) -> Self {
        let name = file_name.rsplit_once('.').map_or(file_name, |(name, _)| name);
        let Some((stem, suffix)) = name.rsplit_once('.') else { return Self::None(name) };
        let key = suffix.to_ascii_lowercase().replace('_', "-");
        if let Some(locale) = config.locale(&key) {
            return Self::Language(stem, locale);
        }
        let letters = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let language = key.split('-').next().is_some_and(letters) && key.len() <= 6 && !stem.is_empty();
        if language { Self::Unknown(suffix) } else { Self::None(name) }
    }
}

/// Whether a name without its extension is that of a level's, a folder's or the book's own text, however it is written.
pub(crate) fn is_index(stem: &str) -> bool {
    stem.eq_ignore_ascii_case("index")
}

/// Whether an extension is that of a Markdown file, however it is written.
pub(crate) fn is_markdown(extension: &str) -> bool {
    ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Extensions that editors, or slips, make of `.md` and `.markdown`.
const MISTYPED: [&str; 9] = ["mkd", "mkdn", "mdown", "mdwn", "mdtext", "mdtxt", "text", "txt", "rst"];

/// The name that a file would have as a lesson, if it looks as if it was meant to be one (`lecon.fr.md.txt`,
/// `lecon.fr.txt`, `lecon.markdwon`, `lecon.fr`); else `None`.
pub(super) fn meant_lesson(file_name: &str, config: &Config) -> Option<String> {
    let (stem, extension) = file_name.rsplit_once('.')?;
    let (folded, extension) = (stem.to_ascii_lowercase(), extension.to_ascii_lowercase());
    // An editor appended something to the right name.
    for right in [".md", ".markdown"] {
        if let Some(stem) = folded.strip_suffix(right) {
            return Some(format!("{}.md", &file_name[..stem.len()]));
        }
    }
    let is_language = |name: &str| config.locale(name).is_some();
    if is_language(&extension) {
        return Some(format!("{file_name}.md"));
    }
    let has_language = folded.rsplit_once('.').is_some_and(|(_, suffix)| is_language(suffix));
    let near = strsim::damerau_levenshtein(&extension, "markdown") <= 2 || matches!(extension.as_str(), "dm" | "mdd");
    let mistyped = MISTYPED.contains(&extension.as_str());
    // Without a language, a `.txt` is meant to be one.
    let is_text = matches!(extension.as_str(), "text" | "txt" | "rst");
    (near || mistyped && (has_language || !is_text)).then(|| format!("{stem}.md"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_gives_the_order_and_is_no_part_of_the_id() {
        let name = FileName::parse("10-Écosystème numérique");
        assert_eq!((name.number, name.id().as_str()), (Some(10), "ecosysteme-numerique"));
        assert!(FileName::parse("2-b").order(&name).is_lt());
        // Names that Windows keeps for itself stay apart.
        assert_eq!(
            (FileName::parse("2-con").id().as_str(), FileName::parse("3-aux").id().as_str()),
            ("x-con", "x-aux")
        );
        assert_eq!(FileName::parse("1-—").id(), "x");
        assert_eq!(FileName::parse("3d").number, None);
        assert_eq!(FileName::parse("2026").number, Some(2026));
        assert_eq!(FileName::parse("securiser-son_compte").title(), "Securiser son compte");
    }

    #[test]
    fn numbers_inside_names_count_as_numbers() {
        let order = |a: &str, b: &str| FileName::parse(a).order(&FileName::parse(b));
        assert!(order("b2", "b10").is_lt());
        assert!(order("annexe", "annexe2").is_lt());
        assert!(order("1-z", "a").is_lt());
    }

    #[test]
    fn a_lesson_is_known_by_a_slip_in_its_extension() {
        let config = crate::config::parse("[book]\ntitle = \"x\"\n").value;
        for (name, meant) in [
            ("1-lecon.fr.md.txt", "1-lecon.fr.md"),
            ("1-lecon.fr.txt", "1-lecon.fr.md"),
            ("Leçon.MD.txt", "Leçon.md"),
            ("lecon.markdwon", "lecon.md"),
            ("lecon.en.mkd", "lecon.en.md"),
            ("1-lecon.fr", "1-lecon.fr.md"),
        ] {
            assert_eq!(meant_lesson(name, &config).as_deref(), Some(meant), "{name}");
        }
        for name in ["notes.txt", "plan.svg", "fiche.fr.pdf", "CNAME", "a.mp4", "x.download"] {
            assert_eq!(meant_lesson(name, &config), None, "{name}");
        }
    }
}
