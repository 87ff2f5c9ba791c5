//! What each fuzzer runs: see `tests/support/targets.rs`.

#[path = "../../tests/support/targets.rs"]
pub mod targets;

/// Runs a target on the fuzzer's bytes, read as the loader would read them: those that aren't UTF-8 as U+FFFD.
pub fn run(target: fn(&str)) {
    afl::fuzz!(|data: &[u8]| { target(&String::from_utf8_lossy(data)) });
}
