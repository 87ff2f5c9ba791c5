//! `palier completions`: what a shell needs to complete Palier's commands.

use clap::Args;
use clap_complete::{Shell, generate};

use super::{Exit, Terminal, help};

/// What `palier completions` is told.
#[derive(Clone, Debug, Args)]
pub struct CompletionsArguments {
    /// The shell.
    pub shell: Shell,
}

/// Prints the completions.
pub fn run(arguments: &CompletionsArguments, terminal: &Terminal) -> Exit {
    // Into memory first: the generators panic where they can't write.
    let mut script = Vec::new();
    generate(arguments.shell, &mut help::grammar(terminal.language()), "palier", &mut script);
    terminal.print(&String::from_utf8_lossy(&script));
    Exit::Done
}
