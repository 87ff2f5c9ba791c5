//! A language server: what an editor is told of a book while its texts are written, over standard input and output
//! (Language Server Protocol 3.17).
//!
//! The texts that an editor holds are in the book's [`Source`](crate::load::Source), and every check is a build as any
//! other, with a warm memo. Edits are gathered for a moment before they are checked; questions are answered at once.

mod completion;
mod faults;
mod fixes;
mod hover;
mod open_book;
mod place;
mod shown;
mod texts;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, RequestId, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability, CompletionOptions,
    CompletionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    GotoDefinitionParams, HoverParams, HoverProviderCapability, InitializeParams, InitializeResult, OneOf,
    PublishDiagnosticsParams, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentPositionParams,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::load::find_book;
use crate::locale::UserLanguage;
use crate::source::BookPath;
use open_book::OpenBook;
use place::{Encoding, path_of, uri_of};
use texts::OpenText;

/// How long an edit waits for another one before the book is checked.
const GATHERED: Duration = Duration::from_millis(15);

/// How long it waits at most, whatever follows.
const LONGEST_WAIT: Duration = Duration::from_millis(60);

/// How a session with an editor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It took its leave, or went away.
    Well,
    /// It left without asking for the end, or said what is no message of the protocol.
    Badly,
}

/// Serves an editor until it leaves, in the language that it asks for, else in that one.
pub fn serve(language: UserLanguage) -> Ended {
    let (connection, threads) = Connection::stdio();
    let Some(ended) = Server::begin(connection, language).map(Server::run) else { return Ended::Badly };
    match ended {
        // Its last answers are written before the program ends. An editor that reads no more is not waited for.
        Some(ended) => match threads.join() {
            Ok(()) => ended,
            Err(_) => Ended::Badly,
        },
        None => Ended::Badly,
    }
}

/// The editor went away.
struct Gone;

/// A session with an editor.
struct Server {
    connection: Connection,
    language: UserLanguage,
    encoding: Encoding,
    /// Whether the editor tells which files change on disk, if it is asked to.
    can_watch: bool,
    /// The texts that the editor holds, by their URIs.
    texts: BTreeMap<String, OpenText>,
    /// The books that they are of, by their folders.
    books: BTreeMap<PathBuf, OpenBook>,
    /// When edits are to be checked, and when at the latest; `None` if there are none.
    due: Option<(Instant, Instant)>,
    /// Whether the editor asked for the end.
    is_ending: bool,
}

impl Server {
    /// Agrees with the editor on what is spoken; `None` if it went away.
    fn begin(connection: Connection, language: UserLanguage) -> Option<Self> {
        let (id, said) = connection.initialize_start().ok()?;
        let params: InitializeParams = serde_json::from_value(said).unwrap_or_default();
        let asked = params.initialization_options.as_ref().and_then(|options| options.get("lang")?.as_str());
        let language = match asked {
            Some("fr") => UserLanguage::Fr,
            Some("en") => UserLanguage::En,
            _ => language,
        };
        let general = params.capabilities.general.as_ref();
        let encoding = Encoding::chosen(general.and_then(|general| general.position_encodings.as_deref()));
        let watching = params.capabilities.workspace.and_then(|workspace| workspace.did_change_watched_files);
        let can_watch = watching.and_then(|watching| watching.dynamic_registration).unwrap_or_default();
        let result = InitializeResult {
            capabilities: capabilities(encoding),
            server_info: Some(ServerInfo {
                name: "palier".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        };
        match connection.initialize_finish(id, serde_json::to_value(result).ok()?) {
            Ok(()) => {}
            Err(ProtocolError { .. }) => return None,
        }
        Some(Self {
            connection,
            language,
            encoding,
            can_watch,
            texts: BTreeMap::new(),
            books: BTreeMap::new(),
            due: None,
            is_ending: false,
        })
    }

    /// Answers until the editor leaves; `None` if it reads no more.
    fn run(mut self) -> Option<Ended> {
        if self.can_watch {
            self.ask_for_changes().ok()?;
        }
        loop {
            if self.due.is_some_and(|(soon, latest)| soon.min(latest) <= Instant::now()) {
                // However fast edits come.
                self.due = None;
                self.check().ok()?;
            }
            let receiver = &self.connection.receiver;
            let message = match self.due {
                Some((soon, latest)) => match receiver.recv_deadline(soon.min(latest)) {
                    Err(error) if error.is_timeout() => continue,
                    received => received.ok(),
                },
                None => receiver.recv().ok(),
            };
            match message {
                // An editor that dies closes its end: there is nobody left to serve.
                None => return Some(if self.is_ending { Ended::Well } else { Ended::Badly }),
                Some(Message::Notification(Notification { method, .. })) if method == "exit" => {
                    return Some(if self.is_ending { Ended::Well } else { Ended::Badly });
                }
                Some(Message::Notification(said)) => self.hear(said),
                Some(Message::Request(asked)) => self.answer(asked).ok()?,
                // It says that it watches the files.
                Some(Message::Response(_)) => {}
            }
        }
    }

    fn send(&self, message: impl Into<Message>) -> Result<(), Gone> {
        self.connection.sender.send(message.into()).map_err(|_| Gone)
    }

    /// Asks to be told of files that change on disk.
    fn ask_for_changes(&self) -> Result<(), Gone> {
        let watchers = json!([{ "globPattern": "**/*" }]);
        let registration = json!({
            "id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": { "watchers": watchers },
        });
        let params = json!({ "registrations": [registration] });
        self.send(Request::new(RequestId::from(1), "client/registerCapability".to_owned(), params))
    }

    /// Takes in what the editor says. (A question that it cancels was answered already: none waits.)
    fn hear(&mut self, said: Notification) {
        match said.method.as_str() {
            "textDocument/didOpen" => {
                let Some(DidOpenTextDocumentParams { text_document: opened }) = read(said.params) else { return };
                self.put(opened.uri, opened.text, opened.version);
            }
            "textDocument/didChange" => {
                let Some(DidChangeTextDocumentParams { text_document: changed, content_changes }) = read(said.params)
                else {
                    return;
                };
                let Some(mut text) = self.texts.get(changed.uri.as_str()).map(|open| open.text.clone()) else { return };
                for change in content_changes {
                    texts::apply(&mut text, change, self.encoding);
                }
                self.put(changed.uri, text, changed.version);
            }
            "textDocument/didClose" => {
                let Some(DidCloseTextDocumentParams { text_document: closed }) = read(said.params) else { return };
                if let Some(OpenText { home: Some((book, path)), .. }) = self.texts.remove(closed.uri.as_str())
                    && let Some(book) = self.books.get_mut(&book)
                {
                    book.forget(&path);
                    self.wait_for_more();
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.books.values_mut().for_each(OpenBook::read_all_again);
                self.wait_for_more();
            }
            _ => {}
        }
    }

    /// Takes a text that the editor holds.
    fn put(&mut self, uri: Uri, text: String, version: i32) {
        let known = self.texts.get(uri.as_str()).and_then(|open| open.home.clone());
        let home = known.or_else(|| home(&path_of(&uri)?));
        if let Some((root, path)) = &home {
            let book = self.books.entry(root.clone()).or_insert_with(|| OpenBook::new(root.clone()));
            book.put(path, &text);
            self.wait_for_more();
        }
        self.texts.insert(uri.as_str().to_owned(), OpenText { uri, text, version, home });
    }

    fn wait_for_more(&mut self) {
        let now = Instant::now();
        let latest = self.due.map_or(now + LONGEST_WAIT, |(_, latest)| latest);
        self.due = Some((now + GATHERED, latest));
    }

    /// Checks each book that has changed, and says what is wrong with it now.
    fn check(&mut self) -> Result<(), Gone> {
        let (language, encoding) = (self.language, self.encoding);
        let open: BTreeMap<PathBuf, &OpenText> =
            self.texts.values().filter_map(|open| Some((path_of(&open.uri)?, open))).collect();
        let mut told = Vec::new();
        let mut gone = Vec::new();
        for (root, book) in &mut self.books {
            // Its folder was renamed, or it is a book no more.
            if !book.is_there() {
                told.extend(book.tell(BTreeMap::new()));
                gone.push(root.clone());
            } else if book.check() {
                told.extend(book.tell(faults::by_file(book, language, encoding)));
            }
        }
        let told: Vec<PublishDiagnosticsParams> = told
            .into_iter()
            .filter_map(|(path, diagnostics)| {
                let open = open.get(&path);
                let uri = open.map_or_else(|| uri_of(&path), |open| Some(open.uri.clone()))?;
                Some(PublishDiagnosticsParams { uri, diagnostics, version: open.map(|open| open.version) })
            })
            .collect();
        for root in gone {
            self.books.remove(&root);
            // Its texts may be of another book now.
            for open in self.texts.values_mut().filter(|open| open.home.as_ref().is_some_and(|(book, _)| *book == root))
            {
                open.home = None;
            }
        }
        for params in told {
            self.send(Notification::new("textDocument/publishDiagnostics".to_owned(), params))?;
        }
        Ok(())
    }

    fn answer(&mut self, Request { id, method, params }: Request) -> Result<(), Gone> {
        if self.is_ending {
            let why = "the session is ending".to_owned();
            return self.send(Response::new_err(id, ErrorCode::InvalidRequest as i32, why));
        }
        let result = match method.as_str() {
            "shutdown" => {
                self.is_ending = true;
                Ok(Value::Null)
            }
            // What is typed names what is there already: the last check will do.
            "textDocument/completion" => asked(params, |params: CompletionParams| {
                let (open, book, path) = self.open(&params.text_document_position.text_document.uri)?;
                let at = self.encoding.offset(&open.text, params.text_document_position.position);
                Some(completion::at(book, path, &open.text, at, self.encoding))
            }),
            // The others ask about a place, and places move.
            "textDocument/hover" => {
                self.check()?;
                asked(params, |params: HoverParams| {
                    let (book, path, at) = self.place(&params.text_document_position_params)?;
                    hover::at(book, path, at, self.encoding)
                })
            }
            "textDocument/definition" => {
                self.check()?;
                asked(params, |params: GotoDefinitionParams| {
                    let (book, path, at) = self.place(&params.text_document_position_params)?;
                    hover::definition(book, path, at, self.encoding)
                })
            }
            "textDocument/codeAction" => {
                self.check()?;
                asked(params, |params: CodeActionParams| {
                    let (open, book, path) = self.open(&params.text_document.uri)?;
                    let offset = |position| self.encoding.offset(&open.text, position);
                    let range = offset(params.range.start)..offset(params.range.end);
                    Some(fixes::within(book, path, &open.uri, range, self.encoding, self.language))
                })
            }
            _ => {
                let why = format!("{method} is not known");
                return self.send(Response::new_err(id, ErrorCode::MethodNotFound as i32, why));
            }
        };
        self.send(match result {
            Ok(result) => Response::new_ok(id, result),
            Err(why) => Response::new_err(id, ErrorCode::InvalidParams as i32, why),
        })
    }

    /// A text that the editor holds, its book, and its path there; `None` if it is of no book.
    fn open(&self, uri: &Uri) -> Option<(&OpenText, &OpenBook, &BookPath)> {
        let open = self.texts.get(uri.as_str())?;
        let (root, path) = open.home.as_ref()?;
        Some((open, self.books.get(root)?, path))
    }

    /// A place in such a text, in bytes.
    fn place(&self, at: &TextDocumentPositionParams) -> Option<(&OpenBook, &BookPath, usize)> {
        let (open, book, path) = self.open(&at.text_document.uri)?;
        Some((book, path, self.encoding.offset(&open.text, at.position)))
    }
}

/// The folder of the book that a file is in, and its path there; `None` for a file that is of no book.
fn home(file: &Path) -> Option<(PathBuf, BookPath)> {
    let root = find_book(file.parent()?)?;
    let parts: Option<Vec<&str>> = file.strip_prefix(&root).ok()?.iter().map(|part| part.to_str()).collect();
    Some((root, BookPath::new(&parts?.join("/"))))
}

fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

/// The answer to a question, which is `null` where there is nothing to say.
fn asked<P: DeserializeOwned, R: Serialize>(
    params: Value,
    answer: impl FnOnce(P) -> Option<R>,
) -> Result<Value, String> {
    let params = serde_json::from_value(params).map_err(|error| error.to_string())?;
    serde_json::to_value(answer(params)).map_err(|error| error.to_string())
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(["(", "#", "^", "@", "[", "/"].map(str::to_owned).into()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}
