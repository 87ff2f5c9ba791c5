//! Addresses written out in running text: `https://…`, `www.…`, `name@host`. One definition of them
//! for all: Markdown makes links of them, and typography leaves them alone.
//!
//! What an address is follows GitHub (GFM, 6.9, “Autolinks (extension)”), with what French puts
//! around one: guillemets, no-break spaces, an apostrophe before it.

use std::ops::Range;

use crate::locale::typography::OBJECT;

/// An address in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autolink {
    /// Where it is, in bytes of the text, without the punctuation of the sentence around it.
    pub range: Range<usize>,
    /// What it is.
    pub kind: AutolinkKind,
}

/// What an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutolinkKind {
    /// `https://host/…`, or `http:`.
    Web,
    /// `www.host.org/…`
    Www,
    /// `name@host.org`
    Mail,
    /// `mailto:name@host.org`
    MailTo,
    /// Any other address, of which no link is made: `ftp://…`, `https://…` without a host.
    Other,
}

impl Autolink {
    /// The whole address of the link, with its scheme; `written` is the text at [`range`](Self::range). `None` if no
    /// link is made of it.
    pub fn address(&self, written: &str) -> Option<String> {
        match self.kind {
            AutolinkKind::Web | AutolinkKind::MailTo => Some(written.to_owned()),
            AutolinkKind::Www => Some(format!("https://{written}")),
            AutolinkKind::Mail => Some(format!("mailto:{written}")),
            AutolinkKind::Other => None,
        }
    }
}

/// The signs of an address, one of which each has at its beginning or after a name.
const SIGNS: [&str; 6] = ["://", "www.", "Www.", "WWW.", "mailto:", "@"];

/// The longest name of a scheme that is looked for, in bytes.
const LONGEST_SCHEME: usize = 12;

/// The longest name before an e-mail’s `@`, in bytes (RFC 5321, 4.5.3.1.1).
const LONGEST_NAME: usize = 64;

/// The longest host, in bytes (RFC 1035, 2.3.4).
const LONGEST_HOST: usize = 253;

/// Whether a text may hold an address: a cheap test, which says yes too often rather than no.
pub fn may_be_in(text: &str) -> bool {
    SIGNS.iter().any(|sign| text.contains(sign))
}

/// Extensions of files, which end no host's name.
const FILES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "pdf"];

/// The addresses in a text, in order; none overlaps another.
pub fn find(text: &str) -> Vec<Autolink> {
    let mut signs: Vec<(usize, &str)> = SIGNS.iter().flat_map(|sign| text.match_indices(sign)).collect::<Vec<_>>();
    signs.sort_unstable_by_key(|(at, _)| *at);
    let mut found: Vec<Autolink> = Vec::new();
    for (at, sign) in signs {
        let from = found.last().map_or(0, |last| last.range.end);
        if at >= from {
            found.extend(match sign {
                "@" => mail(text, from, at),
                "mailto:" => Some(mail_to(text, from, at)),
                "://" => Some(web(text, from, at)),
                _ => Some(www(text, from, at)),
            });
        }
    }
    found
}

fn web(text: &str, from: usize, at: usize) -> Autolink {
    let scheme = text[from..at].bytes().rev().take(LONGEST_SCHEME).take_while(u8::is_ascii_alphabetic).count();
    let start = at - scheme;
    let range = start..end_of(text, at).max(at + 1);
    let is_web = matches!(text[start..at].to_ascii_lowercase().as_str(), "http" | "https");
    let has_host = text.get(at + 3..range.end).is_some_and(|rest| is_host(host(rest), 1));
    let fits = is_web && is_apart(text, from, start) && has_host;
    Autolink { range, kind: if fits { AutolinkKind::Web } else { AutolinkKind::Other } }
}

fn www(text: &str, from: usize, at: usize) -> Autolink {
    let range = at..end_of(text, at).max(at + 1);
    let fits = is_apart(text, from, at) && is_host(host(&text[range.clone()]), 3);
    Autolink { range, kind: if fits { AutolinkKind::Www } else { AutolinkKind::Other } }
}

fn mail_to(text: &str, from: usize, at: usize) -> Autolink {
    let range = at..end_of(text, at).max(at + 1);
    let mail_at = |rest: &str| mail(rest, 0, rest.find('@')?);
    let found = text[range.clone()].strip_prefix("mailto:").and_then(mail_at);
    let fits = found.is_some_and(|found| found.range.start == 0) && is_apart(text, from, at);
    Autolink { range, kind: if fits { AutolinkKind::MailTo } else { AutolinkKind::Other } }
}

/// The e-mail address around an `@`.
fn mail(text: &str, from: usize, at: usize) -> Option<Autolink> {
    let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._+-".contains(byte);
    let before = text[from..at].bytes().rev();
    let length = before.take(LONGEST_NAME + 1).take_while(in_name).count();
    let name = &text[at - length..at];
    // A sentence may end right before the name: « Écrivez…info@a.org ».
    let name = name.trim_start_matches(['.', '-', '+']);
    let start = at - name.len();
    let host = host(&text[at + 1..]).trim_end_matches(['.', '-', '_']);
    let end = at + 1 + host.len();
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_name = (1..=LONGEST_NAME).contains(&name.len()) && !name.ends_with('.');
    let is_domain =
        host.is_ascii() && is_host(host, 2) && last.len() > 1 && last.bytes().all(|c| c.is_ascii_alphabetic());
    // `photo@2x.png` is a file.
    let is_file = FILES.iter().any(|file| last.eq_ignore_ascii_case(file));
    let goes_on = text[end..].starts_with(['@', '/', '\\']);
    let fits = is_name && is_domain && !is_file && !goes_on && (length > name.len() || is_apart(text, from, start));
    fits.then_some(Autolink { range: start..end, kind: AutolinkKind::Mail })
}

/// Whether what begins there is no part of a word, or of another address.
fn is_apart(text: &str, from: usize, start: usize) -> bool {
    let before = text[..start].chars().next_back();
    let joins = |before: char| {
        before.is_alphanumeric() || matches!(before, '/' | '\\' | '@' | '.' | '-' | '_' | '+' | '%' | '&')
    };
    // Two that touch are one that was not understood.
    (start > from || start == 0) && !before.is_some_and(joins)
}

/// The host that a text begins with: its letters, digits, hyphens and full stops; empty if it begins with none.
fn host(text: &str) -> &str {
    let is_in = |one: char| one.is_alphanumeric() || matches!(one, '.' | '-' | '_');
    let end = text.char_indices().find(|&(at, one)| !is_in(one) || at > LONGEST_HOST).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Whether a text is a host with at least `least` names between its full stops.
fn is_host(host: &str, least: usize) -> bool {
    let names = host.split('.');
    let last_two = || host.rsplit('.').take(2);
    host.len() <= LONGEST_HOST
        && host.starts_with(char::is_alphanumeric)
        && names.clone().count() >= least
        && names.clone().all(|name| !name.is_empty())
        && last_two().all(|name| !name.contains('_'))
}

/// The byte offset at which the address that begins at `at` ends.
fn end_of(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let ends = |(offset, one): &(usize, char)| ends(*one) || *one == '[' && is_mark(&rest[offset + 1..]);
    let length = rest.char_indices().find(ends).map_or(rest.len(), |(offset, _)| offset);
    at + trimmed(&rest[..length]).len()
}

fn ends(one: char) -> bool {
    one.is_whitespace()
        || one.is_control()
        || matches!(one, '"' | '<' | '>' | '«' | '»' | '“' | '”' | '`' | OBJECT | '\u{feff}')
        || matches!(one, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// Whether a bracket opens a mark of Palier’s (a citation, a note, a term), by what is after it.
fn is_mark(after: &str) -> bool {
    after.starts_with(['@', '^', '[']) || after.starts_with("-@")
}

/// An address without the punctuation of the sentence around it.
fn trimmed(address: &str) -> &str {
    const MARKS: [char; 15] = ['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '’', '…', '–', '—', '|'];
    const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    let mut address = address.trim_end_matches(MARKS);
    // How many more brackets of each kind close than open.
    let mut unopened = PAIRS.map(|(open, close)| {
        let (opened, closed) = (address.matches(open).count(), address.matches(close).count());
        closed.saturating_sub(opened)
    });
    while let Some(last) = address.chars().next_back() {
        let pair = PAIRS.iter().position(|&(_, close)| close == last);
        let Some(count) = pair.map(|pair| &mut unopened[pair]).filter(|count| **count > 0) else { break };
        *count -= 1;
        address = address[..address.len() - 1].trim_end_matches(MARKS);
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        find(text).iter().filter_map(|found| found.address(&text[found.range.clone()])).collect()
    }

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        for (text, address) in [
            ("Voir https://a.org.", "https://a.org"),
            ("Voir https://a.org/b, puis", "https://a.org/b"),
            ("(https://a.org/b)", "https://a.org/b"),
            ("(voir https://fr.wikipedia.org/wiki/Plan_(film)).", "https://fr.wikipedia.org/wiki/Plan_(film)"),
            ("«\u{a0}https://a.org/b\u{a0}»", "https://a.org/b"),
            ("«https://a.org/b»", "https://a.org/b"),
            ("https://a.org/b\u{202f}; puis", "https://a.org/b"),
            ("https://a.org/b\u{a0}: voilà", "https://a.org/b"),
            ("https://a.org/é/été?x=1&y=[2]#fin!", "https://a.org/é/été?x=1&y=[2]#fin"),
            ("d’https://a.org", "https://a.org"),
            ("[https://a.org]", "https://a.org"),
            ("{https://a.org}", "https://a.org"),
            ("https://a.org/b…", "https://a.org/b"),
            ("https://a.org/l’été’", "https://a.org/l’été"),
            ("https://a.org[@roy]", "https://a.org"),
            ("“https://a.org”", "https://a.org"),
            ("HTTP://localhost:8000/x", "HTTP://localhost:8000/x"),
            ("www.alloprof.qc.ca.", "https://www.alloprof.qc.ca"),
            ("(www.a.org/b_(c))", "https://www.a.org/b_(c)"),
            ("info@a.org,", "mailto:info@a.org"),
            ("<prenom.nom+cours@csx.qc.ca>", "mailto:prenom.nom+cours@csx.qc.ca"),
            ("courriel : mailto:info@a.org;", "mailto:info@a.org"),
            ("www.a.org\u{200b}x", "https://www.a.org"),
        ] {
            assert_eq!(links(text), [address], "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_no_link() {
        for text in [
            "https://",
            "https://…",
            "://",
            "http://.a",
            "https:///a",
            "xhttps://a.org",
            "éhttps://a.org",
            "ftp://a.org",
            "www.",
            "www.a",
            "www..a.b",
            "awww.a.org",
            "a/www.a.org",
            "@roy2020",
            "a@b",
            "a@b.c",
            "a@1.5",
            "a@b..org",
            "@roy@mastodon.social",
            "é@a.org",
            ".@a.org",
            "a@b.org@c",
            "mailto:",
            "mailto:a",
            "http://a_b.c_d",
            "3 @ 5",
            "photo@2x.png",
            "javascript://a.org",
        ] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_no_link_is_made_of_is_still_left_alone() {
        let other = |text: &str| find(text).into_iter().map(|found| text[found.range].to_owned()).collect::<Vec<_>>();
        assert_eq!(other("voir ftp://a.org/b, puis"), ["ftp://a.org/b"]);
        assert_eq!(other("x-www.a"), ["www.a"]);
    }
}
