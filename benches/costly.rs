//! Texts that are made to be costly, at two sizes: if one takes more than two and a half times as long as another of
//! half its size, something grows faster than the text.
//!
//! `cargo bench --bench costly [NAME…]`

#![allow(clippy::print_stdout, reason = "it is what a benchmark is for")]

#[path = "../tests/support/costly.rs"]
mod costly;
#[path = "../tests/support/targets.rs"]
mod targets;

use std::time::{Duration, Instant};

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    println!("{:<28} {:>10} {:>10}  ratio   (check, render and report; best of 3)", "", "500 kB", "1 MB");
    for (name, make) in costly::COSTLY {
        if asked.is_empty() || asked.iter().any(|asked| name.contains(asked.as_str())) {
            let (half, whole) = (time(&make(500_000)), time(&make(1_000_000)));
            let ratio = whole.as_secs_f64() / half.as_secs_f64();
            // Very short times say nothing about growth.
            let mark = if ratio > 2.5 && whole > Duration::from_millis(100) { "  <--" } else { "" };
            println!("{name:<28} {half:>10.1?} {whole:>10.1?}  {ratio:>5.1}{mark}");
        }
    }
}

fn time(text: &str) -> Duration {
    let runs = (0..3).map(|_| {
        let start = Instant::now();
        targets::build(targets::BOOK_TOML, text);
        start.elapsed()
    });
    runs.min().unwrap_or_default()
}
