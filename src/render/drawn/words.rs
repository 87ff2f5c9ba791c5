//! Words in a drawing: what the font can write, how wide it is, and where its lines end.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{FontResolver, Node, Tree};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::options;
use crate::render::html::escape;

/// The name of the font.
pub(super) const FAMILY: &str = "Atkinson Hyperlegible Next";

/// The size that words are measured in, in pixels.
const MEASURED: f64 = 100.0;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for file in [&include_bytes!("fonts/atkinson-next-bold.ttf")[..], include_bytes!("fonts/atkinson-next-medium.ttf")]
    {
        fonts.load_font_source(Source::Binary(Arc::new(file)));
    }
    fonts.set_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The fonts of drawings.
pub(super) fn fonts() -> Arc<Database> {
    Arc::clone(&FONTS)
}

/// How thick letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Bold,
    Medium,
}

impl Weight {
    /// As CSS counts it.
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Bold => 700,
            Self::Medium => 500,
        }
    }
}

/// The room for words, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Words in lines.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lines {
    /// The height of the letters, in pixels.
    pub(super) size: f64,
    /// Each line.
    pub(super) lines: Vec<String>,
}

impl Lines {
    /// From one line to the next, in pixels.
    pub(super) fn pitch(&self) -> f64 {
        pitch(self.size)
    }
}

fn pitch(size: f64) -> f64 {
    (size * 1.16).round()
}

/// A text as the font can write it; `None` if it can't write all of its letters, since a text with letters left out says
/// something else. Other characters that it lacks (pictographs, say) are left out.
pub(super) fn writable(text: &str) -> Option<String> {
    let letters = text.nfc().filter_map(|one| match one {
        // Spaces where no line ends, and hyphens, that the font writes by other names.
        '\u{2007}' | '\u{2009}' | '\u{202f}' => Some('\u{a0}'),
        '\u{2010}' | '\u{2011}' => Some('-'),
        one if one.is_whitespace() && one != '\u{a0}' => Some(' '),
        one if is_unseen(one) => None,
        one => Some(one),
    });
    let text: String = letters.collect();
    let lacking = lacking(&text);
    if lacking.iter().any(|&one| one.is_alphanumeric() || is_combining_mark(one)) {
        return None;
    }
    let written = text.replace(|one| lacking.contains(&one), "");
    let written = written.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let has_words = !written.trim_matches([' ', '\u{a0}']).is_empty();
    has_words.then_some(written)
}

/// Whether a character has no form of its own: what turns or joins letters, chooses a form of a pictograph, or is none.
fn is_unseen(one: char) -> bool {
    one.is_control()
        || matches!(one, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(one, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
        || matches!(one, '\u{e0000}'..='\u{e0fff}')
}

/// The characters of a text that the font lacks.
fn lacking(text: &str) -> BTreeSet<char> {
    let lacking = Mutex::new(BTreeSet::new());
    let each: BTreeSet<char> = text.chars().filter(|one| !one.is_whitespace()).collect();
    let mut options = options();
    options.font_resolver = FontResolver {
        select_fallback: Box::new(|one, _, _| {
            lacking.lock().unwrap_or_else(PoisonError::into_inner).insert(one);
            None
        }),
        ..FontResolver::default()
    };
    // No other font is found, so reading it only asks for one.
    let _ = Tree::from_str(&texts(each.iter().map(char::to_string), Weight::Bold), &options);
    drop(options);
    lacking.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Each of these texts in an SVG of its own element.
fn texts(texts: impl Iterator<Item = impl AsRef<str>>, weight: Weight) -> String {
    let texts = texts.map(|text| {
        let text = escape(text.as_ref());
        format!(r#"<text font-size="{MEASURED}" font-weight="{}">{text}</text>"#, weight.number())
    });
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg">{}</svg>"#, texts.collect::<String>())
}

/// How wide each of these texts is, in pixels, where its letters are one pixel high.
fn widths(each: &[&str], weight: Weight) -> Vec<f64> {
    let tree = Tree::from_str(&texts(each.iter(), weight), &options());
    let nodes = tree.iter().flat_map(|tree| tree.root().children());
    let widths: Vec<f64> = nodes
        .filter_map(|node| match node {
            Node::Text(text) => Some(f64::from(text.bounding_box().width()) / MEASURED),
            _ => None,
        })
        .collect();
    // None that can be written is without a width; a letter as wide as it is high is never too narrow.
    if widths.len() == each.len() { widths } else { each.iter().map(|text| text.chars().count() as f64).collect() }
}

/// A text set in lines in that room: in the largest of these sizes, the largest first, in which it fits. In the
/// last resort, words that are wider than the room are cut in several, and an ellipsis ends what fits.
pub(super) fn set(text: &str, weight: Weight, room: Room, sizes: &[f64]) -> Lines {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let mut measured = Measured::new(&words, weight);
    for &size in sizes {
        let width = room.width / size;
        let is_broken = measured.words.iter().any(|&word| word > width);
        let lines = measured.wrap(width);
        if !is_broken && lines.len() as f64 * pitch(size) <= room.height {
            let width = measured.balanced(width, lines.len());
            let lines = measured.wrap(width).into_iter().map(|line| words[line].join(" "));
            return Lines { size, lines: lines.collect() };
        }
    }
    let size = sizes.last().copied().unwrap_or(MEASURED);
    let width = room.width / size;
    words = words.iter().zip(&measured.words).flat_map(|(word, &own)| cut(word, own, width)).collect();
    measured = Measured::new(&words, weight);
    let most = (room.height / pitch(size)).floor().max(1.0) as usize;
    let mut lines: Vec<_> = measured.wrap(width);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while last.len() > 1 && measured.line(last.clone()) + measured.ellipsis > width {
                last.end -= 1;
            }
            words[last.end - 1].push('…');
        }
    }
    Lines { size, lines: lines.into_iter().map(|line| words[line].join(" ")).collect() }
}

/// A word that is so wide cut into parts that aren't wider than that; as it is if it fits.
fn cut(word: &str, own: f64, width: f64) -> Vec<String> {
    if own <= width {
        return vec![word.to_owned()];
    }
    let letters: Vec<char> = word.chars().collect();
    // Letters differ in width: room for those that are wider than most, and for an ellipsis.
    let most = (letters.len() as f64 * width / own * 0.75).floor().max(1.0) as usize;
    letters.chunks(most).map(|part| part.iter().collect()).collect()
}

/// The widths of words whose letters are one pixel high.
struct Measured {
    words: Vec<f64>,
    space: f64,
    ellipsis: f64,
}

impl Measured {
    fn new(words: &[String], weight: Weight) -> Self {
        let each: Vec<&str> = words.iter().map(String::as_str).chain(["n n", "nn", "…"]).collect();
        let mut words = widths(&each, weight);
        let ellipsis = words.pop().unwrap_or_default();
        let (close, apart) = (words.pop().unwrap_or_default(), words.pop().unwrap_or_default());
        Self { words, space: (apart - close).max(0.0), ellipsis }
    }

    /// The width of a line of these words.
    fn line(&self, words: std::ops::Range<usize>) -> f64 {
        self.words[words.clone()].iter().sum::<f64>() + self.space * words.len().saturating_sub(1) as f64
    }

    /// The words of each line, as many in each as that width has room for, but one at least.
    fn wrap(&self, width: f64) -> Vec<std::ops::Range<usize>> {
        let mut lines = Vec::new();
        let (mut start, mut wide) = (0, 0.0);
        for (at, word) in self.words.iter().enumerate() {
            if at > start && wide + self.space + word > width {
                lines.push(start..at);
                (start, wide) = (at, *word);
            } else {
                wide += if at > start { self.space + word } else { *word };
            }
        }
        lines.push(start..self.words.len());
        lines
    }

    /// The least width of no more lines than that, so that they are about as long.
    fn balanced(&self, width: f64, lines: usize) -> f64 {
        let (mut low, mut high) = (0.0, width);
        for _ in 0..16 {
            let middle = f64::midpoint(low, high);
            if self.wrap(middle).len() <= lines && self.words.iter().all(|&word| word <= middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }
}
