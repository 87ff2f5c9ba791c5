//! How far the work has come, as a bar that is drawn over itself while one waits.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::Terminal;
use crate::locale::{Message, UserLanguage, message};
use crate::progress::{Progress, Task};

/// How long work goes on before it has a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a bar stays as it is drawn.
const STEP: Duration = Duration::from_millis(100);

/// How many columns the bar has, where there is room.
const COLUMNS: usize = 24;

/// A bar on standard error, from a second on until it is dropped; none where no one watches (a file, a pipe).
#[derive(Debug)]
pub(super) struct Bar(Option<(Sender<()>, JoinHandle<()>)>);

impl Bar {
    /// A bar of work that begins now, not drawn yet.
    pub(super) fn of(progress: &Progress, terminal: &Terminal) -> Self {
        if !terminal.is_screen() {
            return Self(None);
        }
        let (progress, terminal) = (progress.clone(), terminal.clone());
        let (end, ended) = mpsc::channel();
        let thread = thread::spawn(move || {
            let mut wait = PATIENCE;
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = STEP;
                let now = progress.now();
                terminal.draw(&now.map_or_else(String::new, |now| drawn(now, terminal.language(), terminal.width())));
            }
            terminal.draw("");
        });
        Self(Some((end, thread)))
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.0.take() {
            drop(end);
            let _ = thread.join();
        }
    }
}

/// A line of at most `width` columns; empty if nothing fits.
fn drawn((task, done, all): (Task, usize, usize), language: UserLanguage, width: usize) -> String {
    let words = words(task, done, all).text(language);
    if words.chars().count() >= width {
        return String::new();
    }
    if all == 0 {
        return words;
    }
    let columns = COLUMNS.min(width.saturating_sub(words.chars().count() + 2));
    let full = columns * done.min(all) / all;
    format!("{words} {}{}", "█".repeat(full), "░".repeat(columns - full))
}

fn words(task: Task, done: usize, all: usize) -> Message {
    let (done, all) = (done.to_string(), all.to_string());
    match task {
        Task::Files => message!("progress.files", done = done, all = all),
        Task::Texts => message!("progress.texts", done = done, all = all),
        Task::Book => message!("progress.book"),
        Task::Pictures => message!("progress.pictures", done = done, all = all),
        Task::Search => message!("progress.search"),
        Task::Pages => message!("progress.pages", done = done, all = all),
        Task::Readings => message!("progress.readings", done = done, all = all),
        Task::Sending => message!("progress.sending", done = done, all = all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fills_and_fits_the_line() {
        let at = |done, width| drawn((Task::Pictures, done, 8), UserLanguage::En, width);
        assert_eq!(at(0, 80), "images in several widths: 0 of 8 ░░░░░░░░░░░░░░░░░░░░░░░░");
        assert_eq!(at(2, 80), "images in several widths: 2 of 8 ██████░░░░░░░░░░░░░░░░░░");
        assert_eq!(at(8, 80), "images in several widths: 8 of 8 ████████████████████████");
        let tasks = [
            Task::Files,
            Task::Texts,
            Task::Book,
            Task::Pictures,
            Task::Search,
            Task::Pages,
            Task::Readings,
            Task::Sending,
        ];
        for (width, task) in (0..80).flat_map(|width| tasks.map(|task| (width, task))) {
            assert!(drawn((task, 5, 8), UserLanguage::En, width).chars().count() <= width, "{width}");
        }
        assert_eq!(drawn((Task::Search, 0, 0), UserLanguage::En, 80), "making the index of the search");
        let french = drawn((Task::Pictures, 2, 8), UserLanguage::Fr, 80);
        assert!(french.starts_with("images en plusieurs largeurs\u{a0}: 2 sur 8 █"), "{french}");
    }
}
