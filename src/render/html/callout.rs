//! Callouts, and passages in another language.

use super::writer::Writer;
use super::{Label, TaskMarks};
use crate::locale::typography::Typography;
use crate::parse::document::CalloutKind;

/// A check mark.
const CHECK: &str = concat!(
    r#"<svg class="pal-tick" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">"#,
    r#"<path d="M3 10.5l4.5 4.5L17 5"/></svg>"#,
);

impl Writer<'_> {
    /// Begins a callout: an index of `Document::callouts`. Nothing is written for an index that isn't there.
    pub(super) fn start_callout(&mut self, index: usize) {
        let Some(callout) = self.document.callouts.get(index) else { return };
        let mut name = icon(callout.kind) + &super::escape(&self.context.label(Label::Callout(callout.kind)));
        if let Some(number) = self.context.task_number(index) {
            name += &format!(" <span class=\"pal-task-number\">{number}</span>");
        }
        let class = std::iter::once(callout.kind.name()).chain(callout.classes.iter().map(String::as_str));
        let class = class.collect::<Vec<_>>().join(" ");
        let class = super::escape(&class);
        let own = callout.id.as_ref().map(|id| id.value.clone());
        let task = self.context.task(index);
        let id = task.as_ref().and_then(|task| task.id.clone()).or_else(|| own.clone());
        // Links still lead to an anchor that differs from the id which all languages share.
        let other = own.filter(|own| Some(own) != id.as_ref()).map_or_else(String::new, |own| {
            format!("<span id=\"{}{}\"></span>", self.id_prefix(), super::escape(&own))
        });
        let id = id.map_or_else(String::new, |id| format!(" id=\"{}{}\"", self.id_prefix(), super::escape(&id)));
        let asked = self.start_question(index, task.as_ref().map(|task| task.key.as_str()));
        let key = task.map_or_else(String::new, |task| format!(" data-pal-task=\"{}\"", task_id(&task)));
        match callout.kind {
            CalloutKind::Question | CalloutKind::Activity | CalloutKind::Teacher => {
                let prefix = self.id_prefix();
                self.block(&format!(
                    "<div{id} class=\"pal-callout pal-callout-{class}\" role=\"group\" aria-labelledby=\"{prefix}callout:{index}\"{key}{asked}>\n\
                     <p class=\"pal-callout-title\" id=\"{prefix}callout:{index}\">{other}<span class=\"pal-callout-kind\">{name}"
                ));
                if callout.kind == CalloutKind::Teacher {
                    let note = self.context.label(Label::TeacherOnly);
                    self.push(&format!(" <span class=\"pal-badge\">{}</span>", super::escape(&note)));
                }
                self.push("</span>");
                if callout.titled {
                    let colon = super::escape(&self.context.label(Label::Colon));
                    self.push(&format!("<span class=\"pal-visually-hidden\">{colon}</span> "));
                }
            }
            _ => {
                self.block(&format!(
                    "<aside{id} class=\"pal-alert pal-alert-{class}\" role=\"note\">\n<p class=\"pal-alert-title\">{name}"
                ));
                if callout.titled {
                    let colon = super::escape(&self.context.label(Label::Colon));
                    self.push(&colon);
                }
            }
        }
        if !callout.titled {
            self.push("</p>\n");
        }
    }

    /// Ends a callout, given by its index in `Document::callouts`. The answer to its question, if it asks one, is
    /// written first.
    pub(super) fn end_callout(&mut self, index: usize) {
        let Some(callout) = self.document.callouts.get(index) else { return };
        self.end_question(index);
        if callout.kind == CalloutKind::Activity {
            self.declare(index);
        }
        match callout.kind {
            CalloutKind::Question | CalloutKind::Activity | CalloutKind::Teacher => self.block("</div>\n"),
            _ => self.block("</aside>\n"),
        }
    }

    /// The button by which a student says that an activity is done; only the script that keeps progress can serve it.
    fn declare(&mut self, index: usize) {
        // On a page of another kind than the text's, nobody does it.
        let task = self.context.task(index).filter(|_| !self.context.is_for_paper());
        let Some(task) = task else { return };
        let label = super::escape(&self.context.label(Label::Declare));
        self.block(&format!(
            "<button class=\"pal-declare pal-scripted\" type=\"button\" data-declare=\"{}\">{CHECK}<span>{label}</span></button>\n",
            task_id(&task)
        ));
    }

    /// Begins a passage: an index of `Document::passages`. Its text is set by the rules of its own language, if it
    /// names one.
    pub(super) fn start_passage(&mut self, index: usize) {
        let Some(passage) = self.document.passages.get(index) else { return };
        let around = self.typography.last().copied().unwrap_or(Typography::AsWritten);
        let lang = passage.lang.as_deref();
        self.typography.push(lang.map_or(around, |lang| self.context.typography(Some(lang))));
        if !passage.inline {
            self.fresh_line();
        }
        self.push(if passage.inline { "<span" } else { "<div" });
        if let Some(lang) = &passage.lang {
            self.attribute("lang", lang);
            match (passage.right_to_left, passage.inline) {
                (true, _) => self.attribute("dir", "rtl"),
                (false, false) => self.attribute("dir", "ltr"),
                // A few words in a line find their direction by themselves.
                (false, true) => {}
            }
        }
        self.push(if passage.inline { ">" } else { ">\n" });
    }

    /// Ends a passage, given by its index in `Document::passages`.
    pub(super) fn end_passage(&mut self, index: usize) {
        if self.typography.len() > 1 {
            self.typography.pop();
        }
        match self.document.passages.get(index) {
            Some(passage) if passage.inline => self.push("</span>"),
            Some(_) => self.block("</div>\n"),
            None => {}
        }
    }
}

/// A drawing 20 wide and high, in the colour of the words beside it: each kind has an outline of its own, so that they are
/// told apart without colour. In the page and not in the stylesheet, so that it is printed, and shown in forced colours.
fn icon(kind: CalloutKind) -> String {
    let path = match kind {
        // A sheet with its corner folded.
        CalloutKind::Note => "M4.5 2.5h7l4 4v11h-11zM11.5 2.5v4h4M7.5 10h5M7.5 13.5h5",
        // A bulb.
        CalloutKind::Tip => "M7.5 14.5c0-2.5-2.5-3.5-2.5-7a5 5 0 0 1 10 0c0 3.5-2.5 4.5-2.5 7zM8 17.5h4",
        // A bookmark with an exclamation mark.
        CalloutKind::Important => "M4.5 2.5h11v15l-5.5-4-5.5 4zM10 5.5v3.5M10 11.4v.1",
        // A triangle.
        CalloutKind::Warning => "M10 2.5l8 14.5H2zM10 8v4M10 14.4v.1",
        // An octagon.
        CalloutKind::Caution => "M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7zM7 7l6 6M13 7l-6 6",
        // A speech bubble with a question mark.
        CalloutKind::Question => "M2.5 3h15v11H10l-4 3.5V14H2.5zM8 7a2 2 0 1 1 2.7 1.9c-.4.2-.7.5-.7 1M10 11.9v.1",
        // A pencil.
        CalloutKind::Activity => "M3 17l1-4L14 3l3 3L7 16zM12 5l3 3",
        // An open book.
        CalloutKind::Teacher => {
            "M10 5C8 3.5 5 3 2.5 3v12c2.5 0 5.5.5 7.5 2 2-1.5 5-2 7.5-2V3C15 3 12 3.5 10 5zM10 5v12"
        }
    };
    format!(
        "<svg class=\"pal-icon\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" aria-hidden=\"true\"><path d=\"{path}\"/></svg>"
    )
}

/// The id of a question or an activity in its text, by which scripts find progress on it, ready for an attribute.
fn task_id(task: &TaskMarks) -> String {
    super::escape(task.key.rsplit('#').next().unwrap_or_default())
}
