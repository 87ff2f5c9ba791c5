//! `book.toml`, as meant: every default filled in, and `TABLES`, a row for each setting.

mod base_url;
mod contact;
mod counts;
mod language;
mod look;
mod publish;
mod read;
mod section;
mod setting;
mod syntax;
mod values;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::typography::Typography;
use crate::locale::{Locale, Localized, Message, message};
use crate::model::{Permalink, Slug};
use crate::rule::Rule;
use crate::shape::{self, LANGUAGE_KEY, in_toml};
use crate::source::{Span, Spanned};

pub use base_url::BaseUrl;
pub use contact::Contact;
pub use counts::{Count, Counts};
pub use language::{
    default_tag as default_language_tag, is_key as is_language_key, is_right_to_left, name as language_name,
    tag as language_tag,
};
pub use look::{AddedLink, HeaderLogo, LINK, LOGO};
pub use publish::{Destination, PUBLISH, Target, TargetSettings};
pub use read::parse;
pub use setting::{Setting, Table};

/// The book's settings, every default filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The book's name for programs, made of its title if it gives none.
    pub id: String,
    /// Whether `book.toml` gives an id.
    pub has_id: bool,
    /// The book's title in each language, once it has one: [`Config::title`] always names the book.
    pub title: Option<Localized<String>>,
    /// A sentence about the book, if it has one.
    pub description: Localized<Option<String>>,
    /// The book's own word for a level (“Step”, « Palier »…); `None` if it is the theme's.
    pub level_name: Localized<Option<String>>,
    /// The book's authors.
    pub authors: Vec<String>,
    /// Which edition of the book it is: “2026-2027”, “2”.
    pub edition: Option<String>,
    /// The earlier ones, in the order of the file.
    pub editions: Vec<EarlierEdition>,
    /// The licence of its texts: an SPDX expression.
    pub license: Option<Spanned<String>>,
    /// The address that this site is to be published at; `None` if none is known, and for a preview.
    pub base_url: Option<BaseUrl>,
    /// The address that `book.toml` gives, whatever address this site is made for.
    pub stated_url: Option<BaseUrl>,
    /// The language of texts that don't say theirs.
    pub default_locale: Locale,
    /// The address of a lesson's source, with `{path}` for its path.
    pub edit_url: Option<String>,
    /// The languages, in the order of the file; at least one.
    pub languages: Vec<Language>,
    /// Hosts that embeds may load from.
    pub allow_hosts: Vec<String>,
    /// Where readers report a mistake; `None` if they aren't asked to.
    pub contact: Option<Contact>,
    /// What the authors say of the site's accessibility, in each language in which they do.
    pub accessibility: Localized<Option<String>>,
    /// The person to ask about readers' privacy, in each language that names one.
    pub privacy_contact: Localized<Option<String>>,
    /// Whether lessons that don't say are offered in two languages side by side.
    pub side_by_side: bool,
    /// Whether the site can be searched.
    pub search: bool,
    /// The picture that the site's icons are made of, as the path of a file in `static/`; `None` if they show the pyramid.
    pub icon: Option<Spanned<String>>,
    /// The picture in the header; `None` if it shows the pyramid.
    pub logo: Option<HeaderLogo>,
    /// Links that the book adds to the header.
    pub header_links: Vec<AddedLink>,
    /// Links that it adds to the footer.
    pub footer_links: Vec<AddedLink>,
    /// The stylesheets that it adds to its theme’s: paths of files in `themes/`.
    pub stylesheets: Vec<Spanned<String>>,
    /// What counts in answers that students type, where a question doesn't say.
    pub counts: Localized<Counts>,
    /// The output folder, relative to the book's.
    pub output: Spanned<String>,
    /// The name of the theme: that of a folder of `themes/`, or of the bundled theme.
    pub theme: Spanned<String>,
    /// What happens to raw HTML.
    pub raw_html: RawHtmlMode,
    /// The most bytes that a text of the book may have.
    pub max_file_size: u64,
    /// Severities that the book sets, each with its place; `None` for a rule that it hides.
    pub ranks: BTreeMap<Rule, Spanned<Option<Severity>>>,
    /// Where it is published, in the order of the file.
    pub targets: Vec<Target>,
    /// The place of `[book]`, where a missing setting is reported.
    pub span: Span,
}

/// The most bytes that a text may have if the book doesn't set another limit: some 150,000 words.
pub const MAX_FILE_SIZE: u64 = 1_048_576;

/// An edition of the book before this one, where it can still be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierEdition {
    /// Its name.
    pub name: String,
    /// The address of its site.
    pub address: String,
}

/// A language of the book.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// The key: in addresses, file suffixes and hreflang (`fr`).
    pub key: String,
    /// The language's name in itself.
    pub name: String,
    /// The language tag (RFC 5646), for `lang=`, typography, dates, collation and plurals: `fr-CA`.
    pub tag: String,
    /// Whether its script runs from right to left.
    pub right_to_left: bool,
    /// What readers of the language get for a lesson without a translation.
    pub fallback: Fallback,
    /// How its texts are set.
    pub typography: Typography,
    /// The name of a CSL style, or a `.csl` file in the book.
    pub citation_style: Option<Spanned<String>>,
    /// The place of its key in `book.toml`; empty if the book lists no languages.
    pub span: Span,
}

/// The tables of `book.toml`, each setting once. They are read in this order: the default language decides which
/// title stands in for one that is missing, and the title gives the id.
pub const TABLES: &[Table<Config>] = &[
    Table {
        name: "book",
        settings: &[
            Setting { key: "default_language", shape: || shape::pattern(LANGUAGE_KEY), read: values::default_language },
            Setting { key: "title", shape: in_toml::text_by_language, read: values::title },
            Setting { key: "id", shape: || shape::pattern(Slug::PATTERN), read: values::id },
            Setting {
                key: "description",
                shape: in_toml::text_by_language,
                read: |all, given, faults| all.description = values::by_language(given, &all.languages, faults),
            },
            Setting {
                key: "level_name",
                shape: in_toml::text_by_language,
                read: |all, given, faults| all.level_name = values::by_language(given, &all.languages, faults),
            },
            Setting {
                key: "authors",
                shape: in_toml::texts,
                read: |all, given, faults| {
                    all.authors = faults.texts(given).into_iter().map(|name| name.value).collect()
                },
            },
            Setting {
                key: "license",
                shape: in_toml::text,
                read: |all, given, faults| all.license = faults.text(given),
            },
            Setting { key: "edition", shape: values::edition_shape, read: values::edition },
            Setting { key: "editions", shape: values::editions_shape, read: values::editions },
            Setting { key: "base_url", shape: || shape::pattern(BaseUrl::PATTERN), read: values::base_url },
            Setting {
                key: "edit_url",
                shape: || shape::pattern("https?://\\S*\\{path\\}\\S*"),
                read: values::edit_url,
            },
        ],
    },
    Table {
        name: "site",
        settings: &[
            Setting {
                key: "allow_hosts",
                shape: || shape::list(shape::pattern(values::HOST)),
                read: values::allow_hosts,
            },
            Setting {
                key: "side_by_side",
                shape: in_toml::truth,
                read: |all, given, faults| all.side_by_side = faults.truth(given).unwrap_or(all.side_by_side),
            },
            Setting {
                key: "search",
                shape: in_toml::truth,
                read: |all, given, faults| all.search = faults.truth(given).unwrap_or(all.search),
            },
            Setting { key: "icon", shape: in_toml::text, read: |all, given, faults| all.icon = faults.text(given) },
            Setting {
                key: "logo",
                shape: || shape::any_of([in_toml::text(), shape::defined("logo")]),
                read: |all, given, faults| all.logo = look::logo(given, &all.languages, faults),
            },
            Setting {
                key: "header_links",
                shape: || shape::list(shape::defined("link")),
                read: |all, given, faults| {
                    all.header_links = look::links(given, &all.languages, all.default_locale, faults)
                },
            },
            Setting {
                key: "footer_links",
                shape: || shape::list(shape::defined("link")),
                read: |all, given, faults| {
                    all.footer_links = look::links(given, &all.languages, all.default_locale, faults)
                },
            },
            Setting { key: "contact", shape: || shape::pattern(Contact::PATTERN), read: values::contact },
            Setting {
                key: "accessibility",
                shape: in_toml::text_by_language,
                read: |all, given, faults| all.accessibility = values::by_language(given, &all.languages, faults),
            },
            Setting {
                key: "privacy_contact",
                shape: in_toml::text_by_language,
                read: |all, given, faults| all.privacy_contact = values::by_language(given, &all.languages, faults),
            },
        ],
    },
    Table {
        name: "theme",
        settings: &[Setting {
            key: "css",
            shape: in_toml::texts,
            read: |all, given, faults| all.stylesheets = faults.texts(given),
        }],
    },
    Table { name: "questions", settings: &[Setting { key: "count", shape: counts::shape, read: values::counts }] },
    Table {
        name: "build",
        settings: &[
            Setting {
                key: "output",
                shape: in_toml::text,
                read: |all, given, faults| {
                    if let Some(output) = faults.text(given) {
                        all.output = output;
                    }
                },
            },
            Setting { key: "theme", shape: || shape::pattern(r"[^./\\:][^/\\:]*"), read: values::theme },
            Setting {
                key: "raw_html",
                shape: || shape::choice(RAW_HTML_MODES.iter().map(|mode| mode.0)),
                read: |all, given, faults| all.raw_html = faults.choice(given, RAW_HTML_MODES).unwrap_or(all.raw_html),
            },
            Setting { key: "max_file_size", shape: values::size_shape, read: values::max_file_size },
        ],
    },
    Table {
        name: "check",
        settings: &[
            Setting {
                key: "allow",
                shape: || values::rules_shape(false),
                read: |all, given, faults| values::rank(all, given, None, faults),
            },
            Setting {
                key: "warn",
                shape: || values::rules_shape(false),
                read: |all, given, faults| values::rank(all, given, Some(Severity::Warning), faults),
            },
            Setting {
                key: "deny",
                shape: || values::rules_shape(true),
                read: |all, given, faults| values::rank(all, given, Some(Severity::Error), faults),
            },
        ],
    },
];

/// The table of each language, `[languages.fr]`. Its settings are read in this order: the tag decides how texts are
/// set, as far as the settings after it don’t.
pub const LANGUAGE: Table<Language> = Table {
    name: "languages",
    settings: &[
        Setting {
            key: "name",
            shape: in_toml::text,
            read: |all, given, faults| {
                if let Some(name) = faults.text(given) {
                    all.name = name.value;
                }
            },
        },
        Setting {
            key: "locale",
            shape: || shape::pattern("[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*"),
            read: values::locale,
        },
        Setting {
            key: "fallback",
            shape: || shape::choice(FALLBACKS.iter().map(|fallback| fallback.0)),
            read: |all, given, faults| all.fallback = faults.choice(given, FALLBACKS).unwrap_or(all.fallback),
        },
        Setting { key: "typography", shape: || shape::choice(values::TYPOGRAPHY), read: values::typography },
        Setting { key: "guillemets", shape: || shape::choice(values::GUILLEMETS), read: values::guillemets },
        Setting {
            key: "citation_style",
            shape: in_toml::text,
            read: |all, given, faults| all.citation_style = faults.text(given),
        },
    ],
};

const RAW_HTML_MODES: &[(&str, RawHtmlMode)] =
    &[("allow", RawHtmlMode::Allow), ("escape", RawHtmlMode::Escape), ("sanitize", RawHtmlMode::Sanitize)];

const FALLBACKS: &[(&str, Fallback)] = &[("page", Fallback::Page), ("none", Fallback::None)];

impl Language {
    /// The language of that key, with the defaults of all its settings.
    pub fn of_key(key: &str) -> Self {
        let tag = language::default_tag(key);
        Self {
            key: key.to_owned(),
            name: language::name(key).to_owned(),
            right_to_left: language::is_right_to_left(&tag),
            fallback: Fallback::Page,
            typography: Typography::of(&tag),
            citation_style: None,
            span: 0..0,
            tag,
        }
    }

    /// The language within a sentence to the author, after « en » or “in”: « anglais » for an author who
    /// reads French. A language other than French and English keeps its own name, in quotation marks.
    pub fn in_words(&self) -> Message {
        match self.key.as_str() {
            "fr" => message!("language.fr"),
            "en" => message!("language.en"),
            _ => message!("language.other", name = self.name.as_str()),
        }
    }

    /// Several languages within a sentence; `None` if there are none.
    pub fn all_in_words<'l>(languages: impl IntoIterator<Item = &'l Language>) -> Option<Message> {
        let words = languages.into_iter().map(Self::in_words);
        words.reduce(|first, second| message!("language.and", first = first, second = second))
    }
}

/// What readers of a language get for a lesson without a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// A page with the text in another language, which says so.
    Page,
    /// No page.
    None,
}

/// What happens to raw HTML in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawHtmlMode {
    /// It passes through.
    Allow,
    /// It is shown as text.
    Escape,
    /// Whatever could run, or load from elsewhere, is removed.
    Sanitize,
}

impl Config {
    /// The settings of a book that lists these languages and says nothing else.
    pub fn of_languages(languages: Vec<Language>) -> Self {
        let count = languages.len();
        Self {
            id: "book".to_owned(),
            has_id: false,
            title: None,
            description: Localized::from_fn(count, |_| None),
            level_name: Localized::from_fn(count, |_| None),
            authors: Vec::new(),
            edition: None,
            editions: Vec::new(),
            license: None,
            base_url: None,
            stated_url: None,
            default_locale: Locale(0),
            edit_url: None,
            languages,
            allow_hosts: Vec::new(),
            contact: None,
            accessibility: Localized::from_fn(count, |_| None),
            privacy_contact: Localized::from_fn(count, |_| None),
            icon: None,
            logo: None,
            header_links: Vec::new(),
            footer_links: Vec::new(),
            stylesheets: Vec::new(),
            side_by_side: true,
            search: true,
            counts: Localized::from_fn(count, |_| Counts::default()),
            output: Spanned::new("public".to_owned(), 0..0),
            theme: Spanned::new("palier".to_owned(), 0..0),
            raw_html: RawHtmlMode::Allow,
            max_file_size: MAX_FILE_SIZE,
            ranks: BTreeMap::new(),
            targets: Vec::new(),
            span: 0..0,
        }
    }

    /// The language.
    pub fn language(&self, locale: Locale) -> &Language {
        &self.languages[locale.index()]
    }

    /// The name by which students' progress knows the book: its id; without one its address, made a possible id, so
    /// that a book can go on with it; without that, its title.
    pub fn progress_id(&self) -> Cow<'_, str> {
        let base = self.stated_url.as_ref().or(self.base_url.as_ref()).filter(|_| !self.has_id);
        let address = base.and_then(|base| Slug::from_name(base.as_str().split_once("://")?.1));
        address.map_or(Cow::Borrowed(&self.id), |address| Cow::Owned(address.as_str().to_owned()))
    }

    /// What the book is called in a language: its title; its id as long as it has none, which is an error.
    pub fn title(&self, locale: Locale) -> &str {
        self.title.as_ref().map_or(&self.id, |titles| titles.get(locale))
    }

    /// The language of that key; `None` if the book doesn't have it.
    pub fn locale(&self, key: &str) -> Option<Locale> {
        self.locales().find(|&locale| self.language(locale).key == key)
    }

    /// The typography of a text in the language of that tag: as the book sets texts with the same tag or key, else in
    /// the same language, else by the language's own rules.
    pub fn typography(&self, tag: &str) -> Typography {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let is_same = |language: &&Language| language.tag.eq_ignore_ascii_case(tag) || language.key == tag;
        let is_alike = |language: &&Language| primary(tag) == tag && primary(&language.tag) == tag;
        let own = self.languages.iter().find(is_same).or_else(|| self.languages.iter().find(is_alike));
        own.map_or_else(|| Typography::of(tag), |language| language.typography)
    }

    /// A text in one of the book's languages, set by the rules of its typography.
    pub fn set<'a>(&self, text: &'a str, locale: Locale) -> Cow<'a, str> {
        self.language(locale).typography.set(text)
    }

    /// Whether pages may show what comes from a host (its name in any case): `allow_hosts` names it (`example.org`), or
    /// those below a name (`*.example.org`), as browsers match them.
    pub fn allows_host(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.allow_hosts.iter().any(|allowed| match allowed.strip_prefix("*.") {
            Some(domain) => host.strip_suffix(domain).is_some_and(|name| name.ends_with('.') && name.len() > 1),
            None => host == *allowed,
        })
    }

    /// Every language, in the book's order.
    pub fn locales(&self) -> impl Iterator<Item = Locale> + use<> {
        (0..self.languages.len() as u8).map(Locale)
    }

    /// The front page of a language: each has one.
    pub fn front_page(&self, locale: Locale) -> Permalink {
        Permalink::page([self.language(locale).key.as_str()])
    }

    /// A value for each language.
    pub fn localized<T>(&self, make: impl FnMut(Locale) -> T) -> Localized<T> {
        Localized::from_fn(self.languages.len(), make)
    }

    /// Gives each fault the severity that the book sets, and removes those of rules that it hides.
    pub fn rank(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain_mut(|fault| match self.severity(fault.rule) {
            Some(severity) => {
                fault.severity = severity;
                true
            }
            None => false,
        });
    }

    /// The severity of a rule: the book's, else the rule's own. `None` if the book hides the rule.
    pub fn severity(&self, rule: Rule) -> Option<Severity> {
        self.ranks.get(&rule).map_or(Some(rule.severity()), |rank| rank.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_named_in_the_authors_language() {
        use crate::locale::UserLanguage::{En, Fr};
        let text = "[book]\ntitle = \"T\"\n[languages.fr]\n[languages.en]\n[languages.ar]\n";
        let languages = parse(text).value.languages;
        let said = |language| Language::all_in_words(&languages).map(|words| words.text(language));
        assert_eq!(said(Fr).as_deref(), Some("français et anglais et «\u{a0}العربية\u{a0}»"));
        assert_eq!(said(En).as_deref(), Some("French and English and “العربية”"));
        assert_eq!(Language::all_in_words([]), None);
    }

    #[test]
    fn a_passage_is_set_as_the_books_own_texts_are() {
        let text = "[book]\ntitle = \"T\"\n[languages.fr]\n[languages.en]\ntypography = \"off\"\n";
        let config = parse(text).value;
        assert_eq!(config.typography("fr"), Typography::of("fr-CA"));
        assert_eq!(config.typography("fr-FR"), Typography::of("fr-FR"));
        assert_eq!(config.typography("en"), Typography::AsWritten);
        assert_eq!(config.typography("en-GB"), Typography::English);
        assert_eq!(config.typography("es"), Typography::AsWritten);
    }

    #[test]
    fn an_asterisk_stands_for_names_below_a_domain() {
        let allows = |allowed: &str, host: &str| {
            let text = format!("[book]\ntitle = \"T\"\n[site]\nallow_hosts = [\"{allowed}\"]\n");
            parse(&text).value.allows_host(host)
        };
        assert!(allows("example.org", "Example.org"));
        assert!(allows("*.example.org", "a.b.example.org"));
        assert!(!allows("*.example.org", "example.org"));
        assert!(!allows("example.org", "a.example.org"));
        assert!(!allows("*.example.org", "badexample.org"));
    }
}
