//! The elements of HTML: which there are, which have an end, and where browsers end them.

/// Elements that hold nothing, and have no end tag.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
];

/// Elements whose end tag may be left out (HTML, 13.1.2.4).
const OPTIONAL: &[&str] = &[
    "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rb", "rp", "rt",
    "rtc", "tbody", "td", "tfoot", "th", "thead", "tr",
];

/// Elements that are the page's: a text holds none. `plaintext`, which nothing ends, has no place in any.
const OF_THE_PAGE: &[&str] = &["body", "frame", "frameset", "head", "html", "plaintext"];

/// Elements that hold text alone, up to their own end tag: tags in them are none.
const TEXT: &[&str] = &["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"];

/// Every other element that browsers know, the obsolete ones too: they show.
const OTHERS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "button",
    "canvas",
    "center",
    "cite",
    "code",
    "data",
    "datalist",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "em",
    "fencedframe",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "i",
    "ins",
    "kbd",
    "label",
    "legend",
    "listing",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "meter",
    "nav",
    "nobr",
    "object",
    "ol",
    "output",
    "picture",
    "pre",
    "progress",
    "q",
    "ruby",
    "s",
    "samp",
    "search",
    "section",
    "select",
    "selectedcontent",
    "slot",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "template",
    "time",
    "tt",
    "u",
    "ul",
    "var",
    "video",
];

/// Elements that can do no harm: they structure, show or mark text. No `nav`, `main`, `header` or `footer`: those are the
/// page's. No `picture`: nothing in a book makes several sizes of an image.
pub const HARMLESS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "caption",
    "cite",
    "code",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "video",
];

/// Those of them that hold nothing, and have no end tag.
pub const HARMLESS_VOID: &[&str] = &["br", "col", "hr", "img", "source", "track", "wbr"];

/// Attributes that say something without a value.
const BARE: &[&str] = &[
    "allowfullscreen",
    "async",
    "autofocus",
    "autoplay",
    "checked",
    "compact",
    "contenteditable",
    "controls",
    "crossorigin",
    "default",
    "defer",
    "disabled",
    "download",
    "draggable",
    "formnovalidate",
    "hidden",
    "inert",
    "ismap",
    "itemscope",
    "loop",
    "markdown",
    "multiple",
    "muted",
    "nomodule",
    "noshade",
    "novalidate",
    "nowrap",
    "open",
    "playsinline",
    "popover",
    "readonly",
    "required",
    "reversed",
    "selected",
    "translate",
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

/// Elements, and those that they stand in: elsewhere browsers pass over them, or end others for them.
const PARENTS: &[(&[&str], &[&str])] = &[
    (&["li"], &["dir", "menu", "ol", "template", "ul"]),
    (&["dd", "dt"], &["dl", "template"]),
    (&["caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"], &["table", "template"]),
];

/// Elements that an item of a list is not ended from within (HTML, 13.2.4.2, “special”).
const STOPS: &[&str] = &[
    "applet",
    "article",
    "aside",
    "blockquote",
    "button",
    "caption",
    "center",
    "colgroup",
    "dd",
    "details",
    "dir",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "iframe",
    "li",
    "listing",
    "main",
    "marquee",
    "menu",
    "nav",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "pre",
    "script",
    "search",
    "section",
    "select",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "xmp",
];

/// Elements that end a drawing or a formula where they start in it (HTML, 13.2.6.5).
const LEAVING: &[&str] = &[
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strong",
    "strike",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
];

/// Elements of drawings and formulas that hold HTML.
const ISLANDS: &[&str] = &["foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"];

/// The elements that browsers know.
pub fn known() -> impl Iterator<Item = &'static str> {
    [OTHERS, TEXT, VOID, OPTIONAL, OF_THE_PAGE].into_iter().flatten().copied()
}

/// Whether browsers know an element.
pub fn is_known(name: &str) -> bool {
    known().any(|known| known == name)
}

/// Whether an element holds nothing, and has no end tag.
pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Whether an element is the page's, and no text's.
pub fn is_of_the_page(name: &str) -> bool {
    OF_THE_PAGE.contains(&name)
}

/// Whether an element can do no harm.
pub fn is_harmless(name: &str) -> bool {
    HARMLESS.contains(&name) || HARMLESS_VOID.contains(&name)
}

/// Whether an element holds text alone, up to its own end tag.
pub fn is_text(name: &str) -> bool {
    TEXT.contains(&name)
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

/// Whether an item of a list that starts in an element doesn't end those around it.
pub fn stops_items(name: &str) -> bool {
    STOPS.contains(&name)
}

/// Whether an element ends a drawing or a formula where it starts in it.
pub fn leaves_foreign(name: &str) -> bool {
    LEAVING.contains(&name)
}

/// Whether an element of a drawing or a formula holds HTML.
pub fn is_island(name: &str) -> bool {
    ISLANDS.contains(&name)
}

/// Whether an element ends with an end tag only.
pub fn needs_end(name: &str) -> bool {
    !is_void(name) && !OPTIONAL.contains(&name)
}

/// Whether the element that is open, its end tag left out, ends where the other begins, whatever they stand in.
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
        let mut names: Vec<_> = [OTHERS, TEXT, VOID, OPTIONAL].into_iter().flatten().collect();
        names.sort_unstable();
        let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
        assert_eq!(twice, None);
    }
}
