//! A book's own style before hayagriva reads it: what would have it call itself for ever, go deeper
//! than a stack or work without end is found here, from the file's elements alone.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::source::Span;

/// The largest file, in bytes. The largest that comes with the program has a fifth of it.
const MOST_BYTES: usize = 1 << 20;

/// How deep elements may be nested in the file.
const MOST_NESTED: usize = 64;

/// How deep they may be nested, those of the macros that they call included.
const MOST_DEEP: usize = 160;

/// How many elements one work may be written by: of a choice one case, of a macro all, at each call. The
/// largest style that comes with the program has some 4,000, up to 73 deep.
const MOST_ELEMENTS: usize = 20_000;

/// How many macros and terms there may be: one is looked for among all of them wherever it is called. The largest
/// style that comes with the program has some 200.
pub(super) const MOST_NAMED: usize = 1_000;

/// Why a style is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// The file is too large.
    Large,
    /// It is no XML.
    Unreadable,
    /// There are too many macros and terms.
    Many,
    /// Elements are nested too deep.
    Deep,
    /// A macro that calls itself, if by others.
    Circle(String),
    /// Macros call each other so often that it would take for ever.
    Endless,
}

/// What is too much in a style, and the bytes of `text` where it is; `None` if nothing is.
pub(super) fn excess(text: &str) -> Option<(Span, Excess)> {
    if text.len() > MOST_BYTES {
        return Some((0..0, Excess::Large));
    }
    match parts(text) {
        Ok(parts) => measure(&parts).err(),
        Err(excess) => Some(excess),
    }
}

/// A macro, or the style outside its macros.
#[derive(Debug, Default)]
struct Part {
    name: Option<String>,
    steps: Vec<Step>,
}

/// The content of a part, in the order of the file.
#[derive(Debug)]
enum Step {
    Open {
        /// Whether one of the element's children is taken, not all.
        chooses: bool,
        /// The macro that it calls, if it calls one.
        calls: Option<String>,
        place: Span,
    },
    Close,
}

/// The parts of a style: first what is no macro, then each macro.
fn parts(text: &str) -> Result<Vec<Part>, (Span, Excess)> {
    let mut parts = vec![Part::default()];
    let mut reader = Reader::from_str(text);
    let (mut at, mut deep, mut named) = (0, 0, 0);
    // The depth of the macro that is open.
    let mut open = None;
    loop {
        let start = position(&reader, text);
        let unreadable = || (start..start, Excess::Unreadable);
        let event = reader.read_event().map_err(|_| unreadable())?;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let place = start..position(&reader, text);
                deep += 1;
                if deep > MOST_NESTED {
                    return Err((place, Excess::Deep));
                }
                named += usize::from(matches!(element.local_name().as_ref(), b"macro" | b"term"));
                if named > MOST_NAMED {
                    return Err((place, Excess::Many));
                }
                if open.is_none() && element.local_name().as_ref() == b"macro" {
                    let name = attribute(element, "name").map_err(|_| unreadable())?;
                    at = parts.len();
                    parts.push(Part { name, ..Part::default() });
                    open = Some(deep);
                }
                let calls = attribute(element, "macro").map_err(|_| unreadable())?;
                let chooses = element.local_name().as_ref() == b"choose";
                parts[at].steps.push(Step::Open { chooses, calls, place });
            }
            Event::Eof => return Ok(parts),
            _ => {}
        }
        if matches!(event, Event::End(_) | Event::Empty(_)) {
            parts[at].steps.push(Step::Close);
            if open == Some(deep) {
                (at, open) = (0, None);
            }
            deep = deep.saturating_sub(1);
        }
    }
}

fn position(reader: &Reader<&[u8]>, text: &str) -> usize {
    usize::try_from(reader.buffer_position()).map_or(text.len(), |at| at.min(text.len()))
}

/// An attribute's value, if the element has it. An error if the attributes can't be read.
fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, quick_xml::Error> {
    for attribute in element.attributes() {
        let attribute = attribute?;
        if attribute.key.local_name().as_ref() == name.as_bytes() {
            return Ok(Some(attribute.unescape_value()?.into_owned()));
        }
    }
    Ok(None)
}

/// What a part comes to, with the macros that it calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Measure {
    elements: usize,
    deep: usize,
}

/// What the whole style comes to. No recursion: a chain of calls is as long as the file allows.
fn measure(parts: &[Part]) -> Result<Measure, (Span, Excess)> {
    // Of macros with one name, hayagriva takes the first.
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (index, part) in parts.iter().enumerate().skip(1) {
        if let Some(name) = part.name.as_deref() {
            by_name.entry(name).or_insert(index);
        }
    }
    let mut measured: Vec<Option<Measure>> = vec![None; parts.len()];
    let mut is_open = vec![false; parts.len()];
    // Macros that nothing calls are read, but never used. Each part with the step that it is at.
    let mut path = vec![(0, 0)];
    is_open[0] = true;
    while let Some((part, step)) = path.last_mut() {
        let Some(at) = parts[*part].steps.get(*step) else {
            let sum = sum(&parts[*part], |name| by_name.get(name).and_then(|&called| measured[called]))?;
            (measured[*part], is_open[*part]) = (Some(sum), false);
            path.pop();
            continue;
        };
        *step += 1;
        let Step::Open { calls: Some(calls), place, .. } = at else { continue };
        let Some(&called) = by_name.get(calls.as_str()) else { continue };
        if is_open[called] {
            return Err((place.clone(), Excess::Circle(calls.clone())));
        }
        if measured[called].is_none() {
            is_open[called] = true;
            path.push((called, 0));
        }
    }
    Ok(measured[0].unwrap_or_default())
}

/// What a part comes to, when it is known what the macros do.
fn sum(part: &Part, known: impl Fn(&str) -> Option<Measure>) -> Result<Measure, (Span, Excess)> {
    let mut open = vec![(false, Measure::default())];
    for step in &part.steps {
        match step {
            Step::Open { chooses, calls, place } => {
                let called = calls.as_deref().and_then(&known).unwrap_or_default();
                let own = Measure { elements: called.elements.saturating_add(1), deep: called.deep };
                if open.len() + own.deep > MOST_DEEP {
                    return Err((place.clone(), Excess::Deep));
                }
                if own.elements > MOST_ELEMENTS {
                    return Err((place.clone(), Excess::Endless));
                }
                open.push((*chooses, own));
            }
            Step::Close => {
                let Some((_, inner)) = open.pop() else { continue };
                let Some((chooses, outer)) = open.last_mut() else { continue };
                outer.deep = outer.deep.max(inner.deep + 1);
                outer.elements = match chooses {
                    true => outer.elements.max(inner.elements),
                    false => outer.elements.saturating_add(inner.elements),
                };
            }
        }
    }
    Ok(open.first().map_or(Measure::default(), |(_, whole)| *whole))
}

#[cfg(test)]
mod tests {
    use hayagriva::archive::ArchivedStyle;

    use super::*;

    fn found(body: &str) -> Option<(String, Excess)> {
        let text = format!("<style class=\"in-text\">{body}</style>");
        excess(&text).map(|(place, excess)| (text[place].to_owned(), excess))
    }

    #[test]
    fn every_style_that_comes_with_the_program_is_within_bounds() {
        for style in ArchivedStyle::all() {
            let xml = style.get().to_xml().unwrap();
            let parts = parts(&xml).unwrap();
            let named = parts.len() + xml.matches("<term ").count();
            assert!(named <= MOST_NAMED / 2, "{style:?}: {named}");
            let Measure { elements, deep } = measure(&parts).unwrap();
            assert!(elements <= MOST_ELEMENTS / 2 && deep <= MOST_DEEP / 2 && xml.len() <= MOST_BYTES / 2, "{style:?}");
        }
    }

    #[test]
    fn macros_that_call_each_other_in_a_circle_are_found() {
        let circle = "<macro name=\"a\"><text macro=\"b\"/></macro>\
                      <macro name=\"b\"><group><text macro=\"a\"/></group></macro>";
        let used = format!("{circle}<citation><layout><text macro=\"a\"/></layout></citation>");
        assert_eq!(found(&used), Some(("<text macro=\"a\"/>".to_owned(), Excess::Circle("a".to_owned()))));
        let sorted = format!("{circle}<citation><sort><key macro=\"&#98;\"/></sort></citation>");
        assert_eq!(found(&sorted).map(|(_, excess)| excess), Some(Excess::Circle("b".to_owned())));
        let itself = "<macro name=\"a\"><names><substitute><text macro=\"a\"/></substitute></names></macro>\
                      <bibliography><layout><text macro=\"a\"/></layout></bibliography>";
        assert_eq!(found(itself).map(|(_, excess)| excess), Some(Excess::Circle("a".to_owned())));
    }

    #[test]
    fn elements_too_deep_are_found_at_once_and_by_way_of_macros() {
        let nested = "<group>".repeat(MOST_NESTED) + &"</group>".repeat(MOST_NESTED);
        assert_eq!(found(&nested).map(|(_, excess)| excess), Some(Excess::Deep));
        let chain: String = (0..500)
            .map(|macro_| format!("<macro name=\"{macro_}\"><text macro=\"{}\"/></macro>", macro_ + 1))
            .collect();
        let chain = format!("{chain}<citation><text macro=\"0\"/></citation>");
        assert_eq!(found(&chain).map(|(_, excess)| excess), Some(Excess::Deep));
    }

    #[test]
    fn macros_that_multiply_are_found() {
        let doubling = (0..40).map(|number| {
            let call = format!("<text macro=\"{}\"/>", number + 1);
            format!("<macro name=\"{number}\">{call}{call}</macro>")
        });
        let style = format!("{}<citation><text macro=\"0\"/></citation>", doubling.collect::<String>());
        assert_eq!(found(&style).map(|(_, excess)| excess), Some(Excess::Endless));
    }

    #[test]
    fn more_macros_and_terms_than_any_style_has_are_found_at_the_first_that_is_too_many() {
        let each = |count: usize, element: &str| -> String {
            (0..count).map(|number| format!("<{element} name=\"{number}\"></{element}>")).collect()
        };
        let terms = each(MOST_NAMED / 2, "term");
        assert_eq!(found(&(terms.clone() + &each(MOST_NAMED / 2, "macro"))), None);
        let first = format!("<macro name=\"{}\">", MOST_NAMED / 2);
        assert_eq!(found(&(terms + &each(MOST_NAMED, "macro"))), Some((first, Excess::Many)));
    }

    #[test]
    fn large_files_and_files_that_are_no_xml_are_found() {
        assert_eq!(found(&"<a/>".repeat(MOST_BYTES / 4)).map(|(_, excess)| excess), Some(Excess::Large));
        assert_eq!(found("<a></b>").map(|(_, excess)| excess), Some(Excess::Unreadable));
        assert_eq!(found("<text macro=\"missing\"/><macro name=\"idle\"><text macro=\"idle\"/></macro>"), None);
    }
}
