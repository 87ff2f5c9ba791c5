//! Where readers report a mistake: a mail address, or the page of a forge where issues are opened.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::values::is_host;

/// What stays as it is in a part of a query or of a mail address: the unreserved characters (RFC 3986 §2.3). A space is
/// `%20`, since mail programs show a `+` as such.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The most characters of a subject: with more, some mail programs refuse the whole address.
const LONGEST_SUBJECT: usize = 150;

/// Where readers report a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// By mail, to that address.
    Mail(String),
    /// At the address where an issue is opened.
    Issue {
        /// The address, with the `?` or `&` after which fields follow.
        address: String,
        /// The names of the fields for its title and its text.
        fields: [&'static str; 2],
    },
}

impl Contact {
    /// The pattern of what [`Contact::parse`] reads; it is less strict.
    pub const PATTERN: &str = r"(mailto:)?[^@\s]+@[^@\s]+\.[^@\s]+|https?://\S+/issues(/new)?/*(\?\S*)?";

    /// Reads a mail address (`mailto:` or not), or the address of a forge's issues, whether `/issues` or `/issues/new`.
    /// `None` if the text is neither.
    pub fn parse(text: &str) -> Option<Self> {
        if text.starts_with("https://") || text.starts_with("http://") {
            return issue(text);
        }
        let address = text.strip_prefix("mailto:").unwrap_or(text);
        is_mail(address).then(|| Self::Mail(address.to_owned()))
    }

    /// The address of a message with that subject and these lines, ready for the reader's own words below them.
    pub fn href(&self, subject: &str, lines: &[String]) -> String {
        let encoded = |text: &str| utf8_percent_encode(text, KEPT).to_string();
        let subject = encoded(&subject.chars().take(LONGEST_SUBJECT).collect::<String>());
        // Lines of a mail end with CR and LF (RFC 6068 §5); forges read both.
        let body: String = lines.iter().map(|line| format!("{}%0D%0A", encoded(line))).collect();
        match self {
            Self::Mail(address) => {
                let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
                format!("mailto:{}@{}?subject={subject}&body={body}%0D%0A", encoded(name), encoded(host))
            }
            Self::Issue { address, fields: [title, text] } => {
                format!("{address}{title}={subject}&{text}={body}%0D%0A")
            }
        }
    }

    /// The address without a message: what a reader sees of it.
    pub fn shown(&self) -> &str {
        match self {
            Self::Mail(address) => address,
            Self::Issue { address, .. } => address.split('?').next().unwrap_or(address),
        }
    }
}

/// The page of a forge where issues are opened, by how such addresses end: GitLab's fields differ from those of GitHub,
/// Forgejo and Gitea.
fn issue(address: &str) -> Option<Contact> {
    if address.contains(['#', '*', '"', '<', '>', '\\', '@'])
        || address.contains(|c: char| c.is_whitespace() || c.is_control())
    {
        return None;
    }
    let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
    let project = path.trim_end_matches('/');
    let project = project.strip_suffix("/new").unwrap_or(project).strip_suffix("/issues")?;
    let (host, names) = project.split_once("://")?.1.split_once('/')?;
    if !is_host(host) || names.split('/').filter(|name| !name.is_empty()).count() < 2 {
        return None;
    }
    let is_gitlab = project.ends_with("/-") || host.split('.').any(|label| label == "gitlab");
    let fields = if is_gitlab { ["issue%5Btitle%5D", "issue%5Bdescription%5D"] } else { ["title", "body"] };
    let more = query.filter(|query| !query.is_empty()).map_or_else(String::new, |query| format!("{query}&"));
    Some(Contact::Issue { address: format!("{project}/issues/new?{more}"), fields })
}

/// Whether a text is the address of one mailbox, as people write them: a name, and a host with a dot in it.
fn is_mail(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let fits = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    !name.is_empty()
        && text.len() <= 254
        && name.chars().all(fits)
        && is_host(host)
        && host.contains('.')
        && !host.contains(['*', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn href(contact: &str) -> String {
        let lines = ["Page : https://a.org/é/".to_owned(), "Langue : français".to_owned()];
        Contact::parse(contact).unwrap().href("L’œil & « moi » ?", &lines)
    }

    #[test]
    fn a_mail_says_its_subject_and_its_lines_in_any_letters() {
        let body = "Page%20%3A%20https%3A%2F%2Fa.org%2F%C3%A9%2F%0D%0ALangue%20%3A%20fran%C3%A7ais%0D%0A%0D%0A";
        let subject = "L%E2%80%99%C5%93il%20%26%20%C2%AB%20moi%20%C2%BB%20%3F";
        assert_eq!(href("livre@ecole.qc.ca"), format!("mailto:livre@ecole.qc.ca?subject={subject}&body={body}"));
        assert_eq!(href("mailto:livre@ecole.qc.ca"), href("livre@ecole.qc.ca"));
        assert!(href("a+b&c?d@ecole.qc.ca").starts_with("mailto:a%2Bb%26c%3Fd@ecole.qc.ca?subject="));
        let long = Contact::parse("a@b.ca").unwrap().href(&"é".repeat(1000), &[]);
        assert_eq!(long.matches("%C3%A9").count(), LONGEST_SUBJECT);
    }

    #[test]
    fn an_issue_is_opened_in_the_words_of_its_forge() {
        for address in ["https://github.com/o/r/issues", "https://github.com/o/r/issues/new/"] {
            assert!(href(address).starts_with("https://github.com/o/r/issues/new?title=L%E2"), "{address}");
        }
        assert!(href("https://codeberg.org/o/r/issues/new?labels=9").contains("/new?labels=9&title=L"));
        for address in [
            "https://gitlab.com/g/h/p/-/issues",
            "https://git.ecole.ca/g/p/-/issues/new",
            "https://gitlab.ecole.ca/g/p/issues",
        ] {
            let href = href(address);
            assert!(
                href.contains("/issues/new?issue%5Btitle%5D=L%E2") && href.contains("&issue%5Bdescription%5D=Page%20"),
                "{href}"
            );
        }
    }

    #[test]
    fn what_no_one_can_write_to_is_no_contact() {
        for wrong in [
            "",
            "418-555-0199",
            "tel:+14185550199",
            "Zoé Roy",
            "@ecole.ca",
            "zoe@",
            "zoe@ecole",
            "zoe@@ecole.ca",
            "a@b.ca, c@d.ca",
            "Zoé <zoe@ecole.ca>",
            "zoe@ecole..ca",
            "zoe@-ecole.ca",
            "mailto:a@b.ca?cc=c@d.ca",
            "https://example.org/contact",
            "https://github.com/o/issues/new",
            "https://github.com/o/r",
            "javascript:alert(1)//issues",
            "https:///o/r/issues",
            "https://github.com/o/r/issues#x",
            "https://u@github.com/o/r/issues",
        ] {
            assert_eq!(Contact::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Contact::parse(&format!("{}@ecole.ca", "a".repeat(300))), None);
    }
}
