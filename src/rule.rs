//! The rules: everything that can be wrong with a book, by name.

use crate::diagnostic::Severity;
use crate::locale::UserLanguage;

macro_rules! rules {
    ($($variant:ident $name:literal $severity:ident $(($fixed:ident))?, $summary:literal;)*) => {
        /// What can be wrong. Each rule has a name that reads after “allow”, a page of the manual in
        /// both languages, and examples that the tests run.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $(#[doc = $summary] $variant,)* }

        impl Rule {
            /// Every rule, in the order of the manual.
            pub const ALL: &[Rule] = &[$(Rule::$variant,)*];

            /// The name in `[check]`, in diagnostics and on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)* }
            }

            /// The severity when the book does not set one.
            pub fn severity(self) -> Severity {
                match self { $(Rule::$variant => Severity::$severity,)* }
            }

            /// Whether the severity is fixed, because no site can be made with the fault.
            pub fn is_fixed(self) -> bool {
                match self { $(Rule::$variant => rules!(@fixed $($fixed)?),)* }
            }

            /// The page as the manual has it: a lesson, whose front matter contains the rule’s messages.
            fn page(self, language: UserLanguage) -> &'static str {
                match (self, language) {$(
                    (Rule::$variant, UserLanguage::En) => include_str!(concat!("../docs/content/7-rules/", $name, ".en.md")),
                    (Rule::$variant, UserLanguage::Fr) => include_str!(concat!("../docs/content/7-rules/", $name, ".fr.md")),
                )*}
            }
        }
    };
    (@fixed fixed) => { true };
    (@fixed) => { false };
}

rules! {
    // the book and its folder
    MissingBook "missing-book" Error (fixed), "No `book.toml` here or in a folder above it.";
    EmptyBook "empty-book" Error (fixed), "`content/` contains no levels.";
    TooManyLevels "too-many-levels" Error, "More levels than the nine that the pyramid has room for.";
    InvalidBookToml "invalid-book-toml" Error (fixed), "`book.toml` can't be read as TOML.";
    UnknownSetting "unknown-setting" Error (fixed), "A setting that Palier doesn't know.";
    InvalidSetting "invalid-setting" Error (fixed), "A setting of `book.toml` whose value doesn't fit.";
    MissingBaseUrl "missing-base-url" Warning, "No `base_url`: the site can't name its own addresses.";
    UnstemmedLanguage "unstemmed-language" Warning, "A language whose words are searched as they are written.";
    MissingBookId "missing-book-id" Warning, "No `id`: progress would be lost with the book's title or address.";
    UnreadableFile "unreadable-file" Error (fixed), "A file or folder that can't be read.";
    InvalidYaml "invalid-yaml" Error, "A file that can't be read as YAML.";
    InvalidLock "invalid-lock" Error, "A `translations.lock` that can't be read.";
    InvalidText "invalid-text" Error (fixed), "A text that isn't UTF-8, or contains a NUL byte.";
    HiddenCharacter "hidden-character" Warning, "A control character, or one that reverses the order of letters.";
    OversizedText "oversized-text" Error (fixed), "A text larger than the book allows.";
    OversizedImage "oversized-image" Warning, "An image too large to be decoded safely.";
    SkippedLink "skipped-link" Warning, "A symbolic link in the book, which is not followed.";
    OutputInBook "output-in-book" Error (fixed), "The output folder is among the book's sources, or contains them.";
    ForeignOutput "foreign-output" Error (fixed), "The output folder contains files that Palier did not create.";
    UnwritableOutput "unwritable-output" Error (fixed), "The output folder can't be written.";
    TemplateFault "template-fault" Error (fixed), "A template of the theme that can't be parsed or rendered.";
    InvalidTheme "invalid-theme" Error (fixed), "A theme that is missing or whose files can't be used.";
    MissingString "missing-string" Warning, "Words of the theme that are missing in a language of the book.";
    InvalidString "invalid-string" Warning, "A text of the theme's words that doesn't fit its place.";
    // files, levels, names
    NestedTooDeep "nested-too-deep" Error, "A lesson in a folder below its level, or Markdown nested too deeply.";
    LevelWithoutIndex "level-without-index" Warning, "A level without an `index` file.";
    DuplicateNumber "duplicate-number" Warning, "Two levels, or two lessons of a level, with one number.";
    DuplicateId "duplicate-id" Error (fixed), "Two lessons with one id.";
    ClashingKeys "clashing-keys" Warning, "Two lessons or questions that the codes of progress can't tell apart.";
    DuplicatePermalink "duplicate-permalink" Error (fixed), "Two pages at one address.";
    ReservedPermalink "reserved-permalink" Error (fixed), "A page at an address that the site keeps for itself.";
    DuplicateTranslation "duplicate-translation" Error (fixed), "Two files for one lesson in one language.";
    UnknownLanguage "unknown-language" Warning, "A file whose suffix isn't a language of the book.";
    ClashingNames "clashing-names" Error, "Two names that differ only by case or by how accents are written.";
    ConfusingName "confusing-name" Warning, "A name with letters of another script that look like its own, or with invisible characters.";
    UnportableName "unportable-name" Warning, "A name that other systems can't use.";
    MistypedExtension "mistyped-extension" Warning, "A file that would be a lesson if its extension were right.";
    MisnamedFile "misnamed-file" Warning, "A file that Palier would read under another name.";
    EmptyLevel "empty-level" Warning, "A level without lessons.";
    MissingOutcomes "missing-outcomes" Warning, "A level that doesn't say what students can do after it.";
    VanishedAddress "vanished-address" Warning, "A published address that no longer leads anywhere.";
    InvalidSlug "invalid-slug" Error, "A slug that can't be part of an address.";
    // front matter
    UnclosedFrontMatter "unclosed-front-matter" Error, "Front matter that is never closed.";
    InvalidFrontMatter "invalid-front-matter" Error, "Front matter that can't be read as YAML.";
    InvalidField "invalid-field" Error, "A front-matter field whose value doesn't fit.";
    UnknownField "unknown-field" Warning, "A front-matter key that Palier doesn't know.";
    MisplacedField "misplaced-field" Warning, "A field that a lesson, a level or a page has no use for.";
    DuplicateField "duplicate-field" Error, "A front-matter key written twice.";
    UnquotedValue "unquoted-value" Error, "A value that YAML would lose or change: it needs quotes.";
    MissingTitle "missing-title" Error, "A lesson without a title.";
    UnlikelyDate "unlikely-date" Warning, "A text that was revised before it was published, or translated before the original was.";
    UnusedRecap "unused-recap" Warning, "A summary in the language of its own lesson.";
    SharedFieldDiffers "shared-field-differs" Warning, "A shared field whose value differs between translations.";
    // translations and progression
    MissingTranslation "missing-translation" Warning, "A lesson that is missing in a language of the book.";
    OutdatedTranslation "outdated-translation" Warning, "A translation whose original has changed since.";
    DifferentStructure "different-structure" Warning, "A passage that one translation has and the other doesn't.";
    UnknownPrerequisite "unknown-prerequisite" Error, "A prerequisite that isn't a lesson of the book.";
    CircularPrerequisite "circular-prerequisite" Error, "Prerequisites that lead back to themselves.";
    HigherPrerequisite "higher-prerequisite" Warning, "A prerequisite on a higher level.";
    UnknownOutcome "unknown-outcome" Error, "The name of an outcome or an objective that isn't there.";
    UnservedOutcome "unserved-outcome" Warning, "An outcome that no lesson serves.";
    UnshownObjective "unshown-objective" Warning, "An objective, or an outcome, that no question or activity shows.";
    MissingTwin "missing-twin" Warning, "An outcome, an objective, a question or an activity that one language lacks.";
    // links and assets
    BrokenLink "broken-link" Error, "A link that leads nowhere.";
    MissingFile "missing-file" Error, "An image or a file that isn't there.";
    UnreadableImage "unreadable-image" Warning, "An image that browsers can't show.";
    MisnamedImage "misnamed-image" Warning, "An image whose name says another format than its contents.";
    MissingAnchor "missing-anchor" Error, "A link to a section that isn't there.";
    DuplicateAnchor "duplicate-anchor" Error, "One id used twice in a page.";
    OutsideLink "outside-link" Error, "A link that leaves the book's folder.";
    UnsafeAddress "unsafe-address" Warning, "An address that can run a program.";
    DraftLink "draft-link" Warning, "A link to a draft, which is not published.";
    UnusedAsset "unused-asset" Warning, "A file that no lesson names.";
    MissingAltText "missing-alt-text" Warning, "An image without alternative text.";
    UnknownScheme "unknown-scheme" Warning, "An address whose scheme no browser knows: `hhttps:`.";
    MalformedLink "malformed-link" Warning, "Text that only looks like a link or an image, or a link's address that is lost.";
    EmptyLinkText "empty-link-text" Warning, "A link without words.";
    MissingCaptions "missing-captions" Warning, "A video without captions.";
    InvalidCaptions "invalid-captions" Warning, "Captions that are not WebVTT.";
    MissingTranscript "missing-transcript" Warning, "A recording without a transcript.";
    InvalidFilm "invalid-film" Warning, "A film of another host that can't be played in the page.";
    // tables
    BrokenTable "broken-table" Warning, "Lines that only look like a table, or text absorbed by a table.";
    LostCell "lost-cell" Warning, "A cell after a table's last column, which isn't shown.";
    SplitCell "split-cell" Warning, "A bar in code or in a formula, which splits a table cell.";
    // headings
    HeadingOrder "heading-order" Warning, "A heading that skips a level, or takes the title's.";
    EmptyHeading "empty-heading" Warning, "A heading without words.";
    // what is typed and what it means
    MistypedMarkdown "mistyped-markdown" Warning, "Text that only looks like Markdown.";
    InvisibleCharacter "invisible-character" Warning, "An invisible character.";
    UnclosedCode "unclosed-code" Warning, "A code block that is never closed.";
    // callouts and passages
    UnknownCallout "unknown-callout" Warning, "A `[!WORD]` that isn't a callout.";
    MistypedCallout "mistyped-callout" Error (fixed), "Text that only looks like a callout's mark: students could see what is for the teacher.";
    UnclosedCallout "unclosed-callout" Error, "A callout's mark without its bracket, or without its `>`.";
    UnansweredQuestion "unanswered-question" Error, "A question without a right answer.";
    TrivialQuestion "trivial-question" Warning, "A question to which every answer is right, or only one can be given.";
    EmptyChoice "empty-choice" Error, "A choice without words.";
    UnequalPairs "unequal-pairs" Error, "A thing to be paired that has no partner.";
    RepeatedItem "repeated-item" Warning, "Two things of a question, or two accepted answers, that say the same.";
    InvalidNumber "invalid-number" Error, "A number that a question accepts and that can't be read.";
    StrayLine "stray-line" Warning, "A line of a question that isn't read as the hint, the choice or the feedback it looks like.";
    MisplacedAnswer "misplaced-answer" Error, "An answer where none is read: students would see it.";
    UncountedAccent "uncounted-accent" Warning, "An answer that is another word without its accent, which doesn't count.";
    InvalidLanguageTag "invalid-language-tag" Error, "A `lang` that names no language.";
    UnknownAttribute "unknown-attribute" Warning, "An attribute of a passage, a callout or an image that Palier doesn't know, or a class reserved for the theme.";
    InvalidAttribute "invalid-attribute" Warning, "An attribute of an image whose value can't be used.";
    UnclosedBlock "unclosed-block" Error, "A `:::` without its other end.";
    UnclosedSpan "unclosed-span" Error, "A `{lang=…}` without a bracket before it, or attributes that are never closed.";
    // raw HTML
    UnknownElement "unknown-element" Warning, "A tag that isn't an HTML element, and shows nothing.";
    UnbalancedHtml "unbalanced-html" Warning, "An HTML element that is opened and never closed, or closed and never opened.";
    MarkdownInHtml "markdown-in-html" Warning, "Markdown in an HTML block, which is shown as typed.";
    // mathematics and code
    InvalidFormula "invalid-formula" Error, "A formula that can't be read.";
    UnknownCodeLanguage "unknown-code-language" Warning, "Code in a language that Palier doesn't know.";
    InvalidCodeAttribute "invalid-code-attribute" Warning, "A title, line numbers or marked lines of code that can't be read.";
    // notes and references
    UndefinedFootnote "undefined-footnote" Error, "A note that is called but never defined.";
    UnusedFootnote "unused-footnote" Warning, "A note that is defined but never called.";
    DuplicateFootnote "duplicate-footnote" Error, "A note defined twice.";
    FootnoteInLink "footnote-in-link" Warning, "A note called inside a link, which breaks the link.";
    InlineFootnote "inline-footnote" Warning, "A note written within the text, `^[…]`, which Palier doesn't read.";
    UndefinedReference "undefined-reference" Error, "A reference that is cited but never given.";
    UnclosedCitation "unclosed-citation" Error, "A citation whose bracket is never closed.";
    UnknownLocator "unknown-locator" Warning, "A place in a work whose name is probably mistyped.";
    UnusedReference "unused-reference" Warning, "A reference that is given but never cited.";
    DuplicateReference "duplicate-reference" Error, "A reference given twice.";
    ConflictingReference "conflicting-reference" Warning, "One key given to two works.";
    InvalidBibliography "invalid-bibliography" Error, "A shared bibliography that can't be read.";
    UnknownReferenceType "unknown-reference-type" Warning, "A work of a type that CSL doesn't know.";
    MissingReferenceField "missing-reference-field" Warning, "A work without a field that its type needs.";
    InvalidReferenceDate "invalid-reference-date" Warning, "A date of a work that can't be read.";
    BareName "bare-name" Warning, "A name that doesn't say whether it is a person's, or several.";
    InvalidCitationStyle "invalid-citation-style" Error, "A file that isn't a citation style.";
    // glossary
    UndefinedTerm "undefined-term" Error, "A term that is used but isn't in the glossary.";
    MarkInTitle "mark-in-title" Warning, "A term, a citation or the call of a note in a title, which is plain text.";
    SplitTerm "split-term" Error, "A term whose bar splits a table cell.";
    UnusedTerm "unused-term" Warning, "A term of `glossary.yml` that no text uses.";
    DuplicateTerm "duplicate-term" Error, "One name given to two terms of a language.";
    MissingTerm "missing-term" Warning, "A term without a name in a language of the book.";
    MissingDefinition "missing-definition" Warning, "A term without a definition.";
    // tags
    UnknownTag "unknown-tag" Warning, "A tag that `tags.yml` doesn't name.";
    UnusedTag "unused-tag" Warning, "A tag of `tags.yml` that no lesson has.";
    MissingTagLabel "missing-tag-label" Warning, "A tag without a label in a language of the book.";
    // metadata and security
    UnknownLicense "unknown-license" Warning, "A licence that isn't an SPDX expression.";
    BlockedContent "blocked-content" Warning, "What the site's security policy would block.";
}

impl Rule {
    /// The manual page: Markdown, with examples that the tests run.
    pub fn manual(self, language: UserLanguage) -> String {
        format!("# {}\n\n{}\n\n{}", self.name(), self.summary(language), self.parts(language).1)
    }

    /// What is wrong, in a sentence: the page’s title after the rule’s name.
    pub fn summary(self, language: UserLanguage) -> String {
        let title = self.parts(language).0.lines().find_map(|line| line.strip_prefix("title: "));
        let sentence = title.and_then(|title| Some(title.split_once(": ")?.1)).unwrap_or_default();
        let mut letters = sentence.chars();
        let first = letters.next().map(char::to_uppercase).into_iter().flatten();
        let end = if sentence.ends_with('…') { "" } else { "." };
        first.chain(letters).chain(end.chars()).collect()
    }

    /// What diagnostics of the rule say: YAML, from a name to a text, or to a text for each plural category. The
    /// key of a message is the rule’s name, a full stop and that name.
    pub fn messages(self, language: UserLanguage) -> &'static str {
        self.parts(language).0.split_once("\nextra:\n").map_or("", |(_, messages)| messages)
    }

    /// A page’s front matter, and its text.
    fn parts(self, language: UserLanguage) -> (&'static str, &'static str) {
        let page = self.page(language).strip_prefix("---\n").unwrap_or_default();
        page.split_once("\n---\n\n").unwrap_or_default()
    }

    /// Whether a file with the fault isn't read as its author meant it, so that others may miss in it what it says:
    /// its title, its headings, what is learnt in it.
    pub fn loses_text(self) -> bool {
        matches!(
            self,
            Self::InvalidText
                | Self::InvalidYaml
                | Self::InvalidLock
                | Self::InvalidBibliography
                | Self::UnclosedFrontMatter
                | Self::InvalidFrontMatter
                | Self::InvalidField
                | Self::UnquotedValue
                | Self::MissingTitle
                | Self::InvalidSlug
                | Self::MistypedMarkdown
                | Self::UnclosedCode
                | Self::MistypedCallout
                | Self::UnclosedCallout
                | Self::UnclosedBlock
                | Self::UnclosedSpan
        )
    }

    /// Whether a file with the fault may be no part of the book at all, though it was meant to be.
    pub fn loses_file(self) -> bool {
        matches!(
            self,
            Self::UnreadableFile
                | Self::OversizedText
                | Self::NestedTooDeep
                | Self::DuplicateId
                | Self::DuplicateTranslation
                | Self::UnknownLanguage
                | Self::MistypedExtension
        )
    }

    /// The rule of that name; `None` if there is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}
