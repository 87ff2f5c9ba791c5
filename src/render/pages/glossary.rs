//! The glossary as a page shows it: every term of the book, in a language's order.

use crate::diagnostic::Diagnostic;
use crate::locale::{Alphabet, Locale};
use crate::model::{Book, Lesson, LessonRef, Permalink, Term, Translation};
use crate::render::Renderer;
use crate::render::metadata::{GlossaryTerm, Graph, Node, WordSet};
use crate::render::pages::listing::ListPage;
use crate::render::plain;
use crate::render::terms::{self, TermsLead};
use crate::render::text::{PageText, fragment};
use crate::render::view::{Equivalent, GlossaryLetter, GlossaryView, InLanguage, NavigationLink, TermEntry};

/// The name of the kind of page.
pub(super) const NAME: &str = "glossary";

/// Whether the book explains a term: then each language has the page.
pub(super) fn is_in(book: &Book, _: Locale) -> bool {
    !book.glossary.terms.is_empty()
}

/// Whether the glossary has something in the language.
pub(super) fn is_indexed(book: &Book, locale: Locale, _: Option<usize>) -> bool {
    book.glossary.is_in(locale)
}

impl Renderer {
    /// The terms of the book, for the readers of a language.
    pub(super) fn glossary<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let (site, locale) = (&self.site, page.locale);
        let (book, permalink) = (&site.book, page.permalink);
        let alphabet = Alphabet::new(&book.config.language(locale).tag);
        let mut letters: Vec<GlossaryLetter<'_>> = Vec::new();
        let mut words = Vec::new();
        for &index in book.glossary.order.get(locale) {
            let term = &book.glossary.terms[index];
            let entry = self.term_entry(index, locale, permalink);
            words.extend(self.term_word(term, &entry, locale, permalink));
            let letter = alphabet.letter(&term.names.get(locale).text).to_string();
            match letters.last_mut().filter(|last| last.letter == letter) {
                Some(last) => last.terms.push(entry),
                None => letters.push(GlossaryLetter {
                    anchor: fragment(&format!("letter:{letter}")).into(),
                    letter,
                    terms: vec![entry],
                }),
            }
        }
        let title = self.list_title(page);
        let frame = self.list_frame(page, title.clone(), self.term_set(page, words));
        let strings = site.theme.strings(locale);
        let terms = strings.count("terms_count", book.glossary.terms.len()).into();
        site.theme.render("glossary.html", &GlossaryView { frame, title, terms, letters })
    }

    fn term_entry<'a>(&'a self, index: usize, locale: Locale, page: &'a Permalink) -> TermEntry<'a> {
        let book = &self.site.book;
        let term = &book.glossary.terms[index];
        let name = term.names.get(locale);
        let definition = self.definition(index, locale, page);
        let definition_lang = definition.as_ref().and_then(|(_, own)| self.in_language(*own, locale));
        let lessons = term.lessons.get(locale).iter().filter_map(|&at| self.term_lesson(at, locale, page));
        TermEntry {
            id: term.id.as_str().into(),
            term: book.config.set(&name.text, name.locale),
            lang: self.in_language(name.locale, locale),
            synonyms: term.synonyms.get(locale).iter().map(|synonym| book.config.set(synonym, locale)).collect(),
            definition_html: definition.map(|(html, _)| html.into()),
            definition_lang,
            equivalents: self.equivalents(term, locale, page),
            lessons: lessons.collect(),
        }
    }

    /// What a term is called in the other languages of the book.
    fn equivalents<'a>(&'a self, term: &'a Term, locale: Locale, page: &Permalink) -> Vec<Equivalent<'a>> {
        let config = &self.site.book.config;
        let strings = self.site.theme.strings(locale);
        let others = config.locales().filter(|&other| other != locale && other != term.names.get(locale).locale);
        let equivalents = others.filter_map(|other| {
            let name = Some(term.names.get(other)).filter(|name| name.locale == other)?;
            let language = config.language(other);
            let glossary = &self.site.listing(NAME, other)?.all;
            Some(Equivalent {
                language: strings.language(language),
                term: config.set(&name.text, other),
                lang: language.tag.as_str().into(),
                hreflang: language.key.as_str().into(),
                href: format!("{}#{}", page.href(glossary), fragment(&term.id)),
            })
        });
        equivalents.collect()
    }

    /// A term's definition for the readers of a language, and the language that it is in.
    pub(super) fn definition(&self, index: usize, locale: Locale, page: &Permalink) -> Option<(String, Locale)> {
        let book = &self.site.book;
        let own = (*book.glossary.terms[index].definitions.get(locale))?;
        let written: &Translation = book.glossary.texts.get(own.locale).as_ref()?;
        let text = self.page_text(&book.home, written, page, locale);
        terms::definition(&PageText { terms_lead: TermsLead::ToTheGlossary, ..text }, index)
    }

    /// A text that uses a term, as a link.
    fn term_lesson<'a>(&'a self, at: LessonRef, locale: Locale, page: &Permalink) -> Option<NavigationLink<'a>> {
        let lesson: &Lesson = self.site.book.lesson(at);
        let to = lesson.permalinks.get(locale).as_ref()?;
        let title = lesson.titles.get(locale);
        let lang = self.in_language(title.locale, locale).map(|language| language.lang);
        let title = self.site.book.config.set(&title.text, title.locale);
        Some(NavigationLink { title, lang, href: page.href(to), current: false })
    }

    /// A language that is not the page's.
    fn in_language(&self, own: Locale, page: Locale) -> Option<InLanguage<'_>> {
        let tag = self.site.book.config.language(own).tag.as_str();
        (own != page).then(|| InLanguage { lang: tag.into(), dir: self.direction(own) })
    }

    /// A term of the page's own language, for search engines and other programs.
    fn term_word<'a>(
        &self,
        term: &'a Term,
        entry: &TermEntry<'a>,
        locale: Locale,
        page: &Permalink,
    ) -> Option<GlossaryTerm<'a>> {
        let url = self.absolute(page)?;
        let name = term.names.get(locale);
        let description = entry.definition_html.as_deref().filter(|_| entry.definition_lang.is_none());
        let description = description.map(plain::text).filter(|description| !description.is_empty());
        let id = format!("{url}#{}", fragment(&term.id));
        (name.locale == locale)
            .then(|| GlossaryTerm::new(id, self.site.book.config.set(&name.text, locale), description, &url))
    }

    /// The glossary as JSON-LD, where the page is for search engines.
    fn term_set<'a>(&'a self, page: &ListPage<'a>, words: Vec<GlossaryTerm<'a>>) -> Option<String> {
        let locale = page.locale;
        let url = self.absolute(page.permalink).filter(|_| self.is_indexed(page) && !words.is_empty())?;
        let name = self.list_title(page);
        let config = &self.site.book.config;
        let tag = config.language(locale).tag.as_str();
        let mut pages = self.indexed(page);
        pages.sort_by_key(|&(locale, _)| (locale != config.default_locale, locale));
        let pages = pages.into_iter().filter_map(|(_, page)| self.absolute(page));
        Some(Graph::new(vec![Node::Words(WordSet::new(url, pages.collect(), name, tag, words))]).json())
    }
}
