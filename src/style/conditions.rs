//! What is known of the cases of a style before a work is there.

use hayagriva::citationberg::taxonomy::{Kind, Variable};
use hayagriva::citationberg::{Choose, ChooseBranch, ChooseMatch, ElseBranch, LayoutRenderingElement};

use super::known::{KnownWorks, Presence};
use super::narrowed::StylePart;

/// What is known of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CaseOutcome {
    Always,
    Never,
    Depends,
}

/// Takes the cases out that are never taken, and those behind one that always is.
pub(super) fn reduce(choose: &mut Choose, known: &KnownWorks, part: StylePart, has: &impl Fn(Variable) -> Presence) {
    let mut branches = Vec::with_capacity(1 + choose.else_if.len());
    let nothing = branch(Vec::new());
    let all = std::iter::once(std::mem::replace(&mut choose.if_, nothing)).chain(std::mem::take(&mut choose.else_if));
    for mut branch in all {
        match outcome(&mut branch, known, part, has) {
            CaseOutcome::Never => {}
            CaseOutcome::Depends => branches.push(branch),
            CaseOutcome::Always => {
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

/// Whether one case is always taken, the only one.
pub(super) fn is_settled(choose: &Choose) -> bool {
    choose.else_if.is_empty()
        && choose.otherwise.is_none()
        && choose.if_ == ChooseBranch { children: choose.if_.children.clone(), ..branch(Vec::new()) }
}

/// The variables that the cases ask for.
pub(super) fn asked(choose: &Choose) -> impl Iterator<Item = Variable> {
    choose.branches().flat_map(|branch| {
        let dates = branch.is_uncertain_date.iter().flatten().map(|date| Variable::Date(*date));
        branch.variable.iter().chain(&branch.is_numeric).flatten().copied().chain(dates)
    })
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

/// Whether a case is taken. Tests whose outcome is known, and settles nothing, are taken out of it.
fn outcome(
    branch: &mut ChooseBranch,
    known: &KnownWorks,
    part: StylePart,
    has: &impl Fn(Variable) -> Presence,
) -> CaseOutcome {
    // Only a citation's part says whether the style tells the works apart (`disambiguate`).
    let cited = match part {
        StylePart::Citation { position, tells_apart, .. } => Some((position, tells_apart)),
        StylePart::Whole | StylePart::Order | StylePart::Entry => None,
    };
    if branch.disambiguate.is_some() && cited.is_none() {
        return CaseOutcome::Depends;
    }
    let how = branch.match_;
    let mut settled = false;
    let mut keep = |passes: Option<bool>| {
        settled |= passes == Some(how == ChooseMatch::Any);
        passes.is_none()
    };
    // Where no test is to be passed, one is passed by failing it.
    let seen = |test: bool| Some(test != (how == ChooseMatch::None));
    let is_there = |variable: Variable| match has(variable) {
        Presence::Always => seen(true),
        Presence::Never => seen(false),
        Presence::Depends => None,
    };
    let is_missing = |variable: Variable| if has(variable) == Presence::Never { seen(false) } else { None };
    branch.type_ = branch.type_.take().filter(|asked| keep(types(known, how, asked)));
    let variables = |tests: Option<Vec<Variable>>, keep: &mut dyn FnMut(Variable) -> bool| {
        tests.map(|mut tests| {
            tests.retain(|variable| keep(*variable));
            tests
        })
    };
    branch.variable = variables(branch.variable.take(), &mut |variable| keep(is_there(variable)));
    branch.is_numeric = variables(branch.is_numeric.take(), &mut |variable| keep(is_missing(variable)));
    if let Some(dates) = &mut branch.is_uncertain_date {
        dates.retain(|date| keep(is_missing(Variable::Date(*date))));
    }
    if let Some((_, tells_apart)) = cited {
        branch.disambiguate.take_if(|asked| !keep(seen(*asked == tells_apart)));
    }
    if let (Some(asked), Some((position, _))) = (&mut branch.position, cited) {
        asked.retain(|asked| keep(position.is(*asked).and_then(seen)));
    }
    branch.position.take_if(|tests| tests.is_empty());
    branch.variable.take_if(|tests| tests.is_empty());
    branch.is_numeric.take_if(|tests| tests.is_empty());
    branch.is_uncertain_date.take_if(|tests| tests.is_empty());
    let is_open = branch.type_.is_some()
        || branch.variable.is_some()
        || branch.is_numeric.is_some()
        || branch.is_uncertain_date.is_some()
        || branch.locator.is_some()
        || branch.position.is_some()
        || branch.disambiguate.is_some();
    match (how, settled, is_open) {
        (ChooseMatch::Any, true, _) => CaseOutcome::Always,
        (ChooseMatch::Any, false, false) => CaseOutcome::Never,
        (ChooseMatch::All | ChooseMatch::None, true, _) => CaseOutcome::Never,
        (ChooseMatch::All | ChooseMatch::None, false, false) => CaseOutcome::Always,
        (_, false, true) => CaseOutcome::Depends,
    }
}

/// Whether the works pass a test of their types, where all do or none does.
fn types(known: &KnownWorks, how: ChooseMatch, asked: &[Kind]) -> Option<bool> {
    let kinds = known.kinds();
    let passes = |kind: &Option<_>| match how {
        ChooseMatch::All => asked.iter().all(|asked| Some(*asked) == *kind),
        ChooseMatch::Any => asked.iter().any(|asked| Some(*asked) == *kind),
        ChooseMatch::None => !asked.iter().any(|asked| Some(*asked) == *kind),
    };
    let first = kinds.first().map(passes)?;
    kinds.iter().all(|kind| passes(kind) == first).then_some(first)
}
