//! Blocks of code, in colours; with a title, numbered lines or marked ones, as a figure.

use std::borrow::Cow;

use super::writer::Writer;
use super::{Label, escape};
use crate::parse::code_language;
use crate::parse::document::CodeAttributes;

impl Writer<'_> {
    /// A code block of a page, whole. Wide code scrolls, and what scrolls must be reached by keyboard.
    pub(super) fn code_block(&mut self, info: Option<&str>, code: &str) {
        let attributes = info.map(CodeAttributes::of).unwrap_or_default();
        let language = info.and_then(code_language::named);
        let coloured = language.and_then(|language| self.context.coloured(language, code));
        let html: Cow<'_, str> = match &coloured {
            Some(html) => html.as_str().into(),
            None => super::escape(code).into(),
        };
        if attributes.is_plain() {
            self.block("<pre tabindex=\"0\">");
            self.code(language, &html);
            return self.push("</pre>\n");
        }
        self.block("<figure class=\"pal-listing\">\n");
        if let Some(title) = &attributes.title {
            self.push("<figcaption>");
            let title = self.set(title);
            escape::text(&mut self.html, &title);
            self.push("</figcaption>\n");
        }
        let lines: Vec<&str> = html.strip_suffix('\n').unwrap_or(&html).split('\n').collect();
        let last = attributes.first() + lines.len() - 1;
        self.push("<pre tabindex=\"0\"");
        if attributes.is_numbered {
            self.attribute("class", &format!("pal-numbered pal-digits-{}", last.to_string().len()));
        }
        self.push(">");
        let lines = lines.iter().zip(attributes.first()..).map(|(html, number)| line(&attributes, number, html));
        self.code(language, &lines.collect::<String>());
        self.push("</pre>\n");
        if !attributes.marks.is_empty() {
            // What the eye sees beside the lines, in words, outside what is copied.
            let marks: Vec<String> =
                attributes.marks.iter().map(|(range, _)| named(*range.start(), *range.end())).collect();
            let separator = self.context.label(Label::ListSeparator);
            let label = self.context.label(Label::MarkedLines(&marks.join(&separator)));
            self.push("<p class=\"pal-visually-hidden\">");
            escape::text(&mut self.html, &label);
            self.push("</p>\n");
        }
        self.push("</figure>\n");
    }

    /// Code as HTML, in its element.
    fn code(&mut self, language: Option<&str>, html: &str) {
        self.push("<code");
        if let Some(language) = language {
            self.attribute("class", &format!("language-{language}"));
        }
        self.push(">");
        self.push(html);
        self.push("</code>");
    }
}

/// A line with what ends it, so that what is copied is the code as it was written. Its number is no text: no one selects
/// or copies it. No `<span>` of its colours goes over its end.
fn line(attributes: &CodeAttributes, number: usize, html: &str) -> String {
    let element = if attributes.is_marked(number) { "mark" } else { "span" };
    let data = if attributes.is_numbered { format!(" data-line=\"{number}\"") } else { String::new() };
    format!("<{element} class=\"pal-line\"{data}>{html}\n</{element}>")
}

/// Lines as they are named to a reader: `3`, `7–9`.
fn named(first: usize, last: usize) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}
