//! The marks of callouts, terms, citations and passages in another language: each is whole, and known.

use std::collections::HashSet;

use super::{characters, code, images, links, questions, tables};
use crate::diagnostic::Diagnostic;
use crate::locale::{Argument, Message, message};
use crate::parse::Parsed;
use crate::parse::callout::{Asks, CalloutKind};
use crate::parse::document::{Lookalike, Mistyped, Slip, Why};
use crate::parse::front_matter::learning;
use crate::parse::mistyped::Mistype;
use crate::parse::passage;
use crate::rule::Rule;
use crate::source::{Span, Spanned};

/// Checks one file.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    let document = &parsed.document;
    let is_in_pairs = |at: usize| {
        let before = document.callouts.partition_point(|callout| callout.span.start <= at);
        let last = before.checked_sub(1).and_then(|last| document.callouts.get(last));
        last.is_some_and(|callout| callout.has_class(Asks::Pairs.name()) && at < callout.span.end)
    };
    let unknown = document.slips.iter().filter(|slip| matches!(slip.value, Slip::UnknownCallout(_)));
    let unknown: HashSet<usize> = unknown.map(|slip| slip.span.start).collect();
    // Braces behind an unknown callout's mark make no passage of it: they are right once its name is.
    let mut marks: Vec<&Span> = document.passages.iter().map(|passage| &passage.span).collect();
    marks.retain(|span| unknown.contains(&span.start));
    marks.sort_unstable_by_key(|span| span.start);
    let is_of_unknown = |slip: &Spanned<Slip>| {
        let before = marks.partition_point(|span| span.start <= slip.span.start);
        let last = before.checked_sub(1).map(|last| marks[last]);
        matches!(slip.value, Slip::UnknownAttribute(_)) && last.is_some_and(|span| slip.span.start < span.end)
    };
    let slips = document.slips.iter().filter(|slip| !is_of_unknown(slip));
    diagnostics.extend(slips.map(|slip| match &slip.value {
        Slip::Table(table) if is_in_pairs(slip.span.start) => {
            let (rule, message, help) = tables::slip_in_pairs(table);
            Diagnostic::new(rule, slip.span.clone(), message).help(help)
        }
        _ => diagnostic(slip),
    }));
    questions::check_file(document, diagnostics);
}

fn diagnostic(slip: &Spanned<Slip>) -> Diagnostic<Span> {
    let (rule, message, help) = match &slip.value {
        Slip::UnknownCallout(word) => (
            Rule::UnknownCallout,
            message!("unknown-callout.message", word = word.as_str()),
            match callout_meant(word) {
                Some(meant) => message!("unknown-callout.help-nearest", nearest = meant),
                None => message!("unknown-callout.help", known = message!("callout.known")),
            },
        ),
        Slip::Lookalike(lookalike) => return lookalike_fault(lookalike, &slip.span),
        Slip::Cut { is_quote: true } => {
            (Rule::UnclosedCallout, message!("unclosed-callout.cut-quote"), message!("unclosed-callout.help-cut-quote"))
        }
        Slip::Cut { is_quote: false } => {
            (Rule::UnclosedCallout, message!("unclosed-callout.cut"), message!("unclosed-callout.help-cut"))
        }
        Slip::Mistyped(mistyped) => return mistyped_fault(mistyped, &slip.span),
        Slip::Invisible(c) => (
            Rule::InvisibleCharacter,
            message!("invisible-character.message", code = format!("U+{:04X}", u32::from(*c))),
            match c {
                '\u{2028}' | '\u{2029}' => message!("invisible-character.help-line"),
                _ => message!("invisible-character.help"),
            },
        ),
        Slip::UnclosedCode { fence, to_end } => (
            Rule::UnclosedCode,
            if *to_end { message!("unclosed-code.message") } else { message!("unclosed-code.within") },
            message!("unclosed-code.help", fence = fence.as_str()),
        ),
        Slip::ForeignCallout(kind, title) => {
            let (name, title) = (callout_name(*kind), after_name(title.as_deref()));
            let help = message!("unknown-callout.help-foreign", name = name, title = title);
            match kind {
                CalloutKind::Teacher => (Rule::MistypedCallout, message!("mistyped-callout.foreign"), help),
                _ => (Rule::UnknownCallout, message!("unknown-callout.foreign"), help),
            }
        }
        Slip::UnclosedCallout(word) => (
            Rule::UnclosedCallout,
            message!("unclosed-callout.message"),
            message!("unclosed-callout.help", name = word.to_uppercase()),
        ),
        Slip::UnquotedCallout(word) => (
            Rule::UnclosedCallout,
            message!("unclosed-callout.unquoted"),
            message!("unclosed-callout.help-unquoted", name = word.to_uppercase()),
        ),
        Slip::InvalidLanguage(tag) => (
            Rule::InvalidLanguageTag,
            message!("invalid-language-tag.message", tag = tag.as_str()),
            match passage::meant_tag(tag) {
                Some(meant) => message!("invalid-language-tag.help-nearest", nearest = meant),
                None => message!("invalid-language-tag.help"),
            },
        ),
        Slip::UnknownAttribute(name) | Slip::UnknownBlock { word: name, .. } if is_for_teacher(name) => (
            Rule::MistypedCallout,
            message!("mistyped-callout.fence", name = name.as_str()),
            message!("mistyped-callout.help-fence"),
        ),
        Slip::UnknownBlock { word, title } => (
            Rule::UnknownCallout,
            message!("unknown-callout.message", word = word.as_str()),
            match callout_meant(word) {
                Some(meant) => {
                    message!("unknown-callout.help-foreign", name = meant, title = after_name(title.as_deref()))
                }
                None => {
                    let known = message!("callout.known");
                    message!("unknown-callout.help-block", title = after_name(title.as_deref()), known = known)
                }
            },
        ),
        Slip::UnknownAttribute(name) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.message", name = name.as_str()),
            match CalloutKind::parse(name).map(|_| name.to_uppercase().into()).or_else(|| callout_meant(name)) {
                Some(name) => message!("unknown-attribute.help-callout", name = name),
                None => message!("unknown-attribute.help"),
            },
        ),
        Slip::CalloutAttribute { name, meant } => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.message", name = name.as_str()),
            match meant {
                Some(meant) => message!("unknown-attribute.help-meant", meant = meant.as_str()),
                None => message!("unknown-attribute.help-of-callout"),
            },
        ),
        Slip::TaskId { id, meant } => (
            Rule::UnknownAttribute,
            message!("invalid-field.message-id", id = shortened(id)),
            match meant {
                Some(meant) => message!("unknown-attribute.help-meant", meant = format!("#{meant}")),
                None => message!("invalid-field.help-id", most = learning::LONGEST),
            },
        ),
        Slip::BrokenAttributes(line) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.broken"),
            match line {
                Some(line) => message!("unknown-attribute.help-meant", meant = line.as_str()),
                None => message!("unknown-attribute.help-of-callout"),
            },
        ),
        Slip::AttributesOverLines(line) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.over-lines"),
            message!("unknown-attribute.help-meant", meant = line.as_str()),
        ),
        Slip::SecondAttributes(line) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.second"),
            message!("unknown-attribute.help-meant", meant = line.as_str()),
        ),
        Slip::JoinedNames(line) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.joined"),
            message!("unknown-attribute.help-meant", meant = line.as_str()),
        ),
        Slip::ShowsNothing => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.shows-nothing"),
            message!("unknown-attribute.help-shows-nothing"),
        ),
        Slip::CannotShow => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.cannot-show"),
            message!("unknown-attribute.help-cannot-show"),
        ),
        Slip::AttributesAfterTitle(line) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.after-title"),
            message!("unknown-attribute.help-after-title", line = line.as_str()),
        ),
        Slip::UnclosedAttributes(line) => (
            Rule::UnclosedSpan,
            message!("unclosed-span.of-callout"),
            message!("unclosed-span.help-of-callout", line = line.as_str()),
        ),
        Slip::ThemeClass(name) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.of-the-theme", name = name.as_str()),
            message!("unknown-attribute.help-of-the-theme"),
        ),
        Slip::UnclosedSpan => (Rule::UnclosedSpan, message!("unclosed-span.message"), message!("unclosed-span.help")),
        Slip::SplitTerm => (Rule::SplitTerm, message!("split-term.message"), message!("split-term.help")),
        Slip::UnclosedCitation => {
            (Rule::UnclosedCitation, message!("unclosed-citation.message"), message!("unclosed-citation.help"))
        }
        Slip::UnknownLocator(word, meant) => (
            Rule::UnknownLocator,
            message!("unknown-locator.message", word = word.as_str()),
            message!("unknown-locator.help", meant = *meant),
        ),
        Slip::NoteInLink(label) => (
            Rule::FootnoteInLink,
            message!("footnote-in-link.message", label = label.as_str()),
            message!("footnote-in-link.help", label = label.as_str()),
        ),
        Slip::InlineNote => {
            (Rule::InlineFootnote, message!("inline-footnote.message"), message!("inline-footnote.help"))
        }
        Slip::MarkInTitle { is_term: true } => {
            (Rule::MarkInTitle, message!("mark-in-title.term"), message!("mark-in-title.help-term"))
        }
        Slip::MarkInTitle { is_term: false } => {
            (Rule::MarkInTitle, message!("mark-in-title.citation"), message!("mark-in-title.help-citation"))
        }
        Slip::NoteInTitle => (Rule::MarkInTitle, message!("mark-in-title.note"), message!("mark-in-title.help-note")),
        Slip::MalformedLink(link) => {
            let (message, help) = links::malformed(link);
            (Rule::MalformedLink, message, help)
        }
        Slip::LooseAttributes => {
            (Rule::UnknownAttribute, message!("unknown-attribute.after-link"), message!("unknown-attribute.help-after"))
        }
        Slip::Image(slip) => images::slip(slip),
        Slip::Table(slip) => tables::slip(slip),
        Slip::Code(slip) => code::slip(slip),
        Slip::Question(slip) => questions::slip(slip),
        Slip::HiddenCharacter(one) => return characters::escaped(*one, slip.span.clone()),
        Slip::UnclosedBlock => {
            (Rule::UnclosedBlock, message!("unclosed-block.message"), message!("unclosed-block.help"))
        }
        Slip::StrayFence => {
            (Rule::UnclosedBlock, message!("unclosed-block.stray"), message!("unclosed-block.help-stray"))
        }
        Slip::MarkdownInHtml(written) => (
            Rule::MarkdownInHtml,
            message!("markdown-in-html.message", text = written.as_str()),
            message!("markdown-in-html.help"),
        ),
    };
    Diagnostic::new(rule, slip.span.clone(), message).help(help)
}

/// The fault of text that looks like a callout's mark but doesn't make a callout.
fn lookalike_fault(lookalike: &Lookalike, span: &Span) -> Diagnostic<Span> {
    let Lookalike { written, kind, line, why } = lookalike;
    let written = written.as_str();
    let line = line.as_str();
    let is_teachers = *kind == Some(CalloutKind::Teacher);
    let (message, help) = match why {
        Why::Shape | Why::Name if is_teachers => {
            (message!("mistyped-callout.teacher", written = written), message!("mistyped-callout.help", line = line))
        }
        Why::NotAlone => (
            match is_teachers {
                true => message!("mistyped-callout.teacher", written = written),
                false => message!("mistyped-callout.message", written = written),
            },
            message!("mistyped-callout.help-alone", line = line),
        ),
        Why::Unquoted => (
            message!("mistyped-callout.unquoted", written = written),
            message!("mistyped-callout.help-unquoted", line = line),
        ),
        Why::Inside => (
            message!("mistyped-callout.inside", written = written),
            message!("mistyped-callout.help-inside", line = line),
        ),
        Why::Space => (
            message!("mistyped-callout.space", written = written),
            message!("mistyped-callout.help-space", line = line),
        ),
        Why::Fenced => (message!("mistyped-callout.fenced"), message!("mistyped-callout.help-fenced")),
        Why::Indented => {
            (message!("mistyped-callout.indented"), message!("mistyped-callout.help-indented", line = line))
        }
        Why::FrontMatter => {
            (message!("mistyped-callout.front-matter"), message!("mistyped-callout.help-front-matter", line = line))
        }
        Why::Empty => (message!("mistyped-callout.empty"), message!("mistyped-callout.help-empty")),
        Why::Shape | Why::Name => (
            message!("mistyped-callout.message", written = written),
            match kind {
                Some(_) => message!("mistyped-callout.help", line = line),
                None => message!("mistyped-callout.help-name", known = message!("callout.known")),
            },
        ),
    };
    Diagnostic::new(Rule::MistypedCallout, span.clone(), message).help(help)
}

/// The fault of text that looks like Markdown but is none.
fn mistyped_fault(mistyped: &Mistyped, span: &Span) -> Diagnostic<Span> {
    let Mistyped { kind, mark, line } = mistyped;
    // A word processor's private characters are empty boxes in other fonts.
    let private = mark.chars().find(|c| matches!(c, '\u{e000}'..='\u{f8ff}'));
    let mark = private.map_or_else(|| mark.clone(), |c| format!("U+{:04X}", u32::from(c)));
    let mark = mark.as_str();
    let message = match kind {
        Mistype::Heading => message!("mistyped-markdown.heading", mark = mark),
        Mistype::Item => message!("mistyped-markdown.item", mark = mark),
        Mistype::Bullet => message!("mistyped-markdown.bullet", mark = mark),
        Mistype::Space => message!("mistyped-markdown.space", mark = mark),
        Mistype::Emphasis => message!("mistyped-markdown.emphasis", mark = mark),
        Mistype::Starred => message!("mistyped-markdown.starred"),
        Mistype::Task => message!("mistyped-markdown.task", mark = mark),
        Mistype::Formula => message!("mistyped-markdown.formula", mark = mark),
        Mistype::Parted => message!("mistyped-markdown.parted"),
        Mistype::Unclosed => message!("mistyped-markdown.unclosed"),
        Mistype::Below => message!("mistyped-markdown.below", mark = mark),
        Mistype::Columns => message!("mistyped-markdown.columns"),
    };
    let help = match kind {
        Mistype::Parted => message!("mistyped-markdown.help-parted", example = r"\begin{aligned} … \\ … \end{aligned}"),
        Mistype::Unclosed => message!("mistyped-markdown.help-unclosed"),
        Mistype::Below => message!("mistyped-markdown.help-below", line = line.as_str()),
        Mistype::Columns => message!("mistyped-markdown.help-columns", line = line.as_str(), rule = mark),
        Mistype::Bullet if matches!(mark, "–" | "—") => {
            message!("mistyped-markdown.help-dash", line = line.as_str())
        }
        _ => message!("mistyped-markdown.help", line = line.as_str()),
    };
    Diagnostic::new(Rule::MistypedMarkdown, span.clone(), message).help(help)
}

/// Whether the name after a fence's colons means the teacher: `::: teacher`, `::: {.prof}`.
fn is_for_teacher(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(CalloutKind::is_like_teacher)
}

/// The beginning of a text, short enough for a sentence.
fn shortened(text: &str) -> String {
    let cut = text.char_indices().nth(40).map_or(text.len(), |(at, _)| at);
    if cut < text.len() { format!("{}…", &text[..cut]) } else { text.to_owned() }
}

/// A callout's title with a space before it, as it follows the mark; empty if it has none.
fn after_name(title: Option<&str>) -> String {
    title.map_or_else(String::new, |title| format!(" {title}"))
}

/// The callout's name that was probably meant by a word which isn't one: the user's name for the callout of which it is
/// a synonym, the name that it is almost written like, or the user's name for what the word means elsewhere. `None` if
/// there is none.
fn callout_meant(word: &str) -> Option<Argument> {
    let named = |kind| Argument::from(callout_name(kind));
    let near = || CalloutKind::near_name(word).map(|name| Argument::from(name.to_uppercase()));
    CalloutKind::synonym(word).map(named).or_else(near).or_else(|| CalloutKind::meant(word).map(named))
}

/// A callout's name in the user's language.
fn callout_name(kind: CalloutKind) -> Message {
    match kind {
        CalloutKind::Note => message!("callout.note"),
        CalloutKind::Tip => message!("callout.tip"),
        CalloutKind::Important => message!("callout.important"),
        CalloutKind::Warning => message!("callout.warning"),
        CalloutKind::Caution => message!("callout.caution"),
        CalloutKind::Question => message!("callout.question"),
        CalloutKind::Activity => message!("callout.activity"),
        CalloutKind::Teacher => message!("callout.teacher"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::UserLanguage;

    #[test]
    fn the_names_that_help_gives_make_callouts_in_both_languages() {
        for language in [UserLanguage::Fr, UserLanguage::En] {
            let known = message!("callout.known").text(language);
            let names = CalloutKind::ALL.map(|kind| callout_name(kind).text(language));
            assert_eq!(known, names.join(", "));
            assert_eq!(names.map(|name| CalloutKind::parse(&name)), CalloutKind::ALL.map(Some));
        }
    }

    #[test]
    fn a_callouts_name_is_given_as_the_author_or_the_user_writes_it() {
        let help = |markdown: &str, language| {
            let parsed = crate::parse::parse(markdown).value;
            let mut diagnostics = Vec::new();
            check(&parsed, &mut diagnostics);
            let helps = diagnostics.iter().filter_map(|fault| Some(fault.help.as_ref()?.text(language)));
            helps.collect::<Vec<_>>().join("\n")
        };
        let (fr, en) = (UserLanguage::Fr, UserLanguage::En);
        for (markdown, language, named) in [
            ("> [!TRUC] a\n", fr, "NOTE, ASTUCE, IMPORTANT, ATTENTION, DANGER, QUESTION, ACTIVITÉ, ENSEIGNANTE"),
            ("> [!XYZ] a\n", en, "NOTE, TIP, IMPORTANT, WARNING, CAUTION, QUESTION, ACTIVITY, TEACHER"),
            ("> [! XYZ ] a\n", fr, "NOTE, ASTUCE"),
            ("> [!HINT] a\n", fr, "[!ASTUCE]"),
            ("> [!HINT] a\n", en, "[!TIP]"),
            ("> [!ASTUCES] a\n", en, "[!ASTUCE]"),
            ("> [!TIPP] a\n", fr, "[!TIP]"),
            ("> [!ENSEIGNATE] a\n", fr, "> [!ENSEIGNANTE] a"),
            ("> [!TEECHER] a\n", fr, "> [!TEACHER] a"),
            ("> [!Astuce a\n", fr, "[!ASTUCE]"),
            ("[!ACTIVITÉ] a\n", en, "> [!ACTIVITÉ]"),
            (":::tip Vite\na\n:::\n", fr, "> [!ASTUCE] Vite"),
            (":::tip\na\n:::\n", en, "“> [!TIP]”"),
            ("::: teacher\na\n:::\n", fr, "> [!ENSEIGNANTE]"),
        ] {
            let help = help(markdown, language);
            assert!(help.contains(named), "{markdown}: {help}");
        }
    }
}
