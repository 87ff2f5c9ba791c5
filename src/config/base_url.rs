//! The address that a site is published at.

/// An absolute http(s) address that ends with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The pattern of what [`BaseUrl::parse`] reads.
    pub const PATTERN: &str = r#"https?://[^/?# "<>\\@][^?# "<>\\@]*"#;

    /// Reads an address as written, and adds the `/` at its end if it is missing. `None` if the text is not an absolute
    /// http(s) address (RFC 3986 §4.3), or if it has a query.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let host = rest.split('/').next().unwrap_or_default();
        let sound = !host.is_empty() && !rest.contains(['?', '#', ' ', '"', '<', '>', '\\', '@']);
        sound.then(|| Self(format!("{}/", text.trim_end_matches('/'))))
    }

    /// The whole address, with the `/` at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path on its host: `/` or `/pyramid/`.
    pub fn path(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + 3);
        self.0[host..].find('/').map_or("/", |at| &self.0[host + at..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_absolute_and_ends_with_a_slash() {
        let url = BaseUrl::parse("https://example.org/pyramid").unwrap();
        assert_eq!((url.as_str(), url.path()), ("https://example.org/pyramid/", "/pyramid/"));
        assert_eq!(BaseUrl::parse("http://localhost:8000").unwrap().path(), "/");
        for wrong in ["", "example.org", "ftp://example.org", "https://", "https://a.org/?q", "https://a.org/ b"] {
            assert_eq!(BaseUrl::parse(wrong), None, "{wrong}");
        }
    }
}
