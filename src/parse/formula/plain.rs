//! A formula as plain text, for places that hold no MathML: the table of contents, the names of links.
//! `E=mc^2` is “E = mc²”, `\frac{a+b}{2}` “(a + b)/2”.

/// Operators that have a space on both sides, unless they begin a group.
const SPACED: &str = "=≠≈≡≅∼∝<>≤≥≪≫+−±∓×÷⋅·∗∪∩∖∈∉∋⊂⊃⊆⊇∧∨→←↔↦⇒⇐⇔⟶⟹⟺";

/// Characters, and the raised and lowered ones for them.
const RAISED: (&str, &str) = ("0123456789+−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ");
const LOWERED: (&str, &str) = ("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ");

/// An element that is open, with the text of each of its children.
struct Element<'a> {
    name: &'a str,
    children: Vec<String>,
}

/// The text of MathML as [`super::markup::clean`] leaves it.
pub(super) fn text(mathml: &str) -> String {
    let mut open = vec![Element { name: "", children: Vec::new() }];
    let mut rest = mathml;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if let Some(element) = open.last_mut().filter(|_| !piece.is_empty()) {
            element.children.push(unescaped(piece));
        }
        let Some((tag, after)) = after.strip_prefix('<').and_then(|tag| tag.split_once('>')) else { break };
        rest = after;
        let name = tag.trim_start_matches('/').trim_end_matches('/');
        let name = name.split_once(' ').map_or(name, |(name, _)| name);
        if !tag.starts_with('/') {
            open.push(Element { name, children: Vec::new() });
        }
        if (tag.starts_with('/') || tag.ends_with('/')) && open.len() > 1 {
            let closed = open.pop().map(Element::text);
            if let (Some(element), Some(closed)) = (open.last_mut(), closed) {
                element.children.push(closed);
            }
        }
    }
    let whole: String = open.into_iter().flat_map(|element| element.children).collect();
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Element<'_> {
    fn text(self) -> String {
        let child = |index: usize| self.children.get(index).map_or("", String::as_str);
        match self.name {
            "annotation" | "mphantom" | "mprescripts" => String::new(),
            "mspace" => " ".to_owned(),
            "mo" => operator(&self.children.concat()),
            "msup" => format!("{}{}", child(0), script(child(1), "^", RAISED)),
            // An accent, which plain text leaves out, or what is written above.
            "mover" if !child(1).contains(char::is_alphanumeric) => child(0).to_owned(),
            "mover" => format!("{}{}", child(0), script(child(1), "^", RAISED)),
            "msub" | "munder" => format!("{}{}", child(0), script(child(1), "_", LOWERED)),
            "msubsup" | "munderover" => {
                format!("{}{}{}", child(0), script(child(1), "_", LOWERED), script(child(2), "^", RAISED))
            }
            "mfrac" => format!("{}/{}", group(child(0)), group(child(1))),
            "msqrt" => format!("√{}", group(&self.children.concat())),
            "mroot" => format!("{}√{}", script(child(1), "", RAISED), group(child(0))),
            "mtr" => self.children.join(", "),
            "mtable" => self.children.join("; "),
            "mrow" => row(&self.children),
            _ => self.children.concat(),
        }
    }
}

/// What is side by side. A sign that begins it is no operation between two terms, and the name of a
/// function is apart from its argument: `sin x`, `log₂ n`.
fn row(children: &[String]) -> String {
    let mut row = String::new();
    let mut is_after_name = false;
    for child in children {
        if is_after_name && child.starts_with(char::is_alphanumeric) {
            row.push(' ');
        }
        is_after_name = child.bytes().take(2).filter(u8::is_ascii_alphabetic).count() == 2;
        row.push_str(if row.is_empty() { child.trim() } else { child });
    }
    row
}

fn operator(sign: &str) -> String {
    match sign {
        // Invisible: a function’s application, a product, a separator, a sum.
        "\u{2061}" | "\u{2062}" | "\u{2063}" | "\u{2064}" => String::new(),
        _ if sign.chars().count() == 1 && SPACED.contains(sign) => format!(" {sign} "),
        _ => sign.to_owned(),
    }
}

/// A raised or lowered text: in characters that are so of themselves, if there is one for each.
fn script(text: &str, sign: &str, (plain, set): (&str, &str)) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let one = |c: char| match c {
        '′' | '″' | '‴' | '°' | '∘' => Some(c),
        _ => plain.chars().position(|known| known == c).and_then(|at| set.chars().nth(at)),
    };
    match text.chars().map(one).collect::<Option<String>>() {
        Some(set) => set,
        None if text.chars().count() == 1 => format!("{sign}{text}"),
        None => format!("{sign}({text})"),
    }
}

/// One term: in brackets if it is more than a number or a word.
fn group(text: &str) -> String {
    let text = text.trim();
    let is_one = text.chars().all(|c| c.is_alphanumeric() || matches!(c, ',' | '.' | '√'));
    if is_one { text.to_owned() } else { format!("({text})") }
}

fn unescaped(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use super::super::Converter;

    #[test]
    fn a_formula_is_read_in_a_line_of_text() {
        for (tex, text) in [
            ("E=mc^2", "E = mc²"),
            (r"\frac{a+b}{2}", "(a + b)/2"),
            (r"\frac12", "1/2"),
            (r"\sqrt{x^2+1}", "√(x² + 1)"),
            (r"\sqrt[3]{8}", "³√8"),
            ("x_1 + x_{n}", "x₁ + xₙ"),
            ("a^{n+1}", "aⁿ⁺¹"),
            ("a^{bc}", "a^(bc)"),
            ("2^q", "2^q"),
            ("-5", "−5"),
            ("f'(x) < 3", "f′(x) < 3"),
            ("3,14", "3,14"),
            ("3{,}14", "3,14"),
            (r"\alpha \to \infty", "α → ∞"),
            (r"\vec{v}", "v"),
            (r"\text{prix} \le 5", "prix ≤ 5"),
            (r"\sum_{i=1}^{n} i", "∑ᵢ₌₁ⁿi"),
            (r"\sin x + \cos(x)", "sin x + cos(x)"),
            (r"\log_2 n", "log₂ n"),
            (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a, b; c, d)"),
        ] {
            let math = Converter::new().convert(tex, false).unwrap();
            assert_eq!(math.text(), text, "{tex}");
        }
    }
}
