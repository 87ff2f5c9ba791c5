//! Images: not too large to be downloaded and decoded on a student's phone.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Message, Size, message};
use crate::parse::image::ImageSlip;
use crate::rule::Rule;
use crate::source::{AssetFile, Sources};

/// The most bytes of an image's file: 10 MB.
const MOST_BYTES: u64 = 10_000_000;

/// The most pixels of an image, in millions: decoded, each takes four bytes of memory.
const MOST_MEGAPIXELS: u64 = 50;

/// Checks the images of `content/`.
pub(super) fn check(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let images = sources.assets.values().filter(|asset| asset.path.as_str().starts_with("content/"));
    for image in images.filter(|asset| is_image(asset)) {
        let is_large =
            |(width, height): &(u32, u32)| u64::from(*width) * u64::from(*height) > MOST_MEGAPIXELS * 1_000_000;
        let large = image.dimensions.filter(|dimensions| is_large(dimensions) && !is_drawn(image));
        let message = if let Some((width, height)) = large {
            let (width, height) = (width.to_string(), height.to_string());
            message!("oversized-image.pixels", width = width, height = height, most = MOST_MEGAPIXELS.to_string())
        } else if image.len > MOST_BYTES {
            message!("oversized-image.message", size = Size(image.len), most = Size(MOST_BYTES))
        } else {
            continue;
        };
        let fault = Diagnostic::new(Rule::OversizedImage, Place::file(&image.path), message);
        diagnostics.push(fault.help(message!("oversized-image.help")));
    }
}

/// The rule, the message and the help for what isn't right with the braces after an image.
pub(super) fn slip(slip: &ImageSlip) -> (Rule, Message, Message) {
    let write = |meant: &str| message!("unknown-attribute.help-meant", meant = meant);
    match slip {
        ImageSlip::Unknown(name, meant) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.image", name = name.as_str()),
            meant.as_deref().map_or_else(|| message!("unknown-attribute.help-of-image"), write),
        ),
        ImageSlip::Broken(meant) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.image-broken"),
            meant.as_deref().map_or_else(|| message!("unknown-attribute.help-of-image"), write),
        ),
        ImageSlip::Width(value, meant) => (
            Rule::InvalidAttribute,
            message!("invalid-attribute.width", value = value.as_str()),
            match meant {
                Some(meant) => message!("invalid-attribute.help-meant", meant = meant.as_str()),
                None => message!("invalid-attribute.help-width"),
            },
        ),
        ImageSlip::Empty(name) => (
            Rule::InvalidAttribute,
            message!("invalid-attribute.empty", name = name.as_str()),
            message!("invalid-attribute.help-empty"),
        ),
        ImageSlip::Again(name) => (
            Rule::InvalidAttribute,
            if name.starts_with('.') {
                message!("invalid-attribute.two-sides", name = name.as_str())
            } else {
                message!("invalid-attribute.again", name = name.as_str())
            },
            message!("invalid-attribute.help-again"),
        ),
        ImageSlip::Unclosed => {
            (Rule::UnclosedSpan, message!("unclosed-span.image"), message!("unclosed-span.help-image"))
        }
    }
}

fn extension(asset: &AssetFile) -> String {
    asset.path.file_name().rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}

fn is_image(asset: &AssetFile) -> bool {
    let known = ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "svg", "tif", "tiff"];
    known.contains(&extension(asset).as_str())
}

/// Whether an image is a drawing (SVG), which has no pixels.
fn is_drawn(asset: &AssetFile) -> bool {
    extension(asset) == "svg"
}
