//! The files beside a film or a sound: `entrevue.fr.vtt` are its captions in French, and
//! `entrevue.fr.txt` is its transcript. Without a language, they are in that of the text.

use std::ops::Bound;
use std::sync::Arc;

use crate::assemble::links::{Resolver, fingerprinted};
use crate::config::{language_name, language_tag};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::{Captions, Media, PublishedAsset, Target, Transcript, Translation};
use crate::parse::document::{Link, LinkKind};
use crate::rule::Rule;
use crate::source::AssetFile;

/// A file beside a film or a sound.
struct Beside<'a> {
    file: &'a AssetFile,
    /// Whether it holds captions; else a transcript.
    is_captions: bool,
    /// Its language's tag and name.
    lang: String,
    name: String,
}

impl<'a> Resolver<'a> {
    /// A film or a sound with the files beside it, which count as used.
    pub(super) fn played(&mut self, from: &Translation, link: &Link, asset: &AssetFile, is_published: bool) -> Target {
        let own = self.book.config.language(from.locale).tag.as_str();
        let mut media = Media { path: asset.path.clone(), captions: Vec::new(), transcript: None };
        for beside in self.beside(from, asset) {
            let file = self.assets.entry(beside.file.path.clone()).or_insert_with(|| PublishedAsset {
                file: beside.file.clone(),
                shown: None,
                offered: Vec::new(),
            });
            if beside.is_captions {
                if is_published {
                    file.shown.get_or_insert_with(|| fingerprinted(beside.file));
                }
                let path = beside.file.path.clone();
                media.captions.push(Captions { path, lang: beside.lang, name: beside.name });
            } else if let Some(text) = self.sources.texts.get(&beside.file.path)
                && (media.transcript.is_none() || beside.lang == own)
            {
                media.transcript = Some(Transcript { lang: beside.lang, text: Arc::clone(&text.text) });
            }
        }
        // The captions of the text's language are the ones that show.
        media.captions.sort_by_key(|captions| captions.lang != own);
        self.report_lacking(from, link, &media);
        Target::Played(Box::new(media))
    }

    /// The captions and transcripts of a file.
    fn beside(&self, from: &Translation, asset: &AssetFile) -> Vec<Beside<'a>> {
        let path = asset.path.as_str();
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let after = (Bound::Included(stem), Bound::Unbounded);
        let files = self.sources.assets.range::<str, _>(after).take_while(|(path, _)| path.as_str().starts_with(stem));
        let beside = files.filter_map(|(path, file)| {
            let rest = path.as_str().strip_prefix(stem)?;
            let (language, extension) = rest.rsplit_once('.')?;
            let is_captions = extension.eq_ignore_ascii_case("vtt");
            if !is_captions && !extension.eq_ignore_ascii_case("txt") {
                return None;
            }
            let (lang, name) = self.language(from, language)?;
            Some(Beside { file, is_captions, lang, name })
        });
        beside.collect()
    }

    /// The tag and the name of a suffix's language, `fr` say; for an empty suffix, those of the text. `None` if it
    /// isn't a language.
    fn language(&self, from: &Translation, suffix: &str) -> Option<(String, String)> {
        let config = &self.book.config;
        if suffix.is_empty() {
            let own = config.language(from.locale);
            return Some((own.tag.clone(), own.name.clone()));
        }
        let key = suffix.strip_prefix('.')?;
        let known = config.languages.iter().find(|language| language.key == key || language.tag == key);
        if let Some(known) = known {
            return Some((known.tag.clone(), known.name.clone()));
        }
        let tag = language_tag(key)?;
        let name = language_name(&tag.to_lowercase()).to_owned();
        Some((tag, name))
    }

    /// Reports a film without captions and a sound without a transcript: those who can't hear it can't follow it.
    fn report_lacking(&mut self, from: &Translation, link: &Link, media: &Media) {
        let stem = media.path.file_name().rsplit_once('.').map_or(media.path.file_name(), |(stem, _)| stem);
        let key = self.book.config.language(from.locale).key.as_str();
        let (rule, message, help) = match link.kind {
            LinkKind::Video if media.captions.is_empty() => (
                Rule::MissingCaptions,
                message!("missing-captions.message", name = media.path.file_name()),
                message!("missing-captions.help", file = format!("{stem}.{key}.vtt")),
            ),
            // The transcript of a dictation would be its answer.
            LinkKind::Audio if media.transcript.is_none() && !link.is_dictation => (
                Rule::MissingTranscript,
                message!("missing-transcript.message", name = media.path.file_name()),
                message!("missing-transcript.help", file = format!("{stem}.{key}.txt")),
            ),
            _ => return,
        };
        self.diagnostics.push(Diagnostic::new(rule, Place::new(&from.path, &link.span), message).help(help));
    }
}
