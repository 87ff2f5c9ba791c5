//! `palier schema`: the JSON Schema of a kind of file.

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::{Exit, Terminal};
use crate::schema::Schema;

/// The arguments of `palier schema`.
#[derive(Clone, Debug, Args)]
pub struct SchemaArguments {
    /// The name of the schema.
    #[arg(value_parser = PossibleValuesParser::new(Schema::ALL.map(Schema::name)))]
    pub schema: String,
}

/// Prints the schema.
pub fn run(arguments: &SchemaArguments, terminal: &Terminal) -> Exit {
    // The grammar lets no other name pass.
    let Some(schema) = Schema::parse(&arguments.schema) else { return Exit::WrongCommandLine };
    terminal.print(&schema.text(terminal.language()));
    Exit::Done
}
