//! The elements of a style, and ways through them: none recurses, however deep a style nests.

use std::collections::HashSet;

use hayagriva::citationberg::taxonomy::Variable;
use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, NamesChild, SortKey, Text, TextTarget};

/// The elements of the citation, of the list and of each macro.
pub(super) fn parts(style: &IndependentStyle) -> impl Iterator<Item = &Vec<LayoutRenderingElement>> {
    layouts(style).chain(style.macros.iter().map(|part| &part.children))
}

/// The element lists of the citation, of the bibliography if there is one, and of each macro, to be changed.
pub(super) fn parts_mut(style: &mut IndependentStyle) -> impl Iterator<Item = &mut Vec<LayoutRenderingElement>> {
    let list = style.bibliography.iter_mut().map(|list| &mut list.layout.elements);
    let macros = style.macros.iter_mut().map(|part| &mut part.children);
    std::iter::once(&mut style.citation.layout.elements).chain(list).chain(macros)
}

/// The elements of the citation and of the list.
fn layouts(style: &IndependentStyle) -> impl Iterator<Item = &Vec<LayoutRenderingElement>> {
    let list = style.bibliography.iter().map(|list| &list.layout.elements);
    std::iter::once(&style.citation.layout.elements).chain(list)
}

/// The elements within an element.
pub(super) fn children(element: &LayoutRenderingElement) -> Vec<&LayoutRenderingElement> {
    match element {
        LayoutRenderingElement::Choose(choose) => {
            let otherwise = choose.otherwise.iter().flat_map(|otherwise| &otherwise.children);
            choose.branches().flat_map(|branch| &branch.children).chain(otherwise).collect()
        }
        LayoutRenderingElement::Group(group) => group.children.iter().collect(),
        LayoutRenderingElement::Names(names) => {
            let substitutes = names.children.iter().filter_map(|child| match child {
                NamesChild::Substitute(substitute) => Some(&substitute.children),
                _ => None,
            });
            substitutes.flatten().collect()
        }
        LayoutRenderingElement::Text(_)
        | LayoutRenderingElement::Date(_)
        | LayoutRenderingElement::Number(_)
        | LayoutRenderingElement::Label(_) => Vec::new(),
    }
}

fn children_mut(element: &mut LayoutRenderingElement) -> Vec<&mut LayoutRenderingElement> {
    match element {
        LayoutRenderingElement::Choose(choose) => {
            let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
            let otherwise = choose.otherwise.iter_mut().flat_map(|otherwise| &mut otherwise.children);
            branches.flat_map(|branch| &mut branch.children).chain(otherwise).collect()
        }
        LayoutRenderingElement::Group(group) => group.children.iter_mut().collect(),
        LayoutRenderingElement::Names(names) => {
            let substitutes = names.children.iter_mut().filter_map(|child| match child {
                NamesChild::Substitute(substitute) => Some(&mut substitute.children),
                _ => None,
            });
            substitutes.flatten().collect()
        }
        LayoutRenderingElement::Text(_)
        | LayoutRenderingElement::Date(_)
        | LayoutRenderingElement::Number(_)
        | LayoutRenderingElement::Label(_) => Vec::new(),
    }
}

/// Elements, and all elements within them.
pub(super) fn below<'s>(
    elements: impl IntoIterator<Item = &'s LayoutRenderingElement>,
) -> Vec<&'s LayoutRenderingElement> {
    let mut all: Vec<&LayoutRenderingElement> = elements.into_iter().collect();
    let mut at = 0;
    while let Some(element) = all.get(at) {
        all.extend(children(element));
        at += 1;
    }
    all
}

/// All elements of a style.
pub(super) fn elements(style: &IndependentStyle) -> Vec<&LayoutRenderingElement> {
    below(parts(style).flatten())
}

/// Changes each element of a style, then those within it.
pub(super) fn each_mut(style: &mut IndependentStyle, mut change: impl FnMut(&mut LayoutRenderingElement)) {
    let mut left: Vec<&mut LayoutRenderingElement> = parts_mut(style).flatten().collect();
    while let Some(element) = left.pop() {
        change(element);
        left.extend(children_mut(element));
    }
}

/// Elements, all elements within them, and those of the macros that they call.
pub(super) fn reached<'s>(
    style: &'s IndependentStyle,
    elements: impl IntoIterator<Item = &'s LayoutRenderingElement>,
) -> Vec<&'s LayoutRenderingElement> {
    let mut called = HashSet::new();
    let mut all: Vec<&LayoutRenderingElement> = elements.into_iter().collect();
    let mut at = 0;
    while let Some(element) = all.get(at) {
        if let Some(name) = call(element)
            && called.insert(name)
        {
            all.extend(style.macros.iter().filter(|part| part.name == *name).flat_map(|part| &part.children));
        }
        all.extend(children(all[at]));
        at += 1;
    }
    all
}

/// What a style reaches: what its citation and its list show, and what they are sorted by.
pub(super) fn in_use(style: &IndependentStyle) -> Vec<&LayoutRenderingElement> {
    let sorted_by: HashSet<&str> = sort_macros(style).collect();
    let sorts = style.macros.iter().filter(|part| sorted_by.contains(part.name.as_str()));
    reached(style, layouts(style).flatten().chain(sorts.flat_map(|part| &part.children)))
}

/// The macros that the citation and the list are sorted by.
pub(super) fn sort_macros(style: &IndependentStyle) -> impl Iterator<Item = &str> {
    sort_keys(style).filter_map(|key| match key {
        SortKey::MacroName { name, .. } => Some(name.as_str()),
        SortKey::Variable { .. } => None,
    })
}

/// What the citation and the list are sorted by.
pub(super) fn sort_keys(style: &IndependentStyle) -> impl Iterator<Item = &SortKey> {
    let list = style.bibliography.as_ref().and_then(|list| list.sort.as_ref());
    style.citation.sort.iter().chain(list).flat_map(|sort| &sort.keys)
}

/// The name of the macro that an element calls; `None` if it calls none.
pub(super) fn call(element: &LayoutRenderingElement) -> Option<&str> {
    match element {
        LayoutRenderingElement::Text(Text { target: TextTarget::Macro { name }, .. }) => Some(name),
        _ => None,
    }
}

/// The variables that an element shows itself.
pub(super) fn shown(element: &LayoutRenderingElement) -> Vec<Variable> {
    match element {
        LayoutRenderingElement::Text(text) => match &text.target {
            TextTarget::Variable { var, .. } => vec![*var],
            TextTarget::Macro { .. } | TextTarget::Term { .. } | TextTarget::Value { .. } => Vec::new(),
        },
        LayoutRenderingElement::Date(date) => date.variable.map(Variable::Date).into_iter().collect(),
        LayoutRenderingElement::Number(number) => vec![number.variable.into()],
        LayoutRenderingElement::Label(label) => vec![label.variable.into()],
        LayoutRenderingElement::Names(names) => names.variable.iter().map(|name| Variable::Name(*name)).collect(),
        LayoutRenderingElement::Choose(_) | LayoutRenderingElement::Group(_) => Vec::new(),
    }
}
