//! A file, or the range of it that the browser asks for (without which it can't jump in a film), read while it is sent,
//! a piece at a time, however large it is.

use std::io::{self, ErrorKind, Read as _, SeekFrom};
use std::ops::Range;
use std::thread::sleep;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use futures_util::stream;

use super::answer::{respond, text};
use super::{Asset, Bytes as Opened};

/// How much of a file is in memory at once, in bytes, for each browser that reads it.
const PIECE: usize = 64 * 1024;

/// The pauses between attempts to open a file, in milliseconds: for a moment, the system may have too many open.
const PAUSES: [u64; 4] = [50, 100, 200, 400];

/// The method and headers of a request for a file.
#[derive(Debug)]
pub(super) struct RequestedFile<'r> {
    /// `GET` or `HEAD`.
    pub(super) method: &'r Method,
    /// The headers, of which only `Range` is looked at.
    pub(super) headers: &'r HeaderMap,
}

/// The answer to a request for a file whose bytes are in memory.
pub(super) fn bytes(bytes: Vec<u8>, content_type: &'static str, asked: &RequestedFile<'_>) -> Response {
    let bytes = Bytes::from(bytes);
    part(bytes.len() as u64, content_type, asked, |range| {
        let at = |offset: u64| usize::try_from(offset).unwrap_or(bytes.len());
        Ok(bytes.slice(at(range.start)..at(range.end)).into())
    })
}

/// The answer to a request for a file that is read while it is sent.
pub(super) fn asset(asset: &dyn Asset, content_type: &'static str, asked: &RequestedFile<'_>) -> Response {
    part(asset.len(), content_type, asked, |range| {
        let mut file = open(asset)?;
        file.seek(SeekFrom::Start(range.start))?;
        Ok(Body::from_stream(pieces(file, range.end - range.start)))
    })
}

/// All bytes of a file.
///
/// # Errors
/// If it can't be opened or read.
pub(super) fn whole(asset: &dyn Asset) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(asset)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The answer to a request for a file that can't be read.
pub(super) fn unreadable(error: &io::Error) -> Response {
    match error.kind() {
        ErrorKind::NotFound => text(StatusCode::NOT_FOUND, "this file is gone\n"),
        _ => text(StatusCode::SERVICE_UNAVAILABLE, "this file can't be read now\n"),
    }
}

fn open(asset: &dyn Asset) -> io::Result<Box<dyn Opened>> {
    for pause in PAUSES {
        match asset.open() {
            Err(error) if error.kind() != ErrorKind::NotFound => sleep(Duration::from_millis(pause)),
            opened => return opened,
        }
    }
    asset.open()
}

/// The answer with the range that is asked for, of a file of `len` bytes. `body` makes the bytes of a range; it isn't
/// called for `HEAD`.
fn part(
    len: u64,
    content_type: &'static str,
    asked: &RequestedFile<'_>,
    body: impl FnOnce(Range<u64>) -> io::Result<Body>,
) -> Response {
    let range = asked.headers.get(header::RANGE).and_then(|range| parse_range(range.to_str().ok()?, len));
    let (status, sent, told) = match range {
        None => (StatusCode::OK, 0..len, None),
        Some(None) => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0, Some(format!("bytes */{len}"))),
        Some(Some(range)) => {
            let told = format!("bytes {}-{}/{len}", range.start, range.end - 1);
            (StatusCode::PARTIAL_CONTENT, range, Some(told))
        }
    };
    let length = sent.end - sent.start;
    let body = match *asked.method == Method::HEAD || length == 0 {
        true => Body::empty(),
        false => match body(sent) {
            Ok(body) => body,
            Err(error) => return unreadable(&error),
        },
    };
    let mut response = respond(status, content_type, body);
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_LENGTH, length.into());
    if let Some(told) = told.and_then(|told| HeaderValue::from_str(&told).ok()) {
        headers.insert(header::CONTENT_RANGE, told);
    }
    response
}

/// The next `left` bytes of an open file. If the file is cut short meanwhile, the answer ends with an error, not as if
/// it were whole.
fn pieces(file: Box<dyn Opened>, left: u64) -> impl stream::Stream<Item = io::Result<Bytes>> {
    stream::try_unfold((file, left), |(mut file, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        // Reading from a disk may take a while; other answers need not wait.
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE.min(usize::try_from(left).unwrap_or(PIECE))];
            let count = file.read(&mut piece)?;
            piece.truncate(count);
            Ok::<_, io::Error>((piece, file))
        });
        let (piece, file) = read.await.map_err(io::Error::other)??;
        match piece.len() as u64 {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            count => Ok(Some((Bytes::from(piece), (file, left - count)))),
        }
    })
}

/// The bytes that a `Range` header (RFC 9110 §14.2) asks for in a file of `len` bytes. `None` if its form is unknown,
/// for which the whole file is a valid answer; `Some(None)` if the file has no such bytes.
fn parse_range(range: &str, len: u64) -> Option<Option<Range<u64>>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (first.trim(), last.trim()) {
        ("", last) => len.saturating_sub(last.parse().ok()?)..len,
        (first, "") => first.parse().ok()?..len,
        (first, last) => first.parse().ok()?..last.parse::<u64>().ok()?.saturating_add(1).min(len),
    };
    Some((range.start < range.end).then_some(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_bounded_by_its_file() {
        assert_eq!(parse_range("bytes=0-3", 10), Some(Some(0..4)));
        assert_eq!(parse_range("bytes=4-", 10), Some(Some(4..10)));
        assert_eq!(parse_range("bytes=-3", 10), Some(Some(7..10)));
        assert_eq!(parse_range("bytes=-30", 10), Some(Some(0..10)));
        assert_eq!(parse_range("bytes=5-99999999999999", 10), Some(Some(5..10)));
        assert_eq!(parse_range("bytes=10-", 10), Some(None));
        assert_eq!(parse_range("bytes=5-4", 10), Some(None));
        assert_eq!(parse_range("bytes=-0", 10), Some(None));
        for unknown in ["bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=-"] {
            assert_eq!(parse_range(unknown, 10), None, "{unknown}");
        }
    }
}
