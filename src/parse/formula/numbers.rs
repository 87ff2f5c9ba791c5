//! Commas in numbers. TeX sets `3,14` as two numbers with a comma and a space between; a reader of
//! French means one. Where a comma is close between digits, it is replaced by a mark before the
//! formula is converted, and what the mark became tells where a number may be put together.

use std::ops::Range;

/// What parts a number's decimals, in the language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `3,14`; a comma is never between thousands.
    Comma,
    /// `3.14`; a comma may part thousands.
    Point,
}

/// When a comma is part of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joined {
    /// `3{,}14`, which says so, and `1,000`, which is a number either way.
    Always,
    /// `3,14`: where it is the decimal mark.
    AsDecimal,
    /// `1,000,000`: where it parts thousands.
    AsThousands,
}

impl Joined {
    const ALL: [Self; 3] = [Self::Always, Self::AsDecimal, Self::AsThousands];

    /// The characters that replace the comma during conversion: some that Unicode keeps out of texts.
    fn mark(self) -> char {
        match self {
            Self::Always => '\u{fdd0}',
            Self::AsDecimal => '\u{fdd1}',
            Self::AsThousands => '\u{fdd2}',
        }
    }

    fn holds(self, mark: DecimalMark) -> bool {
        match self {
            Self::Always => true,
            Self::AsDecimal => mark == DecimalMark::Comma,
            Self::AsThousands => mark == DecimalMark::Point,
        }
    }
}

/// The TeX with a mark for each comma that may be part of a number.
pub(super) fn mark(tex: &str) -> String {
    if !tex.contains(',') || tex.contains(Joined::ALL.map(Joined::mark)) {
        return tex.to_owned();
    }
    let mut marked = String::with_capacity(tex.len());
    let mut written = 0;
    while let Some(number) = next_number(tex, written) {
        marked.push_str(&tex[written..number.start]);
        written = number.end;
        push_number(&mut marked, &tex[number]);
    }
    marked.push_str(&tex[written..]);
    marked
}

/// Digits, and what parts them: points, commas and `{,}` with a digit behind them.
fn next_number(tex: &str, from: usize) -> Option<Range<usize>> {
    let start = from + tex[from..].find(|one: char| one.is_ascii_digit())?;
    let mut end = start;
    loop {
        end += digits(&tex[end..]);
        let rest = &tex[end..];
        let mark = ["{,}", ",", "."].into_iter().find(|&mark| rest.starts_with(mark));
        match mark {
            Some(mark) if digits(&rest[mark.len()..]) > 0 => end += mark.len(),
            _ => return Some(start..end),
        }
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn push_number(marked: &mut String, number: &str) {
    let plain = number.replace("{,}", "");
    let commas = plain.matches(',').count();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut groups = whole.split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    let thousands = first && groups.all(|group| group.len() == 3) && !decimals.contains(['.', ',']);
    let decimal = commas == 1 && !number.contains(['.', '{']);
    let joined = match (decimal, thousands) {
        (true, true) => Some(Joined::Always),
        (true, false) => Some(Joined::AsDecimal),
        (false, true) => Some(Joined::AsThousands),
        (false, false) => None,
    };
    let explicit = number.replace("{,}", &Joined::Always.mark().to_string());
    marked.push_str(&match joined {
        Some(joined) => explicit.replace(',', &joined.mark().to_string()),
        None => explicit,
    });
}

/// MathML whose numbers are put together, with the places where they may have to be parted again.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Numbers {
    html: String,
    /// The commas of `html` that are part of a number in some languages only.
    open: Vec<(usize, Joined)>,
}

/// A comma between two numbers.
const PARTED: &str = "</mn><mo>,</mo><mn>";

impl Numbers {
    /// Reads what the marks became.
    pub(super) fn read(mathml: &str) -> Self {
        let marks = Joined::ALL.map(Joined::mark);
        let mut numbers = Self { html: String::with_capacity(mathml.len() + 64), open: Vec::new() };
        let mut rest = mathml;
        while let Some(at) = rest.find(marks) {
            let (before, after) = rest.split_at(at);
            let Some(found) = after.chars().next() else { break };
            let after = &after[found.len_utf8()..];
            let joined = Joined::ALL.into_iter().find(|joined| joined.mark() == found).unwrap_or(Joined::Always);
            let within = before.strip_suffix("</mn><mi>").zip(after.strip_prefix("</mi><mn>"));
            let alone = before.strip_suffix("<mi>").zip(after.strip_prefix("</mi>"));
            rest = match (within, alone) {
                (Some((before, after)), _) => {
                    numbers.html.push_str(before);
                    if joined != Joined::Always {
                        numbers.open.push((numbers.html.len(), joined));
                    }
                    numbers.html.push(',');
                    after
                }
                // Its neighbours are no numbers after all: an exponent, bold figures.
                (None, Some((before, after))) => {
                    numbers.html.push_str(before);
                    numbers.html.push_str("<mo>,</mo>");
                    after
                }
                (None, None) => {
                    numbers.html.push_str(before);
                    numbers.html.push(',');
                    after
                }
            };
        }
        numbers.html.push_str(rest);
        numbers
    }

    /// Ends the element with its TeX.
    pub(super) fn push_annotation(&mut self, tex: &str) {
        self.html.push_str("<annotation encoding=\"application/x-tex\">");
        for one in tex.chars() {
            match one {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                one => self.html.push(one),
            }
        }
        self.html.push_str("</annotation></semantics></math>");
    }

    /// The element, with its numbers as a text with that decimal mark has them.
    pub(super) fn html(&self, mark: DecimalMark) -> String {
        let mut html = String::with_capacity(self.html.len());
        let mut written = 0;
        for &(at, _) in self.open.iter().filter(|(_, joined)| !joined.holds(mark)) {
            html.push_str(&self.html[written..at]);
            html.push_str(PARTED);
            written = at + 1;
        }
        html.push_str(&self.html[written..]);
        html
    }
}
