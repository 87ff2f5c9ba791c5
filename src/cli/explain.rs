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

/// Every rule with the first sentence of its page.
fn list(language: UserLanguage) -> String {
    let width = Rule::ALL.iter().map(|rule| rule.name().len()).max().unwrap_or(0);
    let mut list = String::new();
    for &rule in Rule::ALL {
        let _ = writeln!(list, "{:width$}  {}", rule.name(), first_sentence(rule.manual(language)));
    }
    list
}

/// The first sentence after the page's heading, on one line.
fn first_sentence(page: &str) -> String {
    let lines = page.lines().skip(1).skip_while(|line| line.trim().is_empty());
    let paragraph: Vec<&str> = lines.take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let paragraph = paragraph.join(" ");
    match paragraph.find(". ") {
        Some(end) => paragraph[..=end].to_owned(),
        None => paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_summed_up_by_its_pages_first_sentence() {
        assert_eq!(first_sentence("# x\n\nA link\nto `a.b`. More.\n\nMore.\n"), "A link to `a.b`.");
        assert_eq!(first_sentence("# x\n"), "");
    }

    #[test]
    fn the_list_names_every_rule() {
        let list = list(UserLanguage::Fr);
        assert_eq!(list.lines().count(), Rule::ALL.len());
        assert!(list.lines().all(|line| line.split("  ").count() > 1));
    }
}
