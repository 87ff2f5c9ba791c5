//! The elements of HTML: which there are, which have an end, and where browsers end them.

// The properties of an element.

/// It has no contents, and no end tag (a void element: HTML, 13.1.2).
const VOID: u8 = 1;

/// Its end tag may be left out (HTML, 13.1.2.4).
const END_OPTIONAL: u8 = 1 << 1;

/// It contains only text, up to its own end tag: tags in it are text.
const TEXT: u8 = 1 << 2;

/// It belongs to a page, not to a text. (`plaintext` has no end and belongs nowhere; a `meta` may lead readers to
/// another page, and a `title` in a text is never shown.)
const OF_THE_PAGE: u8 = 1 << 3;

/// It can do no harm: it structures, shows or marks text. `nav`, `main`, `header` and `footer` are the
/// page's, and nothing in a book makes several sizes of a `picture`.
const HARMLESS: u8 = 1 << 4;

/// An item of a list is not ended from within it (HTML, 13.2.4.2, “special”).
const STOPS: u8 = 1 << 5;

/// It ends a drawing or a formula where it starts in it (HTML, 13.2.6.5). To browsers `font`
/// does with some attributes only; here it always does, and the drawing is closed in so many words.
const LEAVING: u8 = 1 << 6;

/// Every element that browsers know, the obsolete ones too, under what is so of it.
const ELEMENTS: &[(u8, &[&str])] = &[
    (
        HARMLESS,
        &[
            "a", "abbr", "audio", "bdi", "bdo", "cite", "data", "del", "dfn", "ins", "kbd", "mark", "q", "samp",
            "time", "video",
        ],
    ),
    (
        HARMLESS | LEAVING,
        &["b", "code", "div", "em", "i", "ruby", "s", "small", "span", "strong", "sub", "sup", "u", "var"],
    ),
    (HARMLESS | STOPS, &["article", "aside", "details", "figcaption", "figure", "section", "summary"]),
    (HARMLESS | STOPS | LEAVING, &["blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "pre", "table", "ul"]),
    (
        0,
        &[
            "acronym", "address", "blink", "canvas", "datalist", "dialog", "fencedframe", "label", "legend", "map",
            "math", "meter", "output", "picture", "progress", "selectedcontent", "slot", "svg",
        ],
    ),
    (LEAVING, &["big", "font", "nobr", "strike", "tt"]),
    (
        STOPS,
        &[
            "applet", "button", "dir", "fieldset", "footer", "form", "header", "hgroup", "main", "marquee", "nav",
            "noscript", "object", "search", "select", "template",
        ],
    ),
    (STOPS | LEAVING, &["center", "listing", "menu"]),
    (TEXT | STOPS, &["iframe", "noembed", "noframes", "script", "style", "textarea", "xmp"]),
    (TEXT | STOPS | OF_THE_PAGE, &["title"]),
    (VOID | HARMLESS, &["col", "source", "track", "wbr"]),
    (VOID | HARMLESS | LEAVING, &["br", "hr", "img"]),
    (VOID, &["area", "base", "basefont", "bgsound", "image", "input", "keygen", "link", "param"]),
    (VOID | LEAVING, &["embed"]),
    (VOID | OF_THE_PAGE | LEAVING, &["meta"]),
    (END_OPTIONAL | HARMLESS, &["rp", "rt"]),
    (END_OPTIONAL | HARMLESS | LEAVING, &["p"]),
    (END_OPTIONAL | HARMLESS | STOPS, &["caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"]),
    (END_OPTIONAL | HARMLESS | STOPS | LEAVING, &["dd", "dt", "li"]),
    (END_OPTIONAL, &["optgroup", "option", "rb", "rtc"]),
    (OF_THE_PAGE, &["frameset", "plaintext"]),
    (END_OPTIONAL | OF_THE_PAGE, &["html"]),
    (VOID | OF_THE_PAGE, &["frame"]),
    (END_OPTIONAL | OF_THE_PAGE | LEAVING, &["body", "head"]),
];

/// Attributes that say something without a value.
const BARE: &[&str] = &[
    "allowfullscreen", "async", "autofocus", "autoplay", "checked", "compact", "contenteditable", "controls",
    "crossorigin", "default", "defer", "disabled", "download", "draggable", "formnovalidate", "hidden", "inert",
    "ismap", "itemscope", "loop", "markdown", "multiple", "muted", "nomodule", "noshade", "novalidate", "nowrap",
    "open", "playsinline", "popover", "readonly", "required", "reversed", "selected", "translate",
];

/// Elements, and those that their start ends where authors leave the end tag out.
const ENDED: &[(&[&str], &[&str])] = &[
    (&["li"], &["li"]),
    (&["dd", "dt"], &["dd", "dt"]),
    (&["td", "th"], &["td", "th"]),
    (&["tr"], &["td", "th", "tr", "caption", "colgroup"]),
    (&["tbody", "tfoot", "thead"], &["td", "th", "tr", "tbody", "tfoot", "thead", "caption", "colgroup"]),
    (&["colgroup"], &["caption", "colgroup"]),
    (&["rp", "rt"], &["rp", "rt"]),
];

/// Elements, and the parents they need: elsewhere browsers pass over them, or end others for them.
const PARENTS: &[(&[&str], &[&str])] = &[
    (&["li"], &["dir", "menu", "ol", "template", "ul"]),
    (&["dd", "dt"], &["dl", "template"]),
    (&["caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"], &["table"]),
];

/// Elements that hold HTML, in drawings and in formulas.
const ISLANDS: &[(&str, &[&str])] =
    &[("svg", &["foreignobject", "desc", "title"]), ("math", &["mi", "mo", "mn", "ms", "mtext"])];

fn has(name: &str, property: u8) -> bool {
    ELEMENTS.iter().any(|(properties, names)| properties & property != 0 && names.contains(&name))
}

/// The elements that browsers know.
pub fn known() -> impl Iterator<Item = &'static str> {
    ELEMENTS.iter().flat_map(|(_, names)| *names).copied()
}

/// Whether browsers know an element.
pub fn is_known(name: &str) -> bool {
    known().any(|known| known == name)
}

/// Whether an element has no contents, and no end tag.
pub fn is_void(name: &str) -> bool {
    has(name, VOID)
}

/// Whether an element is the page's, and no text's.
pub fn is_of_the_page(name: &str) -> bool {
    has(name, OF_THE_PAGE)
}

/// Whether an element can do no harm.
pub fn is_harmless(name: &str) -> bool {
    has(name, HARMLESS)
}

/// An element that can do no harm, by its name.
pub fn harmless(name: &[u8]) -> Option<&'static str> {
    known().find(|known| known.as_bytes() == name && is_harmless(known))
}

/// Whether an element holds text alone, up to its own end tag.
pub fn is_text(name: &str) -> bool {
    has(name, TEXT)
}

/// Whether an element is a drawing or a formula, which has elements of its own.
pub fn is_foreign_root(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// Whether an element may start where those are open.
pub fn fits<'a>(name: &str, mut open: impl Iterator<Item = &'a str>) -> bool {
    let parents = PARENTS.iter().find(|(names, _)| names.contains(&name));
    parents.is_none_or(|(_, parents)| open.any(|open| parents.contains(&open)))
}

/// Whether an element is a part of a table.
pub fn is_in_table(name: &str) -> bool {
    PARENTS.iter().any(|(names, parents)| names.contains(&name) && parents.contains(&"table"))
}

/// Whether an item of a list that starts in an element doesn't end those around it.
pub fn stops_items(name: &str) -> bool {
    has(name, STOPS)
}

/// Whether an element ends the drawing or the formula (`root`) that it starts in. A formula right in a drawing
/// is none to browsers, nor the other way round: one ends where the other starts.
pub fn leaves_foreign(root: &str, name: &str) -> bool {
    has(name, LEAVING) || is_foreign_root(name) && name != root
}

/// Whether an element of a drawing or a formula (`root`) holds HTML.
pub fn is_island(root: &str, name: &str) -> bool {
    ISLANDS.iter().any(|(known, names)| *known == root && names.contains(&name))
}

/// Whether an element ends with an end tag only.
pub fn needs_end(name: &str) -> bool {
    !has(name, VOID | END_OPTIONAL)
}

/// Whether the element that is open, its end tag left out, ends where the other begins, whatever their parents.
pub fn ends(open: &str, begins: &str) -> bool {
    ENDED.iter().any(|(names, ended)| names.contains(&begins) && ended.contains(&open))
}

/// Whether an attribute says something without a value. Those with a hyphen (`data-x`) are the author's own.
pub fn is_bare_attribute(name: &str) -> bool {
    name.contains('-') || BARE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_listed_once() {
        let mut names: Vec<_> = known().collect();
        names.sort_unstable();
        let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
        assert_eq!(twice, None);
    }
}
