//! Text as XML.

/// Text between tags or in a double-quoted attribute. Characters that XML 1.0 (§2.2) has no way to
/// write (control characters) is left out.
pub(super) fn escape(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => xml.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_write_is_left_out() {
        assert_eq!(escape("a<b> & \"c\"\u{8}\n\u{ffff}é"), "a&lt;b&gt; &amp; &quot;c&quot; é");
    }
}
