//! What is known of an image or a film from its file: its width and height, so that a page can keep room for it before
//! it loads, and why a browser couldn't show it.

mod svg;

use std::io::Cursor;

use imagesize::{Compression, ImageType};

use crate::source::{BookPath, FileBytes, Flaw, Raster};

/// How many bytes of an image are read. In a larger one, faults near its end are not found.
const MOST: u64 = 32 << 20;

/// What is known of an image or a film.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PictureFacts {
    /// Width and height in CSS pixels, as a browser shows it; `None` if they aren't found.
    pub(super) dimensions: Option<(u32, u32)>,
    /// Why a browser doesn't show it; `None` if it does, and for a film.
    pub(super) flaw: Option<Flaw>,
    /// The extension of its format, if browsers show it and its name says another format.
    pub(super) misnamed: Option<&'static str>,
    /// Whether it moves, if smaller ones could be made of it.
    pub(super) raster: Option<Raster>,
}

/// The facts of a file that is an image or a film by its extension; all `None` if it is neither.
pub(super) fn of(path: &BookPath, file: &FileBytes) -> PictureFacts {
    let extension = path.file_name().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let read = |told: &dyn Fn(&[u8], bool) -> PictureFacts| match file.read(MOST) {
        Ok((size, bytes)) => told(&bytes, size <= MOST),
        Err(_) => PictureFacts::default(),
    };
    let film = |dimensions| PictureFacts { dimensions, ..PictureFacts::default() };
    match extension.as_deref() {
        Some("svg" | "svgz") => read(&drawing),
        Some(
            "png" | "apng" | "jpg" | "jpeg" | "jpe" | "jfif" | "gif" | "webp" | "avif" | "bmp" | "ico" | "heic"
            | "heif" | "tif" | "tiff" | "jxl" | "psd" | "pdf",
        ) => read(&|bytes, is_whole| image(bytes, is_whole).named(extension.as_deref().unwrap_or_default(), bytes)),
        Some("mp4" | "m4v" | "mov") => film(file.open().ok().and_then(|mut file| super::film::mp4(&mut file))),
        Some("webm") => film(file.open().ok().and_then(|mut file| super::film::webm(&mut file))),
        _ => PictureFacts::default(),
    }
}

impl PictureFacts {
    /// The facts of an image of pixels whose file has an extension, in lower case.
    fn named(self, extension: &str, bytes: &[u8]) -> Self {
        let said = match extension {
            "apng" => "png",
            "jpeg" | "jpe" | "jfif" => "jpg",
            said => said,
        };
        let format =
            imagesize::image_type(bytes).ok().and_then(|kind| if is_avif(bytes) { Some("avif") } else { shown(kind) });
        Self { misnamed: format.filter(|&format| format != said && self.flaw.is_none()), ..self }
    }
}

/// The facts of a file that is named as a drawing; `is_whole` if these are all of its bytes.
fn drawing(bytes: &[u8], is_whole: bool) -> PictureFacts {
    let flaw = match bytes {
        [] => Flaw::Empty,
        [0x1F, 0x8B, ..] => Flaw::Compressed,
        _ => match imagesize::image_type(bytes).ok().and_then(shown) {
            Some(extension) => Flaw::Misnamed(extension),
            None => return svg::read(bytes, is_whole),
        },
    };
    PictureFacts { flaw: Some(flaw), ..PictureFacts::default() }
}

/// The facts of a file that is named as an image of pixels. Browsers look at its bytes, not at its extension.
fn image(bytes: &[u8], is_whole: bool) -> PictureFacts {
    if bytes.is_empty() {
        return PictureFacts { flaw: Some(Flaw::Empty), ..PictureFacts::default() };
    }
    let dimensions = imagesize::blob_size(bytes).ok().and_then(|size| {
        let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
        Some(if is_turned(orientation(bytes)) { (height, width) } else { (width, height) })
    });
    let flaw = match imagesize::image_type(bytes) {
        Ok(ImageType::Heif(_)) if is_avif(bytes) => cut_off(boxes_end(bytes), dimensions),
        Ok(ImageType::Heif(Compression::Hevc)) => Some(Flaw::Format("HEIC")),
        Ok(ImageType::Tiff) => Some(Flaw::Format("TIFF")),
        Ok(ImageType::Jxl) => Some(Flaw::Format("JPEG XL")),
        Ok(ImageType::Psd) => Some(Flaw::Format("Photoshop")),
        Ok(ImageType::Png) => cut_off(png_ends(bytes), dimensions),
        Ok(ImageType::Jpeg) => cut_off(jpeg_ends(bytes), dimensions),
        Ok(ImageType::Webp) => cut_off(riff_ends(bytes), dimensions),
        Ok(kind) if shown(kind).is_some() => cut_off(true, dimensions),
        _ => Some(stranger(bytes)),
    };
    let dimensions = dimensions.filter(|(width, height)| *width > 0 && *height > 0);
    let flaw = flaw.filter(|flaw| is_whole || *flaw != Flaw::CutOff);
    PictureFacts { dimensions, flaw, raster: raster(bytes), ..PictureFacts::default() }
}

/// The extension of a format that browsers show; `None` for any other format.
fn shown(kind: ImageType) -> Option<&'static str> {
    Some(match kind {
        ImageType::Png => "png",
        ImageType::Jpeg => "jpg",
        ImageType::Gif => "gif",
        ImageType::Webp => "webp",
        ImageType::Bmp => "bmp",
        ImageType::Ico => "ico",
        ImageType::Heif(Compression::Av1) => "avif",
        _ => return None,
    })
}

/// The flaw of a file that isn't in any image format.
fn stranger(bytes: &[u8]) -> Flaw {
    const SIGNATURES: [&[u8]; 4] = [b"\x89PNG\r\n\x1A\n", b"\xFF\xD8\xFF", b"GIF8", b"RIFF"];
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if SIGNATURES.iter().any(|signature| bytes.starts_with(signature)) {
        Flaw::CutOff
    } else if bytes.starts_with(b"%PDF") {
        Flaw::Format("PDF")
    } else if head.contains("<html") || head.starts_with("<!doctype html") {
        Flaw::WebPage
    } else if svg::read(bytes, false).dimensions.is_some() {
        Flaw::Misnamed("svg")
    } else {
        Flaw::Unknown
    }
}

/// The flaw of an image whose file ends too early: before the image does, or before its dimensions.
fn cut_off(ends: bool, dimensions: Option<(u32, u32)>) -> Option<Flaw> {
    (!ends || dimensions.is_none()).then_some(Flaw::CutOff)
}

/// How a photo says that the camera was held, as EXIF counts it (tag 274), if browsers turn it so; else 1, which is upright.
/// Chromium turns JPEG, and PNG if EXIF comes before the pixels, but not WebP.
pub fn orientation(bytes: &[u8]) -> u8 {
    const UPRIGHT: u8 = 1;
    let head = match imagesize::image_type(bytes) {
        Ok(ImageType::Jpeg) => bytes,
        Ok(ImageType::Png) => &bytes[..png_chunks(bytes).find(|(name, _)| name == b"IDAT").map_or(0, |(_, at)| at)],
        _ => return UPRIGHT,
    };
    let mut reader = exif::Reader::new();
    let read = reader.continue_on_error(true).read_from_container(&mut Cursor::new(head));
    let read = read.or_else(|fault| fault.distill_partial_result(|_| {}));
    let said = |told: exif::Exif| {
        let field = told.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
        u8::try_from(field.value.get_uint(0)?).ok()
    };
    read.ok().and_then(said).filter(|orientation| (1..=8).contains(orientation)).unwrap_or(UPRIGHT)
}

/// Whether such an orientation swaps width and height.
fn is_turned(orientation: u8) -> bool {
    (5..=8).contains(&orientation)
}

/// Whether an image of pixels moves; `None` if no smaller ones are made of such an image.
fn raster(bytes: &[u8]) -> Option<Raster> {
    let moves = match imagesize::image_type(bytes).ok()? {
        ImageType::Bmp => false,
        ImageType::Gif => gif_pictures(bytes) > 1,
        // Inks, which browsers turn into light by a profile of their own.
        ImageType::Jpeg if jpeg_components(bytes) == Some(4) => return None,
        ImageType::Jpeg => false,
        // An animation says so before its first picture (PNG §11.3.1).
        ImageType::Png => {
            png_chunks(bytes).map_while(|(name, _)| (name != *b"IDAT").then_some(name)).any(|name| name == *b"acTL")
        }
        ImageType::Webp => bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0),
        _ => return None,
    };
    Some(if moves { Raster::Moving } else { Raster::Still })
}

/// How many pictures a GIF has, one after the other (GIF89a §20).
fn gif_pictures(bytes: &[u8]) -> usize {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + bytes.get(10).map_or(0, |&flags| table(flags));
    let mut pictures = 0;
    loop {
        match bytes.get(at) {
            Some(0x21) => at += 2,
            Some(0x2C) => {
                pictures += 1;
                // Its head, its own colours, and the size of its codes.
                at += 11 + bytes.get(at + 9).map_or(0, |&flags| table(flags));
            }
            _ => return pictures,
        }
        // Blocks, each after its length; an empty one ends them.
        while let Some(&length) = bytes.get(at) {
            at += 1 + usize::from(length);
            if length == 0 {
                break;
            }
        }
    }
}

/// The 32-bit number at a byte offset, its high byte first; `None` beyond the end.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..)?.first_chunk::<4>()?;
    usize::try_from(u32::from_be_bytes(*bytes)).ok()
}

/// The types of a PNG's chunks (PNG §5.3), and the byte offset at which each chunk begins.
fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], usize)> {
    let mut at = 8;
    std::iter::from_fn(move || {
        let start = at;
        let name = bytes.get(start + 4..)?.first_chunk::<4>()?;
        at = start.checked_add(12)?.checked_add(number(bytes, start)?)?;
        Some((*name, start))
    })
}

fn png_ends(bytes: &[u8]) -> bool {
    png_chunks(bytes).any(|(name, _)| name == *b"IEND")
}

/// Whether a JPEG's pixels have an end (the marker `FF D9`). Bytes may follow it.
fn jpeg_ends(bytes: &[u8]) -> bool {
    // Among pixels, an `FF` is followed by 0 or a restart's number, unless it begins a marker.
    let has_end = |at: usize| bytes[at..].windows(2).any(|pair| pair == [0xFF, 0xD9]);
    let mut segments = jpeg_segments(bytes);
    match segments.find(|(marker, _)| *marker == SCAN) {
        Some((_, at)) => has_end(at),
        // If the segments are out of step, nothing can be said.
        None => segments.is_out_of_step,
    }
}

/// How many components the colours of a JPEG have, as its frame says (ITU-T T.81 §B.2.2).
fn jpeg_components(bytes: &[u8]) -> Option<u8> {
    let is_frame = |marker: u8| matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
    let (_, at) =
        jpeg_segments(bytes).take_while(|(marker, _)| *marker != SCAN).find(|(marker, _)| is_frame(*marker))?;
    bytes.get(at + 9).copied()
}

/// The marker of a JPEG's pixels.
const SCAN: u8 = 0xDA;

/// The segments of a JPEG: the marker of each, and the byte offset at which it begins.
fn jpeg_segments(bytes: &[u8]) -> JpegSegments<'_> {
    JpegSegments { bytes, at: 2, is_out_of_step: false }
}

struct JpegSegments<'b> {
    bytes: &'b [u8],
    at: usize,
    is_out_of_step: bool,
}

impl Iterator for JpegSegments<'_> {
    type Item = (u8, usize);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(segment) = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk::<4>) {
            let start = self.at;
            match *segment {
                [0xFF, 0xFF, ..] => {
                    self.at += 1;
                    continue;
                }
                [0xFF, 0x01 | 0xD0..=0xD7, ..] => self.at += 2,
                [0xFF, _, high, low] => self.at += 2 + usize::from(u16::from_be_bytes([high, low])),
                _ => {
                    self.is_out_of_step = true;
                    return None;
                }
            }
            return Some((segment[1], start));
        }
        None
    }
}

/// Whether a WebP's file is as long as its header says; the padding byte may be missing.
fn riff_ends(bytes: &[u8]) -> bool {
    let told = bytes.get(4..).and_then(<[u8]>::first_chunk::<4>).map(|told| u32::from_le_bytes(*told));
    told.and_then(|told| usize::try_from(told).ok()).is_some_and(|told| told <= bytes.len().saturating_sub(7))
}

/// Whether a HEIF is an AVIF, by the brands in its first box: the major one, or a compatible one.
fn is_avif(bytes: &[u8]) -> bool {
    let end = number(bytes, 0).unwrap_or_default().min(bytes.len());
    let names = bytes.get(8..end).unwrap_or_default();
    names.chunks(4).any(|name| name == b"avif" || name == b"avis")
}

/// Whether the outermost boxes of an AVIF end where its file does; `true` too if that can't be known.
fn boxes_end(bytes: &[u8]) -> bool {
    let mut at = 0_usize;
    while at < bytes.len() {
        let Some(size) = number(bytes, at) else { return false };
        match size {
            0 => return true,
            // A 64-bit size, or the boxes are out of step: nothing can be said.
            1..8 => return true,
            size => at = at.saturating_add(size),
        }
    }
    at == bytes.len()
}

#[cfg(test)]
mod tests;
