//! math-core's MathML, read strictly and written without inline style, which the site's security
//! policy forbids: each declaration becomes a class of the theme's, or an attribute.

/// The declarations, spaces left out, and their classes; without one, the declaration goes with
/// another that has it, or repeats an attribute.
const CLASSES: &[(&str, Option<&str>)] = &[
    ("text-align:left", Some("pal-math-left")),
    ("justify-items:start", None),
    ("text-align:right", Some("pal-math-right")),
    ("justify-items:end", None),
    ("padding-left:0", Some("pal-math-close-left")),
    ("padding-right:0", Some("pal-math-close-right")),
    ("padding-top:0", Some("pal-math-close-rows")),
    ("padding-bottom:0", None),
    ("padding-left:0.1em", Some("pal-math-bar")),
    ("padding-right:0.1em", None),
    ("padding-left:1em", Some("pal-math-case")),
    ("padding-left:0.1667em", Some("pal-math-left-3")),
    ("padding-left:0.2222em", Some("pal-math-left-4")),
    ("padding-left:0.2778em", Some("pal-math-left-5")),
    ("padding-right:0.1667em", Some("pal-math-right-3")),
    ("padding-right:0.2222em", Some("pal-math-right-4")),
    ("padding-right:0.2778em", Some("pal-math-right-5")),
    ("padding-top:0.1667em", Some("pal-math-cfrac")),
    ("border-left:0.05emsolidcurrentcolor", Some("pal-math-line-left")),
    ("border-right:0.05emsolidcurrentcolor", Some("pal-math-line-right")),
    ("border-top:0.05emsolidcurrentcolor", Some("pal-math-line-top")),
    ("border-left:0.05emdashedcurrentcolor", Some("pal-math-dash-left")),
    ("border-right:0.05emdashedcurrentcolor", Some("pal-math-dash-right")),
    ("border-top:0.05emdashedcurrentcolor", Some("pal-math-dash-top")),
    ("width:100%", Some("pal-math-numbered")),
    ("width:50%", Some("pal-math-margin")),
    ("width:7.5%", Some("pal-math-margin-narrow")),
    ("math-shift:compact", Some("pal-math-compact")),
    ("font-variant-caps:small-caps", Some("pal-math-small-caps")),
    ("font-size:50%", Some("pal-math-size-50")),
    ("font-size:60%", Some("pal-math-size-60")),
    ("font-size:70%", Some("pal-math-size-70")),
    ("font-size:80%", Some("pal-math-size-80")),
    ("font-size:90%", Some("pal-math-size-90")),
    ("font-size:100%", None),
    ("font-size:120%", Some("pal-math-size-120")),
    ("font-size:140%", Some("pal-math-size-140")),
    ("font-size:170%", Some("pal-math-size-170")),
    ("font-size:200%", Some("pal-math-size-200")),
    ("font-size:250%", Some("pal-math-size-250")),
];

/// How far back a class can take what follows, in eighteenths of an em.
const FURTHEST_BACK: f64 = 36.0;

/// The elements that math-core writes. Links are refused before.
const ELEMENTS: &[&str] = &[
    "mrow", "mi", "mn", "mo", "mtext", "mspace", "msub", "msup", "msubsup", "mover", "munder", "munderover",
    "mmultiscripts", "mprescripts", "msqrt", "mroot", "mfrac", "mpadded", "mphantom", "mtable", "mtr", "mtd",
    "menclose", "b", "i", "em", "code", "span", "s", "u",
];

/// Their attributes.
const ATTRIBUTES: &[&str] = &[
    "accent", "accentunder", "class", "display", "displaystyle", "fence", "form", "height", "largeop", "linethickness",
    "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rspace", "scriptlevel", "separator",
    "stretchy", "style", "symmetric", "width",
];

/// A tag as math-core writes it.
struct MathmlTag<'a> {
    name: &'a str,
    is_end: bool,
    is_empty: bool,
    attributes: Vec<(&'a str, &'a str)>,
    /// How long it is, its brackets included.
    len: usize,
}

impl<'a> MathmlTag<'a> {
    /// The tag that a text begins with, if it is one that math-core writes.
    fn read(text: &'a str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        let (inside, _) = inside.split_once('>')?;
        let len = inside.len() + 2;
        let (is_end, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
        let (is_empty, inside) = inside.strip_suffix('/').map_or((false, inside), |inside| (true, inside));
        let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
        let mut attributes = Vec::new();
        while let Some((attribute, value)) = rest.split_once("=\"") {
            let (value, after) = value.split_once('"')?;
            let attribute = attribute.trim_start();
            if value.contains('<') || !ATTRIBUTES.contains(&attribute) {
                return None;
            }
            attributes.push((attribute, value));
            rest = after;
        }
        let known = ELEMENTS.contains(&name) || matches!(name, "math" | "semantics") && !is_end;
        (known && rest.trim().is_empty()).then_some(Self { name, is_end, is_empty, attributes, len })
    }

    /// Whether it is allowed within those open elements.
    fn fits(&self, open: &[&str]) -> bool {
        match open.last() {
            Some(last) if self.is_end => self.name == *last,
            Some(&("mi" | "mn" | "mo")) => false,
            last => !self.is_end && (self.name == "math") == last.is_none(),
        }
    }
}

/// math-core's MathML up to its annotation, with classes where it had styles. It writes the text
/// of some commands as it is (`\operatorname{<b>}`): what is no tag of its own becomes text.
pub(super) fn clean(mathml: &str) -> String {
    let mut html = String::with_capacity(mathml.len());
    let mut open = Vec::new();
    let mut rest = mathml;
    while let Some(at) = rest.find(['<', '&']) {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        match MathmlTag::read(rest).filter(|tag| tag.fits(&open)) {
            Some(tag) => {
                if tag.is_end {
                    open.pop();
                } else if !tag.is_empty {
                    open.push(tag.name);
                }
                push_tag(&mut html, &tag);
                rest = &rest[tag.len..];
            }
            None => {
                let entity = ["&lt;", "&gt;", "&amp;", "&quot;", "&#39;"].iter().any(|entity| rest.starts_with(entity));
                html.push_str(match (entity, rest.starts_with('<')) {
                    (true, _) => "&",
                    (false, true) => "&lt;",
                    (false, false) => "&amp;",
                });
                rest = &rest[1..];
            }
        }
    }
    html.push_str(rest);
    html
}

fn push_tag(html: &mut String, tag: &MathmlTag<'_>) {
    html.push_str(if tag.is_end { "</" } else { "<" });
    html.push_str(tag.name);
    let mut push = |name: &str, value: &str| {
        for part in [" ", name, "=\"", value, "\""] {
            html.push_str(part);
        }
    };
    for (name, value) in &tag.attributes {
        if *name == "style" {
            let (classes, colour) = without_style(value);
            if let Some(colour) = colour {
                push("mathcolor", colour);
            }
            if !classes.is_empty() {
                push("class", &classes.join(" "));
            }
        } else if *name == "class" {
            push(name, &format!("pal-{value}"));
        } else {
            push(name, value);
        }
    }
    html.push_str(if tag.is_empty { "/>" } else { ">" });
}

/// The classes of a style, and its colour.
fn without_style(style: &str) -> (Vec<String>, Option<&str>) {
    let mut classes = Vec::new();
    let mut colour = None;
    for declaration in style.split(';') {
        if let Some(named) = declaration.trim().strip_prefix("color:") {
            colour = Some(named);
        }
        let declaration: String = declaration.chars().filter(|one| !one.is_whitespace()).collect();
        if let Some(Known::Class(class)) = known(&declaration) {
            classes.push(class);
        }
    }
    (classes, colour)
}

/// A declaration of math-core's styles.
enum Known {
    /// A class of the theme does the same.
    Class(String),
    /// An attribute says it too, or nothing is lost without it.
    Needless,
}

/// What a declaration is; `None` if it is not known.
fn known(declaration: &str) -> Option<Known> {
    if let Some((_, class)) = CLASSES.iter().find(|(known, _)| *known == declaration) {
        return Some(class.map_or(Known::Needless, |class| Known::Class(class.to_owned())));
    }
    if let Some(back) = declaration.strip_prefix("margin-left:-") {
        let eighteenths = (ems(back)? * 18.0).round().clamp(1.0, FURTHEST_BACK);
        return Some(Known::Class(format!("pal-math-back-{eighteenths}")));
    }
    // An `<mspace>` has its width as an attribute too.
    let width = declaration.strip_prefix("width:")?;
    width.ends_with("rem").then_some(Known::Needless)
}

fn ems(length: &str) -> Option<f64> {
    let (number, em) = match (length.strip_suffix("rem"), length.strip_suffix("em"), length.strip_suffix("ex")) {
        (Some(number), ..) | (None, Some(number), _) => (number, 1.0),
        (None, None, Some(number)) => (number, 0.45),
        (None, None, None) => return None,
    };
    number.parse::<f64>().ok().map(|number| number * em)
}

/// The declarations that have no class.
#[cfg(test)]
pub(super) fn unknown(mathml: &str) -> Vec<String> {
    let styles = mathml.split(" style=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0));
    let declarations = styles.flat_map(|style| style.split(';')).map(|one| one.replace(' ', ""));
    let is_known = |one: &String| one.is_empty() || one.starts_with("color:") || known(one).is_some();
    declarations.filter(|one| !is_known(one)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a part of a formula.
    fn cleaned(part: &str) -> String {
        clean(&format!("<math>{part}"))["<math>".len()..].to_owned()
    }

    #[test]
    fn a_style_becomes_classes_and_a_colour_an_attribute() {
        assert_eq!(
            cleaned("<mtd style=\"width: 50%;text-align: right;justify-items: end;\"><mi>x</mi></mtd>"),
            "<mtd class=\"pal-math-margin pal-math-right\"><mi>x</mi></mtd>"
        );
        assert_eq!(
            cleaned("<mrow style=\"color:#ff0000;math-shift:compact;\" displaystyle=\"true\">"),
            "<mrow mathcolor=\"#ff0000\" class=\"pal-math-compact\" displaystyle=\"true\">"
        );
        assert_eq!(cleaned("<mspace style=\"margin-left:-0.16666667em;\"/>"), "<mspace class=\"pal-math-back-3\"/>");
        assert_eq!(cleaned("<mspace width=\"1rem\" style=\"width:1rem\"/>"), "<mspace width=\"1rem\"/>");
    }

    #[test]
    fn what_is_no_tag_of_the_librarys_becomes_text() {
        assert_eq!(cleaned("<mtext>style=\"x\" &amp; &</mtext>"), "<mtext>style=\"x\" &amp; &amp;</mtext>");
        assert_eq!(cleaned("<mo><script></mo>"), "<mo>&lt;script></mo>");
        assert_eq!(cleaned("<mo><mi></mo><mi>x</mi>"), "<mo>&lt;mi></mo><mi>x</mi>");
        assert_eq!(cleaned("<mi onclick=\"x\">y</mi>"), "&lt;mi onclick=\"x\">y&lt;/mi>");
        assert_eq!(cleaned("<mo></math></mo>"), "<mo>&lt;/math></mo>");
        assert_eq!(cleaned("<mo></mo></mo>"), "<mo></mo>&lt;/mo>");
    }

    #[test]
    fn every_class_is_in_the_theme() {
        let css = include_str!("../../../web/style/formulas.css");
        let back = (1..=FURTHEST_BACK as u32).map(|back| format!("pal-math-back-{back}"));
        for class in CLASSES.iter().filter_map(|(_, class)| class.map(str::to_owned)).chain(back) {
            assert!(css.contains(&format!(".{class} ")) || css.contains(&format!(".{class},")), "{class}");
        }
    }
}
