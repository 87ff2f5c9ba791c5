//! Items that are a text, or a map of fields by names that are known.

use super::block::{Opening, Region, key_of, line_at};
use super::scalar::is_entry;
use super::{Content, Entry, Kind, Reader, Value, repair};
use crate::message;
use crate::rule::Rule;
use crate::source::{Span, Spanned};

impl<'t> Reader<'t> {
    /// The entries of a value that is a map of fields; `None` if it is a text or a list. Braces are a map if one
    /// of its keys is known to `is_field`, and lines if one of them begins with such a key, so that `{x}` and
    /// `Composer : une phrase` stay texts.
    ///
    /// `bare` is the field that a first line without a key is taken for, which is reported with the line to write.
    pub(in crate::parse) fn fields(
        &mut self,
        value: &Value<'t>,
        is_field: fn(&str) -> bool,
        bare: Option<&str>,
    ) -> Option<Vec<Entry<'t>>> {
        let region = match value {
            Value::Node(node) => {
                let is_map = matches!(node.content, Content::Map(_)) && self.names_field(&node.span, is_field);
                return is_map.then(|| self.entries(value));
            }
            Value::Block(region) => self.content(region)?,
        };
        match self.kind(value) {
            Kind::Braces => return self.names_field(&region.span, is_field).then(|| self.entries(value)),
            Kind::Entries | Kind::Scalar if region.opening != Opening::Key => {}
            _ => return None,
        }
        let first = line_at(self.text, region.span.start, region.span.end);
        let field = self.first_field(&region, is_field)?;
        let written = self.text[first.content..first.end].trim_end();
        if field == first.content {
            return Some(self.entries_of_lines(&region));
        }
        // The lines of a longer text hold no fields.
        let is_quoted = |quote| written.len() > 1 && written.starts_with(quote) && written.ends_with(quote);
        if written.starts_with(['|', '>']) || (written.starts_with(['"', '\'']) && !is_quoted('"') && !is_quoted('\''))
        {
            return None;
        }
        let bare = bare.filter(|_| !is_entry(written));
        let Some(bare) = bare else { return Some(self.entries_of_lines(&region)) };
        let text = first.content..self.text[..field].trim_end().len();
        let help = message!("unquoted-value.help", line = repair::shortened(&format!("- {bare}: {written}")));
        let message = message!("invalid-field.message-bare", field = bare);
        self.report(Rule::InvalidField, first.content..first.content + written.len(), message, Some(help));
        let key = Spanned::new(bare.to_owned(), text.start..text.start);
        let value = Value::Block(Region { span: text, ..region.clone() });
        let start = self.text[..field].rfind('\n').map_or(field, |newline| newline + 1);
        let rest = Region { span: start..region.span.end, indent: region.indent, opening: Opening::Line };
        let mut entries = vec![Entry { key, value, tabs: false }];
        entries.extend(self.entries_of_lines(&rest));
        Some(entries)
    }

    /// Whether a key between the braces of a value is known to `is_field`.
    fn names_field(&self, braces: &Span, is_field: fn(&str) -> bool) -> bool {
        let parts = self.text[braces.clone()].split(['{', ',', '\n']);
        parts.filter_map(|part| key_of(part.trim_start(), is_field)).any(|key| is_field(key.text))
    }

    /// Where the first line begins whose key `is_field` knows.
    fn first_field(&self, region: &Region, is_field: fn(&str) -> bool) -> Option<usize> {
        let Span { start: mut at, end } = region.span;
        while at < end {
            let line = line_at(self.text, at, end);
            if key_of(&self.text[line.content..line.end], is_field).is_some_and(|key| is_field(key.text)) {
                return Some(line.content);
            }
            at = line.next;
        }
        None
    }
}
