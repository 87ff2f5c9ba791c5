//! The words of a page that are in another language than the rest, because its own has none: marked as
//! such wherever HTML can do so.

use std::ops::Range;

use crate::parse::document::RawMarkKind;
use crate::parse::{elements, raw_html};
use crate::theme::strings::lent::{self, Piece};

/// What the beginning of lent words became.
enum Told {
    /// An element that says their language.
    Element,
    /// Nothing yet: an attribute says it when they end, for the script that makes text of them.
    Attribute(String),
    Nothing,
}

/// A page whose lent words say their language: by an element around them where they are text, by
/// `data-…-lang` where a script makes text of them. Other attributes, and elements that can contain
/// only text, can't say it. A page without lent words is given back as it is.
pub fn told(page: String) -> String {
    if !lent::is_in(&page) {
        return page;
    }
    let mut mute = mute(&page).into_iter().peekable();
    let mut open: Vec<((&str, &str), Told)> = Vec::new();
    let mut html = String::with_capacity(page.len() + page.len() / 8);
    for (at, piece) in lent::pieces(&page) {
        match piece {
            Piece::Rest(text) => html.push_str(text),
            Piece::Start(tag, direction) => {
                while mute.next_if(|place| place.end <= at).is_some() {}
                let is_mute = mute.peek().is_some_and(|place| place.contains(&at));
                let told = match open.last() {
                    Some((around, _)) if *around == (tag, direction) => Told::Nothing,
                    _ if is_mute => data_attribute(&html).map_or(Told::Nothing, Told::Attribute),
                    _ => {
                        html.push_str(&format!("<span lang=\"{tag}\" dir=\"{direction}\">"));
                        Told::Element
                    }
                };
                open.push(((tag, direction), told));
            }
            Piece::End => match open.pop() {
                Some((_, Told::Element)) => html.push_str("</span>"),
                Some(((tag, _), Told::Attribute(name))) => html.push_str(&format!("\" {name}-lang=\"{tag}")),
                _ => {}
            },
        }
    }
    html
}

/// The attribute whose value begins at the end of a piece of HTML, if it is one that scripts read.
fn data_attribute(html: &str) -> Option<String> {
    let name = html.strip_suffix("=\"")?.rsplit(char::is_whitespace).next()?;
    name.starts_with("data-").then(|| name.to_owned())
}

/// Where there can be no element: in tags, and in elements that hold text alone or are no HTML.
fn mute(page: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    // The element, where it starts, and how many of its name are in one another: drawings may be.
    let mut inside: Option<(String, usize, usize)> = None;
    for (mark, range) in raw_html::marks(page, &mut raw_html::Foreign::default()) {
        match (mark, &mut inside) {
            (RawMarkKind::Start { name, self_closing: false, .. }, Some((open, _, depth))) if name == *open => {
                *depth += 1
            }
            (RawMarkKind::End(name), Some((open, start, depth))) if name == *open => {
                *depth -= 1;
                if *depth == 0 {
                    places.push(*start..range.end);
                    inside = None;
                }
            }
            (_, Some(_)) => {}
            (RawMarkKind::Start { name, self_closing: false, .. }, None) if is_mute(&name) => {
                inside = Some((name, range.start, 1));
            }
            (_, None) => places.push(range),
        }
    }
    places.extend(inside.map(|(_, start, _)| start..page.len()));
    places
}

fn is_mute(element: &str) -> bool {
    elements::is_text(element) || elements::is_foreign_root(element) || element == "option"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `told` of a page where `[en:words]` is lent.
    fn page(html: &str) -> String {
        let marked = html.replace("[en:", "\u{98}en ltr\u{86}").replace("[ar:", "\u{98}ar rtl\u{86}");
        told(marked.replace(']', "\u{9c}"))
    }

    #[test]
    fn words_in_text_say_their_language_and_those_in_attributes_cannot() {
        for (html, expected) in [
            ("<p>[en:Notes]</p>", "<p><span lang=\"en\" dir=\"ltr\">Notes</span></p>"),
            ("<a title=\"[en:Notes]\" href=x>a</a>", "<a title=\"Notes\" href=x>a</a>"),
            ("<a title='>' aria-label=\"1 [en:Notes]\">", "<a title='>' aria-label=\"1 Notes\">"),
            ("<title>[en:Notes]</title>", "<title>Notes</title>"),
            ("<script>\"[en:Notes <b>]\"</script>", "<script>\"Notes <b>\"</script>"),
            ("<option value=1>[en:Notes]", "<option value=1>Notes"),
            ("<svg><title>[en:a]</title><text>[en:b]</text></svg>", "<svg><title>a</title><text>b</text></svg>"),
            ("<svg><svg></svg><text>[en:b]</text></svg>", "<svg><svg></svg><text>b</text></svg>"),
            ("<svg/>[en:a]", "<svg/><span lang=\"en\" dir=\"ltr\">a</span>"),
            ("1 < 2 [en:a] <", "1 < 2 <span lang=\"en\" dir=\"ltr\">a</span> <"),
        ] {
            assert_eq!(page(html), expected);
        }
    }

    #[test]
    fn what_is_within_lent_words_says_its_own_language_where_it_differs() {
        assert_eq!(
            page("<p>[en:In [ar:ماء], [en:level] 2]</p>"),
            "<p><span lang=\"en\" dir=\"ltr\">In <span lang=\"ar\" dir=\"rtl\">ماء</span>, level 2</span></p>"
        );
        assert_eq!(page("<a title=\"[en:In [ar:ماء]]\">"), "<a title=\"In ماء\">");
    }

    #[test]
    fn a_script_is_told_the_language_of_its_words() {
        assert_eq!(
            page("<pre class=a data-copy=\"[en:Copy]\" id=b>"),
            "<pre class=a data-copy=\"Copy\" data-copy-lang=\"en\" id=b>"
        );
    }

    #[test]
    fn a_page_without_lent_words_stays_and_a_stray_end_of_one_goes() {
        assert_eq!(told("<p>a</p>".to_owned()), "<p>a</p>");
        assert_eq!(told("\u{98}<p>\u{9c}\u{86}".to_owned()), "\u{98}<p>\u{86}");
    }
}
