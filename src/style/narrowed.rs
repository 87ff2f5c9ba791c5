//! A style narrowed to the works at hand: the cases for other works are taken out. Large styles test
//! a work's type and fields again at every depth, and hayagriva asks each of their parts once for every
//! group around it whether it will say something, so that most of the time goes to absent fields.
//! What is written stays the same.

use std::collections::{BTreeMap, HashSet};

use hayagriva::citationberg::taxonomy::{NumberVariable, PageVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, Group, IndependentStyle, LayoutRenderingElement, LongShortForm, Names, NamesChild, TestPosition, Text,
    TextTarget, ToAffixes as _, ToFormatting as _,
};

use super::conditions;
use super::elements::{below, call, children, each_mut, in_use, shown, sort_macros};
use super::known::{AskedVariables, KnownWorks, Presence};
use super::told;

/// Which part of a style is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StylePart {
    /// All of it.
    Whole,
    /// The order of the list.
    Order,
    /// A work's citation, without the prefix and suffix of the whole.
    Citation {
        /// Its position.
        position: CitePosition,
        /// How many names are written, where it isn't the style's own number.
        names: Option<u32>,
        /// Whether the style adds what distinguishes the work from others.
        tells_apart: bool,
    },
    /// One entry of the list.
    Entry,
}

/// A citation's position among those of its page, as CSL 1.0.2 calls it (“position”).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CitePosition {
    /// The first of its work.
    First,
    /// One of a work that was cited before.
    Subsequent,
    /// One of the work that was cited last, at the same place in it.
    Ibid,
    /// One of the work that was cited last, at another place in it.
    IbidWithLocator,
}

impl StylePart {
    /// How many kinds of part there are.
    pub(super) const COUNT: usize = 4;

    /// The number of its kind, from 0 and below [`Self::COUNT`].
    pub(super) fn index(self) -> usize {
        match self {
            Self::Whole => 0,
            Self::Order => 1,
            Self::Citation { .. } => 2,
            Self::Entry => 3,
        }
    }
}

impl CitePosition {
    /// Whether a citation is in the position that a style asks about; `None` where that can't be known.
    pub(super) fn is(self, asked: TestPosition) -> Option<bool> {
        match asked {
            TestPosition::First => Some(self == Self::First),
            TestPosition::Subsequent => Some(self != Self::First),
            TestPosition::Ibid => Some(matches!(self, Self::Ibid | Self::IbidWithLocator)),
            TestPosition::IbidWithLocator => Some(self == Self::IbidWithLocator),
            TestPosition::NearNote => None,
        }
    }
}

/// The style for works of which something is known.
pub(super) fn narrowed(
    style: &IndependentStyle,
    part: StylePart,
    letter: Option<Variable>,
    asked: &AskedVariables,
    known: &KnownWorks,
) -> IndependentStyle {
    let mut style = style.clone();
    if let Some(letter) = letter.filter(|_| known.has_letter()) {
        write_letter(&mut style, letter);
    }
    match (part, &mut style.bibliography) {
        (StylePart::Order, list) => {
            style.citation.layout.elements.clear();
            style.citation.sort = None;
            if let Some(list) = list {
                list.layout.elements.clear();
            }
        }
        (StylePart::Citation { names, .. }, list) => {
            style.citation.layout.prefix = None;
            style.citation.layout.suffix = None;
            style.citation.name_options.et_al_use_first = names.or(style.citation.name_options.et_al_use_first);
            *list = None;
        }
        (StylePart::Entry, list) => {
            style.citation.layout.elements.clear();
            style.citation.sort = None;
            if let Some(list) = list {
                list.sort = None;
            }
        }
        (StylePart::Whole, _) => {}
    }
    if known.is_nothing() {
        return style;
    }
    // What is never written in place of names is only seen once those are narrowed.
    for _ in 0..2 {
        let mut narrower = Narrower { asked, known, part, hidden: told::standing_in(&style), macros: BTreeMap::new() };
        for part in &style.macros {
            narrower.part(&part.name, &style);
        }
        for part in &mut style.macros {
            part.children = narrower.macros.remove(&part.name).unwrap_or_default();
        }
        let layouts = std::iter::once(&mut style.citation.layout);
        for layout in layouts.chain(style.bibliography.iter_mut().map(|list| &mut list.layout)) {
            let inside = if layout.delimiter.is_none() { Inside::Plain } else { Inside::Delimited };
            layout.elements = narrower.list(std::mem::take(&mut layout.elements), inside);
        }
    }
    let called = in_use(&style).into_iter().filter_map(call).chain(sort_macros(&style));
    let called: HashSet<String> = called.map(str::to_owned).collect();
    style.macros.retain(|part| called.contains(&part.name));
    style
}

/// Has a style write another variable where it writes the letter after a year. (Which letter that is, the
/// hayagriva decides by itself.)
fn write_letter(style: &mut IndependentStyle, letter: Variable) {
    each_mut(style, |element| {
        if let LayoutRenderingElement::Text(Text { target: TextTarget::Variable { var, .. }, .. }) = element
            && *var == Variable::Standard(StandardVariable::YearSuffix)
        {
            *var = letter;
        }
    });
}

/// What is left of an element.
enum Left {
    /// It never says anything.
    Nothing,
    /// It says nothing, but asks for a variable that isn't there: a group that asks for no other says
    /// nothing either.
    Absent(LayoutRenderingElement),
    /// It may say something.
    Element(LayoutRenderingElement),
}

/// The parent of elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// In a group.
    Group,
    /// In a case or in a macro, or where nothing is put between them.
    Plain,
    /// Where something is put between them.
    Delimited,
    /// The substitutes for names: the first that says something is taken.
    Substitute,
}

struct Narrower<'k> {
    asked: &'k AskedVariables,
    known: &'k KnownWorks,
    part: StylePart,
    /// Variables that aren't written again once they replaced names.
    hidden: HashSet<Variable>,
    /// The macros narrowed so far.
    macros: BTreeMap<String, Vec<LayoutRenderingElement>>,
}

/// How large a macro may be that is written where it is called.
const MOST_INLINED: usize = 12;

/// Recursion is as deep as the style nests, its macros in each other, which `bounds` bounds.
impl Narrower<'_> {
    /// Narrows a macro, and first those that it calls.
    fn part(&mut self, name: &str, style: &IndependentStyle) {
        if self.macros.contains_key(name) {
            return;
        }
        let Some(part) = style.macros.iter().find(|part| part.name == name) else { return };
        for called in below(&part.children).into_iter().filter_map(call) {
            self.part(called, style);
        }
        let mut children = self.list(part.children.clone(), Inside::Plain);
        // Like a group, it says nothing if all that it asks for is absent.
        if let Some(absent) = self.hushed(&children) {
            children = vec![absent];
        }
        self.macros.insert(name.to_owned(), children);
    }

    fn list(&self, elements: Vec<LayoutRenderingElement>, inside: Inside) -> Vec<LayoutRenderingElement> {
        let mut kept = Vec::with_capacity(elements.len());
        let mut absent = None;
        for element in elements {
            match self.element(element, inside) {
                Left::Nothing => {}
                Left::Absent(element) => absent = absent.or(Some(element)),
                Left::Element(LayoutRenderingElement::Choose(choose)) if spreads(&choose, inside) => {
                    for element in choose.if_.children {
                        if self.is_absent(&element) {
                            absent = absent.or(Some(element));
                        } else {
                            kept.push(element);
                        }
                    }
                }
                Left::Element(element) => kept.push(element),
            }
        }
        // One is enough, and none is needed beside one that is there.
        kept.extend(absent.filter(|_| !kept.iter().any(asks)));
        kept
    }

    fn element(&self, element: LayoutRenderingElement, inside: Inside) -> Left {
        match element {
            LayoutRenderingElement::Text(text) => self.text(text, inside),
            LayoutRenderingElement::Date(_) | LayoutRenderingElement::Number(_) => match self.is_absent(&element) {
                true => Left::Absent(element),
                false => Left::Element(element),
            },
            LayoutRenderingElement::Label(ref label) => match self.has(label.variable.into()) {
                Presence::Never => Left::Nothing,
                Presence::Always | Presence::Depends => Left::Element(element),
            },
            LayoutRenderingElement::Names(names) => self.names(names),
            LayoutRenderingElement::Group(group) => self.group(group, inside),
            LayoutRenderingElement::Choose(choose) => self.choose(choose),
        }
    }

    fn text(&self, text: Text, inside: Inside) -> Left {
        let name = match &text.target {
            TextTarget::Variable { .. } => {
                let element = LayoutRenderingElement::Text(text);
                return match self.is_absent(&element) {
                    true => Left::Absent(element),
                    false => Left::Element(element),
                };
            }
            TextTarget::Macro { name } => name,
            TextTarget::Term { .. } | TextTarget::Value { .. } => {
                return Left::Element(LayoutRenderingElement::Text(text));
            }
        };
        match self.macros.get(name).map(Vec::as_slice) {
            Some([]) => Left::Nothing,
            Some([one]) if self.is_absent(one) => Left::Absent(one.clone()),
            Some([one]) if inside != Inside::Substitute && is_bare(&text) && speaks(one) && is_small(one) => {
                Left::Element(one.clone())
            }
            _ => Left::Element(LayoutRenderingElement::Text(text)),
        }
    }

    fn names(&self, mut names: Names) -> Left {
        let each: Vec<Presence> = names.variable.iter().map(|name| self.has(Variable::Name(*name))).collect();
        let is_empty = !each.is_empty() && each.iter().all(|has| *has == Presence::Never);
        let is_there = each.contains(&Presence::Always) && !hides_all_names(&names);
        let mut left = Left::Nothing;
        let mut children = Vec::with_capacity(names.children.len());
        for child in std::mem::take(&mut names.children) {
            let NamesChild::Substitute(mut substitute) = child else {
                children.push(child);
                continue;
            };
            if is_there {
                continue;
            }
            substitute.children = self.list(substitute.children, Inside::Substitute);
            left = match substitute.children.as_slice() {
                [] => continue,
                [one] if self.is_absent(one) => Left::Absent(one.clone()),
                _ => Left::Element(LayoutRenderingElement::Names(Names::with_variables(Vec::new()))),
            };
            children.push(NamesChild::Substitute(substitute));
        }
        names.children = children;
        match left {
            Left::Nothing | Left::Absent(_) if is_empty => left,
            _ => Left::Element(LayoutRenderingElement::Names(names)),
        }
    }

    fn group(&self, mut group: Group, inside: Inside) -> Left {
        group.children = self.list(group.children, Inside::Group);
        if group.children.is_empty() {
            return Left::Nothing;
        }
        if let Some(absent) = self.hushed(&group.children) {
            return Left::Absent(absent);
        }
        let is_plain = group.to_formatting().is_empty()
            && group.to_affixes().prefix.is_none()
            && group.to_affixes().suffix.is_none()
            && group.display.is_none();
        match group.children.as_slice() {
            [one] if is_plain && inside != Inside::Substitute && speaks(one) => Left::Element(one.clone()),
            _ => Left::Element(LayoutRenderingElement::Group(group)),
        }
    }

    fn choose(&self, mut choose: Choose) -> Left {
        conditions::reduce(&mut choose, self.known, self.part, &|variable| self.has(variable));
        let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if).map(|case| &mut case.children);
        for children in branches.chain(choose.otherwise.iter_mut().map(|case| &mut case.children)) {
            *children = self.list(std::mem::take(children), Inside::Plain);
        }
        if conditions::is_settled(&choose) {
            match choose.if_.children.as_slice() {
                [] => return Left::Nothing,
                [one] if self.is_absent(one) => return Left::Absent(one.clone()),
                _ => {}
            }
        }
        Left::Element(LayoutRenderingElement::Choose(choose))
    }

    /// Whether the works have a variable, and have it wherever it is asked for.
    fn has(&self, variable: Variable) -> Presence {
        match self.known.has(self.asked, variable) {
            Presence::Always if self.hidden.contains(&variable) => Presence::Depends,
            has => has,
        }
    }

    /// Whether an element is a variable that isn't there.
    fn is_absent(&self, element: &LayoutRenderingElement) -> bool {
        let has = match element {
            LayoutRenderingElement::Text(Text { target: TextTarget::Variable { var, form }, .. }) => match form {
                LongShortForm::Short => self.known.has_short(self.asked, *var),
                LongShortForm::Long => self.known.has(self.asked, *var),
            },
            LayoutRenderingElement::Date(date) => match date.variable {
                Some(variable) => self.known.has(self.asked, Variable::Date(variable)),
                None => return false,
            },
            LayoutRenderingElement::Number(number) => self.known.has(self.asked, number.variable.into()),
            _ => return false,
        };
        has == Presence::Never
    }

    /// The variable that isn't there, for which a group of these elements says nothing.
    fn hushed(&self, elements: &[LayoutRenderingElement]) -> Option<LayoutRenderingElement> {
        let absent = elements.iter().find(|element| self.is_absent(element))?;
        let fills = |element: &LayoutRenderingElement| !self.is_absent(element) && may_fill(element);
        (!elements.iter().any(fills)).then(|| absent.clone())
    }
}

/// Whether a settled choice is written in its own place.
fn spreads(choose: &Choose, inside: Inside) -> bool {
    let children = &choose.if_.children;
    conditions::is_settled(choose)
        && match inside {
            Inside::Plain => true,
            // A group counts the groups in it, but not those in a case.
            Inside::Group => !children.iter().any(|child| matches!(child, LayoutRenderingElement::Group(_))),
            Inside::Delimited => children.len() == 1,
            Inside::Substitute => false,
        }
}

/// Whether an element asks for a variable, there or not.
fn asks(element: &LayoutRenderingElement) -> bool {
    match element {
        LayoutRenderingElement::Text(text) => match text.target {
            TextTarget::Variable { var, .. } => var != Variable::Standard(StandardVariable::YearSuffix),
            TextTarget::Macro { .. } | TextTarget::Term { .. } | TextTarget::Value { .. } => false,
        },
        LayoutRenderingElement::Number(_) => true,
        _ => false,
    }
}

/// Whether a group around an element, where that says something, does so too without knowing that it
/// is a group or a macro.
fn speaks(element: &LayoutRenderingElement) -> bool {
    match element {
        LayoutRenderingElement::Text(Text { target: TextTarget::Macro { .. }, .. }) => true,
        // A date that is there may still say nothing, as the day of one of which only the year is known; a
        // group takes it away with its other content.
        LayoutRenderingElement::Date(_) => false,
        LayoutRenderingElement::Names(names) => names.substitute().is_none(),
        LayoutRenderingElement::Group(group) => group.children.iter().any(asks),
        _ => asks(element),
    }
}

/// Whether an element can make the group around it say something.
fn may_fill(element: &LayoutRenderingElement) -> bool {
    match element {
        LayoutRenderingElement::Text(text) => {
            matches!(text.target, TextTarget::Variable { .. } | TextTarget::Macro { .. })
        }
        LayoutRenderingElement::Label(_) => false,
        LayoutRenderingElement::Choose(_) => children(element).into_iter().any(may_fill),
        LayoutRenderingElement::Date(_)
        | LayoutRenderingElement::Number(_)
        | LayoutRenderingElement::Names(_)
        | LayoutRenderingElement::Group(_) => true,
    }
}

/// Whether a call of a macro changes nothing in what the macro says.
fn is_bare(call: &Text) -> bool {
    *call == Text { target: call.target.clone(), ..Text::with_target(TextTarget::Value { val: String::new() }) }
}

fn is_small(element: &LayoutRenderingElement) -> bool {
    below([element]).len() <= MOST_INLINED
}

/// Whether names say nothing however many there are.
fn hides_all_names(names: &Names) -> bool {
    let options = names.options();
    names.name().is_some_and(|name| name.options(&options).et_al_use_first == Some(0))
}

/// The variables that a part of a style asks for.
pub(super) fn asked(style: &IndependentStyle, part: StylePart) -> AskedVariables {
    let mut asked: HashSet<Variable> = HashSet::new();
    for element in in_use(&narrowed(style, part, None, &AskedVariables::default(), &KnownWorks::default())) {
        asked.extend(shown(element));
        if let LayoutRenderingElement::Choose(choose) = element {
            asked.extend(conditions::asked(choose));
        }
    }
    // What others are read from.
    if asked.contains(&Variable::Standard(StandardVariable::Title)) {
        asked.insert(Variable::Standard(StandardVariable::TitleShort));
    }
    if asked.contains(&Variable::Number(NumberVariable::PageFirst)) {
        asked.insert(Variable::Page(PageVariable::Page));
    }
    asked.into_iter().collect()
}
