//! Fields that hayagriva takes for absent from a work once they have replaced its names: fields that the style
//! has no other use for say that they are there.
//!
//! Once an editor replaces an author, hayagriva takes the work for one without an editor, since it
//! must not be named again; but whether it is a book with an editor, the style still asks.

use std::collections::{HashMap, HashSet};

use hayagriva::citationberg::json::{Item, LiteralName, NameValue, Value};
use hayagriva::citationberg::taxonomy::{DateVariable, NameVariable, NumberVariable, StandardVariable, Variable};
use hayagriva::citationberg::{ChooseBranch, ChooseMatch, IndependentStyle, LayoutRenderingElement, SortKey};

use super::elements::{each_mut, elements, reached, shown, sort_keys};
use super::known::AskedVariables;

/// Fields that a style asks whether a work has one of, and the field that it asks about instead.
#[derive(Debug, Default)]
pub struct Substitutes {
    asked: Vec<(Vec<Variable>, Variable)>,
    letters: Letters,
}

/// How a style writes the letter that distinguishes works of one year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letters {
    /// It doesn't say where: after the year.
    #[default]
    AfterTheYear,
    /// Where it says, by a field of the work that it has no other use for.
    Field(Variable),
    /// Where it says, as hayagriva counts them: it has a use for every field.
    Counted,
}

impl Substitutes {
    /// How the style writes letters.
    pub fn letters(&self) -> Letters {
        self.letters
    }

    /// The field that says which letter follows a work's year; `None` unless the letters are [`Letters::Field`].
    pub fn letter(&self) -> Option<Variable> {
        match self.letters {
            Letters::Field(variable) => Some(variable),
            Letters::AfterTheYear | Letters::Counted => None,
        }
    }

    /// For each set of fields that the style asks about, adds to a work the field that says it has one of them, or
    /// removes that field if it has none. `key` is the work's, which no other has.
    pub fn tell(&self, item: &mut Item, key: &str) {
        for (fields, instead) in &self.asked {
            let has = fields.iter().any(|field| match item.0.get(&field.to_string()) {
                Some(Value::String(text)) => !text.trim().is_empty(),
                Some(Value::Names(names)) => !names.is_empty(),
                Some(Value::Number(_) | Value::Date(_)) => true,
                None => false,
            });
            // A name must be no other work’s, or the two would be told apart by more.
            let value = match instead {
                Variable::Name(_) => Value::Names(vec![NameValue::Literal(LiteralName { literal: key.to_owned() })]),
                _ => Value::String("1".to_owned()),
            };
            match has {
                true => item.0.insert(instead.to_string(), value),
                false => item.0.remove(&instead.to_string()),
            };
        }
    }
}

/// Fields that a style may have no use for, those that fewest need first: they can say something else of
/// each work.
const SPARE: [Variable; 66] = [
    Variable::Standard(StandardVariable::Annote),
    Variable::Standard(StandardVariable::Abstract),
    Variable::Standard(StandardVariable::Keyword),
    Variable::Standard(StandardVariable::CitationKey),
    Variable::Standard(StandardVariable::CallNumber),
    Variable::Standard(StandardVariable::License),
    Variable::Standard(StandardVariable::Jurisdiction),
    Variable::Standard(StandardVariable::ISSN),
    Variable::Standard(StandardVariable::PMID),
    Variable::Standard(StandardVariable::PMCID),
    Variable::Standard(StandardVariable::ISBN),
    Variable::Standard(StandardVariable::Source),
    Variable::Standard(StandardVariable::Scale),
    Variable::Standard(StandardVariable::Dimensions),
    Variable::Standard(StandardVariable::Division),
    Variable::Standard(StandardVariable::References),
    Variable::Standard(StandardVariable::ReviewedGenre),
    Variable::Standard(StandardVariable::ReviewedTitle),
    Variable::Standard(StandardVariable::PartTitle),
    Variable::Standard(StandardVariable::VolumeTitle),
    Variable::Standard(StandardVariable::OriginalPublisherPlace),
    Variable::Standard(StandardVariable::OriginalPublisher),
    Variable::Standard(StandardVariable::OriginalTitle),
    Variable::Standard(StandardVariable::ArchiveCollection),
    Variable::Standard(StandardVariable::ArchiveLocation),
    Variable::Standard(StandardVariable::ArchivePlace),
    Variable::Standard(StandardVariable::Archive),
    Variable::Standard(StandardVariable::Authority),
    Variable::Standard(StandardVariable::Event),
    Variable::Standard(StandardVariable::EventTitle),
    Variable::Standard(StandardVariable::EventPlace),
    Variable::Standard(StandardVariable::Medium),
    Variable::Standard(StandardVariable::Note),
    Variable::Standard(StandardVariable::Status),
    Variable::Standard(StandardVariable::ContainerTitleShort),
    Variable::Standard(StandardVariable::CollectionTitle),
    Variable::Number(NumberVariable::PrintingNumber),
    Variable::Number(NumberVariable::NumberOfPages),
    Variable::Number(NumberVariable::SupplementNumber),
    Variable::Number(NumberVariable::PartNumber),
    Variable::Number(NumberVariable::NumberOfVolumes),
    Variable::Number(NumberVariable::CollectionNumber),
    Variable::Number(NumberVariable::ChapterNumber),
    Variable::Number(NumberVariable::Section),
    Variable::Number(NumberVariable::Version),
    Variable::Number(NumberVariable::Edition),
    Variable::Number(NumberVariable::Issue),
    Variable::Name(NameVariable::Narrator),
    Variable::Name(NameVariable::Interviewer),
    Variable::Name(NameVariable::OriginalAuthor),
    Variable::Name(NameVariable::ReviewedAuthor),
    Variable::Name(NameVariable::ScriptWriter),
    Variable::Name(NameVariable::Recipient),
    Variable::Name(NameVariable::ContainerAuthor),
    Variable::Name(NameVariable::Contributor),
    Variable::Name(NameVariable::Performer),
    Variable::Name(NameVariable::Curator),
    Variable::Name(NameVariable::Organizer),
    Variable::Name(NameVariable::SeriesCreator),
    Variable::Name(NameVariable::ExecutiveProducer),
    Variable::Name(NameVariable::Producer),
    Variable::Name(NameVariable::Guest),
    Variable::Name(NameVariable::Host),
    Variable::Name(NameVariable::Chair),
    Variable::Name(NameVariable::Illustrator),
    Variable::Name(NameVariable::Compiler),
];

/// Fields that works most often have, so that styles first need to know of them.
const COMMON: [Variable; 8] = [
    Variable::Name(NameVariable::Author),
    Variable::Standard(StandardVariable::Title),
    Variable::Name(NameVariable::Editor),
    Variable::Standard(StandardVariable::ContainerTitle),
    Variable::Standard(StandardVariable::Publisher),
    Variable::Date(DateVariable::Issued),
    Variable::Name(NameVariable::Translator),
    Variable::Standard(StandardVariable::Genre),
];

/// Has the style ask about other fields where those it means may have replaced names.
pub(super) fn told(style: &mut IndependentStyle) -> Substitutes {
    let mut standing_in = standing_in(style);
    standing_in.retain(|variable| !is_derived(*variable));
    let mut asked: HashMap<Vec<Variable>, usize> = HashMap::new();
    let mut used: HashSet<Variable> = HashSet::new();
    for element in elements(style) {
        used.extend(shown(element));
        for branch in branches(element) {
            used.extend(branch.is_numeric.iter().chain(&branch.variable).flatten());
            questions(branch, &standing_in).into_iter().for_each(|question| *asked.entry(question).or_default() += 1);
        }
    }
    used.extend(sort_keys(style).filter_map(|key| match key {
        SortKey::Variable { variable, .. } => Some(*variable),
        SortKey::MacroName { .. } => None,
    }));
    // Where there are not enough others, for those that are common and those most asked about.
    let rank = |fields: &[Variable]| COMMON.iter().position(|common| fields.contains(common)).unwrap_or(COMMON.len());
    let mut asked: Vec<(Vec<Variable>, usize)> = asked.into_iter().collect();
    asked.sort_by_cached_key(|(fields, times)| (rank(fields), usize::MAX - times, format!("{fields:?}")));
    let mut spare = SPARE.into_iter().filter(|spare| !used.contains(spare));
    let letters = match used.contains(&Variable::Standard(StandardVariable::YearSuffix)) {
        true => spare.find(|spare| matches!(spare, Variable::Standard(_))).map_or(Letters::Counted, Letters::Field),
        false => Letters::AfterTheYear,
    };
    let told: Vec<_> = asked.into_iter().map(|(fields, _)| fields).zip(spare).collect();
    let instead: HashMap<Vec<Variable>, Variable> = told.iter().cloned().collect();
    each_mut(style, |element| {
        if let LayoutRenderingElement::Choose(choose) = element {
            let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
            branches.for_each(|branch| ask(branch, &standing_in, &instead));
        }
    });
    Substitutes { asked: told, letters }
}

/// A field that the order of a list doesn’t depend on, of those that hold a text; `None` if it
/// depends on all of them.
pub(super) fn no_matter_of_order(style: &IndependentStyle, asked: &AskedVariables) -> Option<StandardVariable> {
    let is_key = |field: Variable| {
        sort_keys(style).any(|key| matches!(key, SortKey::Variable { variable, .. } if *variable == field))
    };
    SPARE.into_iter().filter(|field| !asked.has(*field) && !is_key(*field)).find_map(|field| match field {
        Variable::Standard(field) => Some(field),
        _ => None,
    })
}

/// What a case asks of fields that may replace names: of each, or whether there is one of several.
fn questions(branch: &ChooseBranch, standing_in: &HashSet<Variable>) -> Vec<Vec<Variable>> {
    let asked = branch.variable.iter().flatten().copied().filter(|variable| standing_in.contains(variable));
    match branch.match_ {
        ChooseMatch::All => asked.map(|variable| vec![variable]).collect(),
        ChooseMatch::Any | ChooseMatch::None => {
            let mut asked: Vec<Variable> = asked.collect();
            asked.sort_by_key(Variable::to_string);
            asked.dedup();
            if asked.is_empty() { Vec::new() } else { vec![asked] }
        }
    }
}

/// Whether a field is none that works are given.
fn is_derived(variable: Variable) -> bool {
    matches!(
        variable,
        Variable::Standard(StandardVariable::CitationLabel | StandardVariable::YearSuffix)
            | Variable::Number(
                NumberVariable::CitationNumber
                    | NumberVariable::FirstReferenceNoteNumber
                    | NumberVariable::Locator
                    | NumberVariable::PageFirst
            )
    )
}

fn branches(element: &LayoutRenderingElement) -> impl Iterator<Item = &ChooseBranch> {
    let choose = match element {
        LayoutRenderingElement::Choose(choose) => Some(choose),
        _ => None,
    };
    choose.into_iter().flat_map(|choose| choose.branches())
}

/// The fields that may replace names, in macros too.
pub(super) fn standing_in(style: &IndependentStyle) -> HashSet<Variable> {
    let substitutes = elements(style).into_iter().filter_map(|element| match element {
        LayoutRenderingElement::Names(names) => names.substitute(),
        _ => None,
    });
    let found = reached(style, substitutes.flat_map(|substitute| &substitute.children));
    found.into_iter().flat_map(shown).collect()
}

/// Has a case ask about other fields instead.
fn ask(branch: &mut ChooseBranch, standing_in: &HashSet<Variable>, instead: &HashMap<Vec<Variable>, Variable>) {
    for question in questions(branch, standing_in) {
        if let (Some(instead), Some(asked)) = (instead.get(&question), &mut branch.variable) {
            asked.retain(|variable| !question.contains(variable));
            asked.push(*instead);
        }
    }
}
