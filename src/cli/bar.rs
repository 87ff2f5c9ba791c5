//! How far the work has come, as a bar that is drawn over itself while one waits.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Terminal;
use crate::locale::{UserLanguage, message};

/// How long work goes on before it has a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many columns the bar has, where there is room.
const COLUMNS: usize = 24;

/// A bar on standard error; none where no one watches (a file, a pipe), nor of what takes no time.
#[derive(Debug)]
pub(super) struct Bar<'t> {
    terminal: &'t Terminal,
    begun: Instant,
    /// How many images the bar shows as made; `None` while it isn't drawn.
    shown: Mutex<Option<usize>>,
}

impl<'t> Bar<'t> {
    /// A bar of work that begins now, not drawn yet.
    pub(super) fn new(terminal: &'t Terminal) -> Self {
        Self { terminal, begun: Instant::now(), shown: Mutex::default() }
    }

    /// Draws that `done` of `all` images are made; once all are, the bar goes. Threads may tell it out of order.
    pub(super) fn tell(&self, done: usize, all: usize) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.is_some_and(|shown| done < shown) {
            return;
        }
        if done >= all {
            if shown.replace(all).is_some() {
                self.terminal.draw_over("");
            }
        } else if self.terminal.is_screen() && self.begun.elapsed() >= PATIENCE {
            *shown = Some(done);
            self.terminal.draw_over(&drawn(done, all, self.terminal.language(), self.terminal.width()));
        }
    }
}

/// A line of at most `width` columns; empty if nothing fits.
fn drawn(done: usize, all: usize, language: UserLanguage, width: usize) -> String {
    let words = message!("build.pictures", done = done.to_string(), all = all.to_string()).text(language);
    let columns = COLUMNS.min(width.saturating_sub(words.chars().count() + 2));
    let full = columns * done.min(all) / all.max(1);
    let line = format!("{words} {}{}", "█".repeat(full), "░".repeat(columns - full));
    if words.chars().count() < width { line } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fills_and_fits_the_line() {
        let at = |done, width| drawn(done, 8, UserLanguage::En, width);
        assert_eq!(at(0, 80), "images in several widths: 0 of 8 ░░░░░░░░░░░░░░░░░░░░░░░░");
        assert_eq!(at(2, 80), "images in several widths: 2 of 8 ██████░░░░░░░░░░░░░░░░░░");
        assert_eq!(at(8, 80), "images in several widths: 8 of 8 ████████████████████████");
        for width in 0..80 {
            assert!(at(5, width).chars().count() <= width, "{width}");
        }
        let french = drawn(2, 8, UserLanguage::Fr, 80);
        assert!(french.starts_with("images en plusieurs largeurs\u{a0}: 2 sur 8 █"), "{french}");
    }
}
