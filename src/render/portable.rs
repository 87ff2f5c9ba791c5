//! Pages that are opened from a folder: on a disk, on a stick, out of a zip. There, the address of a page's folder shows a
//! list of files, so each link to a page names its `index.html`.
//!
//! That is done once a page is whole, so that it holds for whatever made the link.

use std::ops::Range;

use super::addresses::{self, INDEX};
use super::html::escape;
use crate::plan::Site;

/// The attributes that lead to a page or show it.
const LEADING: [&str; 5] = ["href", "src", "data", "action", "formaction"];

/// The page at the output path `path`, with each link to a page of the site naming that page's file.
pub(super) fn with_named_pages(mut page: String, path: &str, site: &Site) -> String {
    for (range, named) in named_pages(&page, path, |path| site.artifacts.contains_key(path)).into_iter().rev() {
        page.replace_range(range, &escape(&named));
    }
    page
}

/// The values of attributes to be replaced, in the order of the page, each with what takes its place.
fn named_pages(page: &str, path: &str, has: impl Fn(&str) -> bool) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    addresses::attributes(page, |attribute, value, range| {
        let named = match attribute {
            "content" => refreshed(value).and_then(|at| {
                let (before, address) = value.split_at(at);
                Some(format!("{before}{}", named(address, path, &has)?))
            }),
            attribute if LEADING.contains(&attribute) => named(value, path, &has),
            _ => None,
        };
        found.extend(named.map(|named| (range, named)));
    });
    found
}

/// Where the address begins in the value of a `<meta http-equiv="refresh">`; `None` if it isn't one.
fn refreshed(content: &str) -> Option<usize> {
    let (delay, rest) = content.split_once(';')?;
    let address = rest.trim_start().strip_prefix("url=")?;
    delay.bytes().all(|byte| byte.is_ascii_digit()).then(|| content.len() - address.len())
}

/// An address on the page at `path` with the file of the page that it leads to; `None` if it leads to no page of the
/// site, or names the file already.
fn named(address: &str, path: &str, has: impl Fn(&str) -> bool) -> Option<String> {
    let way = addresses::way(address);
    let is_page = addresses::is_folder(way) && has(&addresses::target(address, path)?);
    let slash = if way.ends_with('/') { "" } else { "/" };
    is_page.then(|| format!("{way}{slash}{INDEX}{}", &address[way.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "fr/a/été/index.html";

    fn has(path: &str) -> bool {
        ["index.html", "fr/index.html", "fr/a/index.html", "fr/a/été/index.html", "fr/a/b c/index.html"].contains(&path)
    }

    #[test]
    fn a_link_to_a_page_names_its_file() {
        for (address, expected) in [
            ("../", Some("../index.html")),
            ("..", Some("../index.html")),
            ("./#h", Some("./index.html#h")),
            (".?q#h", Some("./index.html?q#h")),
            ("../../../", Some("../../../index.html")),
            ("../b%20c/", Some("../b%20c/index.html")),
            ("../%C3%A9t%C3%A9/", Some("../%C3%A9t%C3%A9/index.html")),
            ("../nowhere/", None),
            ("../b%20c", None),
            ("../index.html", None),
            ("#h", None),
            ("/fr/", None),
        ] {
            assert_eq!(named(address, PATH, has).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn links_are_found_wherever_they_are_written() {
        let named = |page: &str| {
            let mut page = page.to_owned();
            for (range, named) in named_pages(&page, PATH, has).into_iter().rev() {
                page.replace_range(range, &escape(&named));
            }
            page
        };
        for (page, expected) in [
            ("<a href=\"../\">../</a>", "<a href=\"../index.html\">../</a>"),
            ("<A id=x HREF='..' title='../'>é</A>", "<A id=x HREF='../index.html' title='../'>é</A>"),
            ("<a href=../>x</a>", "<a href=../index.html>x</a>"),
            ("<a href=\"../?a&amp;b\">x</a>", "<a href=\"../index.html?a&amp;b\">x</a>"),
            ("<iframe src=\"../\"></iframe>", "<iframe src=\"../index.html\"></iframe>"),
            ("<svg><a href=\"../\"/></svg>", "<svg><a href=\"../index.html\"/></svg>"),
            ("<meta content=\"0; url=../\">", "<meta content=\"0; url=../index.html\">"),
            ("<meta content=\"a; url=../\">", "<meta content=\"a; url=../\">"),
            ("<meta content=\"../\">", "<meta content=\"../\">"),
        ] {
            assert_eq!(named(page), expected);
        }
    }
}
