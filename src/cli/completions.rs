//! `palier completions`: a script by which a shell completes Palier's commands.

use clap::Args;
use clap_complete::{Shell, generate};

use super::{Exit, Terminal, help};

/// The arguments of `palier completions`.
#[derive(Clone, Debug, Args)]
pub struct CompletionsArguments {
    /// The shell.
    pub shell: Shell,
}

/// Prints the script.
pub fn run(arguments: &CompletionsArguments, terminal: &Terminal) -> Exit {
    // Into memory first: clap's generators panic if they can't write.
    let mut script = Vec::new();
    generate(arguments.shell, &mut help::grammar(terminal.language()), "palier", &mut script);
    terminal.print(&String::from_utf8_lossy(&script));
    Exit::Done
}
