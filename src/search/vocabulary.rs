//! The words of all texts: each stem with its forms, and with the sections that have one of them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::Text;
use super::fold::spelt;
use super::stems::Stems;
use super::words::{joined, words};

/// How many texts are read in one go.
const CHUNK: usize = 64;

/// In more than so many sections, a word that half of them have says nothing of any.
const FEW: usize = 60;

/// What a word counts for: in a title, in a heading or a tag, in a summary. In a section's text it counts for 2.2 at most.
const IN_TITLE: f32 = 14.0;
const IN_HEADING: f32 = 6.0;
const IN_SUMMARY: f32 = 2.0;

/// BM25's k₁ and b (Robertson and Zaragoza, 2009).
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.75;

/// The words of a language's texts.
pub(super) struct Vocabulary {
    /// The stems, in the order of their first forms.
    pub(super) entries: Vec<Entry>,
}

/// A stem.
pub(super) struct Entry {
    /// Its forms as texts have them, spelt, in order.
    pub(super) forms: BTreeSet<String>,
    /// The sections that have one of them, by their numbers in the language, ascending, and how much each counts.
    pub(super) postings: Vec<(u32, f32)>,
    /// Whether half of all sections have one of them: then only those are here that name it in a title or a heading.
    pub(super) is_common: bool,
}

/// What a section says with one stem.
#[derive(Clone, Copy, Default)]
struct Said {
    in_text: u32,
    /// What its places in titles, headings and summaries count for.
    bonus: f32,
}

/// The words of some texts that follow each other.
#[derive(Default)]
struct Chunk<'t> {
    /// The stem of each word as it is written.
    known: HashMap<Cow<'t, str>, usize>,
    /// Each stem's forms.
    stems: Vec<(String, BTreeSet<String>)>,
    by_stem: HashMap<String, usize>,
    sections: Vec<SectionWords>,
}

/// The words of a section, by the numbers that its chunk gives them.
struct SectionWords {
    words: Vec<(usize, Said)>,
    length: u32,
}

impl Vocabulary {
    /// Reads the words of the texts, on all cores.
    pub(super) fn new(texts: &[&Text], stems: &Stems) -> Self {
        let chunks: Vec<Chunk<'_>> = texts.par_chunks(CHUNK).map(|texts| Chunk::new(texts, stems)).collect();
        let sections: usize = chunks.iter().map(|chunk| chunk.sections.len()).sum();
        let length: u64 =
            chunks.iter().flat_map(|chunk| &chunk.sections).map(|section| u64::from(section.length)).sum();
        let mean = (length as f32 / sections.max(1) as f32).max(1.0);
        let mut by_stem: HashMap<String, usize> = HashMap::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut number = 0;
        for chunk in chunks {
            let places: Vec<usize> = chunk
                .stems
                .into_iter()
                .map(|(stem, forms)| {
                    let place = *by_stem.entry(stem).or_insert_with(|| {
                        entries.push(Entry { forms: BTreeSet::new(), postings: Vec::new(), is_common: false });
                        entries.len() - 1
                    });
                    entries[place].forms.extend(forms);
                    place
                })
                .collect();
            for section in &chunk.sections {
                for (word, said) in &section.words {
                    entries[places[*word]].postings.push((number, said.weight(section.length, mean)));
                }
                number += 1;
            }
        }
        for entry in &mut entries {
            entry.is_common = sections > FEW && entry.postings.len() * 2 > sections;
            if entry.is_common {
                entry.postings.retain(|(_, weight)| *weight >= IN_SUMMARY + SATURATION);
            }
        }
        entries.sort_by(|a, b| a.forms.cmp(&b.forms));
        Self { entries }
    }
}

impl Said {
    fn weight(self, length: u32, mean: f32) -> f32 {
        let often = self.in_text as f32;
        let norm = SATURATION * (1.0 - LENGTH + LENGTH * length as f32 / mean);
        self.bonus + often * (SATURATION + 1.0) / (often + norm)
    }
}

impl<'t> Chunk<'t> {
    fn new(texts: &[&'t Text], stems: &Stems) -> Self {
        let mut chunk = Self::default();
        for text in texts {
            for (place, section) in text.sections.iter().enumerate() {
                chunk.read(text, place, section, stems);
            }
        }
        chunk
    }

    fn read(&mut self, text: &'t Text, place: usize, section: &'t super::Section, stems: &Stems) {
        let mut said: HashMap<usize, Said> = HashMap::new();
        let mut count = |words: Vec<usize>, worth: f32| {
            for word in words {
                said.entry(word).or_default().bonus += worth;
            }
        };
        // The beginning stands for the text.
        if place == 0 {
            let names = std::iter::once(&text.title).chain(&text.names).map(|name| (name, IN_TITLE));
            let tags = text.tags.iter().map(|tag| (tag, IN_HEADING));
            for (name, worth) in names.chain(tags) {
                let words = self.stems_of(name, stems);
                let worth = worth / (words.len().max(1) as f32).sqrt();
                count(words, worth);
            }
            let summary = self.stems_of(&text.summary, stems);
            count(distinct(summary), IN_SUMMARY);
        }
        let heading = self.stems_of(&section.heading, stems);
        let worth = IN_HEADING / (heading.len().max(1) as f32).sqrt();
        count(heading, worth);
        let body = self.stems_of(&section.text, stems);
        let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        for word in body {
            said.entry(word).or_default().in_text += 1;
        }
        let mut words: Vec<(usize, Said)> = said.into_iter().collect();
        words.sort_by_key(|(word, _)| *word);
        self.sections.push(SectionWords { words, length });
    }

    /// The words of a text, by the numbers of their stems.
    fn stems_of(&mut self, text: &'t str, stems: &Stems) -> Vec<usize> {
        let own = words(text).map(Cow::Borrowed).chain(joined(text).map(Cow::Owned));
        own.map(|word| self.stem(word, stems)).collect()
    }

    fn stem(&mut self, written: Cow<'t, str>, stems: &Stems) -> usize {
        if let Some(&known) = self.known.get(&written) {
            return known;
        }
        let form = spelt(&written);
        let stem = stems.stem(&form).into_owned();
        let number = match self.by_stem.get(&stem) {
            Some(&number) => number,
            None => {
                self.by_stem.insert(stem.clone(), self.stems.len());
                self.stems.push((stem, BTreeSet::new()));
                self.stems.len() - 1
            }
        };
        self.stems[number].1.insert(form);
        self.known.insert(written, number);
        number
    }
}

fn distinct(mut words: Vec<usize>) -> Vec<usize> {
    words.sort_unstable();
    words.dedup();
    words
}
