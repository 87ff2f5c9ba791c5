//! The preview: HTTP on 127.0.0.1 from a site in memory, which notifies browsers of each new build.
//!
//! The server knows `Pages`, not how a site is made. It looks paths up and renders what is asked
//! for; a rebuild swaps the whole site, and the browser brings its page up to date when the id that the page
//! carries is no longer the current one. Nothing of the script that does so is ever published.

mod answer;
pub mod dashboard;
mod stream;
#[cfg(test)]
mod tests;

use std::future::{self, IntoFuture as _};
use std::io::{self, Read, Seek};
use std::net::{Ipv4Addr, TcpListener};
use std::pin::pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use axum::Router;
use futures_util::future::{Either, select};
use serde::Deserialize;
use tokio::sync::watch;

use crate::locale::{Message, message};

/// The TCP port unless another is asked for: PALI on a telephone's keys.
pub const DEFAULT_PORT: u16 = 7254;

/// How many ports after the first choice are tried, if it is taken.
const NEXT_PORTS: u16 = 20;

/// How long open connections have to end once the server stops.
const GRACE: Duration = Duration::from_secs(1);

/// A site as the server sees it.
pub trait Pages: Send + Sync {
    /// The file at an output path (`fr/index.html`), which may be rendered now; `None` if the site has none there.
    fn get(&self, path: &str) -> Option<Page>;

    /// Whether the site has a file at an output path.
    fn contains(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    /// The number of the build: a browser brings a page of another build up to date.
    fn version(&self) -> u64;

    /// What pages are told of this build, as JSON on one line.
    fn state(&self) -> String {
        "null".to_owned()
    }

    /// Opens a file of the book in the author's editor.
    fn open(&self, _at: &FilePosition) -> Opened {
        Opened::NotInBook
    }

    /// The security policy that a host sends with the file at an output path (the value of its
    /// `Content-Security-Policy` header); `None` if it sends none.
    fn policy(&self, _path: &str) -> Option<String> {
        None
    }

    /// The HTML to show for a path at which the site has no file; `None` for the server's own.
    fn not_found(&self, path: &str) -> Option<Vec<u8>>;
}

/// A place in a file of the book, as a page asks for it: what it names may be anything.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FilePosition {
    /// The file's path from the book's folder.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// What became of a file that the author's editor was to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The editor was started with it.
    Yes,
    /// The book has no such file.
    NotInBook,
    /// There is no editor that could be started.
    NoEditor,
}

/// A file that is read while it is sent, and only as far as it is asked for.
pub trait Asset: Send + Sync {
    /// Its length in bytes.
    fn len(&self) -> u64;

    /// Opens it.
    ///
    /// # Errors
    /// If the system can't open it.
    fn open(&self) -> io::Result<Box<dyn Bytes>>;

    /// Whether it has no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The bytes of an open file.
pub trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

/// The file at a path.
#[derive(Clone)]
pub enum Page {
    /// The file's bytes.
    Bytes(Vec<u8>),
    /// A file that is read while it is sent.
    Asset(Arc<dyn Asset>),
    /// It could not be rendered: a page in HTML that says why.
    Fault(String),
}

/// The current site, shared by the server and whoever builds.
pub struct Shared {
    pages: RwLock<Arc<dyn Pages>>,
    state: watch::Sender<State>,
    /// A number for this run of the server: a page that was left open may be from an earlier run.
    run: u64,
    /// What a page must know to have a file opened in the author's editor. The server's own pages are told.
    token: String,
}

#[derive(Clone, Copy)]
struct State {
    version: u64,
    stopped: bool,
}

impl Shared {
    /// Begins with that site.
    pub fn new(pages: Arc<dyn Pages>) -> Self {
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let state = State { version: pages.version(), stopped: false };
        Self {
            pages: RwLock::new(pages),
            state: watch::Sender::new(state),
            run: since_epoch.as_millis() as u64 ^ u64::from(std::process::id()) << 48,
            token: token(),
        }
    }

    /// The current site.
    pub fn pages(&self) -> Arc<dyn Pages> {
        Arc::clone(&self.pages.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces the current site, and notifies the browsers if the version is another.
    pub fn swap(&self, pages: Arc<dyn Pages>) {
        let version = pages.version();
        let before = std::mem::replace(&mut *self.pages.write().unwrap_or_else(PoisonError::into_inner), pages);
        self.state.send_if_modified(|state| std::mem::replace(&mut state.version, version) != version);
        // A large site takes as long to forget as to plan, and browsers ask for the new one meanwhile.
        std::thread::spawn(|| drop(before));
    }

    /// Ends the streams of events, and the server.
    pub fn stop(&self) {
        self.state.send_modify(|state| state.stopped = true);
    }

    async fn stopped(&self) {
        // The sender is a field of `self`: it can't be dropped while we wait.
        let _ = self.state.subscribe().wait_for(|state| state.stopped).await;
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("version", &self.state.borrow().version).finish_non_exhaustive()
    }
}

/// Why no server could be started.
#[derive(Debug)]
pub struct PortError(io::Error);

impl PortError {
    /// What is wrong, and what to do, for the user.
    pub fn messages(&self) -> (Message, Message) {
        (message!("serve.no-port", error = &self.0), message!("serve.help-no-port"))
    }
}

/// A server whose port is taken, and which doesn't answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    port: u16,
    /// The port that it was to have, if another program had that one.
    instead_of: Option<u16>,
}

impl Server {
    /// Takes a port of 127.0.0.1: the one asked for (0 for any), [`DEFAULT_PORT`] if none is, or the next one that is
    /// free.
    ///
    /// # Errors
    /// If the system refuses it.
    pub fn bind(port: Option<u16>) -> Result<Self, PortError> {
        let first = port.unwrap_or(DEFAULT_PORT);
        let (bound, instead_of) = match listen(first) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                let mut next = first..=first.saturating_add(NEXT_PORTS);
                (next.find_map(|port| listen(port).ok()).map_or_else(|| listen(0), Ok), Some(first))
            }
            bound => (bound, None),
        };
        let server = bound.and_then(|listener| {
            listener.set_nonblocking(true)?;
            let port = listener.local_addr()?.port();
            Ok(Self { listener, port, instead_of })
        });
        server.map_err(PortError)
    }

    /// The address to open in a browser.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// What to say to the user if it is not at the port that it was to have.
    pub fn port_message(&self) -> Option<Message> {
        let taken = self.instead_of?;
        Some(message!("serve.port-taken", port = taken.to_string(), other = self.port.to_string()))
    }

    /// Serves until `shared` is stopped, or Ctrl-C is pressed.
    ///
    /// # Errors
    /// If the system can't run the server.
    pub fn run(self, shared: Arc<Shared>) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let served = runtime.block_on(self.serve(shared));
        // A page that is still being rendered has no reader any more.
        runtime.shutdown_background();
        served
    }

    async fn serve(self, shared: Arc<Shared>) -> io::Result<()> {
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let router = Router::new().fallback(answer::answer).with_state(Arc::clone(&shared));
        let interrupted = Arc::clone(&shared);
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_err() {
                future::pending::<()>().await;
            }
            interrupted.stop();
        });
        let ended = Arc::clone(&shared);
        let serving = axum::serve(listener, router).with_graceful_shutdown(async move { ended.stopped().await });
        let late = async {
            shared.stopped().await;
            tokio::time::sleep(GRACE).await;
        };
        match select(pin!(serving.into_future()), pin!(late)).await {
            Either::Left((served, _)) => served,
            Either::Right(((), _)) => Ok(()),
        }
    }
}

/// 128 bits that no one can guess. Without them (the system has no source of chance) no token fits, and pages open nothing.
fn token() -> String {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Err(_) => String::new(),
    }
}

fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}
