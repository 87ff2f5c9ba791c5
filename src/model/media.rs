//! Film and sound, with their captions and transcripts.

use std::sync::Arc;

use crate::source::BookPath;

/// What a file plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// A sound.
    Audio,
    /// A film.
    Video,
}

impl MediaKind {
    /// What a file plays, by the extension of its name; `None` if it is neither film nor sound.
    pub fn of(name: &str) -> Option<Self> {
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match extension.as_str() {
            "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "flac" => Some(Self::Audio),
            "mp4" | "webm" | "ogv" | "mov" | "m4v" => Some(Self::Video),
            _ => None,
        }
    }
}

/// A film or a sound, with its captions and its transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// The file.
    pub path: BookPath,
    /// Its captions, those of the text's language first.
    pub captions: Vec<Captions>,
    /// Its transcript; `None` if it has none.
    pub transcript: Option<Transcript>,
}

/// Captions of a film, in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captions {
    /// The file.
    pub path: BookPath,
    /// The language's tag (RFC 5646).
    pub lang: String,
    /// The language's name, in that language.
    pub name: String,
}

/// What is said in a film or a sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The language's tag.
    pub lang: String,
    /// The text as it is in its file; an empty line ends a paragraph.
    pub text: Arc<str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_says_what_is_played() {
        let kinds = ["a.mp3", "a.b.MP4", "a.svg", "mp3"].map(MediaKind::of);
        assert_eq!(kinds, [Some(MediaKind::Audio), Some(MediaKind::Video), None, None]);
    }
}
