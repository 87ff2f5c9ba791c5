//! Text made safe for its place in HTML.

use std::fmt::Write;

/// Writes text between tags or in a double-quoted attribute.
pub(super) fn text(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\0' => html.push('\u{fffd}'),
            other => html.push(other),
        }
    }
}

/// Writes an address in a double-quoted attribute: what an address may not hold (RFC 3986) is
/// percent-encoded, what is encoded already stays.
pub(super) fn address(html: &mut String, address: &str) {
    for byte in address.bytes() {
        match byte {
            b'&' => html.push_str("&amp;"),
            b'\'' => html.push_str("&#x27;"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => html.push(char::from(byte)),
            _ if b"-_.+!*(),%#@?=;:/$~".contains(&byte) => html.push(char::from(byte)),
            other => {
                // Writing to a string can't fail.
                let _ = write!(html, "%{other:02X}");
            }
        }
    }
}

/// Writes text in an attribute with any quotes, or none.
pub(super) fn unquoted(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' | '<' | '>' | '"' | '\'' | '`' | '=' => {
                let _ = write!(html, "&#{};", u32::from(character));
            }
            space if space.is_ascii_whitespace() => html.push_str("%20"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_is_encoded() {
        let mut html = String::new();
        address(&mut html, "/é b%20c?x=1&y='\"<#à");
        assert_eq!(html, "/%C3%A9%20b%20c?x=1&amp;y=&#x27;%22%3C#%C3%A0");
    }

    #[test]
    fn an_attribute_without_quotes_stays_one() {
        let mut html = String::new();
        unquoted(&mut html, "a b>'\"=é");
        assert_eq!(html, "a%20b&#62;&#39;&#34;&#61;é");
    }
}
