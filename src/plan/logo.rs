//! The pictures that a book gives for its icon and for its header (`icon` and `logo` in `book.toml`): found, and fit to be
//! drawn or shown.

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
use crate::source::{AssetFile, BookPath, Spanned};

/// The most bytes of an icon's picture: an icon is small.
const MOST_BYTES: u64 = 1 << 20;
/// The most bytes of a logo: a lesson's first visit loads less than that in all.
const MOST_LOGO_BYTES: u64 = 100_000;
/// The most pixels on a side of either: so many fit in memory, whatever their colours.
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
        match found(book, &written.value, Use::Icon)
            .and_then(|(asset, logo)| Ok((address(asset), drawable(logo, asset)?)))
        {
            Ok((address, logo)) => Self { address: Some(address), logo: Some(logo), fault: None },
            Err(fault) => Self { fault: Some(at(written, fault)), ..Self::default() },
        }
    }
}

/// What the header shows beside the book's title, or in its place.
#[derive(Clone, Debug)]
pub struct SiteLogo {
    /// The picture.
    pub light: ShownLogo,
    /// The one that takes its place in the dark, if there is one.
    pub dark: Option<ShownLogo>,
}

/// A picture that the header shows.
#[derive(Clone, Debug)]
pub struct ShownLogo {
    /// Where the site has it.
    pub address: Permalink,
    /// Its width and height, in pixels.
    pub size: (u32, u32),
}

impl SiteLogo {
    /// That of a book; `None` if it gives none, or one that can't be shown, which is reported.
    pub(super) fn of(book: &Book, faults: &mut Vec<Diagnostic>) -> Option<Self> {
        let logo = book.config.logo.as_ref()?;
        let mut shown = |written: &Spanned<String>| match found(book, &written.value, Use::Header) {
            Ok((asset, _)) => Some(ShownLogo { address: address(asset), size: asset.dimensions? }),
            Err(fault) => {
                faults.push(at(written, fault));
                None
            }
        };
        let dark = logo.dark.as_ref().and_then(&mut shown);
        Some(Self { light: shown(&logo.file)?, dark })
    }
}

/// What a picture is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Icon,
    Header,
}

/// The address of a file of `static/`.
fn address(asset: &AssetFile) -> Permalink {
    let path = asset.path.as_str();
    Permalink::file(path.strip_prefix(STATIC).unwrap_or(path))
}

/// A fault at its place in `book.toml`.
fn at(written: &Spanned<String>, (message, help): Fault) -> Diagnostic {
    let place = Place::new(&BookPath::new(BOOK_TOML), &written.span);
    Diagnostic::new(Rule::InvalidSetting, place, message).help(help)
}

/// The folder that such pictures are in.
const STATIC: &str = "static/";

type Fault = (Message, Message);

/// The picture at a path of `static/`, whose bytes are what its extension says.
fn found<'b>(book: &'b Book, written: &str, usage: Use) -> Result<(&'b AssetFile, Logo), Fault> {
    let path = written.trim().trim_start_matches(['/', '.']);
    let asset = book.static_files.iter().find(|file| file.path.as_str() == path);
    let asset = asset.ok_or_else(|| missing(book, path, usage))?;
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let is_svg = match extension.as_deref() {
        Some("svg") => true,
        Some("png") => false,
        _ => return Err(unfit(path, usage)),
    };
    let is_large = asset.dimensions.is_some_and(|(width, height)| width.max(height) > MOST_PIXELS);
    let most = if usage == Use::Icon { MOST_BYTES } else { MOST_LOGO_BYTES };
    if asset.len > most || (is_large && !is_svg) {
        let (most, pixels) = (Size(most), MOST_PIXELS as usize);
        return Err(match usage {
            Use::Icon => (
                message!("invalid-setting.icon-large", path = path),
                message!("invalid-setting.help-icon-large", most = most, pixels = pixels),
            ),
            Use::Header => (
                message!("invalid-setting.logo-large", path = path),
                message!("invalid-setting.help-logo-large", most = most, pixels = pixels),
            ),
        });
    }
    if asset.flaw.is_some() || asset.dimensions.is_none() {
        return Err(unfit(path, usage));
    }
    let bytes = load::read_asset(asset).map_err(|_| unfit(path, usage))?;
    let logo = Logo::new(is_svg, bytes);
    if can_be_drawn(&logo) { Ok((asset, logo)) } else { Err(unfit(path, usage)) }
}

/// A picture that icons can be drawn from: it needs nothing besides itself.
fn drawable(logo: Logo, asset: &AssetFile) -> Result<Logo, Fault> {
    let path = asset.path.as_str();
    match if logo.is_svg { lack(&logo.bytes) } else { None } {
        None => Ok(logo),
        Some(Lack::Words) => {
            Err((message!("invalid-setting.icon-words", path = path), message!("invalid-setting.help-icon-words")))
        }
        Some(Lack::Pictures) => Err((
            message!("invalid-setting.icon-pictures", path = path),
            message!("invalid-setting.help-icon-pictures"),
        )),
    }
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

fn unfit(path: &str, usage: Use) -> Fault {
    let message = match usage {
        Use::Icon => message!("invalid-setting.icon", path = path),
        Use::Header => message!("invalid-setting.logo", path = path),
    };
    (message, message!("invalid-setting.help-icon"))
}

/// That there is no such file, and which was meant.
fn missing(book: &Book, path: &str, usage: Use) -> Fault {
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
    let message = match usage {
        Use::Icon => message!("invalid-setting.icon-missing", path = path),
        Use::Header => message!("invalid-setting.logo-missing", path = path),
    };
    (message, help)
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
