//! What in a style depends on neighbours: where nothing does, an entry or a citation is made once for all
//! pages.

use std::collections::HashSet;

use hayagriva::citationberg::taxonomy::{NumberVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    IndependentStyle, InheritableNameOptions, LayoutRenderingElement, SortDirection, SortKey, StyleClass, TestPosition,
    Text, TextTarget, ToFormatting as _,
};

use super::elements::{call, elements, shown, sort_keys};

/// Whether a citation or an entry is the same whatever else is cited, as long as no two works are cited by
/// the same words, and the place of the citation is known: it has no number, whether a work's own or a
/// note's, and never fewer names than at first. (A dash may replace an author that two entries share.)
pub(super) fn cites_alone(style: &IndependentStyle) -> bool {
    style.citation.layout.to_formatting().is_empty()
        && !always_shortens(style)
        && !elements(style).into_iter().any(is_counted)
}

/// Whether a style numbers works in the order in which they are first cited, says the number of each wherever it
/// cites it, so that no two are cited by the same words, and nothing else that depends on other citations.
pub(super) fn numbers_alone(style: &IndependentStyle) -> bool {
    let by_number = |key: &SortKey| match key {
        SortKey::Variable { variable, sort_direction, .. } => {
            *variable == CITATION_NUMBER && *sort_direction == SortDirection::Ascending
        }
        SortKey::MacroName { .. } => false,
    };
    style.settings.class == StyleClass::InText
        && sort_keys(style).all(by_number)
        && style.bibliography.as_ref().is_none_or(|list| list.subsequent_author_substitute.is_none())
        && !looks_back(style)
        && !always_shortens(style)
        && elements(style).into_iter().all(|element| is_citation_number(element) || !is_counted(element))
        && says_number(style)
}

const CITATION_NUMBER: Variable = Variable::Number(NumberVariable::CitationNumber);

fn is_citation_number(element: &LayoutRenderingElement) -> bool {
    matches!(element, LayoutRenderingElement::Text(Text { target: TextTarget::Variable { var, .. }, .. })
        if *var == CITATION_NUMBER)
}

/// Whether every citation says the number of its work, in whatever case.
fn says_number(style: &IndependentStyle) -> bool {
    let mut left: Vec<&LayoutRenderingElement> = style.citation.layout.elements.iter().collect();
    let mut called = HashSet::new();
    while let Some(element) = left.pop() {
        match element {
            element if is_citation_number(element) => return true,
            LayoutRenderingElement::Group(group) => left.extend(&group.children),
            element => {
                let name = call(element).filter(|name| called.insert(*name));
                let part = name.and_then(|name| style.macros.iter().find(|part| part.name == name));
                left.extend(part.into_iter().flat_map(|part| &part.children));
            }
        }
    }
    false
}

/// Whether names are fewer where they come again, throughout a style or one of its parts.
fn always_shortens(style: &IndependentStyle) -> bool {
    let list = style.bibliography.as_ref().map(|list| &list.name_options);
    [&style.settings.options, &style.citation.name_options].into_iter().chain(list).any(shortens)
}

/// Whether a style asks if a work was cited before.
pub(super) fn looks_back(style: &IndependentStyle) -> bool {
    elements(style).into_iter().any(|element| match element {
        LayoutRenderingElement::Choose(choose) => choose.branches().any(|branch| branch.position.is_some()),
        _ => false,
    })
}

/// Whether a style has something to add where works would be cited by the same words.
pub(super) fn tells_apart(style: &IndependentStyle) -> bool {
    elements(style).into_iter().any(|element| match element {
        LayoutRenderingElement::Choose(choose) => choose.branches().any(|branch| branch.disambiguate.is_some()),
        _ => false,
    })
}

/// Whether a citation of several works is those of each beside each other, in the order of the text.
pub(super) fn keeps_order(style: &IndependentStyle) -> bool {
    let citation = &style.citation;
    citation.sort.is_none() && citation.cite_group_delimiter.is_none() && citation.collapse.is_none()
}

/// Whether the list is in an order of the style’s, and no work has a number by it.
pub(super) fn is_sorted(style: &IndependentStyle) -> bool {
    style.bibliography.as_ref().is_some_and(|list| list.sort.is_some()) && !elements(style).into_iter().any(is_number)
}

/// Whether an element gives a number or a label for a work, or for the note where it was first cited.
fn is_number(element: &LayoutRenderingElement) -> bool {
    let is_one = |variable: Variable| {
        matches!(
            variable,
            Variable::Number(NumberVariable::CitationNumber | NumberVariable::FirstReferenceNoteNumber)
                | Variable::Standard(StandardVariable::CitationLabel)
        )
    };
    !matches!(element, LayoutRenderingElement::Label(_)) && shown(element).into_iter().any(is_one)
}

/// Whether what an element says depends on other citations by more than whether there were any.
fn is_counted(element: &LayoutRenderingElement) -> bool {
    match element {
        LayoutRenderingElement::Choose(choose) => choose
            .branches()
            .any(|branch| branch.position.iter().flatten().any(|asked| *asked == TestPosition::NearNote)),
        LayoutRenderingElement::Names(names) => {
            let options = names.options();
            let of_name = names.name().map(|name| name.options(&options));
            shortens(&options)
                || of_name.is_some_and(|options| {
                    options.et_al_subsequent_min.is_some() || options.et_al_subsequent_use_first.is_some()
                })
        }
        LayoutRenderingElement::Text(_) | LayoutRenderingElement::Number(_) => is_number(element),
        LayoutRenderingElement::Date(_) | LayoutRenderingElement::Label(_) | LayoutRenderingElement::Group(_) => false,
    }
}

/// Whether names are fewer where they come again.
fn shortens(options: &InheritableNameOptions) -> bool {
    options.et_al_subsequent_min.is_some() || options.et_al_subsequent_use_first.is_some()
}
