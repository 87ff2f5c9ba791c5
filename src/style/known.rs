//! What is known of the works at hand before a style is asked about them: their types, and which of the
//! variables that the style asks for they have.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use hayagriva::citationberg::json::{Item, Value};
use hayagriva::citationberg::taxonomy::{Kind, NumberVariable, StandardVariable, Variable};

/// The types of some works, and the variables that they have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct KnownWorks {
    /// The types, as CSL names them; empty where nothing is known.
    kinds: BTreeSet<String>,
    /// For each variable that the style asks for, in the order of [`AskedVariables`], whether they have it; empty
    /// where that isn't known.
    fields: Vec<Presence>,
    /// Whether one has a letter after its year.
    has_letter: bool,
}

/// Whether works have a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Presence {
    /// All of them do.
    Always,
    /// None of them does.
    Never,
    /// Some do, or it depends on the place where they are cited.
    Depends,
}

/// The variables that a style asks for, by name.
#[derive(Debug, Default)]
pub(super) struct AskedVariables(Vec<(String, Variable)>);

impl FromIterator<Variable> for AskedVariables {
    fn from_iter<I: IntoIterator<Item = Variable>>(variables: I) -> Self {
        let mut named: Vec<_> = variables.into_iter().map(|variable| (variable.to_string(), variable)).collect();
        named.sort_by(|(one, _), (other, _)| one.cmp(other));
        named.dedup_by(|(one, _), (other, _)| one == other);
        Self(named)
    }
}

impl AskedVariables {
    /// Whether the style asks for a variable.
    pub(super) fn has(&self, variable: Variable) -> bool {
        self.0.iter().any(|(_, asked)| *asked == variable)
    }
}

#[cfg(test)]
thread_local! {
    /// How often a work was looked at on this thread: tests count it.
    pub(crate) static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl KnownWorks {
    /// What is known of works.
    pub(super) fn new<'i>(
        asked: &AskedVariables,
        letter: Option<Variable>,
        works: impl Iterator<Item = &'i Item>,
    ) -> Self {
        let letter = letter.map(|letter| letter.to_string());
        let mut known = Self::default();
        for item in works {
            #[cfg(test)]
            LOOKED_AT.with(|times| times.set(times.get() + 1));
            known.has_letter |= letter.as_ref().is_some_and(|letter| item.0.contains_key(letter));
            let kind = match item.0.get("type") {
                Some(Value::String(kind)) => kind.as_str(),
                _ => "",
            };
            if !known.kinds.contains(kind) {
                known.kinds.insert(kind.to_owned());
            }
            let fields = asked.0.iter().map(|(name, variable)| presence(*variable, item.0.get(name)));
            if known.fields.is_empty() {
                known.fields.extend(fields);
            } else {
                let both = known.fields.iter_mut().zip(fields);
                both.filter(|(known, other)| *known != other).for_each(|(known, _)| *known = Presence::Depends);
            }
        }
        known
    }

    /// Their types alone.
    pub(super) fn types_only(&self) -> Self {
        Self { kinds: self.kinds.clone(), fields: Vec::new(), has_letter: self.has_letter }
    }

    /// The least that must be known: whether one of the works has a letter after its year.
    pub(super) fn nothing_more(&self) -> Self {
        Self { kinds: BTreeSet::new(), fields: Vec::new(), has_letter: self.has_letter }
    }

    /// Whether one of them has the field for the letter after its year.
    pub(super) fn has_letter(&self) -> bool {
        self.has_letter
    }

    /// Whether nothing is known of their types.
    pub(super) fn is_nothing(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Whether it is known which variables they have.
    pub(super) fn is_by_fields(&self) -> bool {
        !self.fields.is_empty()
    }

    /// The types; `None` for one that CSL does not know.
    pub(super) fn kinds(&self) -> Vec<Option<Kind>> {
        self.kinds.iter().map(|kind| Kind::from_str(kind).ok()).collect()
    }

    /// Whether the works have a variable.
    pub(super) fn has(&self, asked: &AskedVariables, variable: Variable) -> Presence {
        match variable {
            // What the place of a citation, or the other works, give.
            Variable::Standard(StandardVariable::YearSuffix | StandardVariable::CitationLabel)
            | Variable::Number(
                NumberVariable::CitationNumber | NumberVariable::FirstReferenceNoteNumber | NumberVariable::Locator,
            ) => Presence::Depends,
            // Read from the pages, where they can be read.
            Variable::Number(NumberVariable::PageFirst) => match self.field(asked, "page") {
                Presence::Never => self.field(asked, "page-first"),
                Presence::Always | Presence::Depends => Presence::Depends,
            },
            variable => self.field(asked, &variable.to_string()),
        }
    }

    /// Whether the works have the short form of a variable, or the variable.
    pub(super) fn has_short(&self, asked: &AskedVariables, variable: Variable) -> Presence {
        let long = self.has(asked, variable);
        match (variable, long) {
            (Variable::Standard(StandardVariable::Title), Presence::Never) => match self.field(asked, "title-short") {
                Presence::Never => Presence::Never,
                Presence::Always | Presence::Depends => Presence::Depends,
            },
            _ => long,
        }
    }

    fn field(&self, asked: &AskedVariables, name: &str) -> Presence {
        let at = asked.0.binary_search_by(|(asked, _)| asked.as_str().cmp(name));
        at.ok().and_then(|at| self.fields.get(at)).copied().unwrap_or(Presence::Depends)
    }
}

/// Whether a work has a field, and it is sure to say something.
fn presence(variable: Variable, value: Option<&Value>) -> Presence {
    match (variable, value) {
        (_, None) => Presence::Never,
        (Variable::Name(_), Some(Value::Names(names))) if !names.is_empty() => Presence::Always,
        (Variable::Date(_), Some(Value::Date(_))) => Presence::Always,
        (Variable::Name(_) | Variable::Date(_), Some(_)) => Presence::Depends,
        (_, Some(Value::String(text))) if !text.trim().is_empty() => Presence::Always,
        (_, Some(Value::Number(_))) => Presence::Always,
        (_, Some(_)) => Presence::Depends,
    }
}
