//! Questions: each can be answered, and in every language alike, since an answer counts in all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use deunicode::deunicode;

use crate::config::{Count, Counts};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::number::Marks;
use crate::locale::{Locale, Message, message};
use crate::model::learning::Task;
use crate::model::{Book, Lesson, LessonRef, Translation};
use crate::parse::answer::{self, NumberFault};
use crate::parse::callout::{Asks, Callout, Question};
use crate::parse::document::{Document, QuestionSlip, Slip, Stray};
use crate::rule::Rule;
use crate::source::{Span, Spanned};

/// What is wrong with a mark in a question.
pub(super) fn slip(slip: &QuestionSlip) -> (Rule, Message, Message) {
    match slip {
        QuestionSlip::EmptyBlank => (
            Rule::UnansweredQuestion,
            message!("unanswered-question.empty"),
            message!("unanswered-question.help-empty"),
        ),
        QuestionSlip::Underline => (
            Rule::UnansweredQuestion,
            message!("unanswered-question.underline"),
            message!("unanswered-question.help-underline"),
        ),
        QuestionSlip::EmptyChoice => {
            (Rule::EmptyChoice, message!("empty-choice.message"), message!("empty-choice.help"))
        }
        QuestionSlip::GapOutside => {
            (Rule::MisplacedAnswer, message!("misplaced-answer.outside"), message!("misplaced-answer.help-outside"))
        }
        QuestionSlip::GapBeside(asks) => (
            Rule::MisplacedAnswer,
            message!("misplaced-answer.gap", asks = way(*asks)),
            message!("misplaced-answer.help"),
        ),
        QuestionSlip::AnswerBeside(asks) => (
            Rule::MisplacedAnswer,
            message!("misplaced-answer.message", asks = way(*asks)),
            message!("misplaced-answer.help"),
        ),
        QuestionSlip::UnclosedGap => {
            (Rule::MisplacedAnswer, message!("misplaced-answer.unclosed"), message!("misplaced-answer.help-unclosed"))
        }
        QuestionSlip::NoPartner(words) => (
            Rule::UnequalPairs,
            message!("unequal-pairs.message", words = shortened(words)),
            message!("unequal-pairs.help"),
        ),
        QuestionSlip::Repeated(words) => (
            Rule::RepeatedItem,
            message!("repeated-item.message", words = shortened(words)),
            message!("repeated-item.help"),
        ),
        QuestionSlip::UnknownClass(class, meant) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.class", class = shortened(class)),
            message!("unknown-attribute.help-meant", meant = format!(".{meant}")),
        ),
        QuestionSlip::TightAnswer(line) => (
            Rule::UnansweredQuestion,
            message!("unanswered-question.tight"),
            message!("unanswered-question.help-tight", line = shortened(line)),
        ),
        QuestionSlip::SpacedGap(gap) => (
            Rule::MisplacedAnswer,
            message!("misplaced-answer.spaced"),
            message!("misplaced-answer.help-spaced", gap = shortened(gap)),
        ),
        QuestionSlip::Stray(stray) => {
            let (message, help) = self::stray(stray);
            (Rule::StrayLine, message, help)
        }
        QuestionSlip::UnknownCount(name, meant) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.count", name = shortened(name)),
            match meant {
                Some(meant) => message!("unknown-attribute.help-meant", meant = format!("count={meant}")),
                None => message!("unknown-attribute.help-count", known = Count::ALL.map(Count::name).join(", ")),
            },
        ),
    }
}

fn stray(stray: &Stray) -> (Message, Message) {
    match stray {
        Stray::HintInItem => (message!("stray-line.hint-in-item"), message!("stray-line.help-hint-in-item")),
        Stray::HintInText => (message!("stray-line.hint-in-text"), message!("stray-line.help-hint-in-text")),
        Stray::TightHint(hint) => {
            (message!("stray-line.message"), message!("stray-line.help", line = format!("? {}", shortened(hint))))
        }
        Stray::EmptyHint => (message!("stray-line.empty"), message!("stray-line.help-empty")),
        Stray::Tasks => (message!("stray-line.tasks"), message!("stray-line.help-tasks")),
        Stray::Box(written) => {
            (message!("stray-line.box", written = written.as_str()), message!("stray-line.help-box"))
        }
        Stray::Feedback => (message!("stray-line.feedback"), message!("stray-line.help-feedback")),
    }
}

/// Whether a slip is a box that isn't read as one.
fn is_box(slip: &Slip) -> bool {
    matches!(slip, Slip::Question(QuestionSlip::Stray(Stray::Box(_))))
}

/// How a question is answered, within a sentence.
fn way(asks: Asks) -> Message {
    match asks {
        Asks::Choices => message!("misplaced-answer.choices"),
        Asks::Short => message!("misplaced-answer.short"),
        Asks::Order => message!("misplaced-answer.order"),
        Asks::Pairs => message!("misplaced-answer.pairs"),
        Asks::Gaps => message!("misplaced-answer.gaps"),
    }
}

/// The beginning of a text, short enough for a sentence.
fn shortened(text: &str) -> String {
    let cut = text.char_indices().nth(40).map_or(text.len(), |(at, _)| at);
    if cut < text.len() { format!("{}…", &text[..cut]) } else { text.to_owned() }
}

/// Reports, of one file, the questions that nothing answers, and those that anything does.
pub(super) fn check_file(document: &Document, diagnostics: &mut Vec<Diagnostic<Span>>) {
    // A box that is none, `[v]`, may be the right answer that is missing: that is said once, there.
    let boxes = document.slips.iter().filter(|slip| is_box(&slip.value)).map(|slip| (slip.span.start, &slip.span));
    let boxes: BTreeMap<usize, &Span> = boxes.collect();
    let mut answers: BTreeSet<usize> = BTreeSet::new();
    for callout in &document.callouts {
        let question = callout.question.and_then(|index| document.questions.get(index));
        let Some((rule, message, help)) = question.and_then(|question| fault(callout, question)) else { continue };
        let meant = boxes.range(callout.span.clone()).next().filter(|_| rule == Rule::UnansweredQuestion);
        diagnostics.push(match meant {
            Some((start, &span)) => {
                answers.insert(*start);
                Diagnostic::new(rule, span.clone(), message).help(message!("stray-line.help-box"))
            }
            None => Diagnostic::new(rule, callout.mark.clone(), message).help(help),
        });
    }
    diagnostics.retain(|fault| fault.rule != Rule::StrayLine || !answers.contains(&fault.at.start));
}

fn fault(callout: &Callout, question: &Question) -> Option<(Rule, Message, Message)> {
    let unanswered = |message, help| Some((Rule::UnansweredQuestion, message, help));
    let trivial = |message, help| Some((Rule::TrivialQuestion, message, help));
    let right = question.choices.iter().filter(|choice| choice.right).count();
    // A class that asks for something else than what is there: what is missing.
    let is_classed = callout.asks.is_some_and(|asks| callout.has_class(asks.name()));
    let lacks = |asks: Asks| callout.has_class(asks.name()) && !is_classed;
    if lacks(Asks::Order) {
        return unanswered(message!("unanswered-question.no-list"), message!("unanswered-question.help-no-list"));
    }
    if lacks(Asks::Pairs) {
        return no_table();
    }
    if lacks(Asks::Gaps) {
        return unanswered(message!("unanswered-question.no-gap"), message!("unanswered-question.help-no-gap"));
    }
    match callout.asks {
        Some(Asks::Choices) if right == 0 => {
            unanswered(message!("unanswered-question.message"), message!("unanswered-question.help"))
        }
        Some(Asks::Choices) if question.choices.len() == 1 => {
            trivial(message!("trivial-question.message"), message!("trivial-question.help"))
        }
        Some(Asks::Choices) if right == question.choices.len() => {
            trivial(message!("trivial-question.all-right"), message!("trivial-question.help-all-right"))
        }
        Some(Asks::Order) if question.items == 1 => {
            trivial(message!("trivial-question.order"), message!("trivial-question.help-order"))
        }
        Some(Asks::Pairs) if question.items > 0 && question.partners == 1 => {
            trivial(message!("trivial-question.pairs"), message!("trivial-question.help-pairs"))
        }
        Some(Asks::Pairs) if question.items > 0 => None,
        Some(Asks::Pairs) => no_table(),
        Some(_) => None,
        None => unanswered(message!("unanswered-question.no-choice"), message!("unanswered-question.help-no-choice")),
    }
}

fn no_table() -> Option<(Rule, Message, Message)> {
    let (message, help) = (message!("unanswered-question.no-table"), message!("unanswered-question.help-no-table"));
    Some((Rule::UnansweredQuestion, message, help))
}

/// Checks the questions of a lesson: what each accepts in its language, and whether translations ask the same.
pub(super) fn check(book: &Book, at: LessonRef, diagnostics: &mut Vec<Diagnostic>) {
    let lesson = book.lesson(at);
    for text in lesson.translations.values() {
        check_answers(book, text, diagnostics);
    }
    for task in book.learning.of(at).into_iter().flat_map(|own| &own.tasks) {
        let default = book.config.default_locale;
        let Some(&first) =
            task.places.get_key_value(&default).or_else(|| task.places.first_key_value()).map(|(first, _)| first)
        else {
            continue;
        };
        let Some(original) = Asked::of(lesson, task, first) else { continue };
        let others = task.places.keys().filter(|&&locale| locale != first);
        for other in others.filter_map(|&locale| Asked::of(lesson, task, locale)) {
            diagnostics.extend(other.difference(&original, book));
            diagnostics.extend(other.counts_otherwise(&original));
        }
    }
}

/// Reports answers that can't be read, that are one with another, or that a missing accent makes another word.
fn check_answers(book: &Book, text: &Translation, diagnostics: &mut Vec<Diagnostic>) {
    let document = &text.parsed.document;
    let language = book.config.language(text.locale);
    let mut marks = None;
    for callout in &document.callouts {
        let Some(question) = callout.question.and_then(|index| document.questions.get(index)) else { continue };
        let counts = callout.counts.as_ref().map_or(*book.config.counts.get(text.locale), |counts| counts.value);
        for blank in question.blanks.iter().filter_map(|blank| document.blanks.get(*blank)) {
            let mut seen: HashMap<String, &Spanned<String>> = HashMap::new();
            for answer in &blank.accepts {
                let place = || Place::new(&text.path, &answer.span);
                let marks = *marks.get_or_insert_with(|| Marks::of(&language.tag));
                if let Err(fault) = answer::read(&answer.value, marks) {
                    diagnostics.push(invalid_number(&fault, place()));
                    continue;
                }
                if let Some(first) = seen.insert(folded(&answer.value, counts), answer) {
                    let value = |answer: &Spanned<String>| shortened(&answer.value);
                    let message = message!("repeated-item.accepted", answer = value(answer), other = value(first));
                    let fault = Diagnostic::new(Rule::RepeatedItem, place(), message);
                    diagnostics.push(fault.help(message!("repeated-item.help-accepted")));
                }
                if let Some(other) = other_word(&answer.value, &language.tag).filter(|_| !counts.has(Count::Accents)) {
                    let message = message!("uncounted-accent.message", answer = answer.value.as_str(), other = other);
                    let fault = Diagnostic::new(Rule::UncountedAccent, place(), message);
                    let all = counts.names().into_iter().chain([Count::Accents.name()]).collect::<Vec<_>>();
                    let value = if all.len() > 1 { format!("\"{}\"", all.join(", ")) } else { all.concat() };
                    diagnostics.push(fault.help(message!("uncounted-accent.help", value = value)));
                }
            }
        }
    }
}

fn invalid_number(fault: &NumberFault, place: Place) -> Diagnostic {
    let (message, help) = match fault {
        NumberFault::Number => (message!("invalid-number.number"), message!("invalid-number.help-number")),
        NumberFault::Tolerance => (message!("invalid-number.tolerance"), message!("invalid-number.help-tolerance")),
        NumberFault::PlusMinus(line) => {
            (message!("invalid-number.plus-minus"), message!("invalid-number.help-plus-minus", line = line.as_str()))
        }
        NumberFault::PerCent([share, points]) => (
            message!("invalid-number.per-cent"),
            message!("invalid-number.help-per-cent", share = share.as_str(), points = points.as_str()),
        ),
        NumberFault::Unread([answer, example]) => (
            message!("invalid-number.unread", answer = shortened(answer)),
            message!("invalid-number.help-unread", answer = shortened(answer), example = example.as_str()),
        ),
        NumberFault::Ambiguous([whole, decimal]) => (
            message!("invalid-number.message", whole = whole.as_str(), decimal = decimal.as_str()),
            message!("invalid-number.help", whole = whole.as_str(), decimal = decimal.as_str()),
        ),
    };
    Diagnostic::new(Rule::InvalidNumber, place, message).help(help)
}

/// An answer without what doesn't count, as far as twins are found by it.
fn folded(answer: &str, counts: Counts) -> String {
    let mut text = answer.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'");
    if !counts.has(Count::Accents) {
        text = deunicode(&text);
    }
    if counts.has(Count::Case) { text } else { text.to_lowercase() }
}

/// French words that are another one without their accents.
const ACCENTED: &[(&str, &str)] = &[
    ("à", "a"),
    ("là", "la"),
    ("où", "ou"),
    ("dû", "du"),
    ("mûr", "mur"),
    ("sûr", "sur"),
    ("dès", "des"),
    ("né", "ne"),
    ("crû", "cru"),
    ("tâche", "tache"),
];

/// The word that an answer in that language is without its accents; `None` if there is no such word.
fn other_word(answer: &str, tag: &str) -> Option<&'static str> {
    let is_french = tag.split('-').next() == Some("fr");
    let answer = answer.trim().to_lowercase();
    ACCENTED.iter().find(|(accented, _)| is_french && *accented == answer).map(|(_, other)| *other)
}

/// A question in one language.
struct Asked<'a> {
    text: &'a Translation,
    callout: &'a Callout,
    question: &'a Question,
}

impl<'a> Asked<'a> {
    fn of(lesson: &'a Lesson, task: &Task, locale: Locale) -> Option<Self> {
        let text = lesson.translations.get(&locale)?;
        let document = &text.parsed.document;
        let callout = document.callouts.get(task.places.get(&locale)?.index)?;
        Some(Self { text, callout, question: document.questions.get(callout.question?)? })
    }

    fn place(&self) -> Place {
        Place::new(&self.text.path, &self.callout.mark)
    }

    /// Which of its choices are right.
    fn right(&self) -> Vec<bool> {
        self.question.choices.iter().map(|choice| choice.right).collect()
    }

    /// A difference of structure: books that adapt their lessons allow it, whereas `missing-twin` is about what is
    /// missing as a whole, and hears only of texts with ids.
    fn difference(&self, original: &Self, book: &Book) -> Option<Diagnostic> {
        let language = book.config.language(original.text.locale).in_words();
        let (own, other) = (self.question, original.question);
        let rights = |asked: &Self| asked.right().into_iter().filter(|right| *right).count();
        let message = if self.callout.asks != original.callout.asks {
            message!("different-structure.kind", language = language)
        } else if own.choices.len() != other.choices.len() {
            let other = other.choices.len().to_string();
            message!("different-structure.choices", count = own.choices.len(), other = other, language = language)
        } else if rights(self) != rights(original) {
            let other = rights(original).to_string();
            message!("different-structure.right", count = rights(self), other = other, language = language)
        } else if self.right() != original.right() {
            message!("different-structure.which", language = language)
        } else if own.items != other.items {
            let other = other.items.to_string();
            message!("different-structure.items", count = own.items, other = other, language = language)
        } else if own.partners != other.partners {
            let other = other.partners.to_string();
            message!("different-structure.partners", count = own.partners, other = other, language = language)
        } else if own.blanks.len() != other.blanks.len() {
            let other = other.blanks.len().to_string();
            message!("different-structure.gaps", count = own.blanks.len(), other = other, language = language)
        } else {
            return None;
        };
        let fault = Diagnostic::new(Rule::DifferentStructure, self.place(), message);
        let fault = fault.relying_on([&self.text.path, &original.text.path]);
        let fault = fault.related(original.place(), message!("different-structure.question"));
        Some(fault.help(message!("different-structure.help-question")))
    }

    /// What counts is one for all languages where both say it.
    fn counts_otherwise(&self, original: &Self) -> Option<Diagnostic> {
        let (own, other) = (self.callout.counts.as_ref()?, original.callout.counts.as_ref()?);
        if own.value == other.value {
            return None;
        }
        let path = original.text.path.as_str();
        let message = message!("shared-field-differs.message", field = "count", other = path);
        let fault = Diagnostic::new(Rule::SharedFieldDiffers, Place::new(&self.text.path, &own.span), message);
        let first = Place::new(&original.text.path, &other.span);
        let fault = fault.related(first, message!("shared-field-differs.first"));
        Some(fault.help(message!("shared-field-differs.help")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_one_as_far_as_what_counts_is_the_same() {
        let counts = |all: &[Count]| all.iter().copied().collect::<Counts>();
        assert_eq!(folded(" L’Été ", counts(&[])), "l'ete");
        assert_eq!(folded("Été", counts(&[Count::Accents])), "été");
        assert_eq!(folded("Été", counts(&[Count::Case])), "Ete");
    }

    #[test]
    fn accents_tell_words_apart_in_french() {
        assert_eq!((other_word("À", "fr-CA"), other_word("à", "en"), other_word("été", "fr")), (Some("a"), None, None));
    }
}
