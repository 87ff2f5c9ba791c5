//! Terms in a text: the words that lead to their definitions, and the definitions at its end.

use std::fmt::Write;

use crate::locale::Locale;
use crate::model::{Title, UsedTerm};
use crate::render::html::{self, escape, named_by};
use crate::render::text::{PageText, fragment};

/// Where the words of a text lead that are terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TermsLead {
    /// To the definitions at the text's own end.
    ToTheEnd,
    /// To the page of the glossary, from a text without an end of its own.
    ToTheGlossary,
}

/// A use of a term as HTML. One that leads to the text's end is remembered, so that its definition
/// is there and leads back.
pub(super) fn call(text: &PageText<'_>, index: usize, linked: bool) -> String {
    let Some(written) = text.document().terms.get(index) else { return String::new() };
    let typography = html::Context::typography(text, written.lang.as_deref());
    let Some(Some(used)) = text.translation.terms.get(index).copied() else {
        return escape(&typography.set(written.shown()));
    };
    let words = words(text, used, &typography.set(written.shown()), written.words.is_some());
    let id = &text.book.glossary.terms[used.term].id;
    match text.terms_lead {
        TermsLead::ToTheEnd => {
            let place = remember(text, used.term, id);
            let place = escape(&format!("{}{place}", text.prefix));
            if linked {
                return format!("<span id=\"{place}\">{words}</span>");
            }
            let to = fragment(&format!("{}term:{id}", text.prefix));
            format!("<a class=\"pal-term\" id=\"{place}\" href=\"#{to}\" role=\"doc-glossref\">{words}</a>")
        }
        TermsLead::ToTheGlossary => match entry(text, used.term).filter(|_| !linked) {
            Some(href) => format!("<a class=\"pal-term\" href=\"{}\">{words}</a>", escape(&href)),
            None => words,
        },
    }
}

/// The words of a use, as HTML: those of the text, or the term's name where the text gives its id.
fn words(text: &PageText<'_>, used: UsedTerm, written: &str, is_given: bool) -> String {
    if is_given || !used.by_id {
        return escape(written);
    }
    let locale = text.translation.locale;
    let name = text.book.glossary.terms[used.term].names.get(locale);
    in_language(text, name, locale, "span")
}

/// A name as HTML, with its language where that is not the one around it; `element` bears it.
fn in_language(text: &PageText<'_>, name: &Title, around: Locale, element: &str) -> String {
    let words = escape(&text.book.config.language(name.locale).typography.set(&name.text));
    match attributes(text, name.locale, around) {
        language if language.is_empty() => words,
        language => format!("<{element}{language}>{words}</{element}>"),
    }
}

/// The attributes of what is in another language than what is around it.
fn attributes(text: &PageText<'_>, locale: Locale, around: Locale) -> String {
    if locale == around {
        return String::new();
    }
    let language = text.book.config.language(locale);
    let dir = if language.right_to_left { "rtl" } else { "ltr" };
    format!(" lang=\"{}\" dir=\"{dir}\"", escape(&language.tag))
}

/// Notes one more use of a term; the id of its place, without the text's prefix.
fn remember(text: &PageText<'_>, term: usize, id: &str) -> String {
    let mut uses = text.terms.borrow_mut();
    let of_term = uses.entry(term).or_default();
    *of_term += 1;
    place(id, *of_term)
}

/// The id of a term's use, by its number.
fn place(id: &str, number: usize) -> String {
    match number {
        1 => format!("termref:{id}"),
        // Ids of terms have no colon, so no term's first use has this name.
        number => format!("termref:{id}:{number}"),
    }
}

/// Where the glossary's page explains a term, from the text's page.
fn entry(text: &PageText<'_>, term: usize) -> Option<String> {
    let id = &text.book.glossary.terms.get(term)?.id;
    let glossary = text.glossary?;
    Some(format!("{}#{}", text.links.href(glossary)?, fragment(id)))
}

/// The terms that the text used, in the order of its alphabet, each with its definition, the way to
/// the glossary, and the ways back; `None` when it used none.
pub(super) fn list(text: &PageText<'_>) -> Option<String> {
    let uses = text.terms.borrow();
    if uses.is_empty() {
        return None;
    }
    let locale = text.translation.locale;
    let glossary = &text.book.glossary;
    let mut terms: Vec<(usize, usize)> = uses.iter().map(|(&term, &count)| (term, count)).collect();
    terms.sort_by_key(|(term, _)| *glossary.terms[*term].ranks.get(locale));
    let title = escape(&format!("{}glossary:title", text.prefix));
    let named_by = named_by(text.prefix, "glossary:title");
    let mut html = format!(
        "<section class=\"pal-terms\" role=\"doc-glossary\" aria-labelledby=\"{named_by}\">\n<h{level} id=\"{title}\">{}</h{level}>\n<dl>\n",
        escape(text.strings.get("terms")),
        level = 2 + text.lowered
    );
    for (term, count) in terms {
        push_term(&mut html, text, term, count);
    }
    html.push_str("</dl>\n</section>\n");
    Some(html)
}

fn push_term(html: &mut String, text: &PageText<'_>, index: usize, uses: usize) {
    let locale = text.translation.locale;
    let term = &text.book.glossary.terms[index];
    let name = in_language(text, term.names.get(locale), locale, "span");
    let name = match entry(text, index) {
        Some(href) => format!("<a href=\"{}\">{name}</a>", escape(&href)),
        None => name,
    };
    // Writing to a string can't fail.
    let _ = write!(
        html,
        "<div id=\"{}\">\n<dt><dfn>{name}</dfn></dt>\n<dd",
        escape(&format!("{}term:{}", text.prefix, term.id))
    );
    match definition(text, index) {
        Some((definition, own)) => {
            let _ = write!(html, "><span{}>{definition}</span>", attributes(text, own, locale));
        }
        None => html.push('>'),
    }
    for number in 1..=uses {
        push_way_back(html, text, &place(&term.id, number), number, uses);
    }
    html.push_str("</dd>\n</div>\n");
}

fn push_way_back(html: &mut String, text: &PageText<'_>, place: &str, number: usize, of: usize) {
    let to = fragment(&format!("{}{place}", text.prefix));
    let label = match of {
        1 => text.strings.get("note_back").to_owned(),
        _ => text.strings.fill("term_back_to", &[("number", &number)]),
    };
    let sign = if of == 1 { String::new() } else { format!("<sup>{number}</sup>") };
    let _ = write!(
        html,
        " <a class=\"pal-note-back\" href=\"#{to}\" role=\"doc-backlink\"><span aria-hidden=\"true\">↩\u{fe0e}{sign}</span>\
         <span class=\"pal-visually-hidden\">{}</span></a>",
        escape(&label)
    );
}

/// A term's definition for a text in its language, as inline HTML, and the language that it is in; `None` if it
/// has none.
pub(super) fn definition(text: &PageText<'_>, term: usize) -> Option<(String, Locale)> {
    let glossary = &text.book.glossary;
    let definition = (*glossary.terms.get(term)?.definitions.get(text.translation.locale))?;
    let written = glossary.texts.get(definition.locale).as_ref()?;
    let prose = written.parsed.document.prose.get(definition.prose)?;
    let lesson = &text.book.home;
    let own = PageText::new(text.parts(), lesson, written, text.links, text.page_locale);
    let own = PageText { glossary: text.glossary, terms_lead: TermsLead::ToTheGlossary, ..own };
    Some((own.inline(&prose.events), definition.locale))
}
