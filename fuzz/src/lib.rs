//! What each fuzzer runs: see `tests/support/targets.rs`.

#[path = "../../tests/support/targets.rs"]
pub mod targets;

/// Runs a target on what the fuzzer makes up, as the loader would read it.
pub fn run(target: fn(&str)) {
    afl::fuzz!(|data: &[u8]| { target(&String::from_utf8_lossy(data)) });
}
