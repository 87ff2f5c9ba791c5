//! Texts that editors saved in UTF-16: they are recognised and read, so that nothing but the encoding is reported.

/// How many bytes are looked at if no byte order mark shows the encoding.
const LOOKED_AT: usize = 64;

/// The text of bytes in UTF-16, with a byte order mark or without; `None` if they are in another encoding.
pub(super) fn utf_16(bytes: &[u8]) -> Option<String> {
    let (bytes, is_little) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, true),
        [0xfe, 0xff, rest @ ..] => (rest, false),
        _ => (bytes, is_little_endian(bytes)?),
    };
    let pairs = bytes.chunks_exact(2).map(|pair| match is_little {
        true => u16::from_le_bytes([pair[0], pair[1]]),
        false => u16::from_be_bytes([pair[0], pair[1]]),
    });
    Some(char::decode_utf16(pairs).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Whether the low byte of each pair comes first, found by every other byte being zero, as in Latin letters; `None` if
/// the bytes don't look like UTF-16.
fn is_little_endian(bytes: &[u8]) -> Option<bool> {
    let looked_at = &bytes[..bytes.len().min(LOOKED_AT)];
    let pairs = looked_at.len() / 2;
    let zeros =
        |first: usize| looked_at.chunks_exact(2).filter(|pair| pair[first] == 0 && pair[1 - first] != 0).count();
    let most = |count: usize| count >= 2 && count * 4 >= pairs * 3;
    if most(zeros(1)) {
        return Some(true);
    }
    most(zeros(0)).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_known_by_its_mark_or_by_its_zeros() {
        let text = "---\ntitle: Été — l’ombre\n---\n";
        let (little, big): (Vec<u8>, Vec<u8>) = (
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        );
        for bytes in [&little, &big] {
            assert_eq!(utf_16(bytes).as_deref(), Some(text));
        }
        assert_eq!(utf_16(&[&b"\xff\xfe"[..], &little].concat()).as_deref(), Some(text));
        assert_eq!(utf_16(&[&b"\xfe\xff"[..], &big].concat()).as_deref(), Some(text));
        for bytes in [text.as_bytes(), b"", b"a", b"a\0", b"Un\0deux", b"\xe9t\xe9"] {
            assert_eq!(utf_16(bytes), None);
        }
    }
}
