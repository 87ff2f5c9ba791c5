use super::*;

/// EXIF’s own bytes, low byte first or high byte first.
fn exif(orientation: u8, high_first: bool) -> Vec<u8> {
    match high_first {
        false => [&b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[orientation, 0, 0, 0, 0, 0, 0, 0]].concat(),
        true => [&b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"[..], &[0, orientation, 0, 0, 0, 0, 0, 0]].concat(),
    }
}

fn jpeg(exif: Option<Vec<u8>>) -> Vec<u8> {
    let segment = |kind: u8, inside: &[u8]| {
        let size = u16::try_from(inside.len() + 2).unwrap();
        [&[0xFF, kind][..], &size.to_be_bytes(), inside].concat()
    };
    let told = exif.map_or_else(Vec::new, |exif| segment(0xE1, &[b"Exif\0\0", exif.as_slice()].concat()));
    let frame = segment(0xC0, &[8, 0, 20, 0, 40, 1, 1, 0x11, 0]);
    let scan = segment(0xDA, &[1, 1, 0, 0, 63, 0]);
    [&[0xFF, 0xD8][..], &told, &frame, &scan, &[7, 0xFF, 0, 0xFF, 0xD0, 9, 0xFF, 0xD9]].concat()
}

fn png(parts: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let chunk = |(name, inside): &(&[u8; 4], &[u8])| {
        let size = u32::try_from(inside.len()).unwrap();
        [&size.to_be_bytes()[..], *name, inside, &[0; 4]].concat()
    };
    let head: &[u8] = &[0, 0, 0, 40, 0, 0, 0, 20, 8, 0, 0, 0, 0];
    let parts: Vec<u8> = std::iter::once(&(b"IHDR", head)).chain(parts).flat_map(chunk).collect();
    [b"\x89PNG\r\n\x1A\n", parts.as_slice()].concat()
}

fn webp(inside: &[u8]) -> Vec<u8> {
    let size = u32::try_from(inside.len() + 4).unwrap();
    [b"RIFF", &size.to_le_bytes()[..], b"WEBP", inside].concat()
}

fn avif() -> Vec<u8> {
    let atom = |name: &[u8], inside: &[u8]| {
        let size = u32::try_from(inside.len() + 8).unwrap();
        [&size.to_be_bytes()[..], name, inside].concat()
    };
    let size = atom(b"ispe", &[0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 20]);
    let meta = atom(b"meta", &[&[0; 4][..], &atom(b"iprp", &atom(b"ipco", &size))].concat());
    [atom(b"ftyp", b"mif1\0\0\0\0miafavif"), atom(b"mdat", &[7; 20]), meta].concat()
}

fn told(dimensions: (u32, u32)) -> PictureFacts {
    PictureFacts { dimensions: Some(dimensions), raster: Some(Raster::Still), ..PictureFacts::default() }
}

#[test]
fn a_photo_taken_upright_is_as_browsers_show_it() {
    for high_first in [false, true] {
        for orientation in 1..=8 {
            let shown = if orientation < 5 { (40, 20) } else { (20, 40) };
            assert_eq!(image(&jpeg(Some(exif(orientation, high_first))), true), told(shown), "{orientation}");
        }
        assert_eq!(image(&jpeg(Some(exif(9, high_first))), true), told((40, 20)), "no orientation of EXIF’s");
    }
    assert_eq!(image(&jpeg(None), true), told((40, 20)));
    assert_eq!(image(&jpeg(Some(b"II*\0\xFF\xFF\xFF\xFF".to_vec())), true), told((40, 20)), "EXIF that leads nowhere");
    let turned = exif(6, false);
    assert_eq!(image(&png(&[(b"eXIf", &turned), (b"IDAT", b"x"), (b"IEND", b"")]), true), told((20, 40)));
    assert_eq!(image(&png(&[(b"IDAT", b"x"), (b"eXIf", &turned), (b"IEND", b"")]), true), told((40, 20)));
    let extended = [&b"VP8X\x0A\0\0\0\x08\0\0\0\x27\0\0\x13\0\0"[..], b"EXIF\x1A\0\0\0", &turned].concat();
    assert_eq!(image(&webp(&extended), true), told((40, 20)));
}

#[test]
fn an_image_whose_file_ends_too_early_is_told_wherever_it_does() {
    let pictures = [
        jpeg(Some(exif(6, false))),
        png(&[(b"IDAT", b"pixels"), (b"IEND", b"")]),
        webp(b"VP8X\x0A\0\0\0\0\0\0\0\x27\0\0\x13\0\0"),
        avif(),
    ];
    for picture in pictures {
        assert_eq!(image(&picture, true).flaw, None);
        assert_eq!(image(&picture, true).dimensions.map(|(width, height)| width * height), Some(800));
        for length in 24..picture.len() - 4 {
            assert_eq!(image(&picture[..length], true).flaw, Some(Flaw::CutOff), "{length} of {}", picture.len());
        }
        let followed = [picture.as_slice(), &[0; 16]].concat();
        assert!(is_avif(&picture) || image(&followed, true).flaw.is_none(), "bytes after it do no harm");
    }
    assert_eq!(image(b"GIF89a\x28\0\x14\0\0\0\0;", true), told((40, 20)));
    for head in [&b"GIF89a\x28\0"[..], b"GIF89a", b"\x89PNG\r\n\x1A\n", b"\xFF\xD8\xFF", b"RIFF\x10\0\0\0WEBP"] {
        assert_eq!(image(head, true).flaw, Some(Flaw::CutOff), "{head:?}");
    }
    let large = &jpeg(None)[..30];
    assert_eq!(image(large, false), told((40, 20)), "of a file too large to be read whole, no one knows");
}

#[test]
fn what_browsers_do_not_show_is_told_by_its_bytes_whatever_its_name() {
    let flaw = |bytes: &[u8]| image(bytes, true).flaw;
    assert_eq!(flaw(b""), Some(Flaw::Empty));
    assert_eq!(flaw(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Some(Flaw::Format("HEIC")));
    assert_eq!(flaw(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"), Some(Flaw::Format("HEIC")));
    assert_eq!(flaw(b"II*\0\x08\0\0\0\0\0\0\0\0\0"), Some(Flaw::Format("TIFF")));
    assert_eq!(flaw(b"MM\0*\0\0\0\x08\0\0\0\0\0\0"), Some(Flaw::Format("TIFF")));
    assert_eq!(flaw(b"%PDF-1.7\n1 0 obj\n"), Some(Flaw::Format("PDF")));
    assert_eq!(flaw(b"\xEF\xBB\xBF\n<!DOCTYPE html>\n<html><img></html>"), Some(Flaw::WebPage));
    assert_eq!(flaw(b"<?xml version=\"1.0\"?><html xmlns=\"x\"/>"), Some(Flaw::WebPage));
    assert_eq!(flaw(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), Some(Flaw::Misnamed("svg")));
    assert_eq!(flaw(&[0; 500]), Some(Flaw::Unknown));
    assert_eq!(flaw(b"x"), Some(Flaw::Unknown));
    assert_eq!(drawing(b"", true).flaw, Some(Flaw::Empty));
    assert_eq!(drawing(b"\x1F\x8B\x08\0", true).flaw, Some(Flaw::Compressed));
    assert_eq!(drawing(&jpeg(None), true).flaw, Some(Flaw::Misnamed("jpg")));
}

#[test]
fn what_moves_is_known_and_so_is_what_is_left_to_browsers() {
    let still = Some(Raster::Still);
    let moving = Some(Raster::Moving);
    let raster = |bytes: &[u8]| image(bytes, true).raster;
    assert_eq!(raster(&jpeg(None)), still);
    let mut inks = jpeg(None);
    let frame = inks.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    inks[frame + 9] = 4;
    assert_eq!(raster(&inks), None);
    assert_eq!(raster(&png(&[(b"IDAT", b"x"), (b"IEND", b"")])), still);
    assert_eq!(raster(&png(&[(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), (b"IDAT", b"x"), (b"IEND", b"")])), moving);
    assert_eq!(raster(&png(&[(b"IDAT", b"x"), (b"acTL", b""), (b"IEND", b"")])), still, "too late to be one");
    for (flags, expected) in [(0, still), (2, moving), (0x10, still)] {
        let extended = [&b"VP8X\x0A\0\0\0"[..], &[flags, 0, 0, 0, 0x27, 0, 0, 0x13, 0, 0]].concat();
        assert_eq!(raster(&webp(&extended)), expected, "{flags}");
    }
    let picture = b"\x2C\0\0\0\0\x01\0\x01\0\x80\0\0\0\xFF\xFF\xFF\x02\x02\x44\x01\0";
    let head = b"GIF89a\x28\0\x14\0\x80\0\0\0\0\0\xFF\xFF\xFF";
    let pause = b"\x21\xF9\x04\0\x0A\0\0\0";
    let gif = |parts: &[&[u8]]| [&head[..], &parts.concat(), b";"].concat();
    assert_eq!(raster(&gif(&[pause, picture])), still);
    assert_eq!(raster(&gif(&[pause, picture, pause, picture])), moving);
    assert_eq!(raster(&gif(&[pause, picture, &picture[..5]])), moving, "cut off in its second picture");
    assert_eq!(raster(&avif()), None);
    assert_eq!(raster(b"<svg/>"), None);
}
