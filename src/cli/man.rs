//! `palier man`: the manual page of Palier or of one of its commands, for whoever packages it.

use clap::Args;
use clap_mangen::Man;

use super::{Exit, Terminal, help};
use crate::locale::message;
use crate::nearest::nearest;

/// The arguments of `palier man`.
#[derive(Clone, Debug, Args)]
pub struct ManArguments {
    /// The command; if it is missing, the page is Palier's own.
    pub command: Option<String>,
}

/// Prints the page, for `man -l -` or a file.
pub fn run(arguments: &ManArguments, terminal: &Terminal) -> Exit {
    let mut grammar = help::grammar(terminal.language());
    grammar.build();
    let command = match &arguments.command {
        None => Some(&grammar),
        Some(name) => grammar.find_subcommand(name),
    };
    let Some(command) = command else {
        let name = arguments.command.as_deref().unwrap_or_default();
        let nearest = nearest(name, grammar.get_subcommands().map(clap::Command::get_name));
        let help = nearest.map(|nearest| message!("cli-wrong.help-nearest", nearest = nearest));
        terminal.fail(&message!("cli-wrong.command", command = name), help.as_ref());
        return Exit::WrongCommandLine;
    };
    let mut page = Vec::new();
    let version = concat!("palier ", env!("CARGO_PKG_VERSION"));
    // Writing into memory doesn't fail.
    let _ = Man::new(command.clone()).source(version).render(&mut page);
    // clap names this section in English only; `apropos` knows it in the user's language.
    let name = format!("\n.SH {}\n", message!("cli.man-name").text(terminal.language()));
    terminal.print(&String::from_utf8_lossy(&page).replacen("\n.SH NAME\n", &name, 1));
    Exit::Done
}
