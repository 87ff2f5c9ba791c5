//! An image read as pixels, and written in fewer, as WebP: turned as it was taken, and in the colours of the web (sRGB).

use std::io::Cursor;
use std::sync::Arc;

use fast_image_resize as resize;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformExecutor, TransformOptions};

use super::room::{Room, Taken};
use crate::load;

/// The quality of WebP, of 100: on a phone, no one tells it from the photograph.
const QUALITY: f32 = 80.0;

/// The most bytes that a decoder may take for an image of the most pixels, of four samples of 16 bits.
const MOST_BYTES: u64 = 10 * super::MOST_PIXELS;

/// The pixels of an image, as they are in its file.
pub(super) struct Decoded<'r> {
    /// Width and height in the file.
    size: (u32, u32),
    pixels: Vec<u8>,
    is_clear: bool,
    orientation: Orientation,
    to_web: Option<Arc<ToWeb>>,
    _room: Taken<'r>,
}

/// What converts the colours of a row of pixels to sRGB.
type ToWeb = dyn TransformExecutor<u8> + Send + Sync;

/// The pixels of an image whose dimensions, as it is shown, are known; `None` if it can't be read, or not in its own colours: then it
/// is shown only as it is.
pub(super) fn decode<'r>(bytes: &[u8], shown: Option<(u32, u32)>, room: &'r Room) -> Option<Decoded<'r>> {
    // By its bytes, as browsers do; a name may be wrong.
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = Orientation::from_exif(load::orientation(bytes)).unwrap_or(Orientation::NoTransforms);
    let size = decoder.dimensions();
    // Before anything is decoded: a file may say one thing in its head, and another further on.
    if shown != Some(turned(size, orientation)) {
        return None;
    }
    let profile = decoder.icc_profile().ok().flatten();
    let room = room.take(decoder.total_bytes());
    let image = DynamicImage::from_decoder(decoder).ok()?;
    let is_clear = image.color().has_alpha() && is_anywhere_clear(&image);
    let pixels = if is_clear { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
    // Browsers, too, take a profile that is none for none.
    let profile = profile.and_then(|profile| ColorProfile::new_from_slice(&profile).ok());
    let to_web = match profile {
        Some(profile) => Some(to_web(&profile, is_clear)?),
        None => None,
    };
    Some(Decoded { size, pixels, is_clear, orientation, to_web, _room: room })
}

/// Whether any pixel lets the background through.
fn is_anywhere_clear(image: &DynamicImage) -> bool {
    match image {
        DynamicImage::ImageRgba8(pixels) => pixels.pixels().any(|pixel| pixel.0[3] != u8::MAX),
        DynamicImage::ImageLumaA8(pixels) => pixels.pixels().any(|pixel| pixel.0[1] != u8::MAX),
        DynamicImage::ImageRgba16(pixels) => pixels.pixels().any(|pixel| pixel.0[3] != u16::MAX),
        DynamicImage::ImageLumaA16(pixels) => pixels.pixels().any(|pixel| pixel.0[1] != u16::MAX),
        _ => true,
    }
}

/// What converts colours of that profile to sRGB; `None` if nothing does.
fn to_web(profile: &ColorProfile, is_clear: bool) -> Option<Arc<ToWeb>> {
    let web = ColorProfile::new_srgb();
    let layout = if is_clear { Layout::Rgba } else { Layout::Rgb };
    let options = TransformOptions::default();
    match profile.color_space {
        DataColorSpace::Rgb => profile.create_transform_8bit(layout, &web, layout, options).ok(),
        // A grey image was read as one of equal reds, greens and blues.
        DataColorSpace::Gray => {
            let from = if is_clear { Layout::GrayAlpha } else { Layout::Gray };
            let grey = profile.create_transform_8bit(from, &web, layout, options).ok()?;
            Some(Arc::new(FromGrey { grey, is_clear }))
        }
        _ => None,
    }
}

/// Converts pixels of equal reds, greens and blues as the greys that they are.
struct FromGrey {
    grey: Arc<ToWeb>,
    is_clear: bool,
}

impl TransformExecutor<u8> for FromGrey {
    fn transform(&self, from: &[u8], to: &mut [u8]) -> Result<(), moxcms::CmsError> {
        let greys: Vec<u8> = match self.is_clear {
            true => from.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[3]]).collect(),
            false => from.chunks_exact(3).map(|pixel| pixel[0]).collect(),
        };
        self.grey.transform(&greys, to)
    }
}

/// Width and height once an image is turned.
fn turned((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    match orientation {
        Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH => (height, width),
        _ => (width, height),
    }
}

impl Decoded<'_> {
    /// The image in that width and height, as it is shown, as WebP; `None` if WebP has no image so high.
    pub(super) fn encode(&self, width: u32, height: u32) -> Option<Vec<u8>> {
        let size = turned((width, height), self.orientation);
        let small = self.resized(size)?;
        let small = self.in_web_colours(small, size.0)?;
        let (pixels, (width, height)) = self.upright(small, size)?;
        let layout = if self.is_clear { webp::PixelLayout::Rgba } else { webp::PixelLayout::Rgb };
        let mut config = webp::WebPConfig::new().ok()?;
        config.quality = QUALITY;
        let encoder = webp::Encoder::new(&pixels, layout, width, height);
        encoder.encode_advanced(&config).ok().map(|encoded| encoded.to_vec())
    }

    fn resized(&self, (width, height): (u32, u32)) -> Option<Vec<u8>> {
        if (width, height) == self.size {
            return Some(self.pixels.clone());
        }
        let kind = if self.is_clear { resize::PixelType::U8x4 } else { resize::PixelType::U8x3 };
        let from = resize::images::ImageRef::new(self.size.0, self.size.1, &self.pixels, kind).ok()?;
        let mut to = resize::images::Image::new(width, height, kind);
        resize::Resizer::new().resize(&from, &mut to, None).ok()?;
        Some(to.into_vec())
    }

    fn in_web_colours(&self, pixels: Vec<u8>, width: u32) -> Option<Vec<u8>> {
        let Some(to_web) = &self.to_web else { return Some(pixels) };
        let row = usize::try_from(width).ok()? * if self.is_clear { 4 } else { 3 };
        let mut converted = vec![0; pixels.len()];
        for (from, to) in pixels.chunks_exact(row).zip(converted.chunks_exact_mut(row)) {
            to_web.transform(from, to).ok()?;
        }
        Some(converted)
    }

    fn upright(&self, pixels: Vec<u8>, (width, height): (u32, u32)) -> Option<(Vec<u8>, (u32, u32))> {
        let mut image = match self.is_clear {
            true => DynamicImage::ImageRgba8(image::RgbaImage::from_raw(width, height, pixels)?),
            false => DynamicImage::ImageRgb8(image::RgbImage::from_raw(width, height, pixels)?),
        };
        image.apply_orientation(self.orientation);
        let size = (image.width(), image.height());
        Some((image.into_bytes(), size))
    }
}
