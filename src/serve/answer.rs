//! One request, one answer. A path is looked up in the site and nowhere else: no request reaches
//! the disk.

use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use futures_util::stream;
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use super::content_type::{HTML, content_type};
use super::{Page, Pages, Shared};

/// Where the browser hears of new builds.
const EVENTS: &str = "/_palier/events";
/// The script that listens.
const RELOAD: &str = "/_palier/reload.js";
/// The look of the author's grid.
const DASHBOARD_CSS: &str = "/_palier/dashboard.css";

/// Answers a request.
pub(super) async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    // A page elsewhere may give its own name this address and read the drafts of whoever visits it:
    // only names that nobody else can own are answered.
    if !is_local(request.headers()) {
        return text(StatusCode::FORBIDDEN, "palier serve answers at 127.0.0.1 and localhost only\n");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = text(StatusCode::METHOD_NOT_ALLOWED, "GET and HEAD only\n");
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    match request.uri().path() {
        EVENTS if *request.method() == Method::HEAD => respond(StatusCode::OK, "text/event-stream", Body::empty()),
        EVENTS => events(&shared),
        RELOAD => respond(StatusCode::OK, content_type(RELOAD), include_str!("reload.js").into()),
        DASHBOARD_CSS => respond(StatusCode::OK, content_type(DASHBOARD_CSS), include_str!("dashboard.css").into()),
        _ => {
            let (uri, headers) = (request.uri().clone(), request.headers().clone());
            // To render a page takes a while: others, and the events, need not wait.
            tokio::task::spawn_blocking(move || page(&shared, &uri, &headers))
                .await
                .unwrap_or_else(|_| text(StatusCode::INTERNAL_SERVER_ERROR, "this page could not be made\n"))
        }
    }
}

/// Whether the request was made to this computer by one of its own names.
fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        _ => host,
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|local| name.eq_ignore_ascii_case(local))
}

/// The stream of build ids: the one that stands, and then each new one.
fn events(shared: &Shared) -> Response {
    let run = shared.run;
    let stream = stream::unfold((shared.state.subscribe(), true), move |(mut state, first)| async move {
        if !first {
            state.changed().await.ok()?;
        }
        let now = *state.borrow_and_update();
        let event = format!("retry: 500\ndata: {}\n\n", build_id(run, now.version));
        (!now.stopped).then_some((Ok::<_, Infallible>(event), (state, false)))
    });
    respond(StatusCode::OK, "text/event-stream", Body::from_stream(stream))
}

/// Versions begin anew when the server does: ids don't.
fn build_id(run: u64, version: u64) -> String {
    format!("{run:x}-{version}")
}

/// A path of the site.
fn page(shared: &Shared, uri: &Uri, headers: &HeaderMap) -> Response {
    let pages = shared.pages();
    let build = build_id(shared.run, pages.version());
    let path = output_path(uri.path());
    let Some(path) = path.as_deref() else { return not_found(&*pages, "", &build) };
    let response = match pages.get(path) {
        Some(Page::Bytes(bytes)) => match content_type(path) {
            HTML => html(StatusCode::OK, bytes, &build),
            other => file(bytes, other, headers),
        },
        Some(Page::Fault(told)) => html(StatusCode::INTERNAL_SERVER_ERROR, told.into_bytes(), &build),
        None if pages.contains(&format!("{path}/index.html")) => to_folder(uri),
        None => return not_found(&*pages, path, &build),
    };
    with_policy(response, &*pages, path)
}

/// An answer with the policy that a host would send at that path.
fn with_policy(mut response: Response, pages: &dyn Pages, path: &str) -> Response {
    let policy = pages.policy(path).and_then(|policy| HeaderValue::try_from(policy).ok());
    if let Some(policy) = policy {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The site's own page for what isn't there.
fn not_found(pages: &dyn Pages, path: &str, build: &str) -> Response {
    let bytes = pages.not_found(path).unwrap_or_else(|| b"<!doctype html><title>404</title><p>404".to_vec());
    with_policy(html(StatusCode::NOT_FOUND, bytes, build), pages, "404.html")
}

/// The output path that a request's path asks for; nothing where no file of a site can stand.
fn output_path(path: &str) -> Option<String> {
    let decoded = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let mut path: String = decoded.nfc().collect();
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    let sound = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']);
    path.split('/').all(sound).then_some(path)
}

/// Sends the browser to the folder, with its `/`: relative links start from there.
fn to_folder(uri: &Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut redirect = text(StatusCode::PERMANENT_REDIRECT, "");
    if let Ok(location) = HeaderValue::from_str(&format!("{}/{query}", uri.path())) {
        redirect.headers_mut().insert(header::LOCATION, location);
    }
    redirect
}

/// A page, with the script that reloads it.
fn html(status: StatusCode, mut bytes: Vec<u8>, build: &str) -> Response {
    let script = format!(r#"<script src="{RELOAD}" data-build="{build}"></script>"#);
    let end = bytes.windows(7).rposition(|window| window.eq_ignore_ascii_case(b"</body>")).unwrap_or(bytes.len());
    bytes.splice(end..end, script.into_bytes());
    respond(status, HTML, bytes.into())
}

/// A file as it is, or the part that the browser asks for: it won't jump in a film otherwise.
fn file(bytes: Vec<u8>, content_type: &'static str, headers: &HeaderMap) -> Response {
    let len = bytes.len();
    let asked = headers.get(header::RANGE).and_then(|range| parse_range(range.to_str().ok()?, len));
    let (status, body, range) = match asked {
        None => (StatusCode::OK, bytes.into(), None),
        Some(None) => (StatusCode::RANGE_NOT_SATISFIABLE, Body::empty(), Some(format!("bytes */{len}"))),
        Some(Some(range)) => {
            let told = format!("bytes {}-{}/{len}", range.start, range.end - 1);
            (StatusCode::PARTIAL_CONTENT, Bytes::from(bytes).slice(range).into(), Some(told))
        }
    };
    let mut response = respond(status, content_type, body);
    response.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some(range) = range.and_then(|range| HeaderValue::from_str(&range).ok()) {
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    response
}

/// A `Range` of a file of that length: nothing when it is none that we know, and then the whole
/// file is a right answer; `Some(None)` when there are no such bytes.
fn parse_range(range: &str, len: usize) -> Option<Option<Range<usize>>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (first.trim(), last.trim()) {
        ("", last) => len.saturating_sub(last.parse().ok()?)..len,
        (first, "") => first.parse().ok()?..len,
        (first, last) => first.parse().ok()?..last.parse::<usize>().ok()?.saturating_add(1).min(len),
    };
    Some((range.start < range.end).then_some(range))
}

fn text(status: StatusCode, text: &'static str) -> Response {
    respond(status, "text/plain; charset=utf-8", text.into())
}

fn respond(status: StatusCode, content_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    // What is shown is always what stands now.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_path_becomes_an_output_path_or_nothing() {
        let path = |path| output_path(path);
        assert_eq!(path("/").as_deref(), Some("index.html"));
        assert_eq!(path("/fr/").as_deref(), Some("fr/index.html"));
        assert_eq!(path("/fr/%C3%A9t%C3%A9.png").as_deref(), Some("fr/été.png"));
        assert_eq!(path("/fr/e%CC%81te%CC%81.png").as_deref(), Some("fr/été.png"));
        for hostile in
            ["", "x", "//x", "/../x", "/%2e%2e/x", "/a/..%2fx", "/a%5c..%5cx", "/%00", "/%ff", "/a//b", "/./"]
        {
            assert_eq!(path(hostile), None, "{hostile}");
        }
    }

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

    #[test]
    fn only_this_computer_by_its_own_names() {
        let host =
            |host: &'static str| is_local(&HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]));
        for local in ["127.0.0.1:7254", "localhost", "LOCALHOST:1", "[::1]:7254", "[::1]"] {
            assert!(host(local), "{local}");
        }
        for other in ["example.org", "localhost.example.org:7254", "127.0.0.1.example.org", "", "127.0.0.1:x", "[::2]"]
        {
            assert!(!host(other), "{other}");
        }
        assert!(!is_local(&HeaderMap::new()));
    }
}
