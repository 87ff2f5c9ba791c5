//! `palier lsp`: an editor is told of a book while its texts are written.

use clap::Args;

use super::{Exit, Terminal};
use crate::lsp::{self, Ended};

/// The arguments of `palier lsp`.
#[derive(Clone, Debug, Args)]
pub struct LspArguments {
    /// How editors ask for standard input and output; there is no other way.
    #[arg(long, hide = true)]
    pub stdio: bool,
}

/// Serves the editor that began the program.
pub fn run(terminal: &Terminal) -> Exit {
    match lsp::serve(terminal.language()) {
        Ended::Well => Exit::Done,
        Ended::Badly => Exit::BookHasErrors,
    }
}
