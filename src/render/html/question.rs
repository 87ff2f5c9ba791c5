//! Questions: what is answered in them, hints, and the answer behind a summary. `web/ANSWERS.md` says what the scripts
//! make of it.

use std::mem;

use super::shuffle::shuffled;
use super::writer::Writer;
use super::{Label, escape};
use crate::config::Counts;
use crate::locale::typography::OBJECT;
use crate::parse::answer::{self, Accepted};
use crate::parse::document::{Asks, Callout, Document, Question};

/// A question that is being written. Its answers are in the text among its choices, and on
/// the page behind a summary: it is written aside.
#[derive(Default)]
pub(super) struct OpenQuestion {
    /// Its index in `Document::questions`.
    question: usize,
    /// Its index in `Document::callouts`.
    callout: usize,
    /// How it is answered, if it is.
    asks: Option<Asks>,
    /// For each place that is shown, from 0, the place in the right order of what is shown there.
    shuffled: Vec<usize>,
    /// How many of its choices are begun.
    choices: usize,
    /// How many of its blanks are written.
    blanks: usize,
    /// How many of its hints are begun.
    hints: usize,
    /// The HTML before what is written aside.
    before: Vec<String>,
    /// The feedbacks, each with its choice.
    feedback: Vec<(usize, String)>,
    /// The things to be put in order, or the partners, in the right order.
    things: Vec<String>,
    /// For each thing with a partner, the place of that in the right order, from 0.
    paired: Vec<usize>,
    /// Which of the two lists of pairs have a name.
    is_named: [bool; 2],
    explanation: String,
}

impl Question {
    /// How it is answered in the page; `None` if no answer could be right.
    fn answered(&self, callout: &Callout, document: &Document) -> Option<Asks> {
        callout.asks.filter(|asks| match asks {
            Asks::Choices => self.choices.iter().any(|choice| choice.right),
            Asks::Order => self.items > 1,
            Asks::Pairs => self.items > 0 && self.partners > 1,
            Asks::Short | Asks::Gaps => {
                let accepts =
                    |blank: &usize| document.blanks.get(*blank).is_some_and(|blank| !blank.accepts.is_empty());
                self.blanks.iter().any(accepts)
            }
        })
    }
}

impl Writer<'_> {
    /// Begins a question, given by the index of its callout, of which `key` names progress; gives the attributes by
    /// which the script finds it.
    pub(super) fn start_question(&mut self, index: usize, key: Option<&str>) -> String {
        let Some(callout) = self.document.callouts.get(index) else { return String::new() };
        let Some((at, question)) = callout.question.and_then(|at| Some((at, self.document.questions.get(at)?))) else {
            return String::new();
        };
        let key = key.map_or_else(|| format!("callout:{index}"), str::to_owned);
        let count = match callout.asks {
            Some(Asks::Order) => question.items,
            Some(Asks::Pairs) => question.partners,
            _ => 0,
        };
        let (asks, shuffled) = (callout.asks, shuffled(count, &key));
        self.asked.push(OpenQuestion { question: at, callout: index, asks, shuffled, ..OpenQuestion::default() });
        let asks = question.answered(callout, self.document).filter(|_| !self.context.is_for_paper());
        let Some(asks) = asks else { return String::new() };
        let mut html = format!(" data-pal-ask=\"{}\"", asks.name());
        let counts: Counts = callout.counts.as_ref().map_or_else(|| self.context.counts(), |counts| counts.value);
        if matches!(asks, Asks::Short | Asks::Gaps) && counts != Counts::default() {
            html += &format!(" data-pal-count=\"{}\"", counts.names().join(" "));
        }
        html
    }

    /// Ends a question, given by the index of its callout, with the answer to it: on paper, which opens nothing, where
    /// answers are open.
    pub(super) fn end_question(&mut self, callout: usize) {
        if self.asked.last().is_some_and(|asked| asked.callout == callout)
            && let Some(asked) = self.asked.pop()
            && asked.asks.is_some()
            && (self.context.opens_answers() || !self.context.is_for_paper())
        {
            self.answer(&asked);
        }
    }

    /// The value of `type` of a lettered list of so many things.
    fn list_type(&self, count: usize) -> &'static str {
        if self.is_numbered(count) { "1" } else { "A" }
    }

    /// Whether things are numbered, as they are where a language has other letters than ours, and where there are more
    /// of them than letters.
    fn is_numbered(&self, count: usize) -> bool {
        count > 26 || self.context.label(Label::ChoiceMarks) == "1"
    }

    /// What a thing of so many is called, from 1.
    fn mark(&self, number: usize, count: usize) -> String {
        if self.is_numbered(count) { number.to_string() } else { letter(number) }
    }

    /// Begins the list of choices of a question.
    pub(super) fn start_choices(&mut self, question: usize) {
        let count = self.document.questions.get(question).map_or(0, |question| question.choices.len());
        let kind = self.list_type(count);
        self.block(&format!("<ol class=\"pal-choices\" type=\"{kind}\">\n"));
    }

    /// Begins a choice, and counts it among those of the question asked last.
    pub(super) fn start_choice(&mut self) {
        let Some(asked) = self.asked.last_mut() else { return };
        asked.choices += 1;
        let question = self.document.questions.get(asked.question);
        let choice = question.and_then(|question| question.choices.get(asked.choices - 1));
        self.block(if choice.is_some_and(|choice| choice.right) { "<li data-pal-right>" } else { "<li>" });
    }

    /// Begins what is written aside.
    pub(super) fn start_aside(&mut self) {
        let before = mem::take(&mut self.html);
        if let Some(asked) = self.asked.last_mut() {
            asked.before.push(before);
        }
    }

    /// Ends what was written aside, and gives it to the question asked last.
    fn end_aside(&mut self, give: impl FnOnce(&mut OpenQuestion, String)) {
        let html = mem::take(&mut self.html);
        if let Some(asked) = self.asked.last_mut() {
            self.html = asked.before.pop().unwrap_or_default();
            give(asked, html);
        }
    }

    /// Ends what was written aside as feedback on the choice that was begun last.
    pub(super) fn end_feedback(&mut self) {
        self.end_aside(|asked, html| asked.feedback.push((asked.choices, html)));
    }

    /// Ends what was written aside as the explanation of the question asked last.
    pub(super) fn end_explanation(&mut self) {
        self.end_aside(|asked, html| asked.explanation = html);
    }

    /// Ends what was written aside as a thing to be put in order, or a partner.
    pub(super) fn end_thing(&mut self) {
        self.end_aside(|asked, html| asked.things.push(html));
    }

    /// Writes the things to be put in order, shuffled.
    pub(super) fn end_order(&mut self) {
        self.things("pal-order", None, |place| format!(" data-pal-place=\"{}\"", place + 1));
    }

    /// Writes the partners, shuffled.
    pub(super) fn end_partners(&mut self) {
        self.things("pal-partners", Some(1), |_| String::new());
    }

    /// Writes a shuffled list, named by the name of that side; `attributes` are those of a thing, by its place in the
    /// right order.
    fn things(&mut self, class: &str, side: Option<usize>, attributes: impl Fn(usize) -> String) {
        let Some(asked) = self.asked.last_mut() else { return };
        let (things, shuffled) = (mem::take(&mut asked.things), asked.shuffled.clone());
        let kind = self.list_type(things.len());
        let named = side.map_or_else(String::new, |side| self.named_by_list(side));
        self.block(&format!("<ol class=\"{class}\" type=\"{kind}\"{named}>\n"));
        for place in shuffled {
            let Some(html) = things.get(place) else { continue };
            self.push(&format!("<li{}>{html}</li>\n", attributes(place)));
        }
        self.push("</ol>\n");
    }

    /// Begins the name of a list of pairs: 0 for the things, 1 for their partners.
    pub(super) fn start_list_name(&mut self, side: usize) {
        let Some(asked) = self.asked.last_mut() else { return };
        if let Some(is_named) = asked.is_named.get_mut(side) {
            *is_named = true;
        }
        let id = self.list_id(side);
        self.block(&format!("<p class=\"pal-list-name\" id=\"{id}\">"));
    }

    fn list_id(&self, side: usize) -> String {
        let callout = self.asked.last().map_or(0, |asked| asked.callout);
        format!("{}callout:{callout}:{}", self.id_prefix(), if side == 0 { "left" } else { "right" })
    }

    fn named_by_list(&self, side: usize) -> String {
        let is_named = self.asked.last().and_then(|asked| asked.is_named.get(side).copied()).unwrap_or_default();
        if is_named { format!(" aria-labelledby=\"{}\"", self.list_id(side)) } else { String::new() }
    }

    /// Begins the list of things with partners.
    pub(super) fn start_pairs(&mut self) {
        let named = self.named_by_list(0);
        self.block(&format!("<ol class=\"pal-pairs\"{named}>\n"));
    }

    /// Begins a thing whose partner has that place in the right order, from 0.
    pub(super) fn start_paired(&mut self, partner: usize) {
        let Some(asked) = self.asked.last_mut() else { return };
        asked.paired.push(partner);
        let shown = asked.shuffled.iter().position(|place| *place == partner).map_or(0, |place| place + 1);
        self.block(&format!("<li data-pal-pair=\"{shown}\">"));
    }

    /// Writes a place where students write: in a text with gaps its number, which the answer refers to.
    pub(super) fn blank(&mut self, index: usize) {
        let Some(blank) = self.document.blanks.get(index) else { return };
        let accepts: Vec<serde_json::Value> = blank.accepts.iter().map(|answer| self.accepted(&answer.value)).collect();
        self.push("<span class=\"pal-blank\"");
        if !accepts.is_empty() {
            self.attribute("data-pal-accept", &serde_json::Value::from(accepts).to_string());
        }
        self.push(">");
        let number = self.asked.last_mut().filter(|asked| asked.asks == Some(Asks::Gaps)).map(|asked| {
            asked.blanks += 1;
            asked.blanks
        });
        if let Some(number) = number {
            self.push(&format!("({number})"));
        }
        self.push("</span>");
    }

    /// An answer as the script reads it. A number that can't be read is words: that is reported.
    fn accepted(&self, answer: &str) -> serde_json::Value {
        match answer::read(answer, self.context.number_marks()) {
            Ok(Accepted::Quantity(quantity)) => {
                let mut fields = serde_json::Map::new();
                fields.insert("number".to_owned(), shortest(quantity.number));
                fields.extend(quantity.within.map(|within| ("within".to_owned(), shortest(within))));
                fields.extend(quantity.unit.map(|unit| ("unit".to_owned(), unit.into())));
                fields.into()
            }
            Ok(Accepted::Words(words)) => words.into(),
            Err(_) => answer.into(),
        }
    }

    /// What students type for an answer, as HTML. A translator of the browser leaves it alone.
    fn shown_answer(&self, answer: &str) -> String {
        let words = match answer::read(answer, self.context.number_marks()) {
            Ok(Accepted::Words(words)) => words,
            _ => answer.to_owned(),
        };
        format!("<span translate=\"no\">{}</span>", super::escape(&words))
    }

    /// Begins a hint, behind a summary.
    pub(super) fn start_hint(&mut self) {
        let number = self.asked.last_mut().map_or(1, |asked| {
            asked.hints += 1;
            asked.hints
        });
        let summary = super::escape(&self.context.label(Label::Hint(number)));
        let open = if self.context.opens_answers() { " open" } else { "" };
        self.block(&format!("<details class=\"pal-hint\"{open}>\n<summary>{summary}</summary>\n<p>"));
    }

    /// Ends a hint.
    pub(super) fn end_hint(&mut self) {
        self.push("</p>\n</details>\n");
    }

    /// The answer to a question, behind a summary.
    fn answer(&mut self, asked: &OpenQuestion) {
        let Some(question) = self.document.questions.get(asked.question) else { return };
        let right = self.right_answers(asked, question);
        let (summary, right) = match asked.asks {
            Some(Asks::Order) => (Label::ShowAnswer(false), (!right.is_empty()).then_some((Label::RightOrder, right))),
            _ => {
                let several = right.len() > 1;
                (Label::ShowAnswer(several), (!right.is_empty()).then_some((Label::RightAnswers(several), right)))
            }
        };
        let summary = super::escape(&self.context.label(summary));
        let open = if self.context.opens_answers() { " open" } else { "" };
        self.block(&format!("<details class=\"pal-answer\"{open}>\n<summary>{summary}</summary>\n"));
        if let Some((label, right)) = right {
            let separator = super::escape(&self.context.label(Label::ListSeparator));
            let mut words = String::new();
            escape::text(&mut words, &self.context.label(label));
            let words = words.replacen(OBJECT, &right.join(&separator), 1);
            self.push(&format!("<p class=\"pal-right-answer\">{words}</p>\n"));
        }
        if !asked.feedback.is_empty() {
            self.push("<dl class=\"pal-feedback\">\n");
            for (choice, html) in &asked.feedback {
                let mark = self.mark(*choice, question.choices.len());
                self.push(&format!("<dt>{mark}</dt>\n<dd data-pal-choice=\"{choice}\">\n{html}</dd>\n"));
            }
            self.push("</dl>\n");
        }
        self.push(&asked.explanation);
        self.answer_notes(asked.question);
        self.block("</details>\n");
    }

    /// The right answers to a question, each as HTML.
    fn right_answers(&self, asked: &OpenQuestion, question: &Question) -> Vec<String> {
        let accepts = |blank: &usize| self.document.blanks.get(*blank).map_or(&[][..], |blank| &blank.accepts);
        let shown = |place: usize| asked.shuffled.iter().position(|other| *other == place).map_or(0, |at| at + 1);
        match asked.asks {
            Some(Asks::Choices) => {
                let right = (1..).zip(&question.choices).filter(|(_, choice)| choice.right);
                right.map(|(number, _)| self.mark(number, question.choices.len())).collect()
            }
            Some(Asks::Order) => (0..question.items).map(|place| self.mark(shown(place), question.items)).collect(),
            Some(Asks::Pairs) => {
                let pairs = (1..).zip(&asked.paired);
                let pair = |(number, partner): (usize, &usize)| {
                    format!("{number}\u{a0}–\u{a0}{}", self.mark(shown(*partner), question.partners))
                };
                pairs.map(pair).collect()
            }
            Some(Asks::Short) => {
                let answers = question.blanks.iter().flat_map(accepts);
                answers.map(|answer| self.shown_answer(&answer.value)).collect()
            }
            Some(Asks::Gaps) => {
                let or = super::escape(&self.context.label(Label::Or));
                let gaps = (1..).zip(&question.blanks).filter(|(_, blank)| !accepts(blank).is_empty());
                let gap = |(number, blank): (usize, &usize)| {
                    let answers: Vec<String> = accepts(blank).iter().map(|one| self.shown_answer(&one.value)).collect();
                    format!("({number})\u{a0}{}", answers.join(&or))
                };
                gaps.map(gap).collect()
            }
            None => Vec::new(),
        }
    }
}

/// A number as JSON has it: whole ones without decimals.
fn shortest(number: f64) -> serde_json::Value {
    match number.fract() == 0.0 && number.abs() < 1e15 {
        true => serde_json::Value::from(number as i64),
        false => serde_json::Value::from(number),
    }
}

/// The letter of a choice, from 1: `A` to `Z`, then `AA`, as lists have them.
fn letter(number: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = number;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_a_list() {
        assert_eq!([1, 2, 26, 27, 703].map(letter), ["A", "B", "Z", "AA", "AAA"]);
    }
}
