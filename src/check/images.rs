//! Images: not too large to be downloaded and decoded on a student's phone.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Size, message};
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
