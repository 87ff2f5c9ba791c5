//! The command: its arguments in, its exit code out. All else is in the crate's library, `palier`.

use std::process::ExitCode;

fn main() -> ExitCode {
    palier::cli::run(std::env::args_os().collect()).into()
}
