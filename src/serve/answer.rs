//! One request, one answer. A path is looked up in the site and nowhere else: no request reaches
//! the disk. The only request that does something has a file of the book opened in the author's editor, and is
//! answered only if a page of this run sent it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use futures_util::stream::unfold;
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use super::stream::{self, RequestedFile};
use super::{FilePosition, Opened, Page, Pages, Shared};
use crate::content_type::{HTML, content_type};

/// The path at which browsers are notified of new builds.
const EVENTS: &str = "/_palier/events";
/// The path of the script that listens.
const SCRIPT: &str = "/_palier/follow.js";
/// The path of the worker that listens for all tabs at once.
const LISTENER: &str = "/_palier/listener.js";
/// The path of a published site's service worker, in whose place the preview has one that removes it.
const WORKER: &str = "/sw.js";
/// The most bytes of an author's own HTML file to which the script is added: such a file is read whole.
const MOST_HTML: u64 = 16_000_000;
/// The path of the dashboard's stylesheet.
const DASHBOARD_CSS: &str = "/_palier/dashboard.css";
/// The path of the stylesheet of what pages show of faults.
const FAULTS_CSS: &str = "/_palier/faults.css";
/// The path that a page asks to have a file opened.
const OPEN: &str = "/_palier/open";
/// The header by which it shows that it is a page of this run. A page of another origin can't send it unasked.
const TOKEN: &str = "palier-token";
/// The most bytes of such a request.
const MOST_ASKED: usize = 10_000;

/// Answers a request.
pub(super) async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    // Another site could have its own name lead to this address, and read the drafts through its visitor's browser
    // (DNS rebinding): only names that no one else can own are answered.
    if !is_local(request.headers()) {
        return text(StatusCode::FORBIDDEN, "palier serve answers at 127.0.0.1 and localhost only\n");
    }
    if request.uri().path() == OPEN && *request.method() == Method::POST {
        return open(shared, request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = text(StatusCode::METHOD_NOT_ALLOWED, "GET and HEAD only\n");
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    match request.uri().path() {
        EVENTS if *request.method() == Method::HEAD => respond(StatusCode::OK, "text/event-stream", Body::empty()),
        EVENTS => events(&shared),
        SCRIPT => respond(StatusCode::OK, content_type(SCRIPT), include_str!("follow.js").into()),
        LISTENER => respond(StatusCode::OK, content_type(LISTENER), include_str!("listener.js").into()),
        DASHBOARD_CSS => respond(StatusCode::OK, content_type(DASHBOARD_CSS), include_str!("dashboard.css").into()),
        FAULTS_CSS => respond(StatusCode::OK, content_type(FAULTS_CSS), include_str!("faults.css").into()),
        WORKER if !shared.pages().contains(&WORKER[1..]) => {
            respond(StatusCode::OK, content_type(WORKER), include_str!("remover.js").into())
        }
        _ => {
            let (uri, method, headers) = (request.uri().clone(), request.method().clone(), request.headers().clone());
            // Rendering a page takes a while; other requests, and the events, need not wait.
            tokio::task::spawn_blocking(move || {
                page(&shared, &uri, &RequestedFile { method: &method, headers: &headers })
            })
            .await
            .unwrap_or_else(|_| text(StatusCode::INTERNAL_SERVER_ERROR, "this page could not be made\n"))
        }
    }
}

/// Whether a request names this computer, `localhost` or its own address, as its host.
fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        _ => host,
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|local| name.eq_ignore_ascii_case(local))
}

/// Has a file opened in the author's editor, if a page of this run asks for it.
async fn open(shared: Arc<Shared>, request: Request) -> Response {
    if !is_of_this_run(request.headers(), &shared.token) {
        return text(StatusCode::FORBIDDEN, "only a page of this preview may open a file\n");
    }
    let asked = axum::body::to_bytes(request.into_body(), MOST_ASKED).await.ok();
    let Some(at) = asked.and_then(|asked| serde_json::from_slice::<FilePosition>(&asked).ok()) else {
        return text(StatusCode::BAD_REQUEST, "a path, a line and a column, in JSON\n");
    };
    let opened = tokio::task::spawn_blocking(move || shared.pages().open(&at)).await;
    match opened {
        Ok(Opened::Yes) => text(StatusCode::NO_CONTENT, ""),
        Ok(Opened::NotInBook) => text(StatusCode::NOT_FOUND, "the book has no such file\n"),
        Ok(Opened::NoEditor) | Err(_) => text(StatusCode::SERVICE_UNAVAILABLE, "no editor could be started\n"),
    }
}

/// Whether a request comes from a page that this run of the server made: from its origin, with its token.
fn is_of_this_run(headers: &HeaderMap, token: &str) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = said(header::HOST.as_str()).map(|host| format!("http://{host}"));
    let is_own = origin.is_some() && said(header::ORIGIN.as_str()) == origin.as_deref();
    // Where the browser says more, it must say the same.
    let is_same = said("sec-fetch-site").is_none_or(|site| site == "same-origin");
    is_own && is_same && !token.is_empty() && said(TOKEN) == Some(token)
}

/// The stream of builds: the current one, and then each new one, with what pages are told of it.
fn events(shared: &Arc<Shared>) -> Response {
    let stream =
        unfold((shared.state.subscribe(), true, Arc::clone(shared)), |(mut state, first, shared)| async move {
            if !first {
                state.changed().await.ok()?;
            }
            let stopped = state.borrow_and_update().stopped;
            let pages = shared.pages();
            let build = build_id(shared.run, pages.version());
            let event = format!("retry: 500\ndata: {{\"build\":\"{build}\",\"state\":{}}}\n\n", pages.state());
            (!stopped).then_some((Ok::<_, Infallible>(event), (state, false, shared)))
        });
    respond(StatusCode::OK, "text/event-stream", Body::from_stream(stream))
}

/// An id of a build: unlike versions, ids don't begin again with each run of the server.
fn build_id(run: u64, version: u64) -> String {
    format!("{run:x}-{version}")
}

/// What a page is told of where it comes from.
struct Build<'a> {
    id: String,
    token: &'a str,
}

/// The answer to a path of the site.
fn page(shared: &Shared, uri: &Uri, asked: &RequestedFile<'_>) -> Response {
    let pages = shared.pages();
    let build = Build { id: build_id(shared.run, pages.version()), token: &shared.token };
    let path = output_path(uri.path());
    let Some(path) = path.as_deref() else { return not_found(&*pages, "", &build) };
    let response = match pages.get(path) {
        Some(Page::Bytes(bytes)) => match content_type(path) {
            HTML => html(StatusCode::OK, bytes, &build),
            other => stream::bytes(bytes, other, asked),
        },
        Some(Page::Asset(asset)) => match content_type(path) {
            HTML if asset.len() <= MOST_HTML => match stream::whole(&*asset) {
                Ok(bytes) => html(StatusCode::OK, bytes, &build),
                Err(error) => stream::unreadable(&error),
            },
            other => stream::asset(&*asset, other, asked),
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

/// The site's own page for paths that it doesn't have (404).
fn not_found(pages: &dyn Pages, path: &str, build: &Build<'_>) -> Response {
    let bytes = pages.not_found(path).unwrap_or_else(|| b"<!doctype html><title>404</title><p>404".to_vec());
    with_policy(html(StatusCode::NOT_FOUND, bytes, build), pages, "404.html")
}

/// The output path that a request's path asks for; `None` if no file of a site can have that path.
fn output_path(path: &str) -> Option<String> {
    let decoded = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let mut path: String = decoded.nfc().collect();
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    let sound = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']);
    path.split('/').all(sound).then_some(path)
}

/// Redirects to the folder's address, with a `/` at its end: relative links start from there.
fn to_folder(uri: &Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut redirect = text(StatusCode::PERMANENT_REDIRECT, "");
    if let Ok(location) = HeaderValue::from_str(&format!("{}/{query}", uri.path())) {
        redirect.headers_mut().insert(header::LOCATION, location);
    }
    redirect
}

/// A page, with the script that keeps it up to date.
fn html(status: StatusCode, mut bytes: Vec<u8>, Build { id, token }: &Build<'_>) -> Response {
    let script = format!(r#"<script src="{SCRIPT}" data-build="{id}" data-token="{token}"></script>"#);
    let end = bytes.windows(7).rposition(|window| window.eq_ignore_ascii_case(b"</body>")).unwrap_or(bytes.len());
    bytes.splice(end..end, script.into_bytes());
    respond(status, HTML, bytes.into())
}

/// An answer in plain text, in UTF-8.
pub(super) fn text(status: StatusCode, text: &'static str) -> Response {
    respond(status, "text/plain; charset=utf-8", text.into())
}

/// An answer of that content type, with the headers that all answers have.
pub(super) fn respond(status: StatusCode, content_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    // A browser must not keep a page of an earlier build.
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
