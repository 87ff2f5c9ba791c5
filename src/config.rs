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
use crate::source::{Span, Spanned};

pub use base_url::BaseUrl;
pub use contact::Contact;
pub use counts::{Count, Counts};
pub use language::{
    default_tag as default_language_tag, is_key as is_language_key, is_right_to_left, name as language_name,
    tag as language_tag,
};
pub use look::{AddedLink, HeaderLogo};
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
            Setting {
                key: "default_language",
                holds: "the key of a language of the book",
                default: "the first language",
                means: "the language of texts that don’t say theirs, and the one shown first where another is missing",
                read: values::default_language,
            },
            Setting {
                key: "title",
                holds: "a text, or one for each language",
                default: "none: a book needs one",
                means: "the book’s title",
                read: values::title,
            },
            Setting {
                key: "id",
                holds: "lower-case letters, digits, `-`, `_` and `.`, which neither begins nor ends it",
                default: "made of the address or the title",
                means: "the book’s name for programs, and for [students’ progress](../3-teach/3-progress.en.md): it stays when the title and the address change",
                read: values::id,
            },
            Setting {
                key: "description",
                holds: "a text, or one for each language",
                default: "none",
                means: "the book in a sentence, for search engines and the choice of language",
                read: |all, given, faults| all.description = values::by_language(given, &all.languages, faults),
            },
            Setting {
                key: "level_name",
                holds: "a text, or one for each language",
                default: "the theme’s word (« Niveau », “Level”)",
                means: "what a level is called: « Étape », “Step”…",
                read: |all, given, faults| all.level_name = values::by_language(given, &all.languages, faults),
            },
            Setting {
                key: "authors",
                holds: "a list of names",
                default: "`[]`",
                means: "the authors of texts that name none, and of the site",
                read: |all, given, faults| {
                    all.authors = faults.texts(given).into_iter().map(|name| name.value).collect()
                },
            },
            Setting {
                key: "license",
                holds: "an SPDX expression, `\"CC-BY-SA-4.0\"`",
                default: "none",
                means: "the licence of texts that name none",
                read: |all, given, faults| all.license = faults.text(given),
            },
            Setting {
                key: "edition",
                holds: "a text of 40 characters at most, `\"2026-2027\"` or `\"2\"`",
                default: "none",
                means: "which [edition](../5-publish/3-about.en.md#editions) of the book this is: on each page, in citations, in students’ codes",
                read: values::edition,
            },
            Setting {
                key: "editions",
                holds: "addresses by edition, `{ \"2025-2026\" = \"https://example.org/2025/\" }`, 30 at most",
                default: "none",
                means: "earlier [editions](../5-publish/3-about.en.md#editions), where they can still be read",
                read: values::editions,
            },
            Setting {
                key: "base_url",
                holds: "an address, `\"https://example.org/book/\"`",
                default: "none",
                means: "where the site is published; without it, pages contain no absolute address, and the site has no sitemap, no feed and no [pictures for shared links](../5-publish/4-sharing.en.md)",
                read: values::base_url,
            },
            Setting {
                key: "edit_url",
                holds: "an address with `{path}` in it, `\"https://example.org/edit/{path}\"`",
                default: "none",
                means: "where a text’s source can be edited: pages link there, with the file’s path in the book for `{path}`",
                read: values::edit_url,
            },
        ],
    },
    Table {
        name: "site",
        settings: &[
            Setting {
                key: "allow_hosts",
                holds: "a list of hosts, `\"www.example.org\"` or `\"*.example.org\"`",
                default: "`[]`",
                means: "the hosts that pages may [show content from](5-security.en.md)",
                read: values::allow_hosts,
            },
            Setting {
                key: "side_by_side",
                holds: "`true` or `false`",
                default: "`true`",
                means: "whether lessons are offered in two languages [side by side](../4-translate/2-side-by-side.en.md)",
                read: |all, given, faults| all.side_by_side = faults.truth(given).unwrap_or(all.side_by_side),
            },
            Setting {
                key: "search",
                holds: "`true` or `false`",
                default: "`true`",
                means: "whether the site can be [searched](../3-teach/4-reading.en.md#search)",
                read: |all, given, faults| all.search = faults.truth(given).unwrap_or(all.search),
            },
            Setting {
                key: "icon",
                holds: "the path of an SVG or PNG file in `static/`, `\"static/logo.svg\"`",
                default: "the pyramid",
                means: "the picture of [the site’s icons](../5-publish/4-sharing.en.md#the-sites-icons): in the browser’s tab and, once it is installed, among the device’s apps",
                read: |all, given, faults| all.icon = faults.text(given),
            },
            Setting {
                key: "logo",
                holds: "the path of an SVG or PNG file in `static/`, `\"static/logo.svg\"`, or [more about it](../5-publish/2-appearance.en.md#your-logo)",
                default: "the pyramid",
                means: "the picture in the header, beside the book’s title or in its place",
                read: |all, given, faults| all.logo = look::logo(given, &all.languages, faults),
            },
            Setting {
                key: "header_links",
                holds: "a list of [links](../5-publish/2-appearance.en.md#links-in-header-and-footer)",
                default: "the first three pages outside the levels",
                means: "links in the header of every page, after those of the site’s own pages",
                read: |all, given, faults| {
                    all.header_links = look::links(given, &all.languages, all.default_locale, faults)
                },
            },
            Setting {
                key: "footer_links",
                holds: "a list of [links](../5-publish/2-appearance.en.md#links-in-header-and-footer)",
                default: "`[]`",
                means: "links in the footer of every page, after the pages outside the levels",
                read: |all, given, faults| {
                    all.footer_links = look::links(given, &all.languages, all.default_locale, faults)
                },
            },
            Setting {
                key: "contact",
                holds: "a mail address, or that of a forge’s issues, `\"https://github.com/school/book/issues\"`",
                default: "none: pages don’t ask",
                means: "whom readers tell of a mistake: each page has a link that [fills in the message](../5-publish/3-about.en.md#a-mistake)",
                read: values::contact,
            },
            Setting {
                key: "accessibility",
                holds: "a text, or one for each language",
                default: "none",
                means: "what you say yourselves on the page about [accessibility](../5-publish/3-about.en.md#accessibility): what was tried, with whom; a blank line begins a paragraph",
                read: |all, given, faults| all.accessibility = values::by_language(given, &all.languages, faults),
            },
            Setting {
                key: "privacy_contact",
                holds: "a text, or one for each language",
                default: "none: the page says to ask the school",
                means: "whom readers ask about [what the site keeps](../3-teach/3-progress.en.md#what-the-site-keeps): a name, a function, an address",
                read: |all, given, faults| all.privacy_contact = values::by_language(given, &all.languages, faults),
            },
        ],
    },
    Table {
        name: "theme",
        settings: &[Setting {
            key: "css",
            holds: "a list of paths of stylesheets in `themes/`, `\"themes/mine.css\"`",
            default: "`[]`",
            means: "stylesheets that pages load [after the theme’s](../5-publish/2-appearance.en.md#a-stylesheet-of-your-own)",
            read: |all, given, faults| all.stylesheets = faults.texts(given),
        }],
    },
    Table {
        name: "questions",
        settings: &[Setting {
            key: "count",
            holds: "a list of `\"case\"`, `\"accents\"`, `\"articles\"`, `\"marks\"` and `\"unit\"`, or one for each language",
            default: "`[]`",
            means: "what [counts in answers that students type](../2-write/3-questions.en.md#what-counts); without it, « Québec » may be typed « quebec »",
            read: values::counts,
        }],
    },
    Table {
        name: "build",
        settings: &[
            Setting {
                key: "output",
                holds: "a folder",
                default: "`\"public\"`",
                means: "where `palier build` writes the site",
                read: |all, given, faults| {
                    if let Some(output) = faults.text(given) {
                        all.output = output;
                    }
                },
            },
            Setting {
                key: "theme",
                holds: "the name of a folder in `themes/`",
                default: "`\"palier\"`",
                means: "the [theme](4-themes.en.md)",
                read: values::theme,
            },
            Setting {
                key: "raw_html",
                holds: "`\"allow\"`, `\"escape\"` or `\"sanitize\"`",
                default: "`\"allow\"`",
                means: "HTML in Markdown: kept, shown as text, or without [what runs or loads from elsewhere](../2-write/1-markdown.en.md#html)",
                read: |all, given, faults| all.raw_html = faults.choice(given, RAW_HTML_MODES).unwrap_or(all.raw_html),
            },
            Setting {
                key: "max_file_size",
                holds: "a size, `\"2 MB\"`, or a number of bytes",
                default: "`\"1 MiB\"`",
                means: "the largest size of a text; a larger one is reported and left out",
                read: values::max_file_size,
            },
        ],
    },
    Table {
        name: "check",
        settings: &[
            Setting {
                key: "allow",
                holds: "a list of rules",
                default: "`[]`",
                means: "rules that are not reported",
                read: |all, given, faults| values::rank(all, given, None, faults),
            },
            Setting {
                key: "warn",
                holds: "a list of rules",
                default: "`[]`",
                means: "rules that only warn",
                read: |all, given, faults| values::rank(all, given, Some(Severity::Warning), faults),
            },
            Setting {
                key: "deny",
                holds: "a list of rules",
                default: "`[]`",
                means: "rules that keep the site from being built",
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
            holds: "a text",
            default: "known for some thirty languages, otherwise the key",
            means: "the language’s own name, for the switch",
            read: |all, given, faults| {
                if let Some(name) = faults.text(given) {
                    all.name = name.value;
                }
            },
        },
        Setting {
            key: "locale",
            holds: "a [BCP 47 tag](https://www.rfc-editor.org/info/bcp47), `\"fr-CA\"`",
            default: "the key; `\"fr-CA\"` for `fr`, `\"en-CA\"` for `en`",
            means: "the page’s `lang`, dates, numbers, alphabetical order, plurals, direction, typography",
            read: values::locale,
        },
        Setting {
            key: "fallback",
            holds: "`\"page\"` or `\"none\"`",
            default: "`\"page\"`",
            means: "what is shown where a translation is missing: the text in another language, or no page",
            read: |all, given, faults| all.fallback = faults.choice(given, FALLBACKS).unwrap_or(all.fallback),
        },
        Setting {
            key: "typography",
            holds: "`\"auto\"`, `\"thin\"` or `\"off\"`",
            default: "`\"auto\"`",
            means: "how its texts are [set](../2-write/4-typography.en.md): by its rules, with a thin space before `;` `!` `?`, or as written",
            read: values::typography,
        },
        Setting {
            key: "guillemets",
            holds: "`\"auto\"` or `\"thin\"`",
            default: "`\"auto\"`",
            means: "the spaces inside « »: no-break spaces, or thin ones",
            read: values::guillemets,
        },
        Setting {
            key: "citation_style",
            holds: "the name of a CSL style, `\"apa\"`, or the path of a `.csl` file in `content/`",
            default: "APA",
            means: "how works are [cited](../2-write/1-markdown.en.md)",
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
