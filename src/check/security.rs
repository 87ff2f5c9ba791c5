//! Contents that the site's security policy blocks (Content Security Policy Level 3): scripts and styles written in a
//! page, and whatever comes from a host that the book doesn't allow.

use std::collections::BTreeSet;

use crate::config::{Config, RawHtmlMode};
use crate::diagnostic::{Diagnostic, Place};
use crate::film;
use crate::locale::{Message, message};
use crate::model::{Lesson, Target, Translation};
use crate::parse::document::{Inline, Link, LinkKind, RawMarkKind};
use crate::parse::elements;
use crate::rule::Rule;

/// Checks a lesson's texts.
pub(super) fn check(config: &Config, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    for translation in lesson.translations.values() {
        report_inline(config, translation, diagnostics);
        report_hosts(config, translation, diagnostics);
        if config.raw_html == RawHtmlMode::Sanitize {
            report_left_out(translation, diagnostics);
        }
    }
}

/// Reports the elements that sanitising removes; those that run or set a style are reported already.
fn report_left_out(translation: &Translation, diagnostics: &mut Vec<Diagnostic>) {
    for mark in translation.parsed.document.raw_html().flat_map(|raw| &raw.marks) {
        let RawMarkKind::Start { name, foreign, .. } = &mark.kind else { continue };
        let is_part = *foreign && !elements::is_foreign_root(name);
        let is_told = matches!(name.as_str(), "script" | "style" | "base") || elements::is_of_the_page(name);
        if is_part || is_told || elements::is_harmless(name) || !elements::is_known(name) {
            continue;
        }
        let message = message!("blocked-content.not-kept", name = name.as_str());
        let fault = Diagnostic::new(Rule::BlockedContent, Place::new(&translation.path, &mark.span), message);
        diagnostics.push(fault.help(message!("blocked-content.help-not-kept")));
    }
}

/// Reports scripts and styles in the page itself. They have no effect, whatever the book's `raw_html` is.
fn report_inline(config: &Config, translation: &Translation, diagnostics: &mut Vec<Diagnostic>) {
    for (inline, span) in &translation.parsed.document.inline {
        let message = match config.raw_html {
            RawHtmlMode::Allow => blocked(inline),
            // It is removed with its frame, which is reported.
            RawHtmlMode::Sanitize if *inline == Inline::Page => continue,
            RawHtmlMode::Sanitize => message!("blocked-content.left-out", what = written(inline)),
            // Shown as text, it is whole; only that its code won't run may be a surprise.
            RawHtmlMode::Escape if matches!(inline, Inline::Event(_)) => {
                message!("blocked-content.as-text", what = written(inline))
            }
            RawHtmlMode::Escape => continue,
        };
        let help = match inline {
            Inline::Script => message!("blocked-content.help-script"),
            Inline::Style => message!("blocked-content.help-style"),
            Inline::Event(_) => message!("blocked-content.help-event"),
            Inline::Base => message!("blocked-content.help-base"),
            Inline::Page => message!("blocked-content.help-page"),
        };
        let place = Place::new(&translation.path, span);
        diagnostics.push(Diagnostic::new(Rule::BlockedContent, place, message).help(help));
    }
}

fn blocked(inline: &Inline) -> Message {
    match inline {
        Inline::Script => message!("blocked-content.script"),
        Inline::Style => message!("blocked-content.style"),
        Inline::Event(name) => message!("blocked-content.event", attribute = name.as_str()),
        Inline::Base => message!("blocked-content.base"),
        Inline::Page => message!("blocked-content.page"),
    }
}

fn written(inline: &Inline) -> &str {
    match inline {
        Inline::Script => "<script>",
        Inline::Style => "style",
        Inline::Event(name) => name,
        Inline::Base => "<base>",
        Inline::Page => "srcdoc",
    }
}

/// Reports what is loaded from another host (images, media, frames, scripts) or sent to it. Plain links may lead
/// anywhere.
fn report_hosts(config: &Config, translation: &Translation, diagnostics: &mut Vec<Diagnostic>) {
    let links = translation.parsed.document.links.iter().zip(&translation.links);
    let mut reported: BTreeSet<(usize, &str)> = BTreeSet::new();
    for (link, _) in links.filter(|(link, target)| **target == Target::External && is_loaded(config, link)) {
        let place = || Place::new(&translation.path, &link.span);
        let Some(host) = host(&link.address) else {
            diagnostics.extend(blocked_scheme(link).map(|message| {
                Diagnostic::new(Rule::BlockedContent, place(), message).help(message!("blocked-content.help-scheme"))
            }));
            continue;
        };
        let runs = link.kind == LinkKind::RawCode;
        let is_allowed = !runs && config.allows_host(host);
        if is_allowed || !reported.insert((link.span.start, host)) {
            continue;
        }
        let host = host.to_ascii_lowercase();
        let (message, help) = match link.kind {
            LinkKind::RawCode => (message!("blocked-content.code", host = host), message!("blocked-content.help-code")),
            LinkKind::RawForm => (
                message!("blocked-content.form", host = host.as_str()),
                message!("blocked-content.help-form", host = host),
            ),
            _ => (
                message!("blocked-content.host", host = host.as_str()),
                match film::at(&link.address) {
                    Some(Ok(film)) => message!("blocked-content.help-film", page = film.page),
                    _ => message!("blocked-content.help-host", host = host),
                },
            ),
        };
        diagnostics.push(Diagnostic::new(Rule::BlockedContent, place(), message).help(help));
    }
}

/// Whether the page itself loads a link's address, or sends something there.
fn is_loaded(config: &Config, link: &Link) -> bool {
    match link.kind {
        LinkKind::Image | LinkKind::Audio | LinkKind::Video => true,
        LinkKind::RawImage | LinkKind::RawSource => config.raw_html != RawHtmlMode::Escape,
        LinkKind::RawFrame | LinkKind::RawCode | LinkKind::RawForm => config.raw_html == RawHtmlMode::Allow,
        // A film of another host is loaded once a reader asks for it, and its page's policy lets it.
        LinkKind::Link | LinkKind::Autolink | LinkKind::RawLink | LinkKind::Film => false,
    }
}

/// The message about an address without a host (`blob:…`); `None` for an image written in the page itself, and for
/// addresses that are reported as unsafe.
fn blocked_scheme(link: &Link) -> Option<Message> {
    let (scheme, _) = link.address.split_once(':')?;
    let scheme = scheme.trim().to_ascii_lowercase();
    let told = ["data", "javascript", "vbscript", "mailto", "about"].contains(&scheme.as_str());
    (!told).then(|| message!("blocked-content.scheme", scheme = format!("{scheme}:")))
}

/// The host, with its port, that an address loads from; `None` for an address of the site itself.
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
}
