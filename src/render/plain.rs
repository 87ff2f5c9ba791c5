//! HTML that Palier made, read back as plain text: what a page shows, for search engines and other programs.

use std::convert::Infallible;

use html5gum::{Token, Tokenizer};

/// The text of inline HTML, white space as it shows.
pub(super) fn text(html: &str) -> String {
    let mut reading = Reading::default();
    reading.read(html);
    reading.text()
}

/// The text of each item of the outermost list, ways back left out.
pub(super) fn items(html: &str) -> Vec<String> {
    let mut reading = Reading::default();
    reading.read(html);
    reading.items
}

#[derive(Default)]
struct Reading {
    words: String,
    items: Vec<String>,
    /// How many lists are open.
    depth: usize,
    /// Whether a link back to the text is open.
    way_back: bool,
}

impl Reading {
    fn read(&mut self, html: &str) {
        for token in Tokenizer::new(html) {
            let Ok::<_, Infallible>(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let role = tag.attributes.get(b"role".as_slice()).map(|role| role.value.as_slice());
                    match tag.name.as_slice() {
                        b"a" => self.way_back = role == Some(b"doc-backlink"),
                        b"ul" | b"ol" => self.depth += 1,
                        b"li" if self.depth == 1 => self.words.clear(),
                        _ => {}
                    }
                }
                Token::EndTag(tag) => match tag.name.as_slice() {
                    b"a" => self.way_back = false,
                    b"ul" | b"ol" => self.depth = self.depth.saturating_sub(1),
                    b"li" if self.depth == 1 => {
                        let item = self.text();
                        self.items.push(item);
                    }
                    _ => {}
                },
                Token::String(text) if !self.way_back => self.words.push_str(&String::from_utf8_lossy(&text.value)),
                _ => {}
            }
        }
    }

    fn text(&self) -> String {
        // No-break spaces are the author's and the typography's: they stay.
        let words = self.words.split([' ', '\n', '\t']).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_shows() {
        assert_eq!(text("dire <em>quoi</em> &amp; à\n qui&nbsp;!"), "dire quoi & à qui\u{a0}!");
    }

    #[test]
    fn the_items_of_a_list_come_without_their_ways_back() {
        let html = "<h2>Références</h2><ul>\n<li id=x>Morin, R. <cite>Titre</cite>. \
            <a href=\"#c\" role=\"doc-backlink\">↩</a></li>\n<li>B <ul><li>b</li></ul></li></ul>";
        assert_eq!(items(html), ["Morin, R. Titre.", "B b"]);
    }
}
