//! What is known of a language by its key alone: its name in that language, its tag, its direction.

use icu_locale::LocaleExpander;
use icu_locale_core::{LanguageIdentifier, Locale as Tag};

/// Languages that a book may list by their key alone: key, name in that language, tag (RFC 5646).
const KNOWN: &[(&str, &str, &str)] = &[
    ("ar", "العربية", "ar"),
    ("ca", "Català", "ca"),
    ("cs", "Čeština", "cs"),
    ("da", "Dansk", "da"),
    ("de", "Deutsch", "de"),
    ("el", "Ελληνικά", "el"),
    ("en", "English", "en-CA"),
    ("es", "Español", "es"),
    ("eu", "Euskara", "eu"),
    ("fa", "فارسی", "fa"),
    ("fi", "Suomi", "fi"),
    ("fr", "Français", "fr-CA"),
    ("he", "עברית", "he"),
    ("ht", "Kreyòl ayisyen", "ht"),
    ("hu", "Magyar", "hu"),
    ("it", "Italiano", "it"),
    ("iu", "ᐃᓄᒃᑎᑐᑦ", "iu"),
    ("ja", "日本語", "ja"),
    ("ko", "한국어", "ko"),
    ("nl", "Nederlands", "nl"),
    ("no", "Norsk", "no"),
    ("pl", "Polski", "pl"),
    ("pt", "Português", "pt"),
    ("pt-br", "Português (Brasil)", "pt-BR"),
    ("ro", "Română", "ro"),
    ("ru", "Русский", "ru"),
    ("sv", "Svenska", "sv"),
    ("tr", "Türkçe", "tr"),
    ("uk", "Українська", "uk"),
    ("ur", "اردو", "ur"),
    ("vi", "Tiếng Việt", "vi"),
    ("zh", "中文", "zh"),
];

/// Languages whose usual script runs from right to left.
const RIGHT_TO_LEFT_LANGUAGES: &[&str] = &[
    "ar", "arc", "bal", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "rhg", "sd", "sdh",
    "skr", "syr", "ug", "ur", "yi",
];

/// Scripts that run from right to left.
const RIGHT_TO_LEFT_SCRIPTS: &[&str] = &["Adlm", "Arab", "Aran", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"];

/// The longest key in bytes, so that addresses stay short.
const LONGEST_KEY: usize = 8;

/// The name of a key's language, in that language; the key itself if the language is not known.
pub fn name(key: &str) -> &str {
    KNOWN.iter().find(|known| known.0 == key).map_or(key, |known| known.1)
}

/// The tag of a language that has no `locale`.
pub fn default_tag(key: &str) -> String {
    match KNOWN.iter().find(|known| known.0 == key) {
        Some(known) => known.2.to_owned(),
        None => tag(key).unwrap_or_else(|| key.to_owned()),
    }
}

/// A language tag in its usual case (`fr-ca` → `fr-CA`; RFC 5646 §2.1.1); `None` if the text is not a tag.
pub fn tag(text: &str) -> Option<String> {
    let tag = Tag::try_from_str(text).ok()?;
    (!tag.id.language.is_unknown()).then(|| tag.to_string())
}

/// Whether a key is fit for addresses and file suffixes: a short tag in lower case, of a language that exists. That
/// keeps it apart from the site's own folders, such as `assets`.
pub fn is_key(text: &str) -> bool {
    let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    text.len() <= LONGEST_KEY && text.bytes().all(fits) && tag(text).is_some() && is_language(text)
}

/// Whether a tag names one of the thousands of languages that CLDR knows, or has a code for private use (`qaa` to
/// `qtz`, RFC 5646 §2.2.1).
pub(super) fn is_language(tag: &str) -> bool {
    let Ok(tag) = Tag::try_from_str(tag) else { return false };
    let language = tag.id.language;
    let is_private = ("qaa"..="qtz").contains(&language.as_str()) && language.as_str().len() == 3;
    let mut bare = LanguageIdentifier::UNKNOWN;
    bare.language = language;
    is_private || LocaleExpander::new_extended().maximize(&mut bare) == icu_locale::TransformResult::Modified
}

/// Names of several languages (ISO 639-3 macrolanguages): a text in one of these has a code of its own (`arz` for the
/// Arabic of Egypt, `nb` for one Norwegian).
const MACROLANGUAGES: &[&str] = &[
    "ak", "ar", "ay", "az", "cr", "et", "fa", "ff", "gn", "ik", "iu", "kg", "kr", "ku", "kv", "lv", "mg", "mn", "ms",
    "ne", "no", "oj", "om", "or", "ps", "qu", "sc", "sh", "sq", "sr", "sw", "tl", "uz", "yi", "za", "zh",
];

/// Whether a tag names another language than a key does. A key of several languages (`ar`) contradicts none.
pub(super) fn contradicts(key: &str, tag: &str) -> bool {
    let language = |text: &str| Tag::try_from_str(text).ok().map(|tag| tag.id.language);
    let (Some(key), Some(tag)) = (language(key), language(tag)) else { return false };
    key != tag && !MACROLANGUAGES.contains(&key.as_str())
}

/// Whether a tag's script, named or usual, runs from right to left.
pub fn is_right_to_left(tag: &str) -> bool {
    let Ok(tag) = Tag::try_from_str(tag) else { return false };
    match tag.id.script {
        Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script.as_str()),
        None => RIGHT_TO_LEFT_LANGUAGES.contains(&tag.id.language.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_short_tags_in_lower_case() {
        for key in ["fr", "pt-br", "ar", "zh-hans", "ckb", "moe", "atj", "mic", "eo", "qaa"] {
            assert!(is_key(key), "{key}");
        }
        for key in
            ["zz", "xyz", "eng", "", "f", "FR", "fr_ca", "assets", "-fr", "fr-", "fr--ca", "é", "zh-hans-cn", "und"]
        {
            assert!(!is_key(key), "{key}");
        }
    }

    #[test]
    fn the_script_gives_the_direction_and_the_language_when_no_script_is_named() {
        for tag in ["ar", "he-IL", "az-Arab", "ur-PK"] {
            assert!(is_right_to_left(tag), "{tag}");
        }
        for tag in ["fr-CA", "ar-Latn", "zh", ""] {
            assert!(!is_right_to_left(tag), "{tag}");
        }
    }

    #[test]
    fn a_tag_may_say_more_than_a_key_and_not_another_language() {
        for (key, tag) in [("fr", "fr-FR"), ("no", "nb-NO"), ("ar", "arz"), ("zh", "yue-Hant-HK"), ("pt-br", "pt")] {
            assert!(!contradicts(key, tag), "{key} {tag}");
        }
        for (key, tag) in [("fr", "de-DE"), ("en", "fr"), ("pt-br", "es-MX"), ("nb", "nn")] {
            assert!(contradicts(key, tag), "{key} {tag}");
        }
    }

    #[test]
    fn known_languages_are_tags_and_sorted() {
        assert!(KNOWN.iter().all(|(key, _, known)| is_key(key) && tag(known).as_deref() == Some(known)));
        assert!(KNOWN.is_sorted());
    }
}
