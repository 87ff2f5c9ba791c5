//! Addresses as authors write them: their parts, and what their scheme says.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::parse::document::{Link, LinkKind};

/// An address, cut where its parts meet.
pub(super) struct Address<'a> {
    /// Up to the `?` or `#`, decoded.
    pub(super) path: Cow<'a, str>,
    /// From the `?` or `#` on.
    pub(super) rest: &'a str,
    /// What follows the `#`, decoded; nothing when it is empty.
    pub(super) anchor: Option<String>,
}

impl<'a> Address<'a> {
    pub(super) fn of(link: &'a Link) -> Self {
        let rest = link.part();
        let path = &link.address[..link.address.len() - rest.len()];
        let anchor = rest.split_once('#').map(|(_, anchor)| decode(anchor).nfc().collect::<String>());
        Self { path: decode(path), rest, anchor: anchor.filter(|anchor| !anchor.is_empty()) }
    }
}

pub(super) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// The scheme of an address, in lower case, as browsers find it: they look past white space before
/// it, and past tabs and ends of lines anywhere.
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

/// Whether an address names a host or a scheme: it leads outside as it stands.
pub(super) fn is_external(address: &str) -> bool {
    address.starts_with("//") || scheme(address).is_some()
}

/// The scheme of a link that can run a program. A picture can't, whatever its address.
pub(super) fn unsafe_scheme(link: &Link) -> Option<String> {
    let scheme = scheme(&link.address)?;
    let is_unsafe = match scheme.as_str() {
        "javascript" | "vbscript" => true,
        "data" => !matches!(link.kind, LinkKind::Image | LinkKind::RawImage),
        _ => false,
    };
    is_unsafe.then_some(scheme)
}

/// Whether an address is a path of the author's own computer: `C:\fiche.docx`, `file:///fiche.pdf`.
pub(super) fn is_on_this_computer(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else { return false };
    let is_drive = scheme.len() == 1 && scheme.as_bytes()[0].is_ascii_alphabetic() && rest.starts_with(['\\', '/']);
    is_drive || scheme.eq_ignore_ascii_case("file")
}
