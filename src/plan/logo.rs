//! The picture that a book gives for its icon (`icon` in `book.toml`): found, and fit to be drawn.

use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
#[cfg(feature = "pictures")]
use resvg::tiny_skia::Pixmap;
#[cfg(feature = "pictures")]
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Place};
use crate::load::{self, BOOK_TOML};
use crate::locale::messages::Size;
use crate::locale::{Message, message};
use crate::model::{Book, Permalink};
use crate::nearest::nearest;
use crate::rule::Rule;
use crate::source::{AssetFile, BookPath};

/// The most bytes of such a picture: an icon is small.
const MOST_BYTES: u64 = 1 << 20;
/// The most pixels on a side: so many fit in memory, whatever their colours.
const MOST_PIXELS: u32 = 4096;
/// How many files a message lists.
const LISTED: usize = 10;

/// A picture that icons are drawn from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Logo {
    /// Whether it is an SVG; else it is a PNG.
    pub is_svg: bool,
    /// The hash of its bytes, which stands for them in the key of what is drawn from them.
    hash: String,
    /// Its bytes.
    #[serde(skip)]
    pub bytes: Arc<[u8]>,
}

impl Logo {
    /// The picture that has these bytes: an SVG, or a PNG.
    pub fn new(is_svg: bool, bytes: Vec<u8>) -> Self {
        Self { is_svg, hash: blake3::hash(&bytes).to_hex().to_string(), bytes: bytes.into() }
    }
}

/// What a book gives for its icon.
#[derive(Debug, Default)]
pub(super) struct OwnIcon {
    /// Where the site has it, as it is.
    pub(super) address: Option<Permalink>,
    /// What icons of other sizes are drawn from.
    pub(super) logo: Option<Logo>,
    /// Why it can't be.
    pub(super) fault: Option<Diagnostic>,
}

impl OwnIcon {
    /// That of a book; nothing if it gives none.
    pub(super) fn of(book: &Book) -> Self {
        let Some(written) = &book.config.icon else { return Self::default() };
        match found(book, &written.value) {
            Ok((asset, logo)) => {
                let path = asset.path.as_str();
                let address = Permalink::file(path.strip_prefix(STATIC).unwrap_or(path));
                Self { address: Some(address), logo: Some(logo), fault: None }
            }
            Err((message, help)) => {
                let place = Place::new(&BookPath::new(BOOK_TOML), &written.span);
                let fault = Diagnostic::new(Rule::InvalidSetting, place, message).help(help);
                Self { fault: Some(fault), ..Self::default() }
            }
        }
    }
}

/// The folder that such pictures are in.
const STATIC: &str = "static/";

type Fault = (Message, Message);

fn found<'b>(book: &'b Book, written: &str) -> Result<(&'b AssetFile, Logo), Fault> {
    let path = written.trim().trim_start_matches(['/', '.']);
    let asset = book.static_files.iter().find(|file| file.path.as_str() == path);
    let asset = asset.ok_or_else(|| missing(book, path))?;
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let is_svg = match extension.as_deref() {
        Some("svg") => true,
        Some("png") => false,
        _ => return Err(unfit(path)),
    };
    let is_large = asset.dimensions.is_some_and(|(width, height)| width.max(height) > MOST_PIXELS);
    if asset.len > MOST_BYTES || (is_large && !is_svg) {
        let most = Size(MOST_BYTES);
        let help = message!("invalid-setting.help-icon-large", most = most, pixels = MOST_PIXELS as usize);
        return Err((message!("invalid-setting.icon-large", path = path), help));
    }
    if asset.flaw.is_some() || asset.dimensions.is_none() {
        return Err(unfit(path));
    }
    let bytes = load::read_asset(asset).map_err(|_| unfit(path))?;
    if is_svg && let Some(lack) = lack(&bytes) {
        return Err(match lack {
            Lack::Words => {
                (message!("invalid-setting.icon-words", path = path), message!("invalid-setting.help-icon-words"))
            }
            Lack::Pictures => {
                (message!("invalid-setting.icon-pictures", path = path), message!("invalid-setting.help-icon-pictures"))
            }
        });
    }
    let logo = Logo::new(is_svg, bytes);
    if can_be_drawn(&logo) { Ok((asset, logo)) } else { Err(unfit(path)) }
}

/// Whether its bytes are what its extension says, to the end: a file may begin as a picture and go on as something else.
#[cfg(feature = "pictures")]
fn can_be_drawn(logo: &Logo) -> bool {
    if logo.is_svg { Tree::from_data(&logo.bytes, &closed()).is_ok() } else { Pixmap::decode_png(&logo.bytes).is_ok() }
}

/// How any SVG is read that is to be drawn: nothing outside of it is looked at, neither the system's fonts nor files.
#[cfg(feature = "pictures")]
pub fn closed<'o>() -> Options<'o> {
    let image_href_resolver =
        ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    Options { image_href_resolver, ..Options::default() }
}

/// Without what draws, it is only shown as it is.
#[cfg(not(feature = "pictures"))]
fn can_be_drawn(_: &Logo) -> bool {
    true
}

fn unfit(path: &str) -> Fault {
    (message!("invalid-setting.icon", path = path), message!("invalid-setting.help-icon"))
}

/// That there is no such file, and which was meant.
fn missing(book: &Book, path: &str) -> Fault {
    let is_picture = |path: &&str| [".svg", ".png"].iter().any(|end| path.to_ascii_lowercase().ends_with(end));
    let known: Vec<&str> = book.static_files.iter().map(|file| file.path.as_str()).filter(is_picture).collect();
    let within = format!("{STATIC}{path}");
    let meant = known.iter().copied().find(|known| *known == within).or_else(|| nearest(path, known.iter().copied()));
    let help = match meant {
        Some(nearest) => message!("invalid-setting.help-icon-nearest", nearest = nearest),
        None if known.is_empty() => message!("invalid-setting.help-icon-missing"),
        None => {
            let more = if known.len() > LISTED { ", …" } else { "" };
            let listed = known[..LISTED.min(known.len())].join(", ");
            message!("invalid-setting.help-icon-known", known = format!("{listed}{more}"))
        }
    };
    (message!("invalid-setting.icon-missing", path = path), help)
}

/// Why a drawing can't be drawn by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    /// It has words, which need a font.
    Words,
    /// It shows pictures, or parts of other files.
    Pictures,
}

/// What a drawing needs besides itself; `None` if nothing. A file that isn't XML was refused before.
fn lack(svg: &[u8]) -> Option<Lack> {
    let text = String::from_utf8_lossy(svg);
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if let Some(lack) = lack_of(&tag) {
                    return Some(lack);
                }
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

fn lack_of(tag: &BytesStart<'_>) -> Option<Lack> {
    match tag.local_name().as_ref() {
        b"text" => return Some(Lack::Words),
        b"image" | b"feImage" | b"foreignObject" => return Some(Lack::Pictures),
        _ => {}
    }
    let mut attributes = tag.attributes();
    let is_foreign = attributes.with_checks(false).flatten().any(|attribute| {
        let value = attribute.value.trim_ascii();
        attribute.key.local_name().as_ref() == b"href" && tag.local_name().as_ref() != b"a" && !value.starts_with(b"#")
    });
    is_foreign.then_some(Lack::Pictures)
}
