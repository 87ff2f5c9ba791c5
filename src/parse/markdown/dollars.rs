//! Which dollars are mathematics, and which are money. pulldown-cmark pairs dollars by the white space beside
//! them alone, so that `[$5](a) or [$6](b)` would be a formula; it is shown only those that are one.
//!
//! As in Pandoc, a dollar that opens has no white space behind it, and one that closes has none before it
//! and no digit behind it. Beyond that, a dollar that belongs to a number (`5 $`, `5$/h`, `US$5`) opens
//! nothing, a variable's name closes nothing (`$HOME/bin:$PATH`), and a sentence between two prices is no
//! formula.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::shown::replaced;

/// What dollars and braces are hidden behind: punctuation, like them, so that emphasis beside them stays.
pub(super) const HIDDEN: char = '%';

/// How deep braces are kept account of.
const DEEPEST: usize = 25;

/// Currencies, as they are written behind a dollar: `10 $US`.
const CURRENCIES: &[&str] = &["US", "USD", "CA", "CAN", "CAD", "AU", "AUD", "NZ", "NZD", "HK", "HKD"];

/// Functions that are often written without their backslash.
const FUNCTIONS: &[&str] = &["sin", "cos", "tan", "log", "ln", "exp", "min", "max", "lim", "mod", "pi"];

/// Hides the dollars that are text, and the braces of formulas where they don't match, which pulldown-cmark would
/// take for no formula.
pub(super) fn hide(text: &mut Cow<'_, str>, dialect: Options) {
    if !text.contains('$') || !dialect.contains(Options::ENABLE_MATH) {
        return;
    }
    let mut hidden = Vec::new();
    let mut block = MathMarks::default();
    // Where what was shown last ends: a backslash after it escapes.
    let mut shown = 0;
    let mut is_code = false;
    // How many links and images are open, and those among them that are found by their own words.
    let (mut links, mut named) = (0_usize, None);
    for (event, range) in Parser::new_ext(text, dialect.difference(Options::ENABLE_MATH)).into_offset_iter() {
        match &event {
            Event::Text(found) if !is_code && text.get(range.clone()) == Some(found) => {
                block.read(text, range.clone(), shown, named.is_some());
            }
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                links += 1;
                let by_words = matches!(link_type, LinkType::Collapsed | LinkType::Shortcut);
                named = named.or(by_words.then_some(links));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                named = named.filter(|&at| at < links);
                links = links.saturating_sub(1);
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            Event::Start(_) | Event::End(_) | Event::Rule => {
                is_code = matches!(event, Event::Start(Tag::CodeBlock(_)));
                std::mem::take(&mut block).settle(text, &mut hidden);
            }
            _ => {}
        }
        shown = if matches!(event, Event::Start(_)) { range.start } else { range.end };
    }
    block.settle(text, &mut hidden);
    hidden.sort_unstable();
    hidden.dedup();
    if !hidden.is_empty() {
        *text = Cow::Owned(replaced(text, &hidden, HIDDEN));
    }
}

/// The marks of a paragraph, a heading, a cell that may be mathematics, in order.
#[derive(Default)]
struct MathMarks {
    dollars: Vec<Dollar>,
    /// The braces that are open at the place reached, each under a number of its own; below them the block.
    braces: Vec<usize>,
    /// How many more than [`DEEPEST`] are open.
    deeper: usize,
    /// How many numbers were given.
    numbers: usize,
}

struct Dollar {
    at: usize,
    /// The number of the braces that it is in; `None` where they are too deep.
    braces: Option<usize>,
    /// Whether it is part of the words by which a link is found, and has to stay.
    is_named: bool,
}

impl MathMarks {
    fn read(&mut self, text: &str, range: Range<usize>, shown: usize, is_named: bool) {
        // pulldown-cmark leaves an escaping backslash out, and begins a new text after it.
        let is_escaped = range.start > shown && text.as_bytes()[range.start - 1] == b'\\';
        let found = text[range.clone()].match_indices(['$', '{', '}']).skip_while(|(at, _)| *at == 0 && is_escaped);
        for (offset, mark) in found {
            match mark {
                "$" => {
                    let braces = (self.deeper == 0).then(|| self.braces.last().copied().unwrap_or_default());
                    self.dollars.push(Dollar { at: range.start + offset, braces, is_named });
                }
                "{" => self.open(),
                _ => self.close(),
            }
        }
    }

    fn open(&mut self) {
        if self.braces.is_empty() {
            self.braces.push(0);
        }
        if self.braces.len() > DEEPEST {
            self.deeper += 1;
        } else {
            self.numbers += 1;
            self.braces.push(self.numbers);
        }
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if self.braces.len() > 1 {
            self.braces.pop();
        } else {
            // What is before a brace that closes nothing, and what is after, are apart.
            self.numbers += 1;
            self.braces = vec![self.numbers];
        }
    }

    /// Finds the block's formulas, and lists what is to be hidden.
    fn settle(self, text: &str, hidden: &mut Vec<usize>) {
        let next = self.next_within_braces();
        let mut hide = |dollar: &Dollar| hidden.extend((!dollar.is_named).then_some(dollar.at));
        let mut braces = Vec::new();
        let mut first = 0;
        while first < self.dollars.len() {
            let width = self.run(first);
            match self.closing(text, first, width, &next) {
                Some(last) => {
                    self.dollars[first + width..last].iter().for_each(&mut hide);
                    let tex = self.dollars[first].at + width..self.dollars[last].at;
                    if !is_balanced(&text[tex.clone()]) {
                        braces.extend(text[tex.clone()].match_indices(['{', '}']).map(|(at, _)| tex.start + at));
                    }
                    first = last + width;
                }
                None => {
                    self.dollars[first..first + width].iter().for_each(&mut hide);
                    first += width;
                }
            }
        }
        hidden.extend(braces);
    }

    /// For each dollar, the next in the same braces.
    fn next_within_braces(&self) -> Vec<Option<usize>> {
        let mut last = vec![None; self.numbers + 1];
        let mut next = vec![None; self.dollars.len()];
        for (index, dollar) in self.dollars.iter().enumerate().rev() {
            if let Some(braces) = dollar.braces {
                next[index] = last[braces].replace(index);
            }
        }
        next
    }

    /// How many dollars touch, from that one on.
    fn run(&self, first: usize) -> usize {
        let touching = self.dollars[first..].windows(2).take_while(|pair| pair[0].at + 1 == pair[1].at);
        1 + touching.count()
    }

    /// The first dollar of those that close a formula which so many open.
    fn closing(&self, text: &str, first: usize, width: usize, next: &[Option<usize>]) -> Option<usize> {
        if width > 2 || !opens(text, self.dollars[first].at, width) {
            return None;
        }
        let inside = first + width;
        let start = self.dollars[first].at + width;
        let closes = |last: usize| {
            let dollar = &self.dollars[last];
            let tex = &text[start..dollar.at];
            let fits = if width == 2 { self.run(last) == 2 } else { self.run(last) < 3 };
            fits && (width == 2 || ends(tex, &text[dollar.at + 1..])) && !is_sentence(tex)
        };
        let within = next[inside - 1].filter(|&last| closes(last));
        // Braces that don't match are a fault of a formula, and reported as one.
        within.or_else(|| {
            let nearest = self.dollars.get(inside)?;
            (!is_balanced(&text[start..nearest.at]) && closes(inside)).then_some(inside)
        })
    }
}

/// Whether a dollar, or two, may open a formula, by what is beside them.
fn opens(text: &str, at: usize, width: usize) -> bool {
    let behind = &text[at + width..];
    if width == 1 && behind.starts_with(char::is_whitespace) {
        return false;
    }
    let behind = behind.trim_start();
    let is_symbol = behind.chars().nth(1) == Some('$');
    if behind.starts_with(['/', ')', ']', '}', ';', '?', '»', '*', '~']) && !is_symbol {
        return false;
    }
    let before = text[..at].trim_end_matches(['*', '_', '~']);
    let number = before.trim_end_matches([' ', '\t', '\u{a0}', '\u{2009}', '\u{202f}']);
    if number.ends_with(|last: char| last.is_ascii_digit()) {
        let touches = number.len() == before.len() && width == 1;
        return if touches { begins_script(behind) } else { begins_formula(behind) && !begins_currency(behind) };
    }
    let after_letter = before.len() == at && before.ends_with(char::is_alphabetic);
    !after_letter || begins_formula(behind) && !behind.starts_with(|first: char| first.is_ascii_digit())
}

/// Whether only TeX begins so: an exponent, a command, a group.
fn begins_script(text: &str) -> bool {
    let mut letters = text.chars();
    match letters.next() {
        Some('\\' | '`' | '{') => true,
        Some('^') => letters.next().is_some_and(|next| !next.is_whitespace()),
        Some('_') => letters.next().is_some_and(|next| next.is_alphanumeric() || matches!(next, '{' | '\\')),
        _ => false,
    }
}

/// Whether a formula may begin so, right behind a dollar that may be a price's.
fn begins_formula(text: &str) -> bool {
    let mut letters = text.chars();
    let (first, second) = (letters.next(), letters.next());
    let is_quote = |c: char| matches!(c, '«' | '»' | '“' | '”' | '‘' | '’' | '…' | '—' | '–' | '°');
    match first {
        Some('(' | '|' | '+' | '<' | '=') => true,
        // A citation or a note's call.
        Some('[') => !matches!(second, Some('^' | '@')),
        Some('-' | '−') => second.is_some_and(|second| second.is_alphabetic() || matches!(second, '\\' | '(')),
        Some(first) if !first.is_ascii() => !is_quote(first) && !first.is_whitespace(),
        Some(first) => first.is_ascii_alphanumeric() || begins_script(text),
        None => false,
    }
}

fn begins_currency(text: &str) -> bool {
    let length = text.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(text.len());
    CURRENCIES.contains(&&text[..length]) && !text[length..].starts_with(|next: char| next.is_alphanumeric())
}

/// Whether a formula in a line may end at a dollar between `tex` and `behind`.
fn ends(tex: &str, behind: &str) -> bool {
    let Some(last) = tex.chars().next_back().filter(|last| !last.is_whitespace()) else { return false };
    match behind.chars().next() {
        Some(next) if next.is_ascii_digit() || next == '{' => false,
        // `the $n$th` ends a formula, `$HOME/bin:$PATH` and `$a.$b` don't.
        Some(next) if next.is_alphabetic() => {
            let is_whole = last.is_alphanumeric() || matches!(last, ')' | ']' | '}' | '|' | '\'' | '!' | '`');
            is_whole && (!next.is_uppercase() || has_signs(tex))
        }
        _ => true,
    }
}

/// Whether there is something in it that only TeX, or an equation, has.
pub(super) fn has_signs(tex: &str) -> bool {
    let is_script = |at: usize| begins_script(&tex[at..]);
    tex.contains(['\\', '=', '<', '>', '+', '{', '`']) || tex.match_indices(['^', '_']).any(|(at, _)| is_script(at))
}

/// Whether a text between two dollars can be nothing but a formula: a variable, or something with a
/// command, an exponent or an index.
pub(super) fn is_surely_formula(tex: &str) -> bool {
    let is_variable = tex.len() == 1 && tex.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let is_command = |at: usize| tex[at + 1..].starts_with(|next: char| next.is_ascii_alphabetic());
    let has_command = tex.match_indices('\\').any(|(at, _)| is_command(at));
    let touches = |at: usize| tex[..at].ends_with(|before: char| !before.is_whitespace());
    let is_script = |at: usize| touches(at) && begins_script(&tex[at..]);
    is_variable || has_command || tex.match_indices(['^', '_']).any(|(at, _)| is_script(at))
}

/// Whether it goes from one price to the next: `5 now, and maybe 10`, or nothing but numbers over two lines.
fn is_sentence(tex: &str) -> bool {
    let is_of_numbers =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | ';' | '(' | ')' | '>');
    if tex.contains('\n') && tex.chars().all(is_of_numbers) {
        return true;
    }
    if has_signs(tex) {
        return false;
    }
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let from_price = is_digit(tex.chars().next());
    let to_price = is_digit(tex.chars().next_back());
    let is_end = tex.starts_with([',', ';', ':', '.', '!']) && !is_digit(tex.chars().nth(1));
    if to_price && is_end {
        return true;
    }
    let words = tex.split_whitespace().map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
    let numbers = words.clone().filter(|word| is_digit(word.chars().next())).count();
    let shortest = if from_price { 2 } else { 3 };
    let is_word = |word: &str| {
        let is_long = word.chars().count() >= shortest && word.contains(char::is_lowercase);
        let is_accented = word.chars().any(|letter| matches!(letter, 'À'..='ɏ'));
        word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '\'' | '’' | '-'))
            && (is_long || is_accented)
            && !FUNCTIONS.contains(&word)
    };
    (from_price && numbers > 1 || !from_price && to_price) && words.into_iter().any(is_word)
}

/// Whether braces match, as pulldown-cmark counts them.
fn is_balanced(tex: &str) -> bool {
    let mut open = 0_usize;
    let mut bytes = tex.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'{' => open += 1,
            b'}' if open == 0 => return false,
            b'}' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with the dollars of formulas as they are, and all others shown as `S`.
    fn shown(text: &str) -> String {
        let dialect = Options::ENABLE_MATH | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
        let mut shown = Cow::Borrowed(text);
        hide(&mut shown, dialect);
        let pairs = text.chars().zip(shown.chars());
        pairs.map(|(written, shown)| if written == '$' && shown == HIDDEN { 'S' } else { written }).collect()
    }

    #[test]
    fn money_is_no_mathematics() {
        for text in [
            "[$5](https://e.example) et [$6](https://e.example)",
            "**$5** et **$6**",
            "_$5_ et _$6_",
            "5$/mois, *soit* 60$/an",
            "US$5 (see [x](https://e.example)) and US$6",
            "5$/h à **6**$/h",
            "**6**$/h et **7**$/h",
            "$HOME/bin:$PATH",
            "$scope.$apply",
            "$nom et $prenom",
            "$1, $2",
            "De $6\n5$/h",
            "> Le prix : $6\n> (5$ en solde)",
            "5 $, 5$ ou 1 000 $",
            "5\u{a0}$/mois, 6\u{202f}$/an",
            "_5 $_ et _6 $_, *5$* et *6$*",
            "10 $US et 20 $US, 10$US/20$US",
            "10 $US (env. 13$)",
            "5 M$/an, 6 M$/an",
            "$5 à 10$",
            "$5 et 6 US$",
            "[US$](a) et 6$",
            "5$[^1] et 6$[^1]\n\n[^1]: a",
            "5 $-10 $, 5$-10$, $5-$10",
            "(5$) ou (10$)",
            "« 5 $ », “5$” et \"6$\"",
            "$, $$ ou $$$",
            "| 5$ | 6$ |\n|---|---|\n| $5 | $6 |",
        ] {
            assert_eq!(shown(text), text.replace('$', "S"), "{text}");
        }
    }

    #[test]
    fn mathematics_is_no_money() {
        for text in [
            "$x$ et $y$",
            "$5$ pommes, $3 + 2$",
            "10$^{-3}$ et H$_2$O, 90$^\\circ$",
            "les 5 $x_i$, en 2020 $f(x)$, étape 2 $\\to$, exercice 1 $3x + 1 = 7$",
            "le $n$ième, the $n$th, $x$-axe, l’$x$",
            "$$\nx\n$$",
            "Soit $$ x $$ et $$y$$",
            "$a * b$ et $c * d$",
            "$vitesse = d/t$, $2 \\text{ ou } 3$, $2 cos x$",
            "$\\text{5 \\$}$ et $.5$, $,$, $*$",
            "$`x`$ et $`a b`$",
            "($x$), **$x$**, [$x$](a)",
            "$\\frac{1}{2$ et $x$",
            "$a$$b$",
            "> $a\n> b$",
        ] {
            assert_eq!(shown(text), text, "{text}");
        }
    }

    #[test]
    fn what_can_only_be_a_formula_is_known() {
        for tex in ["t", "x_1", "b \\gg e", "(1 + r)^n x", "m_t = m_t^d"] {
            assert!(is_surely_formula(tex), "{tex}");
        }
        for text in ["", "5", "et", "= 10", "à", "5 et 10", "_", "C:\\", "^^", "un _mot_"] {
            assert!(!is_surely_formula(text), "{text}");
        }
    }

    #[test]
    fn prices_and_formulas_stand_beside_each_other() {
        assert_eq!(shown("Pour 5 $, $x = 5$; pour 6$, $y$ et `$z`"), "Pour 5 S, $x = 5$; pour 6S, $y$ et `$z`");
        assert_eq!(shown("$5 then $x$ at 6$"), "S5 then $x$ at 6S");
        assert_eq!(shown("`a$` $x$ <i title=\"$\">"), "`a$` $x$ <i title=\"$\">");
    }

    #[test]
    fn dollars_in_braces_are_part_of_the_formula_around_them() {
        assert_eq!(shown("$\\text{si $b$}$ $c$"), "$\\text{si SbS}$ $c$");
        let deep = format!("{}$x$", "{".repeat(40));
        assert_eq!(shown(&deep), deep.replace('$', "S"));
    }

    #[test]
    fn the_words_by_which_a_link_is_found_stay() {
        assert_eq!(shown("[5 $] et [6 $]\n\n[5 $]: a\n[6 $]: b"), "[5 $] et [6 $]\n\n[5 $]: a\n[6 $]: b");
    }
}
