//! Code in colours: each word of it that means something in a class of the theme's.

/// The code as HTML, with a `<span class="pal-code-…">` for what is coloured; `None` when its language
/// isn't known, or it is too long for colours.
#[cfg(feature = "highlight")]
pub(in crate::render) fn coloured(language: &str, code: &str) -> Option<String> {
    use crate::parse::code_language::CodeLanguage;

    let is_short = code.len() <= LONGEST && code.lines().all(|line| line.len() <= LONGEST_LINE);
    if CodeLanguage::of(language) != CodeLanguage::Known || !is_short {
        return None;
    }
    grammars::colour(language, code)
}

/// Code stays plain in a Palier that was made without colours.
#[cfg(not(feature = "highlight"))]
pub(in crate::render) fn coloured(_: &str, _: &str) -> Option<String> {
    None
}

/// No lesson shows more code at once; grammars take a line at a time, and some take the square of
/// its length.
#[cfg(feature = "highlight")]
const LONGEST: usize = 200_000;
#[cfg(feature = "highlight")]
const LONGEST_LINE: usize = 2_000;

#[cfg(feature = "highlight")]
mod grammars {
    use std::sync::LazyLock;

    use giallo::{FontStyle, HighlightOptions, Registry, Style, ThemeVariant};

    use super::super::escape;

    /// The grammars. Reading them takes some time: only who has code to colour pays it.
    static GRAMMARS: LazyLock<Option<Registry>> = LazyLock::new(|| Registry::builtin().ok());

    /// giallo colours code by a theme. Of its own, this one tells the most kinds of token apart in the most
    /// languages; its colours are never shown, they only identify the kind.
    const THEME: &str = "dark-plus";

    /// Code in a language, by the name of its grammar, as escaped HTML with its spans; `None` if giallo can't colour
    /// it. No span goes over the end of a line.
    pub(super) fn colour(language: &str, code: &str) -> Option<String> {
        let grammars = GRAMMARS.as_ref()?;
        let options = HighlightOptions::new(language, ThemeVariant::Single(THEME)).merge_whitespace(false);
        let highlighted = grammars.highlight(code, &options).ok()?;
        let mut html = String::with_capacity(2 * code.len());
        let mut open = None;
        for (number, line) in highlighted.tokens.iter().enumerate() {
            if number > 0 {
                html.push('\n');
            }
            for token in line {
                let ThemeVariant::Single(style) = &token.style else { continue };
                // Spaces go with the token before them.
                let class = if token.text.trim().is_empty() { open } else { class(style) };
                turn(&mut html, &mut open, class);
                escape::text(&mut html, &token.text);
            }
            // A `<span>` never goes over the end of a line: a theme may number lines.
            turn(&mut html, &mut open, None);
        }
        if code.ends_with('\n') && !html.ends_with('\n') {
            html.push('\n');
        }
        Some(html)
    }

    /// Closes one class and opens another, where they differ.
    fn turn(html: &mut String, open: &mut Option<&'static str>, class: Option<&'static str>) {
        if *open == class {
            return;
        }
        if open.is_some() {
            html.push_str("</span>");
        }
        if let Some(class) = class {
            html.push_str("<span class=\"pal-code-");
            html.push_str(class);
            html.push_str("\">");
        }
        *open = class;
    }

    /// The kind that a style of giallo's theme means.
    fn class(style: &Style) -> Option<&'static str> {
        match style.foreground.as_hex().get(..7).unwrap_or_default() {
            "#6A9955" => Some("comment"),
            "#569CD6" if style.font_style.contains(FontStyle::BOLD) => Some("heading"),
            "#569CD6" | "#C586C0" | "#6796E6" => Some("keyword"),
            "#CE9178" | "#D16969" => Some("string"),
            "#B5CEA8" => Some("number"),
            "#DCDCAA" => Some("function"),
            "#4EC9B0" => Some("type"),
            "#9CDCFE" | "#4FC1FF" => Some("name"),
            "#D7BA7D" => Some("special"),
            "#808080" => Some("mark"),
            _ if style.font_style.contains(FontStyle::ITALIC) => Some("emphasis"),
            _ => None,
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn every_language_named_is_one_that_can_be_coloured() {
            let grammars = GRAMMARS.as_ref().unwrap();
            for name in include_str!("../../parse/code_languages.txt").split_whitespace() {
                assert!(grammars.contains_grammar(name), "{name}");
            }
        }

        #[test]
        fn the_kinds_of_words_are_told_apart() {
            assert_eq!(
                colour("python", "def f(x):  # <b>\n    return \"é\" + 1\n").unwrap(),
                "<span class=\"pal-code-keyword\">def </span><span class=\"pal-code-function\">f</span>(\
                 <span class=\"pal-code-name\">x</span>):  <span class=\"pal-code-comment\"># &lt;b&gt;</span>\n    \
                 <span class=\"pal-code-keyword\">return </span><span class=\"pal-code-string\">&quot;é&quot;</span> + \
                 <span class=\"pal-code-number\">1</span>\n"
            );
        }

        #[test]
        fn code_is_coloured_without_losing_a_character() {
            let samples =
                ["fn main() {\n\n\tlet x = 'a';\n}\n", "a\n", "\n\n  x  \n\n", "# x", "", "\u{feff}é\u{301}\0\n"];
            for code in samples {
                for language in ["rust", "html", "markdown", "sh", "json", "latex"] {
                    let html = colour(language, code).unwrap();
                    let text: String = html
                        .split('<')
                        .enumerate()
                        .map(|(index, part)| match index {
                            0 => part,
                            _ => part.split_once('>').unwrap().1,
                        })
                        .collect();
                    let text =
                        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
                    assert_eq!(text, code.replace('\0', "\u{fffd}"), "{language}");
                }
            }
        }

        /// The relative luminance of `#rrggbb`.
        fn luminance(hex: &str) -> f64 {
            let channel = |at: usize| {
                let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
        }

        #[test]
        fn every_colour_can_be_read_on_the_grounds_of_both_schemes() {
            let css = include_str!("../../../web/style/colours.css");
            let (light, dark) = css.split_once("prefers-color-scheme: dark").unwrap();
            for scheme in [light, dark] {
                let value = |name: &str| scheme.split_once(&format!("--{name}: ")).unwrap().1[..7].to_owned();
                for kind in ["comment", "keyword", "string", "number", "function", "type", "name", "special"] {
                    for ground in ["soft", "paper"] {
                        let (text, ground) = (luminance(&value(&format!("code-{kind}"))), luminance(&value(ground)));
                        let contrast = (text.max(ground) + 0.05) / (text.min(ground) + 0.05);
                        assert!(contrast >= 4.5, "{kind}: {contrast}");
                    }
                }
            }
        }

        #[test]
        fn every_kind_is_in_the_theme() {
            let css = include_str!("../../../web/style/text.css");
            for kind in [
                "comment", "heading", "keyword", "string", "number", "function", "type", "name", "special", "mark",
                "emphasis",
            ] {
                assert!(
                    css.contains(&format!(".pal-code-{kind} ")) || css.contains(&format!(".pal-code-{kind},")),
                    "{kind}"
                );
            }
        }
    }
}
