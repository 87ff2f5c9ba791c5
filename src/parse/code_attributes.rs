//! What a block of code says of itself behind its language: `{title="tri.py" .lines start=10 marks="3,7-9"}`, and
//! how other tools say the same.

use std::ops::{Range, RangeInclusive};

use super::attributes::{self, Attribute};
use super::code_language;
use crate::nearest::{Meanings, meaning, nearest};

/// How a block of code is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeAttributes {
    /// Its caption.
    pub title: Option<String>,
    /// Whether its lines are numbered.
    pub is_numbered: bool,
    /// The number of its first line, if that isn't 1.
    pub start: Option<usize>,
    /// The lines that are marked, by their numbers, each range with its place in the info string.
    pub marks: Vec<(RangeInclusive<usize>, Range<usize>)>,
}

/// What isn't right with a block's attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeSlip {
    /// An attribute that isn't known, and what to write in its place, its value included.
    Unknown(String, Option<String>),
    /// What can't be read, or is another tool's; the line to write, if what it means is clear.
    Unread(Option<String>),
    /// An attribute that is there twice.
    Repeated(String),
    /// A title, or a list of marks, in which there is nothing.
    Empty(&'static str),
    /// A number for the first line that is none.
    Start(String),
    /// What is between two commas of `marks` and names no line.
    Mark(String),
    /// A range whose end comes before its beginning; the range to write.
    Backwards(String),
    /// A line that the code doesn't have: its number, and those of the first and of the last.
    Beyond(usize, usize, usize),
}

/// The attributes that a block takes, without their values.
const TITLE: &str = "title";
const LINES: &str = ".lines";
const START: &str = "start";
const MARKS: &str = "marks";

/// What authors and other tools write for each, in small letters, without `.` and `:` before them.
const MEANINGS: &Meanings = &[
    (TITLE, &["title", "titre", "name", "nom", "filename", "file", "fichier", "caption", "légende", "legende"]),
    (
        LINES,
        &[
            "lines", "lignes", "numberlines", "number-lines", "linenos", "lineno", "linenums", "linenumbers",
            "line-numbers", "showlinenumbers", "numbered", "numéros", "numeros",
        ],
    ),
    (START, &["start", "startfrom", "firstnumber", "firstline", "linenostart", "lineno-start", "début", "debut"]),
    (
        MARKS,
        &[
            "marks", "mark", "marques", "marque", "hl_lines", "hl-lines", "highlight", "emphasize-lines",
            "highlightlines", "surligner",
        ],
    ),
];

/// The highest number that a line can have: more would be a slip.
const HIGHEST: usize = 99_999;

impl CodeAttributes {
    /// What an info string says of its block, as far as it can be read.
    pub fn of(info: &str) -> Self {
        Self::read(info).0
    }

    /// The same, with what isn't right, each at its place in the info string.
    pub(super) fn read(info: &str) -> (Self, Vec<(CodeSlip, Range<usize>)>) {
        match braces(info) {
            Some(inside) => match attributes::list(&info[inside.clone()]) {
                Some(list) if !is_in_braces(info) && !list.iter().any(|one| is_joined(one, &info[inside.clone()])) => {
                    Self::listed(&list, info, inside.start)
                }
                _ => (Self::default(), unread(info, true)),
            },
            None => (Self::default(), unread(info, false)),
        }
    }

    /// The attributes of that list, which is of the text that begins at `at` in the info string.
    fn listed(list: &[Attribute<'_>], info: &str, at: usize) -> (Self, Vec<(CodeSlip, Range<usize>)>) {
        let (mut found, mut slips, mut seen) = (Self::default(), Vec::new(), Vec::new());
        for one in list {
            let place = at + one.at.start..at + one.at.end;
            let value = one.value.as_ref().map(|value| at + value.start..at + value.end);
            let written = value.clone().map(|value| &info[value]);
            if seen.contains(&one.name) {
                slips.push((CodeSlip::Repeated(one.name.to_owned()), place));
                continue;
            }
            seen.push(one.name);
            match (one.name, value.zip(written)) {
                (TITLE | MARKS, Some((_, written))) if written.trim().is_empty() => {
                    slips.push((CodeSlip::Empty(if one.name == TITLE { TITLE } else { MARKS }), place));
                }
                (TITLE, Some((_, title))) => found.title = Some(title.trim().to_owned()),
                (LINES, None) => found.is_numbered = true,
                (START, Some((value, written))) => match line(written) {
                    Some(start) => (found.start, found.is_numbered) = (Some(start), true),
                    None => slips.push((CodeSlip::Start(written.to_owned()), value)),
                },
                (MARKS, Some((value, written))) => read_marks(written, value.start, &mut found.marks, &mut slips),
                (name, _) => {
                    let meant = meant(name).and_then(|meant| Meant::default().with(meant, written));
                    let meant = meant.filter(Meant::says).map(|meant| meant.inside());
                    slips.push((CodeSlip::Unknown(name.to_owned(), meant), place));
                }
            }
        }
        (found, slips)
    }

    /// What is marked of code of so many lines and isn't there, each with the place of its range.
    pub(super) fn beyond(&self, lines: usize) -> impl Iterator<Item = (CodeSlip, Range<usize>)> {
        let (first, last) = (self.first(), self.first() + lines - lines.min(1));
        self.marks.iter().filter_map(move |(range, place)| {
            let outside = [range.start(), range.end()].into_iter().find(|line| !(first..=last).contains(*line))?;
            Some((CodeSlip::Beyond(*outside, first, last), place.clone()))
        })
    }

    /// The number of the first line.
    pub fn first(&self) -> usize {
        self.start.unwrap_or(1)
    }

    /// Whether the line of that number is marked.
    pub fn is_marked(&self, line: usize) -> bool {
        self.marks.iter().any(|(range, _)| range.contains(&line))
    }

    /// Whether it is shown as any code is.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether the info string begins with braces, as in Pandoc: `{.python .numberLines}`.
fn is_in_braces(info: &str) -> bool {
    info.trim_start().starts_with('{')
}

/// The place of what is between the braces that an info string ends with; `None` if it doesn't.
fn braces(info: &str) -> Option<Range<usize>> {
    let open = info.find('{')?;
    let end = info.trim_end().strip_suffix('}')?.len();
    let language = info[..open].trim();
    (open < end && !language.contains([' ', '\t', ',', '='])).then_some(open + 1..end)
}

/// Whether an attribute goes on behind a comma, as lists of attributes do in other tools.
fn is_joined(one: &Attribute<'_>, inside: &str) -> bool {
    one.value.as_ref().is_some_and(|value| inside[value.clone()].contains(['=', '[']) && one.name != TITLE)
}

/// The lines that `marks` names in a text that begins at `at`.
fn read_marks(
    text: &str,
    at: usize,
    marks: &mut Vec<(RangeInclusive<usize>, Range<usize>)>,
    slips: &mut Vec<(CodeSlip, Range<usize>)>,
) {
    let mut start = at;
    for part in text.split(',') {
        let item = part.trim();
        let from = start + part.len() - part.trim_start().len();
        let place = from..from + item.len();
        start += part.len() + 1;
        match range(item) {
            Some((first, last)) if first <= last => marks.push((first..=last, place)),
            Some((first, last)) => slips.push((CodeSlip::Backwards(format!("{last}-{first}")), place)),
            None => slips.push((CodeSlip::Mark(item.to_owned()), place)),
        }
    }
}

/// `3`, or `7-9`, with the dash that an editor may make of it.
fn range(item: &str) -> Option<(usize, usize)> {
    match item.split_once(['-', '–']) {
        Some((first, last)) => Some((line(first)?, line(last)?)),
        None => line(item).map(|only| (only, only)),
    }
}

/// The number of a line.
fn line(text: &str) -> Option<usize> {
    let text = text.trim();
    let number = text.parse::<usize>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    (1..=HIGHEST).contains(&number).then_some(number)
}

/// The attribute that a word means, in any tool's words, or is a slip of.
fn meant(name: &str) -> Option<&'static str> {
    let word = name.trim_start_matches(['.', ':']).to_lowercase();
    meaning(MEANINGS, &word).or_else(|| match nearest(&word, ["title", "lines", "start", "marks"]) {
        Some("title") => Some(TITLE),
        Some("lines") => Some(LINES),
        Some("start") => Some(START),
        Some("marks") => Some(MARKS),
        _ => None,
    })
}

/// Where the name of a language ends, before `:line-numbers` too.
fn behind_language(info: &str) -> usize {
    let Some(name) = code_language::named(info) else { return 0 };
    let (bare, _) = name.split_once(':').filter(|(_, word)| meaning(MEANINGS, word).is_some()).unwrap_or((name, ""));
    info.find(name).unwrap_or_default() + bare.len()
}

/// What attributes that can't be read were meant to say: at the place of all that isn't the language. Words that mean
/// nothing here may be for other tools, unless they are between braces behind a language (`are_braces`).
fn unread(info: &str, are_braces: bool) -> Vec<(CodeSlip, Range<usize>)> {
    let (meant, language) = Meant::of(info);
    if !meant.says() && (!are_braces || is_in_braces(info)) {
        return Vec::new();
    }
    let behind = behind_language(info);
    let start = behind + info[behind..].find(|c: char| !c.is_whitespace() && c != ',').unwrap_or_default();
    let line = meant.says().then(|| meant.line(language.unwrap_or("text")));
    vec![(CodeSlip::Unread(line), start..info.trim_end().len())]
}

/// What an author meant, however that is written.
#[derive(Default)]
struct Meant {
    title: Option<String>,
    is_numbered: bool,
    start: Option<usize>,
    marks: Vec<String>,
}

impl Meant {
    /// What the words of an info string mean, in any tool's form, and the language that it names.
    fn of(info: &str) -> (Self, Option<&str>) {
        let in_braces = is_in_braces(info);
        let behind = behind_language(info);
        let (mut meant, mut language) = (Self::default(), Some(info[..behind].trim()).filter(|name| !name.is_empty()));
        for (index, word) in words(&info[behind..]).into_iter().enumerate() {
            let bare = word.trim_start_matches('{').trim_end_matches('}');
            // `{1,4-6}`
            if !bare.is_empty() && bare.split(',').all(|item| range(item.trim()).is_some()) && word.starts_with('{') {
                meant.marks.extend(bare.split(',').map(|item| item.trim().to_owned()));
                continue;
            }
            let (name, value) = bare.split_once('=').map_or((bare, None), |(name, value)| (name, Some(value)));
            if in_braces && index == 0 && value.is_none() {
                language = Some(name.trim_start_matches('.')).filter(|name| !name.is_empty());
                continue;
            }
            let Some(attribute) = meaning(MEANINGS, &name.trim_start_matches(['.', ':']).to_lowercase()) else {
                continue;
            };
            if let Some(with) = std::mem::take(&mut meant).with(attribute, value) {
                meant = with;
            }
        }
        (meant, language)
    }

    /// The same, with an attribute of that value as well; without a value that it needs, it says nothing more.
    fn with(mut self, attribute: &str, value: Option<&str>) -> Option<Self> {
        let value = value.map(bare);
        match (attribute, value) {
            (TITLE, Some(title)) if !title.is_empty() => self.title = Some(title.to_owned()),
            (LINES, None) => self.is_numbered = true,
            (LINES, Some(value)) => {
                self.is_numbered |= !["false", "no", "off", "non", "0"].contains(&value);
                self.start = line(value).filter(|&start| start > 1).or(self.start);
            }
            (START, Some(value)) => self.start = Some(line(value)?),
            (MARKS, Some(value)) => {
                let items = value.split([',', ' ']).map(|item| item.trim_matches(['"', '\'']));
                self.marks.extend(items.filter(|item| range(item).is_some()).map(str::to_owned));
            }
            _ => {}
        }
        Some(self)
    }

    fn says(&self) -> bool {
        self.title.is_some() || self.is_numbered || self.start.is_some() || !self.marks.is_empty()
    }

    /// The attributes as a block takes them, without braces.
    fn inside(&self) -> String {
        let quoted = |text: &str| match text.contains('"') {
            true => format!("'{}'", text.replace('\'', "’")),
            false => format!("\"{text}\""),
        };
        let title = self.title.as_ref().map(|title| format!("{TITLE}={}", quoted(title)));
        let lines = (self.is_numbered && self.start.is_none()).then(|| LINES.to_owned());
        let start = self.start.map(|start| format!("{START}={start}"));
        let marks = (!self.marks.is_empty()).then(|| format!("{MARKS}=\"{}\"", self.marks.join(",")));
        let all: Vec<String> = [title, lines, start, marks].into_iter().flatten().collect();
        all.join(" ")
    }

    /// The info string to write.
    fn line(&self, language: &str) -> String {
        format!("{language} {{{}}}", self.inside())
    }
}

/// A value without its quotation marks or brackets.
fn bare(value: &str) -> &str {
    let pairs = [('"', '"'), ('\'', '\''), ('[', ']')];
    let inside = pairs.iter().find_map(|(open, close)| value.strip_prefix(*open)?.strip_suffix(*close));
    inside.unwrap_or(value).trim()
}

/// The words of an info string, cut at spaces and commas that are in no quotation marks, brackets or list of lines.
fn words(text: &str) -> Vec<&str> {
    let (mut words, mut start, mut quote, mut depth) = (Vec::new(), 0, None, 0_usize);
    for (at, character) in text.char_indices() {
        match (character, quote) {
            ('"' | '\'', None) => quote = Some(character),
            (_, Some(open)) if open == character => quote = None,
            ('[', None) => depth += 1,
            (']', None) => depth = depth.saturating_sub(1),
            (' ' | '\t' | ',' | '{', None) if depth == 0 => {
                // `{1,4-6}` and `hl_lines=3-5,7` go on behind a comma.
                let goes_on = character == ','
                    && text[at + 1..].trim_start().starts_with(|next: char| next.is_ascii_digit())
                    && text[start..at].ends_with(|last: char| last.is_ascii_digit());
                if !goes_on {
                    words.push(&text[start..at]);
                    start = if character == '{' { at } else { at + 1 };
                }
            }
            _ => {}
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.trim_matches(['{', '}']).is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(info: &str) -> Vec<(CodeSlip, &str)> {
        CodeAttributes::read(info).1.into_iter().map(|(slip, place)| (slip, &info[place])).collect()
    }

    #[test]
    fn a_title_numbers_and_marks_are_read() {
        let (found, slips) = CodeAttributes::read("python {title=\"Tri d’une liste\" .lines marks=\"3, 7-9\"}");
        assert_eq!((found.title.as_deref(), found.is_numbered, found.first()), (Some("Tri d’une liste"), true, 1));
        assert_eq!(slips, []);
        let marked: Vec<usize> = (0..12).filter(|&line| found.is_marked(line)).collect();
        assert_eq!(marked, [3, 7, 8, 9]);
        let (found, slips) = CodeAttributes::read("python{start=10 marks=12}");
        assert_eq!((found.is_numbered, found.first(), found.is_marked(12)), (true, 10, true));
        assert_eq!(slips, []);
        for plain in ["", "python", "rust,no_run", "python tri.py", "js {}", "c ignore title", "{note} Titre", "{r}"] {
            assert!(CodeAttributes::of(plain).is_plain(), "{plain}");
        }
    }

    #[test]
    fn what_other_tools_write_gets_the_line_to_write() {
        for (info, line, place) in [
            (
                "python title=\"tri.py\" {1,4-6} showLineNumbers",
                "python {title=\"tri.py\" .lines marks=\"1,4-6\"}",
                "title=\"tri.py\" {1,4-6} showLineNumbers",
            ),
            ("rust,linenos,hl_lines=3-5 7", "rust {.lines marks=\"3-5\"}", "linenos,hl_lines=3-5 7"),
            ("rust,linenos,linenostart=20", "rust {start=20}", "linenos,linenostart=20"),
            (
                "go {linenos=table,hl_lines=[8,\"15-17\"],linenostart=199}",
                "go {start=199 marks=\"8,15-17\"}",
                "{linenos=table,hl_lines=[8,\"15-17\"],linenostart=199}",
            ),
            ("py linenums=\"1\" hl_lines=\"2 3\"", "py {.lines marks=\"2,3\"}", "linenums=\"1\" hl_lines=\"2 3\""),
            (
                "{.python .numberLines startFrom=\"100\"}",
                "python {start=100}",
                "{.python .numberLines startFrom=\"100\"}",
            ),
            ("ts:line-numbers {1}", "ts {.lines marks=\"1\"}", ":line-numbers {1}"),
            ("js{3}", "js {marks=\"3\"}", "{3}"),
            ("python {title=\"tri.py\" lines}", "python {title=\"tri.py\" .lines}", "{title=\"tri.py\" lines}"),
            ("python {title=\"tri.py\"", "python {title=\"tri.py\"}", "{title=\"tri.py\""),
            ("js title='Un \"mot\"'", "js {title='Un \"mot\"'}", "title='Un \"mot\"'"),
        ] {
            assert_eq!(slips(info), [(CodeSlip::Unread(Some(line.to_owned())), place)], "{info}");
            assert_eq!(CodeAttributes::read(line).1, [], "{line}");
        }
        for silent in ["rust,no_run", "python tri.py", "{note}", "{.python}", "{r, echo=FALSE}", "c ignore title"] {
            assert_eq!(slips(silent), [], "{silent}");
        }
    }

    #[test]
    fn what_isn_t_right_is_told_at_its_place() {
        let unknown = |name: &str, meant: Option<&str>| CodeSlip::Unknown(name.to_owned(), meant.map(str::to_owned));
        for (info, slip, place) in [
            ("js {titel=\"x\"}", unknown("titel", Some("title=\"x\"")), "titel"),
            ("js {.line}", unknown(".line", Some(".lines")), ".line"),
            ("js {hl_lines=\"2 3\"}", unknown("hl_lines", Some("marks=\"2,3\"")), "hl_lines"),
            ("js {.wide}", unknown(".wide", None), ".wide"),
            ("js {#a}", unknown("#a", None), "#a"),
            ("js {title=}", CodeSlip::Empty(TITLE), "title"),
            ("js {marks=\"\"}", CodeSlip::Empty(MARKS), "marks"),
            ("js {title=a title=b}", CodeSlip::Repeated("title".to_owned()), "title"),
            ("js {start=0}", CodeSlip::Start("0".to_owned()), "0"),
            ("js {start=deux}", CodeSlip::Start("deux".to_owned()), "deux"),
            ("js {marks=\"1, 0\"}", CodeSlip::Mark("0".to_owned()), "0"),
            ("js {marks=\"1,,2\"}", CodeSlip::Mark(String::new()), ""),
            ("js {marks=\"a-b\"}", CodeSlip::Mark("a-b".to_owned()), "a-b"),
            ("js {marks=9-7}", CodeSlip::Backwards("7-9".to_owned()), "9-7"),
            (
                "js {marks=99999999999999999999}",
                CodeSlip::Mark("99999999999999999999".to_owned()),
                "99999999999999999999",
            ),
            ("js {x}", CodeSlip::Unread(None), "{x}"),
        ] {
            assert_eq!(slips(info), [(slip, place)], "{info}");
        }
    }

    #[test]
    fn a_marked_line_is_one_of_those_shown() {
        let beyond = |info: &str, lines: usize| -> Vec<CodeSlip> {
            CodeAttributes::of(info).beyond(lines).map(|(slip, _)| slip).collect()
        };
        assert_eq!(beyond("js {marks=\"1-3\"}", 3), []);
        assert_eq!(beyond("js {marks=\"2-4,9\"}", 3), [CodeSlip::Beyond(4, 1, 3), CodeSlip::Beyond(9, 1, 3)]);
        assert_eq!(beyond("js {start=10 marks=\"2,11\"}", 3), [CodeSlip::Beyond(2, 10, 12)]);
        assert_eq!(beyond("js {marks=1}", 0), []);
    }
}
