//! `{width=50% .left}` right after an image, or after a link that holds an image and nothing else.

use std::ops::Range;

use pulldown_cmark::{Event, Tag as Parsed, TagEnd};

use super::builder::is_block;
use super::flow::joined;
use super::steps::{Reader, Step, Steps};
use crate::parse::attributes::closing;
use crate::parse::document::Slip;
use crate::parse::image::{self, ImageAttributes, ImageSlip};

/// Puts the attributes of images before them, and takes away the text that says them.
pub(super) fn read<'a>(reader: &mut Reader<'_, '_>, steps: Steps<'a>) -> Steps<'a> {
    let mut done: Steps<'a> = Vec::with_capacity(steps.len());
    // Where in `done` the image begins that is open, and how many images it holds in its alternative text.
    let mut open: Option<(usize, usize)> = None;
    // The image that ended last, by where it begins in `done`.
    let mut last: Option<usize> = None;
    // What of the Markdown was read last as attributes.
    let mut cut = 0..0;
    for at in 0..steps.len() {
        let (step, range) = &steps[at];
        if range.start < cut.end && range.end > cut.start && is_cut(step, range, &cut) {
            done.extend(after(step, range, cut.end));
            continue;
        }
        done.push((step.clone(), range.clone()));
        let image = match step {
            Step::Parsed(Event::Start(Parsed::Image { .. })) => {
                open = open.map(|(start, inside)| (start, inside + 1)).or(Some((done.len() - 1, 0)));
                continue;
            }
            Step::Parsed(Event::End(TagEnd::Image)) => match open {
                Some((start, inside @ 1..)) => {
                    open = Some((start, inside - 1));
                    continue;
                }
                Some((start, _)) => {
                    open = None;
                    last = Some(start);
                    start
                }
                None => continue,
            },
            // A link whose text is that image.
            Step::Parsed(Event::End(TagEnd::Link)) => match last.filter(|&start| is_linked(&done, start)) {
                Some(start) => start,
                None => continue,
            },
            _ => continue,
        };
        if let Some((attributes, place)) = reader.image_attributes(range.end, &steps[at + 1..]) {
            done.insert(image + 1, (Step::Attributes(Box::new(attributes)), place.clone()));
            (cut, last) = (place, None);
        }
    }
    done
}

/// Whether the image that begins at `start` is all that the link holds whose end is the last step.
fn is_linked(done: &Steps<'_>, start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|before| done.get(before));
    let is_alone = matches!(before, Some((Step::Parsed(Event::Start(Parsed::Link { .. })), _)));
    let last = done.len().checked_sub(2).and_then(|last| done.get(last));
    is_alone && matches!(last, Some((Step::Parsed(Event::End(TagEnd::Image)), _)))
}

/// Whether a step that meets the attributes at `cut` is part of them: all of it, or a text that goes on after them.
fn is_cut(step: &Step<'_>, range: &Range<usize>, cut: &Range<usize>) -> bool {
    range.start >= cut.start && range.end <= cut.end || matches!(step, Step::Parsed(Event::Text(_)))
}

/// What is left of a step after attributes that end at `read`.
fn after<'a>(step: &Step<'a>, range: &Range<usize>, read: usize) -> Option<(Step<'a>, Range<usize>)> {
    let Step::Parsed(Event::Text(text)) = step else { return None };
    let rest = text.get(read.checked_sub(range.start)?..).filter(|rest| !rest.is_empty())?;
    Some((Step::Parsed(Event::Text(rest.to_owned().into())), read..range.end))
}

impl Reader<'_, '_> {
    /// The attributes that begin at `at`, after an image, where `steps` go on; and their place. Reports what isn't right
    /// with them.
    fn image_attributes(
        &mut self,
        at: usize,
        steps: &[(Step<'_>, Range<usize>)],
    ) -> Option<(ImageAttributes, Range<usize>)> {
        let rest = self.markdown.get(at..)?;
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let open = at + blanks;
        rest[blanks..].starts_with('{').then_some(())?;
        let text = joined(bounded(&self.markdown[open + 1..]));
        let found = closing(&text).filter(|&length| is_inline(steps, open..open + length + 2));
        let Some(length) = found else {
            let end = text.find('\n').unwrap_or(text.len());
            if blanks == 0 && image::begins(&text[..end]) {
                self.slip(Slip::Image(ImageSlip::Unclosed), open..open + 1 + text[..end].trim_end().len());
            }
            return None;
        };
        let (inside, end) = (&text[..length], open + length + 2);
        if let Some((attributes, slips)) = ImageAttributes::parse(inside) {
            if blanks > 0 && slips.iter().any(|(slip, _)| matches!(slip, ImageSlip::Unknown(_, None))) {
                return None;
            }
            for (slip, place) in slips {
                self.slip(Slip::Image(slip), open + 1 + place.start..open + 1 + place.end);
            }
            let credit = attributes.credit.placed(|place| self.place(open + 1 + place.start..open + 1 + place.end));
            return Some((ImageAttributes { credit, ..attributes }, open..end));
        }
        let meant = image::meant(inside);
        if blanks > 0 && meant.is_none() {
            return None;
        }
        self.slip(Slip::Image(ImageSlip::Broken(meant)), open..end);
        Some((ImageAttributes::default(), open..end))
    }
}

/// The beginning of a text, as long as attributes may be at most.
fn bounded(text: &str) -> &str {
    let most = (0..=image::LONGEST.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
    &text[..most]
}

/// Whether all that steps hold up to the end of a range of the Markdown is in a line, and begins and ends in the range.
/// Text may go on after it.
fn is_inline(steps: &[(Step<'_>, Range<usize>)], range: Range<usize>) -> bool {
    let mut covered = range.start;
    for (step, place) in steps.iter().take_while(|(_, place)| place.start < range.end) {
        if covered >= range.end {
            break;
        }
        let fits = match step {
            Step::Parsed(Event::Text(_)) => true,
            Step::Parsed(Event::Start(tag)) => !is_block(tag) && place.end <= range.end,
            // That of a container that began before ends where it does: no later than the braces open.
            Step::Parsed(Event::End(_)) => place.start >= range.start && place.end <= range.end,
            Step::Parsed(
                Event::Code(_)
                | Event::InlineHtml(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::FootnoteReference(_)
                | Event::SoftBreak
                | Event::HardBreak,
            ) => place.end <= range.end,
            _ => false,
        };
        if !fits {
            return false;
        }
        covered = covered.max(place.end);
    }
    covered >= range.end
}
