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
    /// What a file plays, by the extension of its name; `None` when it plays nothing.
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
    /// Its captions, one for each language.
    pub captions: Vec<Captions>,
    /// Its transcript.
    pub transcript: Option<Transcript>,
}

/// Captions of a film, in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captions {
    /// The file.
    pub path: BookPath,
    /// The language's tag.
    pub lang: String,
    /// The language's name in itself.
    pub name: String,
}

/// What is said in a film or a sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The language's tag.
    pub lang: String,
    /// The text, paragraph by paragraph.
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
