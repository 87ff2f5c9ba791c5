//! The site's security policy: what a page may load and run, said in each page and, for hosts that
//! read it, in `_headers`. Whatever `check` says that it blocks, it blocks.
//!
//! There is no `frame-ancestors`: courses on learning platforms show lessons in frames.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::html::escape;
use crate::config::Config;
use crate::model::{Audience, Translation};
use crate::plan::Site;

/// The policy's name, as a header and in a page.
pub const NAME: &str = "Content-Security-Policy";

/// The hosts that films are played from, as a policy names them, in order.
pub(super) type FilmHosts = BTreeSet<String>;

/// The policy of a page that plays films of those hosts.
///
/// Programs, styles and fonts are the site's own: the hosts that a book allows may be shown (frames,
/// pictures, film and sound) and sent forms, never run. Nothing says where links may lead.
pub(super) fn policy(config: &Config, films: &FilmHosts) -> String {
    let written = |host: &String| format!(" {host}");
    let hosts: String = config.allow_hosts.iter().map(written).collect();
    let films: String = films.iter().filter(|host| !config.allow_hosts.contains(host)).map(written).collect();
    let directives = [
        "default-src 'self'".to_owned(),
        "script-src 'self'".to_owned(),
        "style-src 'self'".to_owned(),
        format!("img-src 'self' data:{hosts}"),
        format!("media-src 'self'{hosts}"),
        format!("frame-src 'self'{hosts}{films}"),
        format!("object-src 'self'{hosts}"),
        format!("form-action 'self'{hosts}"),
        "base-uri 'none'".to_owned(),
    ];
    directives.join("; ")
}

/// The hosts of the films in some texts.
pub(super) fn film_hosts<'t>(texts: impl IntoIterator<Item = &'t Translation>, audience: Audience) -> FilmHosts {
    let films = texts.into_iter().flat_map(|text| text.parsed.shown(audience).films());
    films.map(|(_, film)| film.origin().to_owned()).collect()
}

/// The policy that hosts send with every page: what any of them may do, since what a host sends is for a whole folder. What
/// a page says itself is stricter, and browsers follow both.
fn of_all(site: &Site) -> String {
    let texts = site.book.lessons().flat_map(|(_, lesson)| lesson.translations.values());
    policy(&site.book.config, &film_hosts(texts, site.book.audience))
}

/// The policy that is sent with the page at an output path; `None` for what isn't a page of the site: a page
/// that the author brings in `static/` is the author's own affair.
pub fn at(site: &Site, path: &str) -> Option<String> {
    let config = &site.book.config;
    let is_covered = ["index.html", "404.html"].contains(&path)
        || config
            .languages
            .iter()
            .any(|language| path.strip_prefix(language.key.as_str()).is_some_and(|rest| rest.starts_with('/')));
    is_covered.then(|| of_all(site))
}

/// `_headers`, which Netlify, Cloudflare Pages and others send as they say: the policy, for the paths
/// that [`at`] covers.
pub(super) fn headers(site: &Site) -> String {
    let config = &site.book.config;
    let root = config.base_url.as_ref().map_or("/", |base| base.path());
    let policy = of_all(site);
    let folders = config.languages.iter().map(|language| Cow::Owned(format!("{}/*", language.key)));
    let paths = [Cow::Borrowed(""), Cow::Borrowed("404.html")].into_iter().chain(folders);
    paths.map(|path| format!("{root}{path}\n  {NAME}: {policy}\n")).collect()
}

/// A page that plays films of those hosts, with the policy in its head, whatever its template says.
pub(super) fn with_policy(mut page: String, config: &Config, films: &FilmHosts) -> String {
    let meta = format!("\n<meta http-equiv=\"{NAME}\" content=\"{}\">", escape(&policy(config, films)));
    page.insert_str(head(&page), &meta);
    page
}

/// Where a page's head begins: right behind its tag and, since browsers look for it in the first
/// 1,024 bytes, behind the character set. A head without a tag begins with its first element.
fn head(page: &str) -> usize {
    let mut tag = Vec::new();
    let mut is_charset = false;
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| match event {
        CallbackEvent::OpenStartTag { name } => {
            tag = name.to_ascii_lowercase();
            is_charset = false;
            None
        }
        CallbackEvent::AttributeName { name } => {
            is_charset |= name == b"charset";
            None
        }
        CallbackEvent::CloseStartTag { .. } => match tag.as_slice() {
            b"html" | b"head" => Some((span.end, false)),
            b"meta" if is_charset => Some((span.end, true)),
            _ => Some((0, true)),
        },
        CallbackEvent::Doctype { .. } => Some((span.end, false)),
        CallbackEvent::EndTag { .. } => Some((0, true)),
        CallbackEvent::String { value } if !value.trim_ascii().is_empty() => Some((0, true)),
        _ => None,
    });
    let mut at = 0;
    for found in Tokenizer::new_with_emitter(page, emitter) {
        let Ok::<_, Infallible>((end, is_last)) = found;
        at = end.max(at);
        if is_last {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_are_allowed_show_and_receive_and_never_run() {
        let settings = "[book]\ntitle = \"Livre\"\n[site]\nallow_hosts = [\"a.test\", \"*.b.test\"]\n";
        assert_eq!(
            policy(&crate::config::parse(settings).value, &["a.test", "film.test"].map(str::to_owned).into()),
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: a.test *.b.test; \
             media-src 'self' a.test *.b.test; frame-src 'self' a.test *.b.test film.test; object-src 'self' a.test *.b.test; \
             form-action 'self' a.test *.b.test; base-uri 'none'"
        );
    }

    #[test]
    fn a_head_begins_behind_its_tag_and_its_character_set() {
        for (before, after) in [
            ("<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">", "\n<title>é</title>"),
            ("<!-- <head> -->\n<!doctype html><HTML><!-- é --><Head class=\"a>b\">", "<title>é</title>"),
            ("<!doctype html>\n<html lang=\"fr\">", "<link rel=stylesheet href=x><meta charset=utf-8>"),
            ("<!doctype html>", "é<head>"),
            ("", "<body><head>"),
            ("", ""),
        ] {
            assert_eq!(head(&format!("{before}{after}")), before.len(), "{before}");
        }
    }
}
