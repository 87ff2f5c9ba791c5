//! Text that looks like a link or an image, but is none to Markdown.

use crate::locale::{Message, message};
use crate::parse::document::{LinkProblem, MalformedLink};

/// What is wrong with a malformed link, and what to write.
pub(super) fn malformed(link: &MalformedLink) -> (Message, Message) {
    let meant = link.meant.as_str();
    let message = match (link.problem, link.is_image) {
        (LinkProblem::Undefined, _) => message!("malformed-link.undefined"),
        (LinkProblem::Unused, _) => message!("malformed-link.unused"),
        (LinkProblem::Repeated, _) => message!("malformed-link.repeated"),
        (_, true) => message!("malformed-link.image"),
        (_, false) => message!("malformed-link.message"),
    };
    let help = match link.problem {
        LinkProblem::Spaces => message!("malformed-link.help-spaces", meant = meant),
        LinkProblem::Unclosed => message!("malformed-link.help-unclosed", meant = meant),
        LinkProblem::Title => message!("malformed-link.help-title", meant = meant),
        LinkProblem::Template => message!("malformed-link.help-template", meant = meant),
        LinkProblem::Apart => message!("malformed-link.help-apart", meant = meant),
        LinkProblem::Reversed => message!("malformed-link.help-reversed", meant = meant),
        LinkProblem::Undefined => message!("malformed-link.help-undefined", meant = meant),
        LinkProblem::Unused => message!("malformed-link.help-unused", label = meant),
        LinkProblem::Repeated => message!("malformed-link.help-repeated", meant = meant),
        LinkProblem::Other => message!("malformed-link.help-other", meant = meant),
    };
    (message, help)
}
