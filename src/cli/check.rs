//! `palier check`: everything that building would report, and nothing written.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use rayon::prelude::*;

use super::build::{output_folder, output_in_book};
use super::{Outcome, Terminal, chosen_book, format_parser};
use crate::builder::{Builder, Options, is_publishable};
use crate::diagnostic::Diagnostic;
use crate::load::Loader;
use crate::locale::message;
use crate::plan::Artifact;
use crate::render::Renderer;
use crate::report::ReportFormat;

/// What `palier check` is told.
#[derive(Clone, Debug, Args)]
pub struct CheckArguments {
    /// The book's folder.
    pub book: Option<PathBuf>,
    /// Who reads the diagnostics.
    #[arg(long, default_value = "human", hide_default_value = true, value_parser = format_parser())]
    pub format: ReportFormat,
    /// Whether a warning counts as an error.
    #[arg(long)]
    pub strict: bool,
}

/// Checks the book.
pub fn run(arguments: &CheckArguments, terminal: &Terminal) -> Outcome {
    let book = match chosen_book(arguments.book.as_deref(), arguments.format, terminal) {
        Ok(book) => book,
        Err(outcome) => return outcome,
    };
    let options = Options { published: true, ..Options::default() };
    let (sources, built) = Builder::default().build_loaded(Loader::default().load(&book), &options);
    let mut diagnostics = built.diagnostics;
    if let Some(site) = built.value {
        let output = output_folder(&book, None, &site);
        diagnostics.extend(output_in_book(&book, &output, Some(&site)));
        let pages = site.artifacts.values().filter(|artifact| artifact.is_page()).count();
        // A theme's faults show only where a page is made.
        diagnostics.extend(render_faults(&Renderer::new(Arc::new(site))));
        if diagnostics.is_empty() && arguments.format == ReportFormat::Human {
            terminal.say(&message!("check.clean", count = pages));
        }
    }
    terminal.report(&diagnostics, &sources, arguments.format);
    if is_publishable(&diagnostics, arguments.strict) { Outcome::Done } else { Outcome::BookHasErrors }
}

/// Renders all that a template makes and keeps the faults only, each once.
fn render_faults(renderer: &Renderer) -> Vec<Diagnostic> {
    let made = renderer.site().artifacts.iter().filter(|(_, artifact)| !matches!(artifact, Artifact::File(_)));
    let paths: Vec<&String> = made.map(|(path, _)| path).collect();
    let faults = paths.into_par_iter().filter_map(|path| renderer.render(path)?.err());
    let mut faults: Vec<Diagnostic> = faults.map(|fault| *fault).collect();
    faults.dedup();
    faults
}
