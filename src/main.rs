//! The command: its arguments in, its exit code out. All else is the library's.

use std::process::ExitCode;

fn main() -> ExitCode {
    palier::cli::run(std::env::args_os().collect()).into()
}
