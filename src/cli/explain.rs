//! `palier explain`: a rule's manual page, or the list of them all.

use std::fmt::Write as _;

use clap::Args;

use super::{Exit, Terminal};
use crate::locale::{UserLanguage, message};
use crate::nearest::nearest;
use crate::rule::Rule;

/// The arguments of `palier explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArguments {
    /// The rule's name; if it is missing, all rules are listed.
    pub rule: Option<String>,
}

/// Prints the page, or the list.
pub fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Exit {
    let Some(name) = &arguments.rule else {
        terminal.print(&list(terminal.language()));
        return Exit::Done;
    };
    match Rule::parse(name) {
        Some(rule) => {
            terminal.print(&format!("{}\n", rule.manual(terminal.language()).trim_end()));
            Exit::Done
        }
        None => {
            let help = match nearest(name, Rule::ALL.iter().map(|rule| rule.name())) {
                Some(nearest) => message!("invalid-setting.help-rule-nearest", nearest = nearest),
                None => message!("invalid-setting.help-rule"),
            };
            terminal.fail(&message!("invalid-setting.rule", rule = name.as_str()), Some(&help));
            Exit::WrongCommandLine
        }
    }
}

/// Every rule, with its sentence.
fn list(language: UserLanguage) -> String {
    let width = Rule::ALL.iter().map(|rule| rule.name().len()).max().unwrap_or(0);
    let mut list = String::new();
    for &rule in Rule::ALL {
        let _ = writeln!(list, "{:width$}  {}", rule.name(), rule.summary(language));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_every_rule() {
        let list = list(UserLanguage::Fr);
        assert_eq!(list.lines().count(), Rule::ALL.len());
        assert!(list.lines().all(|line| line.split("  ").count() > 1));
    }
}
