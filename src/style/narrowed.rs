//! A style narrowed to the types of the works at hand: what it would do with others is taken out. Large
//! styles mostly ask what a work is, at every depth again, so that this saves a third of the time and
//! more; what is written stays the same.

use std::collections::{BTreeSet, HashSet};
use std::str::FromStr;

use hayagriva::citationberg::taxonomy::{Kind, NumberOrPageVariable, NumberVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, ElseBranch, IndependentStyle, LayoutRenderingElement, NamesChild, SortKey, Text,
    TextTarget,
};

/// The types of works, as CSL names them.
pub type Kinds = BTreeSet<String>;

/// Which part of a style is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of it.
    Whole,
    /// All but what entries of the list say: their order.
    Order,
    /// One entry of the list.
    Entry,
}

/// The style for works of some types; where none is named, of any.
pub(super) fn narrowed(style: &IndependentStyle, part: Part, kinds: &Kinds) -> IndependentStyle {
    let mut style = style.clone();
    match (part, &mut style.bibliography) {
        (Part::Order, Some(list)) => list.layout.elements.clear(),
        (Part::Entry, list) => {
            style.citation.layout.elements.clear();
            style.citation.sort = None;
            if let Some(list) = list {
                list.sort = None;
            }
        }
        (Part::Order | Part::Whole, _) => {}
    }
    if kinds.is_empty() {
        return style;
    }
    let kinds: Vec<Option<Kind>> = kinds.iter().map(|kind| Kind::from_str(kind).ok()).collect();
    let list = style.bibliography.iter_mut().flat_map(|list| &mut list.layout.elements);
    let elements = style.citation.layout.elements.iter_mut().chain(list);
    let macros = style.macros.iter_mut().flat_map(|part| &mut part.children);
    elements.chain(macros).for_each(|element| narrow(element, &kinds));
    let called = called(&style);
    style.macros.retain(|part| called.contains(&part.name));
    style
}

/// The macros that are called, those that other macros call with them.
fn called(style: &IndependentStyle) -> HashSet<String> {
    let mut called = HashSet::new();
    let list = style.bibliography.as_ref();
    let mut left: Vec<&LayoutRenderingElement> = style.citation.layout.elements.iter().collect();
    left.extend(list.iter().flat_map(|list| &list.layout.elements));
    let sorts = style.citation.sort.iter().chain(list.and_then(|list| list.sort.as_ref()));
    let mut names: Vec<&String> = sorts
        .flat_map(|sort| &sort.keys)
        .filter_map(|key| match key {
            SortKey::MacroName { name, .. } => Some(name),
            SortKey::Variable { .. } => None,
        })
        .collect();
    loop {
        while let Some(element) = left.pop() {
            if let LayoutRenderingElement::Text(text) = element
                && let TextTarget::Macro { name } = &text.target
            {
                names.push(name);
            }
            left.extend(children(element));
        }
        let Some(name) = names.pop() else { return called };
        if called.insert(name.clone()) {
            left.extend(style.macros.iter().filter(|part| part.name == *name).flat_map(|part| &part.children));
        }
    }
}

/// What stands in an element.
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

/// Recurses as deep as the style's file nests, which `bounds` bounds.
fn narrow(element: &mut LayoutRenderingElement, kinds: &[Option<Kind>]) {
    match element {
        LayoutRenderingElement::Choose(choose) => {
            reduce(choose, kinds);
            let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
            let children = branches.flat_map(|branch| &mut branch.children);
            let otherwise = choose.otherwise.iter_mut().flat_map(|otherwise| &mut otherwise.children);
            children.chain(otherwise).for_each(|child| narrow(child, kinds));
        }
        LayoutRenderingElement::Group(group) => group.children.iter_mut().for_each(|child| narrow(child, kinds)),
        LayoutRenderingElement::Names(names) => {
            for child in &mut names.children {
                if let NamesChild::Substitute(substitute) = child {
                    substitute.children.iter_mut().for_each(|child| narrow(child, kinds));
                }
            }
        }
        LayoutRenderingElement::Text(_)
        | LayoutRenderingElement::Date(_)
        | LayoutRenderingElement::Number(_)
        | LayoutRenderingElement::Label(_) => {}
    }
}

/// What the type says of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Always,
    Never,
    Depends,
}

fn reduce(choose: &mut Choose, kinds: &[Option<Kind>]) {
    let mut branches = Vec::with_capacity(1 + choose.else_if.len());
    let nothing = branch(Vec::new());
    let all = std::iter::once(std::mem::replace(&mut choose.if_, nothing)).chain(std::mem::take(&mut choose.else_if));
    for mut branch in all {
        match outcome(&mut branch, kinds) {
            Outcome::Never => {}
            Outcome::Depends => branches.push(branch),
            Outcome::Always => {
                choose.otherwise = Some(ElseBranch { children: branch.children });
                break;
            }
        }
    }
    let mut branches = branches.into_iter();
    choose.if_ = match branches.next() {
        Some(first) => first,
        // A case without a condition is always the one.
        None => branch(choose.otherwise.take().map_or_else(Vec::new, |otherwise| otherwise.children)),
    };
    choose.else_if = branches.collect();
}

fn branch(children: Vec<LayoutRenderingElement>) -> ChooseBranch {
    ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: None,
        match_: ChooseMatch::All,
        children,
    }
}

/// Whether a case is taken; a condition on the type that is always the same is taken out of it.
fn outcome(branch: &mut ChooseBranch, kinds: &[Option<Kind>]) -> Outcome {
    // That a style asks whether citations are alike is itself remembered.
    let Some(asked) = branch.type_.as_ref().filter(|_| branch.disambiguate.is_none()) else { return Outcome::Depends };
    let each = |is: &dyn Fn(&Option<Kind>) -> bool| kinds.iter().all(is);
    let is_one = |kind: &Option<Kind>| asked.iter().any(|asked| Some(*asked) == *kind);
    let is_each = |kind: &Option<Kind>| asked.iter().all(|asked| Some(*asked) == *kind);
    // Whether each kind passes the test of the type, or each fails it.
    let (passes, fails) = match branch.match_ {
        ChooseMatch::All => (each(&is_each), each(&|kind| !is_each(kind))),
        ChooseMatch::Any => (each(&is_one), each(&|kind| !is_one(kind))),
        ChooseMatch::None => (each(&|kind| !is_one(kind)), each(&is_one)),
    };
    let is_alone = branch.is_numeric.is_none()
        && branch.is_uncertain_date.is_none()
        && branch.locator.is_none()
        && branch.position.is_none()
        && branch.variable.is_none();
    let any = branch.match_ == ChooseMatch::Any;
    match (passes, fails) {
        (true, _) if any || is_alone => Outcome::Always,
        (_, true) if !any || is_alone => Outcome::Never,
        (true, _) | (_, true) => {
            branch.type_ = None;
            Outcome::Depends
        }
        (false, false) => Outcome::Depends,
    }
}

/// Whether an entry of the list is the same whatever stands beside it, as long as no two works are cited
/// alike: it has no number, and no dash for the author of the entry before.
pub(super) fn stands_alone(style: &IndependentStyle) -> bool {
    let Some(list) = &style.bibliography else { return false };
    list.subsequent_author_substitute.is_none() && !is_counted(style, &list.layout.elements)
}

/// Whether the list is in an order of the style’s, and no work has a number by it.
pub(super) fn is_sorted(style: &IndependentStyle) -> bool {
    let Some(list) = style.bibliography.as_ref().filter(|list| list.sort.is_some()) else { return false };
    !is_counted(style, &list.layout.elements) && !is_counted(style, &style.citation.layout.elements)
}

/// Whether elements, or any macro, tell a work by a number or a label.
fn is_counted(style: &IndependentStyle, elements: &[LayoutRenderingElement]) -> bool {
    let macros = style.macros.iter().flat_map(|part| &part.children);
    let mut left: Vec<&LayoutRenderingElement> = elements.iter().chain(macros).collect();
    let is_counted = |variable: Variable| {
        matches!(
            variable,
            Variable::Number(NumberVariable::CitationNumber | NumberVariable::FirstReferenceNoteNumber)
                | Variable::Standard(StandardVariable::CitationLabel)
        )
    };
    while let Some(element) = left.pop() {
        let variable = match element {
            LayoutRenderingElement::Text(Text { target: TextTarget::Variable { var, .. }, .. }) => Some(*var),
            LayoutRenderingElement::Number(number) => match number.variable {
                NumberOrPageVariable::Number(number) => Some(Variable::Number(number)),
                NumberOrPageVariable::Page(_) => None,
            },
            _ => None,
        };
        if variable.is_some_and(is_counted) {
            return true;
        }
        left.extend(children(element));
    }
    false
}
