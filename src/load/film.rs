//! The width and height of a film in pixels, from the headers in its file.

use std::io::{Read, Seek, SeekFrom};

/// The most boxes or elements that are looked at: a film has some dozens before the one with its dimensions.
const MOST: usize = 10_000;

/// How many bytes of a WebM film are read.
const HEAD: u64 = 1 << 20;

/// Dimensions that are fit for a page; `None` if either is 0 or absurdly large.
fn sound(width: u64, height: u64) -> Option<(u32, u32)> {
    let fits = |length: &u64| (1..100_000).contains(length);
    let (width, height) = (Some(width).filter(fits)?, Some(height).filter(fits)?);
    Some((u32::try_from(width).ok()?, u32::try_from(height).ok()?))
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// The dimensions of an MP4 or QuickTime film: those of the first track that has any, from its `tkhd` box (ISO/IEC
/// 14496-12 §8.3.2). `None` if none is found.
pub(super) fn mp4(file: &mut (impl Read + Seek)) -> Option<(u32, u32)> {
    for _ in 0..MOST {
        let at = file.stream_position().ok()?;
        let mut head = [0; 8];
        file.read_exact(&mut head).ok()?;
        let mut size = number(&head[..4]);
        if size == 1 {
            let mut long = [0; 8];
            file.read_exact(&mut long).ok()?;
            size = number(&long);
        }
        match &head[4..] {
            // Boxes that contain boxes: the first of them follows.
            b"moov" | b"trak" => continue,
            b"tkhd" => {
                let mut track = Vec::new();
                file.take(size.clamp(8, 1024) - 8).read_to_end(&mut track).ok()?;
                // Width and height are the last two fields, in 16.16 fixed point; those of a sound are 0.
                if let Some(fields) = track.last_chunk::<8>()
                    && let Some(found) = sound(number(&fields[..2]), number(&fields[4..6]))
                {
                    return Some(found);
                }
            }
            _ => {}
        }
        if size < 8 {
            return None;
        }
        file.seek(SeekFrom::Start(at.checked_add(size)?)).ok()?;
    }
    None
}

/// The dimensions of a WebM film: those of the first track that has any. `None` if none is found.
pub(super) fn webm(file: &mut impl Read) -> Option<(u32, u32)> {
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head).ok()?;
    let (mut rest, mut width) = (head.as_slice(), None);
    for _ in 0..MOST {
        let id = element_number(&mut rest, false)?;
        let size = element_number(&mut rest, true)?;
        match id {
            // Elements that contain elements: the segment, its tracks, a track, its picture.
            0x1853_8067 | 0x1654_AE6B | 0xAE | 0xE0 => continue,
            0xB0 | 0xBA => {
                let value = number(rest.get(..usize::try_from(size).ok()?).filter(|value| value.len() <= 8)?);
                match (id, width) {
                    (0xB0, _) => width = Some(value),
                    (_, Some(width)) => return sound(width, value),
                    (_, None) => return None,
                }
            }
            _ => {}
        }
        rest = rest.get(usize::try_from(size).ok()?..)?;
    }
    None
}

/// A number of EBML (RFC 8794 §4), whose leading bits say how many bytes it has. An element's size is given without
/// the marker bit, its id with it.
fn element_number(bytes: &mut &[u8], is_size: bool) -> Option<u64> {
    let first = *bytes.first()?;
    let length = usize::try_from(first.leading_zeros()).ok()? + 1;
    let written = bytes.get(..length).filter(|_| length <= 8)?;
    let value = number(written);
    *bytes = &bytes[length..];
    Some(if is_size { value & !(1 << (7 * length)) } else { value })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn atom(name: &str, contents: &[u8]) -> Vec<u8> {
        let size = u32::try_from(contents.len() + 8).unwrap();
        [&size.to_be_bytes(), name.as_bytes(), contents].concat()
    }

    fn track(width: u16, height: u16) -> Vec<u8> {
        let [w, h] = [width, height].map(u16::to_be_bytes);
        atom("trak", &atom("tkhd", &[&[0; 76], &w[..], &[0, 0], &h[..], &[0, 0]].concat()))
    }

    #[test]
    fn an_mp4_tells_in_its_first_track_with_a_picture() {
        let tracks = [track(0, 0), track(640, 360)].concat();
        let film = [atom("ftyp", b"isom"), atom("mdat", &[7; 99]), atom("moov", &tracks)].concat();
        assert_eq!(mp4(&mut Cursor::new(film)), Some((640, 360)));
    }

    #[test]
    fn a_webm_tells_in_its_tracks() {
        let picture = [0xE0, 0x88, 0xB0, 0x82, 0x02, 0x80, 0xBA, 0x82, 0x01, 0x68];
        let track = [&[0xAE, 0x8E, 0xD7, 0x81, 1, 0x83][..], &[0x81, 1][..], &picture].concat();
        let tracks = [&[0x16, 0x54, 0xAE, 0x6B, 0x80 | 18][..], &track].concat();
        let film = [&[0x1A, 0x45, 0xDF, 0xA3, 0x81, 0][..], &[0x18, 0x53, 0x80, 0x67, 0xFF], &tracks].concat();
        assert_eq!(webm(&mut Cursor::new(film)), Some((640, 360)));
    }

    #[test]
    fn what_is_no_film_or_is_cut_off_tells_nothing() {
        for bytes in
            [&b""[..], b"x", b"\0\0\0\0moov", &[0xFF; 64], &[0; 64], b"\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff"]
        {
            assert_eq!(mp4(&mut Cursor::new(bytes)), None);
            assert_eq!(webm(&mut Cursor::new(bytes)), None);
        }
    }
}
