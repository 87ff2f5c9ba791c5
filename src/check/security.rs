//! What the site's security policy blocks: scripts and styles written in a page, and whatever comes
//! from a host that the book doesn't allow.

use std::collections::BTreeSet;

use crate::config::{Config, RawHtmlMode};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::{Lesson, Target, Translation};
use crate::parse::document::{Inline, Link, LinkKind};
use crate::rule::Rule;

/// Checks a lesson's texts.
pub(super) fn check(config: &Config, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    for translation in lesson.translations.values() {
        report_inline(config, translation, diagnostics);
        report_hosts(config, translation, diagnostics);
    }
}

fn report_inline(config: &Config, translation: &Translation, diagnostics: &mut Vec<Diagnostic>) {
    let document = &translation.parsed.document;
    // Where raw HTML is escaped or cleaned, nothing of it is left to block.
    let written = document.inline.iter().filter(|_| config.raw_html == RawHtmlMode::Allow);
    for (inline, span) in written {
        let (message, help) = match inline {
            Inline::Script => (message!("blocked-content.script"), message!("blocked-content.help-script")),
            Inline::Style => (message!("blocked-content.style"), message!("blocked-content.help-style")),
            Inline::Event(name) => {
                let message = message!("blocked-content.event", attribute = name.as_str());
                (message, message!("blocked-content.help-event"))
            }
        };
        let place = Place::new(&translation.path, span);
        diagnostics.push(Diagnostic::new(Rule::BlockedContent, place, message).help(help));
    }
}

/// Reports what is shown from another host: images, media, frames. Where one only goes to by a link
/// is free.
fn report_hosts(config: &Config, translation: &Translation, diagnostics: &mut Vec<Diagnostic>) {
    let links = translation.parsed.document.links.iter().zip(&translation.links);
    let mut reported: BTreeSet<(usize, &str)> = BTreeSet::new();
    for (link, _) in links.filter(|(link, target)| **target == Target::External && is_shown(config, link)) {
        let Some(host) = host(&link.address) else { continue };
        let is_allowed = config.allow_hosts.iter().any(|allowed| covers(allowed, host));
        if is_allowed || !reported.insert((link.span.start, host)) {
            continue;
        }
        let host = host.to_ascii_lowercase();
        let message = message!("blocked-content.host", host = host.as_str());
        let fault = Diagnostic::new(Rule::BlockedContent, Place::new(&translation.path, &link.span), message);
        diagnostics.push(fault.help(message!("blocked-content.help-host", host = host)));
    }
}

fn is_shown(config: &Config, link: &Link) -> bool {
    match link.kind {
        LinkKind::Image | LinkKind::Audio | LinkKind::Video => true,
        LinkKind::RawSource => config.raw_html == RawHtmlMode::Allow,
        LinkKind::Link | LinkKind::Autolink | LinkKind::RawLink => false,
    }
}

/// The host, with its port, that an address loads from; nothing for one of the site itself.
fn host(address: &str) -> Option<&str> {
    let rest = match address.split_once("//")? {
        ("", rest) => rest,
        (scheme, rest) if scheme.eq_ignore_ascii_case("http:") || scheme.eq_ignore_ascii_case("https:") => rest,
        _ => return None,
    };
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    (!host.is_empty()).then_some(host)
}

/// Whether an allowed host (`example.org`, `*.example.org`) is that one, as policies read it.
fn covers(allowed: &str, host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    match allowed.strip_prefix("*.") {
        Some(domain) => host.strip_suffix(domain).is_some_and(|name| name.ends_with('.') && name.len() > 1),
        None => host == allowed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_what_an_address_loads_from() {
        assert_eq!(host("https://a.example.org/x.png"), Some("a.example.org"));
        assert_eq!(host("//u@b.org:8000?x"), Some("b.org:8000"));
        for own in ["x.png", "/x//y.png", "data:image/png;base64,//x", "mailto:a@b.org", ""] {
            assert_eq!(host(own), None, "{own}");
        }
    }

    #[test]
    fn an_asterisk_stands_for_names_below_a_domain() {
        assert!(covers("example.org", "Example.org"));
        assert!(covers("*.example.org", "a.b.example.org"));
        assert!(!covers("*.example.org", "example.org"));
        assert!(!covers("example.org", "a.example.org"));
        assert!(!covers("*.example.org", "badexample.org"));
    }
}
