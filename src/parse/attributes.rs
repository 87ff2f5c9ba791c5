//! What is written between braces: `{#id .class}` at a heading's end, `{#id .class key=value}` after a callout's
//! mark or a passage; and the classes that only the theme may give.

use std::ops::Range;

/// What the classes begin with that the theme and the program give. An author's own never do, so that
/// nothing in a text takes the look of the page around it.
const OF_THE_THEME: &str = "pal-";

/// Whether a class is one that only the theme may give.
pub(crate) fn is_of_the_theme(class: &str) -> bool {
    class.starts_with(OF_THE_THEME)
}

/// Such classes in an attribute's value, each with the byte offset where it begins.
pub(super) fn of_the_theme(classes: &str) -> impl Iterator<Item = (usize, &str)> {
    let begins = |at: &usize| *at == 0 || classes.as_bytes()[at - 1].is_ascii_whitespace();
    let places = classes.match_indices(OF_THE_THEME).map(|(at, _)| at).filter(begins);
    places.filter_map(|at| Some((at, classes[at..].split_ascii_whitespace().next()?)))
}

/// The attributes of a heading, with their places in its text, in bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HeadingAttributes {
    /// Where they begin in the text, the space before them included.
    pub(super) start: usize,
    /// The id and its place, without `#`.
    pub(super) id: Option<(String, Range<usize>)>,
    /// The classes and their places, without dots.
    pub(super) classes: Vec<(String, Range<usize>)>,
}

/// The attributes at the end of a heading's text; `None` if the braces hold anything
/// but one id and classes (then it is text). Braces that touch a `]` belong to what it closes.
pub(super) fn trailing(text: &str) -> Option<HeadingAttributes> {
    let inside_end = text.trim_end().strip_suffix('}')?.len();
    let open = text[..inside_end].rfind('{')?;
    if text[..open].ends_with(']') {
        return None;
    }
    let mut attributes = HeadingAttributes { start: text[..open].trim_end().len(), id: None, classes: Vec::new() };
    let mut at = open + 1;
    for word in text[at..inside_end].split(char::is_whitespace) {
        let start = at;
        at = (start + word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8)).min(text.len());
        if word.is_empty() {
            continue;
        }
        let name = word.get(1..).filter(|name| is_name(name))?;
        let named = (name.to_owned(), start + 1..start + word.len());
        match (word.as_bytes()[0], &attributes.id) {
            (b'#', None) => attributes.id = Some(named),
            (b'.', _) => attributes.classes.push(named),
            _ => return None,
        }
    }
    (attributes.id.is_some() || !attributes.classes.is_empty()).then_some(attributes)
}

/// One of the attributes between braces. Places are byte ranges of the text between them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    /// `#id` and `.class` with their sign; else the key.
    pub(super) name: &'t str,
    /// The whole attribute, its value left out.
    pub(super) at: Range<usize>,
    /// The value after `=`, without its quotes; `None` for an id or a class.
    pub(super) value: Option<Range<usize>>,
}

/// The attributes between braces, in order; `None` if the text doesn't look like attributes at all.
pub(super) fn list(text: &str) -> Option<Vec<Attribute<'_>>> {
    let mut attributes = Vec::new();
    let mut end = 0;
    while let Some(start) = text[end..].find(|c: char| !c.is_whitespace()).map(|offset| end + offset) {
        let rest = &text[start..];
        let length = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, at) = (&rest[..length], start..start + length);
        if !rest[length..].starts_with('=') {
            if !(name.starts_with(['#', '.']) && name.len() > 1) {
                return None;
            }
            end = at.end;
            attributes.push(Attribute { name, at, value: None });
            continue;
        }
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':')) {
            return None;
        }
        let value = value(text, at.end + 1)?;
        end = value.end;
        attributes.push(Attribute { name, at, value: Some(value.inside) });
    }
    (!attributes.is_empty()).then_some(attributes)
}

/// Where the braces close whose inside the text begins with: not within quotes.
pub(super) fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            ('}', None) => return Some(at),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    // A quote that nothing closes.
    text.find('}')
}

/// A value: what it holds, without quotes, and where it ends.
struct Value {
    inside: Range<usize>,
    end: usize,
}

fn value(text: &str, start: usize) -> Option<Value> {
    let rest = &text[start..];
    if let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        let length = rest[1..].find(quote)?;
        return Some(Value { inside: start + 1..start + 1 + length, end: start + length + 2 });
    }
    let end = start + rest.find(char::is_whitespace).unwrap_or(rest.len());
    Some(Value { inside: start..end, end })
}

/// Whether it can be an id or a class. What would need escapes in an address or a style sheet's
/// attribute is rather text.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['#', '"', '\'', '<', '>', '&', '=', '{', '}', '`', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_and_classes_are_read() {
        let attributes = trailing("Titre  {#mon-id .a  .b-c} ").unwrap();
        assert_eq!(attributes.start, 5);
        assert_eq!(attributes.id, Some(("mon-id".to_owned(), 9..15)));
        assert_eq!(attributes.classes, [("a".to_owned(), 17..18), ("b-c".to_owned(), 21..24)]);
        assert_eq!(trailing("{#é}").unwrap().id, Some(("é".to_owned(), 2..4)));
    }

    #[test]
    fn the_themes_classes_are_found_where_they_begin() {
        let found: Vec<_> = of_the_theme("é pal-text opal-a\npal-\tPal-b pal").collect();
        assert_eq!(found, [(3, "pal-text"), (19, "pal-")]);
    }

    #[test]
    fn anything_else_in_braces_is_text() {
        for text in
            ["T {lang=en}", "T {}", "T { }", "T {#}", "T {#a b}", "T {#a #b}", "T {#a", "[mot]{#a}", "T {#a} suite"]
        {
            assert_eq!(trailing(text), None, "{text}");
        }
    }
}
