//! A file of BibLaTeX cut in entries and fields. A slip costs no more than the field that it is in, and
//! no entry is looked through twice.
//!
//! (The crate `biblatex` reads a file as a whole or not at all, drops marks, and follows an abbreviation
//! defined by itself until the stack is full.)

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::locale::Message;
use crate::message;
use crate::nearest::Guesses;
use crate::rule::Rule;
use crate::source::{Span, Spanned};

/// More than abbreviations, and fields that entries take from each other, ever repeat in one file.
pub(super) const MOST_REPEATED: usize = 2 << 20;

/// The abbreviations of months, which every file may use.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// An entry as it is written.
pub(super) struct Entry<'t> {
    /// What comes after `@`.
    pub(super) kind: Spanned<&'t str>,
    /// The name it is cited by.
    pub(super) key: Spanned<&'t str>,
    /// Each name, in small letters, with the value after the equals sign.
    pub(super) fields: Fields<'t>,
    /// Whether all of it could be read.
    pub(super) is_whole: bool,
}

/// The value of a field: TeX, without the braces or quotes around it.
#[derive(Clone)]
pub(super) struct Value<'t> {
    /// The TeX, with its parts joined and its `@string` names replaced.
    pub(super) text: Cow<'t, str>,
    /// Its place in the file.
    pub(super) at: Span,
}

/// Fields by their names, in small letters.
pub(super) type Fields<'t> = Vec<(Spanned<String>, Value<'t>)>;

/// The first thing that is wrong with an entry.
type Slip = Option<(Span, Message, Message)>;

/// The entries of a file, in its order, abbreviations put in.
pub(super) fn entries<'t>(text: &'t str, faults: &mut Vec<Diagnostic<Span>>) -> Vec<Entry<'t>> {
    let mut reader = Reader {
        text,
        at: 0,
        end: text.len(),
        strings: BTreeMap::new(),
        repeated: 0,
        guesses: Guesses::default(),
        faults,
    };
    let mut entries = Vec::new();
    let mut cuts = Cuts { text, is_strict: false };
    let mut at = 0;
    while let Some(block) = cuts.next(at) {
        match block.kind.value.to_ascii_lowercase().as_str() {
            "comment" | "preamble" => {}
            "string" => reader.strings(&block),
            _ => entries.extend(reader.entry(&block)),
        }
        at = block.after;
    }
    entries
}

/// `@kind{…}`, found but not read.
struct UnreadEntry<'t> {
    kind: Spanned<&'t str>,
    /// The content of the braces, in bytes of the file.
    body: Span,
    /// Where the next may begin.
    after: usize,
    /// Braces that end it, and after which it goes on.
    stray: Vec<usize>,
    /// Whether its end was found.
    is_closed: bool,
}

/// Where the entries of a file begin and end.
struct Cuts<'t> {
    text: &'t str,
    /// Whether one was found that never ends: from then on, each ends where the next begins.
    is_strict: bool,
}

impl<'t> Cuts<'t> {
    fn next(&mut self, from: usize) -> Option<UnreadEntry<'t>> {
        let is_comment = |line: usize| self.text[line..].trim_start_matches([' ', '\t']).starts_with('%');
        let mut at = from;
        let mut in_comment = is_comment(from);
        loop {
            let passed = &self.text[at..at + self.text.get(at..)?.find('@')?];
            if let Some(end) = passed.rfind('\n') {
                in_comment = is_comment(at + end + 1);
            }
            at += passed.len();
            let is_address = self.text[..at].ends_with(|last: char| last.is_alphanumeric());
            match opened(self.text, at).filter(|_| !in_comment && !is_address) {
                Some((kind, open)) => return Some(self.block(kind, open)),
                None => at += 1,
            }
        }
    }

    fn block(&mut self, kind: Spanned<&'t str>, open: usize) -> UnreadEntry<'t> {
        let bytes = self.text.as_bytes();
        let by_parenthesis = bytes[open] == b'(';
        let mut depth = usize::from(!by_parenthesis);
        // Where the next entry seems to begin.
        let mut next = None;
        let mut stray = Vec::new();
        let mut at = open + 1;
        while let Some(byte) = bytes.get(at) {
            let mut is_end = false;
            match byte {
                b'\\' => at += 1,
                b'{' => depth += 1,
                b'}' => {
                    depth = depth.saturating_sub(1);
                    is_end = depth == 0 && !by_parenthesis;
                }
                b')' => is_end = by_parenthesis && depth == 0,
                b'\n' if next.is_none() => {
                    let start = at + 1 + blanks(&self.text[at + 1..]);
                    if opened(self.text, start).is_some() {
                        next = Some(start);
                        if self.is_strict {
                            break;
                        }
                    }
                }
                _ => {}
            }
            if is_end {
                if !goes_on(&self.text[at + 1..]) {
                    return UnreadEntry { kind, body: open + 1..at, after: at + 1, stray, is_closed: true };
                }
                stray.push(at);
                depth = usize::from(!by_parenthesis);
            }
            at += 1;
        }
        self.is_strict = true;
        let end = next.unwrap_or(self.text.len());
        stray.retain(|stray| *stray < end);
        UnreadEntry { kind, body: open + 1..end, after: end, stray, is_closed: false }
    }
}

/// The kind of the entry that begins at that byte offset, and the offset of its brace.
fn opened(text: &str, at: usize) -> Option<(Spanned<&str>, usize)> {
    let rest = text.get(at..)?.strip_prefix('@')?;
    let name = rest.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte)).count();
    let open = at + 1 + name + blanks(&rest[name..]);
    let is_open = name > 0 && text[open..].starts_with(['{', '(']);
    is_open.then(|| (Spanned::new(&rest[..name], at + 1..at + 1 + name), open))
}

fn blanks(text: &str) -> usize {
    text.bytes().take_while(|byte| b" \t".contains(byte)).count()
}

/// Whether a comma follows and then a field: the brace before them ended too much.
fn goes_on(rest: &str) -> bool {
    let rest = &rest[rest.len() - rest.trim_start().len()..];
    let Some(rest) = rest.strip_prefix(',') else { return false };
    let rest = rest.trim_start();
    let name = rest.find(|letter: char| !is_in_name(letter)).unwrap_or(rest.len());
    (1..=40).contains(&name) && rest[name..].trim_start().starts_with('=')
}

/// Whether a line begins as a field does: `title = {`.
fn is_field(line: &str) -> bool {
    let line = &line[blanks(line)..];
    let name = line.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let value = line[name..].trim_start_matches([' ', '\t']).strip_prefix('=');
    name > 0 && value.is_some_and(|value| value.trim_start_matches([' ', '\t']).starts_with(['{', '"']))
}

fn is_in_name(letter: char) -> bool {
    !letter.is_control() && !letter.is_whitespace() && !"@{}\"#'(),=%\\~".contains(letter)
}

struct Reader<'t, 'f> {
    text: &'t str,
    at: usize,
    /// Where what is read ends.
    end: usize,
    /// The values of abbreviations, by their names in small letters.
    strings: BTreeMap<String, Value<'t>>,
    /// How much they have been put in so far.
    repeated: usize,
    guesses: Guesses,
    faults: &'f mut Vec<Diagnostic<Span>>,
}

impl<'t> Reader<'t, '_> {
    fn report(&mut self, at: Span, message: Message, help: Message) {
        self.faults.push(Diagnostic::new(Rule::InvalidBibliography, at, message).help(help));
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..self.end]
    }

    fn eat(&mut self, mark: char) -> bool {
        let found = self.rest().starts_with(mark);
        self.at += if found { mark.len_utf8() } else { 0 };
        found
    }

    /// Passes over blanks and comments.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            if !self.rest().starts_with('%') {
                return;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    fn word(&mut self, fits: impl Fn(char) -> bool) -> Spanned<&'t str> {
        let rest = self.rest();
        let word = &rest[..rest.find(|letter: char| !fits(letter)).unwrap_or(rest.len())];
        let at = self.at..self.at + word.len();
        self.at = at.end;
        Spanned::new(word, at)
    }

    fn enter(&mut self, block: &UnreadEntry<'_>) {
        (self.at, self.end) = (block.body.start, block.body.end);
    }

    fn strings(&mut self, block: &UnreadEntry<'t>) {
        self.enter(block);
        let (fields, _) = self.fields(block, None);
        for (name, value) in fields {
            self.strings.insert(name.value, value);
        }
    }

    fn entry(&mut self, block: &UnreadEntry<'t>) -> Option<Entry<'t>> {
        self.enter(block);
        self.blanks();
        let key = self.word(|letter| !",}=".contains(letter) && !letter.is_control() && !letter.is_whitespace());
        self.blanks();
        if key.value.is_empty() || self.rest().starts_with('=') {
            let message = message!("invalid-bibliography.no-key");
            self.report(block.kind.span.clone(), message, message!("invalid-bibliography.help-no-key"));
            return None;
        }
        let (fields, is_whole) = self.fields(block, Some(&key));
        Some(Entry { kind: block.kind.clone(), key, fields, is_whole })
    }

    /// The fields from here on. Of several slips, the first is reported: others may follow from it.
    fn fields(&mut self, block: &UnreadEntry<'t>, key: Option<&Spanned<&'t str>>) -> (Fields<'t>, bool) {
        let mut fields = Vec::new();
        let mut slip: Slip = None;
        let mut is_first = key.is_none();
        loop {
            self.blanks();
            let mut parted = is_first;
            while self.eat(',') || block.stray.binary_search(&self.at).is_ok() && self.eat('}') {
                parted = true;
                self.blanks();
            }
            is_first = false;
            if self.at >= self.end {
                break;
            }
            let name = self.word(is_in_name);
            if name.value.is_empty() {
                let at = self.at..self.at;
                slip.get_or_insert((
                    at,
                    message!("invalid-bibliography.no-field"),
                    message!("invalid-bibliography.help-no-field"),
                ));
                self.pass();
                continue;
            }
            if !parted {
                let message = message!("invalid-bibliography.no-comma", field = name.value);
                slip.get_or_insert((name.span.clone(), message, message!("invalid-bibliography.help-no-comma")));
            }
            self.blanks();
            let value = if self.eat('=') { self.value(block, &mut slip) } else { None };
            match value {
                Some(value) => fields.push((Spanned::new(name.value.to_lowercase(), name.span), value)),
                None => {
                    let message = message!("invalid-bibliography.no-value", field = name.value);
                    slip.get_or_insert((name.span, message, message!("invalid-bibliography.help-no-value")));
                    self.pass();
                }
            }
        }
        if let (Some(&brace), Some(key)) = (block.stray.first(), key) {
            let message = message!("invalid-bibliography.stray-brace", key = key.value);
            slip.get_or_insert((brace..brace + 1, message, message!("invalid-bibliography.help-stray-brace")));
        }
        if !block.is_closed {
            let at = key.map_or_else(|| block.kind.span.clone(), |key| key.span.clone());
            let message = message!("invalid-bibliography.no-end", key = &self.text[at.clone()]);
            slip.get_or_insert((at, message, message!("invalid-bibliography.help-no-end")));
        }
        let is_whole = slip.is_none();
        if let Some((at, message, help)) = slip {
            self.report(at, message, help);
        }
        (fields, is_whole)
    }

    /// Goes on to the next comma outside braces.
    fn pass(&mut self) {
        let mut depth = 0_usize;
        for (at, byte) in self.rest().bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => {
                    self.at += at;
                    return;
                }
                _ => {}
            }
        }
        self.at = self.end;
    }

    /// `{…}`, `"…"`, a number, an abbreviation, or several of these with `#` between them.
    fn value(&mut self, block: &UnreadEntry<'t>, slip: &mut Slip) -> Option<Value<'t>> {
        let mut value: Option<Value<'t>> = None;
        loop {
            self.blanks();
            let piece = self.piece(block, slip)?;
            value = Some(match value {
                None => piece,
                Some(before) => {
                    self.repeated = self.repeated.saturating_add(piece.text.len());
                    let at = before.at.start..piece.at.end.max(before.at.start);
                    let text = if self.repeated > MOST_REPEATED { before.text } else { before.text + piece.text };
                    Value { text, at }
                }
            });
            let end = self.at;
            self.blanks();
            if !self.eat('#') {
                // The next field begins there.
                self.at = end;
                return value;
            }
        }
    }

    /// A value between its marks. In an entry without an end, the brace that closes it may have been
    /// meant for the entry, and a quotation mark for another value: a line that begins as a field does
    /// ends it too.
    fn piece(&mut self, block: &UnreadEntry<'t>, slip: &mut Slip) -> Option<Value<'t>> {
        let start = self.at;
        let close = match self.rest().chars().next()? {
            '{' => '}',
            '"' => '"',
            _ => return self.abbreviated(),
        };
        let rest = self.rest();
        let mut depth = 0_usize;
        let mut skip = false;
        let mut end = rest.len();
        for (at, letter) in rest.char_indices().skip(1) {
            match letter {
                _ if skip => skip = false,
                '\\' => skip = true,
                _ if letter == close && depth == 0 => {
                    self.at = start + at + 1;
                    let at = start + 1..start + at;
                    return Some(Value { text: self.text[at.clone()].into(), at });
                }
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                '\n' if (close == '"' || !block.is_closed) && is_field(&rest[at + 1..]) => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let message = message!("invalid-bibliography.open", mark = &rest[..1]);
        slip.get_or_insert((start..start + 1, message, message!("invalid-bibliography.help-open")));
        let text = rest[1..end.max(1)].trim_end();
        let text = text.strip_suffix(',').unwrap_or(text);
        let at = start + 1..start + 1 + text.len();
        self.at = at.end;
        Some(Value { text: text.into(), at })
    }

    /// A number, or an abbreviation.
    fn abbreviated(&mut self) -> Option<Value<'t>> {
        let word = self.word(is_in_name);
        let Spanned { value: name, span: at } = word;
        let first = name.chars().next()?;
        let folded = name.to_lowercase();
        let itself = Value { text: name.into(), at: at.clone() };
        if first.is_ascii_digit() || first == '-' {
            return Some(itself);
        }
        if let Some(meant) = self.strings.get(&folded) {
            self.repeated = self.repeated.saturating_add(meant.text.len());
            let text = if self.repeated > MOST_REPEATED { Cow::Borrowed(name) } else { meant.text.clone() };
            return Some(Value { text, at });
        }
        if !MONTHS.contains(&folded.as_str()) {
            let help = match self.guesses.nearest(name, self.strings.keys().map(String::as_str)) {
                Some(near) => message!("invalid-bibliography.help-nearest", nearest = near),
                None => message!("invalid-bibliography.help-no-string"),
            };
            self.report(at, message!("invalid-bibliography.no-string", name = name), help);
        }
        // Most often, braces were forgotten.
        Some(itself)
    }
}
