//! A file whose entries may repeat parts of others: `&name` there, `*name` here.

use serde_yaml::granit_parser::ErrorKind;

use super::Reader;
use super::block::{Entry, Value};
use super::node::{self, Content, Fault, Reading, Unreadable};

/// How often a file is read again without the entries that keep it from being read.
const ROUNDS: usize = 8;

impl<'t> Reader<'t> {
    /// The entries of the file. It is read whole; what keeps it from that is left out, entry by
    /// entry, and given as lines, in which a fault costs its own field.
    pub(in crate::parse) fn linked_entries(&mut self, is_known: fn(&str) -> bool) -> Vec<Entry<'t>> {
        let text = self.text;
        if let Ok(reading) = node::read_within(text, 0, node::FILE)
            && matches!(reading.node.content, Content::Map(_))
        {
            return self.read_entries(reading);
        }
        let lines = self.file_entries(is_known);
        let mut left_out: Vec<bool> = lines.iter().map(|entry| !self.is_sound(entry)).collect();
        for _ in 0..ROUNDS {
            let rest = self.without(&lines, &left_out);
            match node::read_within(&rest, 0, node::FILE) {
                Ok(Reading { node, bends }) => {
                    let whole = self.read_entries(Reading { node: node.into_owned(), bends });
                    let lines = lines.into_iter().zip(left_out).filter(|(_, left_out)| *left_out);
                    let mut entries: Vec<Entry<'t>> = lines.map(|(entry, _)| entry).chain(whole).collect();
                    entries.sort_by_key(|entry| entry.key.span.start);
                    return entries;
                }
                Err(unreadable) => {
                    let after = lines.partition_point(|entry| entry.key.span.start <= unreadable.at);
                    match left_out.get_mut(after.saturating_sub(1)) {
                        Some(left_out) if !*left_out => *left_out = true,
                        _ => break,
                    }
                }
            }
        }
        lines
    }

    fn read_entries(&mut self, reading: Reading<'t>) -> Vec<Entry<'t>> {
        for (bend, at) in &reading.bends {
            self.report_bend(bend, at.clone());
        }
        self.node_entries(reading.node)
    }

    /// Whether an entry can be read, if what it repeats can.
    fn is_sound(&self, entry: &Entry<'t>) -> bool {
        let Value::Block(region) = &entry.value else { return true };
        let Some(content) = self.content(region) else { return true };
        match node::read(&self.text[content.span.clone()], content.span.start) {
            Ok(reading) => matches!(reading.node.content, Content::Map(_)),
            Err(Unreadable { fault: Fault::Syntax(kind), .. }) => kind == ErrorKind::UnknownAnchor,
            Err(_) => false,
        }
    }

    /// The file with blanks in place of what is left out, and of what is no entry.
    fn without(&self, entries: &[Entry<'t>], left_out: &[bool]) -> String {
        let mut rest = String::with_capacity(self.text.len());
        let blank = |rest: &mut String, end: usize| {
            let bytes = self.text[rest.len()..end].bytes();
            rest.extend(bytes.map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        };
        for (entry, _) in entries.iter().zip(left_out).filter(|(_, left_out)| !**left_out) {
            let start = entry.key.span.start.max(rest.len());
            let end = self.span(&entry.value).end.max(entry.key.span.end).max(start);
            blank(&mut rest, start);
            rest.push_str(&self.text[start..end]);
            // A missing value leaves the colon.
            if rest.len() == entry.key.span.end {
                let colon = self.text[rest.len()..].find(':').map_or(rest.len(), |at| rest.len() + at + 1);
                rest.push_str(&self.text[rest.len()..colon]);
            }
        }
        blank(&mut rest, self.text.len());
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(String, bool)>, usize) {
        let mut reader = Reader::new(text);
        let entries = reader.linked_entries(|_| true);
        let entries = entries.into_iter().map(|entry| {
            assert_eq!(text[entry.key.span].trim_matches('"'), entry.key.value);
            (entry.key.value, matches!(entry.value, Value::Node(_)))
        });
        (entries.collect(), reader.diagnostics.len())
    }

    fn expected(entries: &[(&str, bool)]) -> Vec<(String, bool)> {
        entries.iter().map(|(key, whole)| ((*key).to_owned(), *whole)).collect()
    }

    #[test]
    fn a_file_is_read_whole() {
        let text = "---\n# é\na: &x { b: c }\n\"b c\":\n  d: *x\n  e: |\n    f: g\n\n    h\nd: {}\n";
        assert_eq!(read(text), (expected(&[("a", true), ("b c", true), ("d", true)]), 0));
        assert_eq!(read(&text.replace('\n', "\r\n")).0.len(), 3);
        for text in ["", "\n\n", "# a\n", "---\n"] {
            assert_eq!(read(text), (vec![], 0), "{text:?}");
        }
    }

    #[test]
    fn what_keeps_it_from_that_is_given_as_lines() {
        let text = "é:\n  a: &x { b: c }\nb:\n  t: Un : deux\nc:\n  d: *x\nd:\n  e: [f\ne: { f: g }\n";
        let wanted = [("é", true), ("b", false), ("c", true), ("d", false), ("e", true)];
        assert_eq!(read(text), (expected(&wanted), 0));
        assert_eq!(read(&text.replace('\n', "\r\n")), (expected(&wanted), 0));
        // What repeats something that is left out is left out with it.
        let text = "a:\n  b: &x c\n  c: [\nb:\n  c: *x\nd: { e: f }\n";
        assert_eq!(read(text), (expected(&[("a", false), ("b", false), ("d", true)]), 0));
    }

    #[test]
    fn what_is_no_entry_is_reported() {
        assert_eq!(read("- a\n- b\n"), (vec![], 1));
        assert_eq!(read("a: { b: c }\nperdu\nc: { d: e }\n").1, 1);
        assert_eq!(read("a: { b: c }\n---\nc: { d: e }\n"), (expected(&[("a", true), ("c", true)]), 1));
    }

    #[test]
    fn costly_files_come_to_an_end() {
        for text in ["a: *x\n", "a: [\n", "a:\n", "{a,", "- ", "? ", "a: &x {a,\n"] {
            read(&text.repeat(20_000));
        }
    }
}
