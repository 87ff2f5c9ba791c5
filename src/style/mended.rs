//! A style made to say outright what hayagriva passes over: who replaces a missing author and in which
//! form, what begins with a capital, and which fields a work has.
//!
//! Done once, when a style is unpacked. What is written here follows CSL 1.0.2 and citeproc-js.

use std::cell::Cell;

use hayagriva::citationberg::taxonomy::{DateVariable, OtherTerm, Term};
use hayagriva::citationberg::{
    Choose, Date, ElseBranch, IndependentStyle, LayoutRenderingElement, Locale, LocaleCode, LocalizedTerm, Name, Names,
    NamesChild, TermForm, Terms, TextCase, TextTarget,
};
use serde_json::json;

use super::elements::{each_mut, parts_mut};
use super::told::{Substitutes, told};

/// The style as it is meant, for pages in a language with its words.
pub(super) fn mended(style: &IndependentStyle, page: &LocaleCode, words: &[Locale]) -> (IndependentStyle, Substitutes) {
    let mut style = style.clone();
    let told = told(&mut style);
    style.locale.iter_mut().filter_map(|locale| locale.terms.as_mut()).for_each(part_eras);
    let locales = style.locale.clone();
    let mending = Mending {
        is_english: page.is_english(),
        is_french: page.0.split('-').next() == Some("fr"),
        locales: locales.iter().chain(words).collect(),
        cases: Cell::new(MOST_CASES),
    };
    parts_mut(&mut style).for_each(|part| *part = mending.all(std::mem::take(part)));
    (style, told)
}

/// Puts a no-break space before the eras of a language: hayagriva, like citeproc-js, writes them right after the
/// year, « 381av. J.-C. ».
pub(super) fn part_eras(terms: &mut Terms) {
    let is_era = |term: &LocalizedTerm| matches!(term.name, Term::Other(OtherTerm::Ad | OtherTerm::Bc));
    for term in terms.terms.iter_mut().filter(|term| is_era(term)) {
        let Some(words) = term.single().map(str::trim).filter(|words| !words.is_empty()) else { continue };
        let parted = json!({ "@name": term.name, "$text": format!("\u{a0}{words}") });
        if let Ok(parted) = serde_json::from_value(parted) {
            *term = parted;
        }
    }
}

/// A style whose names have no labels: in a sentence, editors are named without “eds.”.
pub fn without_labels(style: &IndependentStyle) -> IndependentStyle {
    let mut style = style.clone();
    each_mut(&mut style, |element| {
        if let LayoutRenderingElement::Names(names) = element {
            names.children.retain(|child| !matches!(child, NamesChild::Label(_)));
        }
    });
    style
}

/// The day on which a work was visited, where an element begins with it.
fn accessed(element: &mut LayoutRenderingElement) -> Option<&mut Date> {
    let element = match element {
        LayoutRenderingElement::Group(group) => group.children.first_mut()?,
        element => element,
    };
    match element {
        LayoutRenderingElement::Date(date) => Some(date).filter(|date| date.variable == Some(DateVariable::Accessed)),
        _ => None,
    }
}

struct Mending<'s> {
    /// Whether the page is in English.
    is_english: bool,
    /// Whether the page is in French.
    is_french: bool,
    /// The words, the style's own first.
    locales: Vec<&'s Locale>,
    /// How many cases choices may still become.
    cases: Cell<usize>,
}

/// How many cases all choices of a style may become: of those that come with the program, none has 50.
const MOST_CASES: usize = 1000;

impl Mending<'_> {
    fn all(&self, elements: Vec<LayoutRenderingElement>) -> Vec<LayoutRenderingElement> {
        let mut elements: Vec<_> = elements.into_iter().map(|element| self.element(element)).collect();
        for at in 1..elements.len() {
            if self.lacks_article(&elements[at - 1])
                && let Some(date) = accessed(&mut elements[at])
            {
                date.affixes.prefix.get_or_insert_default().insert_str(0, "le ");
            }
        }
        elements
    }

    /// Whether an element is « Consulté », which says a day without its article: « Consulté le 3 mars 2026 ».
    fn lacks_article(&self, element: &LayoutRenderingElement) -> bool {
        let LayoutRenderingElement::Text(text) = element else { return false };
        matches!(&text.target, TextTarget::Term { term: term @ Term::Other(OtherTerm::Retrieved), form, .. }
            if self.is_french && self.says(*term, *form, |words| words == "consulté"))
    }

    /// Recurses as deep as the style's file nests, which `bounds` bounds.
    fn element(&self, element: LayoutRenderingElement) -> LayoutRenderingElement {
        match element {
            LayoutRenderingElement::Names(names) => LayoutRenderingElement::Names(self.names(names)),
            LayoutRenderingElement::Choose(mut choose) => {
                let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
                let branches = branches.map(|branch| &mut branch.children);
                let otherwise = choose.otherwise.iter_mut().map(|otherwise| &mut otherwise.children);
                branches.chain(otherwise).for_each(|children| *children = self.all(std::mem::take(children)));
                LayoutRenderingElement::Choose(choose)
            }
            LayoutRenderingElement::Group(mut group) => {
                group.children = self.all(group.children);
                LayoutRenderingElement::Group(group)
            }
            LayoutRenderingElement::Label(mut label) => {
                self.case(&mut label.label.text_case, &[(Term::from(label.variable), label.label.form)]);
                LayoutRenderingElement::Label(label)
            }
            LayoutRenderingElement::Text(mut text) => {
                if let TextTarget::Term { term, form, .. } = &text.target {
                    self.case(&mut text.text_case, &[(*term, *form)]);
                }
                LayoutRenderingElement::Text(text)
            }
            element => element,
        }
    }

    /// Title case is for English words. hayagriva asks for the work’s own language; but the words of a
    /// label are those of the page.
    fn case(&self, case: &mut Option<TextCase>, terms: &[(Term, TermForm)]) {
        if *case != Some(TextCase::TitleCase) {
            return;
        }
        let has_small = |text: &str| text.split_whitespace().any(|word| ["and", "by", "of", "the"].contains(&word));
        *case = match self.is_english {
            false => Some(TextCase::CapitalizeFirst),
            // Only hayagriva knows how.
            true if terms.iter().any(|(term, form)| self.says(*term, *form, has_small)) => *case,
            true => Some(TextCase::CapitalizeAll),
        };
    }

    /// Whether a form of a word, or its fallback, passes a test.
    fn says(&self, term: Term, form: TermForm, is: impl Fn(&str) -> bool) -> bool {
        let forms = std::iter::successors(Some(form), |form| form.fallback());
        let words = forms.flat_map(|form| self.locales.iter().filter_map(move |locale| locale.term(term, form)));
        words.flat_map(|word| [word.single(), word.multiple()]).flatten().any(is)
    }

    fn names(&self, mut names: Names) -> Names {
        // hayagriva shows no names that have a label and not also a form.
        if !names.children.is_empty() && names.name().is_none() {
            names.children.insert(0, NamesChild::Name(Name::default()));
        }
        let variables = names.variable.clone();
        for child in &mut names.children {
            if let NamesChild::Label(label) = child {
                let terms: Vec<_> = variables.iter().map(|variable| (Term::from(*variable), label.form)).collect();
                self.case(&mut label.text_case, &terms);
            }
        }
        let parent = names.clone();
        for child in &mut names.children {
            if let NamesChild::Substitute(substitute) = child {
                substitute.children = self.all(self.standing_in(std::mem::take(&mut substitute.children), &parent));
            }
        }
        names
    }

    /// The substitutes for names, in the order of trying: hayagriva takes a choice of several names as one,
    /// and writes all of them. Names without a form of their own take that of the names they replace,
    /// however deep.
    fn standing_in(&self, elements: Vec<LayoutRenderingElement>, parent: &Names) -> Vec<LayoutRenderingElement> {
        let mut tried = Vec::with_capacity(elements.len());
        for element in elements {
            match element {
                LayoutRenderingElement::Names(names) => {
                    tried.push(LayoutRenderingElement::Names(inheriting(names, parent)));
                }
                LayoutRenderingElement::Choose(choose) => tried.extend(self.cases(choose, parent)),
                LayoutRenderingElement::Group(mut group) => {
                    group.children = self.standing_in(group.children, parent);
                    tried.push(LayoutRenderingElement::Group(group));
                }
                element => tried.push(element),
            }
        }
        tried
    }

    /// A choice whose cases are names, as several: the first names of each case, the second…
    fn cases(&self, mut choose: Choose, parent: &Names) -> Vec<LayoutRenderingElement> {
        let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if).map(|branch| &mut branch.children);
        let otherwise = choose.otherwise.iter_mut().map(|otherwise| &mut otherwise.children);
        let mut all: Vec<_> =
            branches.chain(otherwise).map(|case| self.standing_in(std::mem::take(case), parent)).collect();
        let most = all.iter().map(Vec::len).max().unwrap_or_default();
        let is_tried = |element: &LayoutRenderingElement| {
            matches!(element, LayoutRenderingElement::Names(_) | LayoutRenderingElement::Choose(_))
        };
        let is_apart = most > 1 && most * all.len() <= self.cases.get() && all.iter().flatten().all(is_tried);
        let with = |cases: Vec<Vec<LayoutRenderingElement>>| {
            let mut cases = cases.into_iter();
            let mut whole = choose.clone();
            for branch in std::iter::once(&mut whole.if_).chain(&mut whole.else_if) {
                branch.children = cases.next().unwrap_or_default();
            }
            whole.otherwise = cases.next().map(|children| ElseBranch { children });
            LayoutRenderingElement::Choose(whole)
        };
        if !is_apart {
            return vec![with(all)];
        }
        self.cases.set(self.cases.get() - most * all.len());
        all.iter_mut().for_each(|case| case.reverse());
        (0..most).map(|_| with(all.iter_mut().map(|case| case.pop().into_iter().collect()).collect())).collect()
    }
}

/// Names with the form inherited from those they replace.
fn inheriting(names: Names, parent: &Names) -> Names {
    if names.children.is_empty() {
        return parent.from_names_substitute(&names);
    }
    let is_label = |child: &NamesChild| matches!(child, NamesChild::Label(_));
    if !names.children.iter().all(is_label) {
        return names;
    }
    // A label of its own.
    let mut whole = parent.from_names_substitute(&names);
    whole.children.retain(|child| !is_label(child));
    whole.children.extend(names.children);
    whole
}

#[cfg(test)]
mod tests {
    use hayagriva::citationberg::json::Item;
    use hayagriva::{BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest};

    use super::super::elements::elements;
    use super::*;

    const EDITED: &str = r#"{ "type": "book", "title": "Récits", "language": "fr", "publisher": "Fleuve",
        "editor": [{ "family": "Petit", "given": "Omar" }, { "family": "Roy", "given": "Ann" }],
        "translator": [{ "family": "Côté", "given": "Lou" }] }"#;

    /// What hayagriva makes of a work with a style whose layout is `inside`, as it is and mended.
    fn written(tag: &str, inside: &str, work: &str) -> [String; 2] {
        let style = format!(
            "<style class=\"in-text\" version=\"1.0\"><info><title>a</title><id>a</id>\
             <updated>2026-01-01T00:00:00+00:00</updated></info><macro name=\"title\"><text variable=\"title\"/></macro>\
             <citation><layout>{inside}</layout></citation></style>"
        );
        let style = IndependentStyle::from_xml(&style).unwrap();
        let locale = LocaleCode(tag.to_owned());
        let words = super::super::words(&locale);
        let write = |style: &IndependentStyle, item: &Item| {
            let mut driver = BibliographyDriver::new();
            let items = vec![CitationItem::with_entry(item)];
            driver.citation(CitationRequest::new(items, style, Some(locale.clone()), &words, None));
            let request = BibliographyRequest { style, locale: Some(locale.clone()), locale_files: &words };
            let mut text = String::new();
            driver.finish(request).citations[0].citation.write_buf(&mut text, BufWriteFormat::Plain).unwrap();
            text
        };
        let mut item: Item = serde_json::from_str(work).unwrap();
        let as_it_is = write(&style, &item);
        let (style, told) = mended(&style, &locale, &words);
        told.tell(&mut item, "a");
        [as_it_is, write(&style, &item)]
    }

    #[test]
    fn a_label_begins_with_a_capital_whatever_the_language_of_the_work() {
        let layout = "<names variable=\"editor\"><name form=\"short\" and=\"symbol\"/>\
                      <label form=\"short\" prefix=\" (\" suffix=\")\" text-case=\"title\"/></names>";
        assert_eq!(written("en-US", layout, EDITED), ["Petit & Roy (eds.)", "Petit & Roy (Eds.)"]);
        assert_eq!(written("fr-CA", layout, EDITED), ["Petit & Roy (dir.)", "Petit & Roy (Dir.)"]);
        let text = "<text term=\"no date\" text-case=\"title\"/>";
        assert_eq!(written("en-US", text, EDITED)[1], "No Date");
        assert_eq!(written("fr-CA", text, EDITED)[1], "Sans date");
    }

    #[test]
    fn names_that_stand_in_have_the_form_of_those_they_stand_in_for() {
        let layout = |inside: &str| {
            format!(
                "<names variable=\"author\"><name form=\"short\" and=\"text\"/><label form=\"short\" prefix=\", \"/>\
                 <substitute>{inside}</substitute></names>"
            )
        };
        let case = |inside: &str| format!("<choose><if type=\"book\">{inside}</if></choose>");
        let both = "<names variable=\"editor\"/><names variable=\"translator\"/>";
        let [as_it_is, mended] = written("en-US", &layout(&case(both)), EDITED);
        assert_eq!((as_it_is.as_str(), mended.as_str()), ("Omar Petit, Ann RoyLou Côté", "Petit and Roy, eds."));
        // However deep; and one label of its own is kept.
        let own = "<names variable=\"translator\"><label form=\"verb-short\" prefix=\" \"/></names>";
        assert_eq!(written("en-US", &layout(&case(&case(own))), EDITED)[1], "Côté trans. by");
        let group = "<group prefix=\"[\" suffix=\"]\"><names variable=\"editor\"/></group>";
        assert_eq!(written("en-US", &layout(group), EDITED)[1], "[Petit and Roy, eds.]");
    }

    #[test]
    fn choices_in_choices_do_not_multiply() {
        let names = "<names variable=\"editor\"/>".repeat(80);
        let nested = "<choose><if type=\"book\">".repeat(20) + &names + &"</if></choose>".repeat(20);
        let layout = format!("<names variable=\"author\"><substitute>{nested}</substitute></names>").repeat(200);
        let style = format!(
            "<style class=\"in-text\" version=\"1.0\"><info><title>a</title><id>a</id>\
             <updated>2026-01-01T00:00:00+00:00</updated></info><citation><layout>{layout}</layout></citation></style>"
        );
        let style = IndependentStyle::from_xml(&style).unwrap();
        let before = elements(&style).len();
        let (style, _) = mended(&style, &LocaleCode("en".to_owned()), &[]);
        assert!(elements(&style).len() < before + 2 * MOST_CASES);
    }

    #[test]
    fn names_with_a_label_alone_are_shown() {
        let layout = "<group><names variable=\"translator\"><label prefix=\", \"/></names></group>";
        assert_eq!(written("en-US", layout, EDITED), ["", "Lou Côté, translator"]);
    }

    #[test]
    fn a_work_has_its_editor_though_he_stands_in_for_an_author() {
        let layout = "<group delimiter=\". \"><names variable=\"author\"><name form=\"short\"/><substitute>\
                      <names variable=\"editor\"/><text macro=\"title\"/></substitute></names><choose>\
                      <if variable=\"editor\"><text value=\"edited\"/></if></choose><choose>\
                      <if variable=\"author editor translator\" match=\"none\"><text value=\"by nobody\"/></if></choose>\
                      <names variable=\"editor\"/><text macro=\"title\"/></group>";
        assert_eq!(written("en-US", layout, EDITED), ["Petit, Roy. Récits", "Petit, Roy. edited. Récits"]);
        let untold = r#"{ "type": "book", "title": "Récits", "language": "fr" }"#;
        assert_eq!(written("en-US", layout, untold)[1], "Récits. by nobody");
    }
}
