//! Captions: whether a `.vtt` file is WebVTT, as browsers recognise it.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Message, message};
use crate::rule::Rule;
use crate::source::{BookPath, FileBytes};

/// How many bytes of a file are enough to recognise its format.
const HEAD: u64 = 512;

/// Reports captions that no browser would show. A file that can't be read is reported elsewhere.
pub(super) fn check(path: &BookPath, file: &FileBytes) -> Option<Diagnostic> {
    let (_, extension) = path.file_name().rsplit_once('.')?;
    if !path.as_str().starts_with("content/") || !extension.eq_ignore_ascii_case("vtt") {
        return None;
    }
    let (_, head) = file.read(HEAD).ok()?;
    let (message, help) = said(&head)?;
    Some(Diagnostic::new(Rule::InvalidCaptions, Place::file(path), message).help(help))
}

fn said(head: &[u8]) -> Option<(Message, Message)> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let after = text.strip_prefix(b"WEBVTT");
    if after.is_some_and(|after| matches!(after.first(), None | Some(b' ' | b'\t' | b'\r' | b'\n'))) {
        return None;
    }
    // SRT numbers its captions, and its times have commas.
    let text = String::from_utf8_lossy(text);
    let is_srt = text.lines().any(|line| line.split_once("-->").is_some_and(|(from, _)| from.contains(',')));
    Some(match is_srt {
        true => (message!("invalid-captions.srt"), message!("invalid-captions.help-srt")),
        false => (message!("invalid-captions.message"), message!("invalid-captions.help")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<&'static str> {
        said(text.as_bytes()).map(|(message, _)| message.key)
    }

    #[test]
    fn captions_are_known_by_their_first_line() {
        for text in ["WEBVTT", "WEBVTT\n\n00:01.000 --> 00:02.000\nOui\n", "\u{feff}WEBVTT - Titre\r\n"] {
            assert_eq!(key(text), None, "{text}");
        }
        assert_eq!(key("1\r\n00:00:01,000 --> 00:00:02,000\r\nOui\r\n"), Some("invalid-captions.srt"));
        for text in ["", "webvtt\n", "WEBVTTX", "\nWEBVTT\n", "00:01.000 --> 00:02.000\nOui, non\n"] {
            assert_eq!(key(text), Some("invalid-captions.message"), "{text}");
        }
    }
}
