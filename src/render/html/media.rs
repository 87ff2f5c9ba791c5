//! Film and sound, with their captions and transcripts.

use std::borrow::Cow;

use super::writer::Writer;
use super::{Label, escape};
use crate::parse::document::{Link, LinkKind};

/// The captions and the transcript of a film or a sound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownMedia<'a> {
    /// Its captions, one for each language.
    pub captions: Vec<ShownCaptions<'a>>,
    /// Its transcript.
    pub transcript: Option<ShownTranscript<'a>>,
}

/// Captions in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownCaptions<'a> {
    /// Their address, from the page.
    pub src: Cow<'a, str>,
    /// Their language's tag.
    pub lang: Cow<'a, str>,
    /// Their language's name in itself.
    pub name: Cow<'a, str>,
    /// Whether they show unless the reader says otherwise.
    pub default: bool,
}

/// What is said in a film or a sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownTranscript<'a> {
    /// Its language's tag, where it is not that of the text around.
    pub lang: Option<Cow<'a, str>>,
    /// The text: paragraphs, a blank line between two.
    pub text: Cow<'a, str>,
}

impl Writer<'_> {
    /// A film or a sound. Its transcript follows where it is a figure: a line has no room for one.
    pub(super) fn media(&mut self, index: usize, link: &Link) {
        let Some(src) = self.context.href(index) else {
            let name = self.alt(link);
            return escape::text(&mut self.html, &name);
        };
        let in_figure = self.figure == Some(index);
        let is_video = link.kind == LinkKind::Video;
        let media = self.context.media(index);
        self.push(if is_video { "<video controls preload=\"metadata\"" } else { "<audio controls preload=\"none\"" });
        self.address("src", &src);
        if !link.alt.is_empty() {
            self.attribute("aria-label", &self.alt(link));
        }
        if let Some((width, height)) = self.context.dimensions(index).filter(|_| is_video) {
            self.push(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        if !in_figure {
            self.placement(link);
        }
        self.push(">");
        for captions in &media.captions {
            self.captions(captions);
        }
        self.push(if is_video { "</video>" } else { "</audio>" });
        if let Some(transcript) = media.transcript.filter(|_| in_figure) {
            self.transcript(&transcript);
        }
    }

    fn captions(&mut self, captions: &ShownCaptions<'_>) {
        self.push("<track kind=\"captions\"");
        self.address("src", &captions.src);
        self.attribute("srclang", &captions.lang);
        self.attribute("label", &captions.name);
        self.push(if captions.default { " default>" } else { ">" });
    }

    fn transcript(&mut self, transcript: &ShownTranscript<'_>) {
        let summary = super::escape(&self.context.label(Label::Transcript));
        self.push(&format!("\n<details class=\"pal-transcript\">\n<summary>{summary}</summary>\n<div"));
        if let Some(lang) = &transcript.lang {
            self.attribute("lang", lang);
        }
        self.push(">\n");
        let typography = self.context.typography(transcript.lang.as_deref());
        let mut paragraph = String::new();
        for line in transcript.text.lines().map(str::trim).chain([""]) {
            match (line.is_empty(), paragraph.is_empty()) {
                (false, true) => paragraph.push_str(line),
                (false, false) => {
                    paragraph.push('\n');
                    paragraph.push_str(line);
                }
                (true, false) => {
                    self.push("<p>");
                    escape::text(&mut self.html, &typography.set(&std::mem::take(&mut paragraph)));
                    self.push("</p>\n");
                }
                (true, true) => {}
            }
        }
        self.push("</div>\n</details>");
    }
}
