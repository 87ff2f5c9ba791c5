//! Addresses as authors write them: their parts, and what their scheme says.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::autolink::{self, Autolink, AutolinkKind};
use crate::nearest::nearest;
use crate::parse::document::{Link, LinkKind};

/// An address, cut where its parts meet.
pub(crate) struct Address<'a> {
    /// The part before the `?` or `#`, percent-decoded.
    pub(crate) path: Cow<'a, str>,
    /// The rest, from the `?` or `#` on, as written; empty if the address has neither.
    pub(crate) rest: &'a str,
    /// The part after the `#`, percent-decoded and in NFC; `None` if it is missing or empty.
    pub(crate) anchor: Option<String>,
}

impl<'a> Address<'a> {
    /// Splits a link's address.
    pub(crate) fn of(link: &'a Link) -> Self {
        let rest = link.part();
        let path = &link.address[..link.address.len() - rest.len()];
        let anchor = rest.split_once('#').map(|(_, anchor)| decode(anchor).nfc().collect::<String>());
        Self { path: decode(path), rest, anchor: anchor.filter(|anchor| !anchor.is_empty()) }
    }
}

/// A percent-encoded text, decoded (RFC 3986 §2.1); bytes that aren't UTF-8 become U+FFFD.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// The scheme of an address (RFC 3986 §3.1), in lower case, as browsers find it: they skip white space before it,
/// and tabs and ends of lines anywhere. `None` if it has none.
fn scheme(address: &str) -> Option<String> {
    let address = address.trim_start_matches(|one: char| one <= ' ');
    let (before, _) = address.split_once(':')?;
    let mut scheme = String::new();
    for letter in before.chars().filter(|one| !matches!(one, '\t' | '\n' | '\r')) {
        let fits = letter.is_ascii_alphabetic()
            || !scheme.is_empty() && (letter.is_ascii_digit() || matches!(letter, '+' | '-' | '.'));
        if !fits {
            return None;
        }
        scheme.push(letter.to_ascii_lowercase());
    }
    (!scheme.is_empty()).then_some(scheme)
}

/// Whether an address names a host or a scheme (RFC 3986 §4.2), and so leads outside the book.
pub(crate) fn is_external(address: &str) -> bool {
    address.starts_with("//") || scheme(address).is_some()
}

/// A slip in an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// The address is empty: `[text]()`.
    Empty,
    /// Another tool would fill it in: `{{ site.url }}/a`, `{% link a.md %}`.
    Template,
    /// A web or e-mail address that is mistyped, or whose beginning is missing; with the whole address.
    Incomplete(String),
}

/// The slip in an address, whatever files the book has; `None` if there is none.
pub(super) fn slip(address: &str) -> Option<Slip> {
    let address = address.trim();
    let lower = address.to_ascii_lowercase();
    if address.is_empty() || matches!(lower.as_str(), "http://" | "https://" | "mailto:") {
        return Some(Slip::Empty);
    }
    let decoded = decode(address);
    if decoded.contains("{{") || decoded.contains("{%") {
        return Some(Slip::Template);
    }
    web(address, &lower).or_else(|| mail(address)).map(Slip::Incomplete)
}

/// The whole web address that was meant by `www.a.org`, `https//a.org`, `https:/a.org`, `https://http://a.org`.
fn web(address: &str, lower: &str) -> Option<String> {
    if lower.starts_with("www.") && lower.matches('.').count() > 1 {
        return Some(format!("https://{address}"));
    }
    let scheme = ["https", "http"].into_iter().find(|scheme| lower.starts_with(scheme))?;
    let rest = &address[scheme.len()..];
    let host = rest.trim_start_matches([':', ';', '/', '\\', '.']);
    let between = &rest[..rest.len() - host.len()];
    if !host.starts_with(|one: char| one.is_alphanumeric()) {
        return None;
    }
    let inner =
        ["https:", "http:", "https//", "http//"].iter().any(|again| host.to_ascii_lowercase().starts_with(again));
    match between {
        "://" if inner => Some(web(host, &host.to_ascii_lowercase()).unwrap_or_else(|| host.to_owned())),
        "://" => None,
        between if between.contains([':', ';']) || between.contains("//") => Some(format!("{scheme}://{host}")),
        _ => None,
    }
}

/// The whole address (`mailto:…`) that was meant by `info@a.org`.
fn mail(address: &str) -> Option<String> {
    let path = address.split('?').next().unwrap_or_default();
    let found = autolink::find(path);
    let is_mail = |found: &Autolink| found.kind == AutolinkKind::Mail && found.range == (0..path.len());
    found.first().is_some_and(is_mail).then(|| format!("mailto:{address}"))
}

/// Endings of hosts that authors write without `www.` and `https://`, as in `alloprof.qc.ca`.
const DOMAINS: [&str; 18] = [
    "ca", "com", "org", "net", "fr", "be", "ch", "edu", "info", "eu", "tv", "uk", "us", "quebec", "gov", "io", "int",
    "museum",
];

/// Whether a path that leads to no file begins with what looks like a host.
pub(super) fn is_host(path: &str) -> bool {
    let host = path.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|one| one.is_alphanumeric() || one == '-');
    host.rsplit_once('.').is_some_and(|(_, end)| DOMAINS.contains(&end)) && host.split('.').all(is_name)
}

/// A scheme that no browser knows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UnknownScheme {
    /// The scheme, without its colon.
    pub(super) scheme: String,
    /// The whole address that was probably meant; `None` if no known scheme is like it.
    pub(super) meant: Option<String>,
}

/// Schemes that browsers know, or that open a program on a reader’s computer or telephone.
const SCHEMES: [&str; 66] = [
    "about", "acct", "bitcoin", "blob", "calculator", "callto", "cid", "data", "discord", "evernote", "facetime",
    "facetime-audio", "feed", "fb-messenger", "ftp", "ftps", "gemini", "geo", "git", "gopher", "http", "https", "im",
    "intent", "ipfs", "irc", "ircs", "itms-apps", "ldap", "magnet", "mailto", "maps", "market", "matrix", "mid", "mms",
    "msteams", "news", "nntp", "notion", "obsidian", "onenote", "podcast", "rtmp", "rtsp", "sftp", "sgnl", "sip",
    "sips", "skype", "slack", "sms", "smsto", "spotify", "ssh", "steam", "svn", "teams", "tel", "tg", "urn", "viber",
    "vscode", "webcal", "whatsapp", "zoommtg",
];

/// The scheme of an address, if it has one that no browser knows.
pub(super) fn unknown_scheme(address: &str) -> Option<UnknownScheme> {
    let scheme = scheme(address)?;
    let is_known = SCHEMES.contains(&scheme.as_str())
        || ["web+", "ms-", "com.", "moz-", "chrome", "zotero", "h5p"].iter().any(|start| scheme.starts_with(start));
    if is_known || matches!(scheme.as_str(), "javascript" | "vbscript") {
        return None;
    }
    let rest = address.split_once(':').map_or("", |(_, rest)| rest);
    let meant = match scheme.as_str() {
        "doi" => Some(format!("https://doi.org/{}", rest.trim_start_matches('/'))),
        "mail" | "email" | "courriel" => Some(format!("mailto:{rest}")),
        _ => nearest(&scheme, ["https", "http", "mailto", "tel"]).map(|near| format!("{near}:{rest}")),
    };
    Some(UnknownScheme { scheme, meant })
}

/// The scheme of a link that can run a program; `None` for a harmless one, or for an image, whatever its address.
pub(super) fn unsafe_scheme(link: &Link) -> Option<String> {
    let scheme = scheme(&link.address)?;
    let is_unsafe = match scheme.as_str() {
        "javascript" | "vbscript" => true,
        "data" => !matches!(link.kind, LinkKind::Image | LinkKind::RawImage),
        _ => false,
    };
    is_unsafe.then_some(scheme)
}

/// Whether an address is a path on the author's own computer: `C:\fiche.docx`, `file:///fiche.pdf`.
pub(super) fn is_on_this_computer(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else { return false };
    let is_drive = scheme.len() == 1 && scheme.as_bytes()[0].is_ascii_alphabetic() && rest.starts_with(['\\', '/']);
    is_drive || scheme.eq_ignore_ascii_case("file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_its_beginning_is_told_whole() {
        for (written, whole) in [
            ("www.alloprof.qc.ca", "https://www.alloprof.qc.ca"),
            ("WWW.a.org/b", "https://WWW.a.org/b"),
            ("info@a.org", "mailto:info@a.org"),
            ("info@a.org?subject=Bonjour", "mailto:info@a.org?subject=Bonjour"),
            ("https//a.org", "https://a.org"),
            ("https;//a.org", "https://a.org"),
            ("https:/a.org", "https://a.org"),
            ("http:a.org", "http://a.org"),
            ("https:///a.org", "https://a.org"),
            ("https:\\\\a.org", "https://a.org"),
            ("https://http://a.org", "http://a.org"),
            ("http://https//a.org", "https://a.org"),
        ] {
            assert_eq!(slip(written), Some(Slip::Incomplete(whole.to_owned())), "{written}");
        }
        for written in
            ["https://a.org", "http.md", "https/a.md", "a/b@2x.png", "photo@2x.png", "www.md", "mailto:a@b.org", "a.md"]
        {
            assert_eq!(slip(written), None, "{written}");
        }
    }

    #[test]
    fn an_address_that_another_tool_fills_in_is_none() {
        for written in ["{{site.url}}/a", "{%link%}", "%7B%7B%20a%20%7D%7D"] {
            assert_eq!(slip(written), Some(Slip::Template), "{written}");
        }
        assert_eq!((slip(""), slip(" "), slip("https://")), (Some(Slip::Empty), Some(Slip::Empty), Some(Slip::Empty)));
    }

    #[test]
    fn schemes_that_nobody_knows_are_told_with_what_was_meant() {
        let meant = |address: &str| unknown_scheme(address).map(|unknown| unknown.meant.unwrap_or_default());
        for (address, whole) in [
            ("hhttps://a.org", "https://a.org"),
            ("htps://a.org", "https://a.org"),
            ("mailtto:a@b.org", "mailto:a@b.org"),
            ("doi:10.1000/x", "https://doi.org/10.1000/x"),
            ("courriel:a@b.org", "mailto:a@b.org"),
            ("chapitre:1", ""),
        ] {
            assert_eq!(meant(address).as_deref(), Some(whole), "{address}");
        }
        for known in ["https://a.org", "TEL:+1", "web+x:y", "a/b:c", "zoommtg://x", "data:image/png,x"] {
            assert_eq!(meant(known), None, "{known}");
        }
    }

    #[test]
    fn a_host_is_told_from_a_file() {
        assert!(is_host("alloprof.qc.ca") && is_host("a.org/b"));
        assert!(!is_host("plan.pdf") && !is_host("a/b.org") && !is_host(".ca") && !is_host("ca"));
    }
}
