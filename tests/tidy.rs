//! What must stay true of the source code itself: who may use whom, who may touch the disk and the
//! terminal, and that every sentence and every rule is there in both languages.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use palier::locale::UserLanguage;
use palier::rule::Rule;
use support::files;

/// The flow: a module may use those of the lines above its own, and not those beside it.
const FLOW: &[&[&str]] = &[
    // the words the rest is written in; these may use each other
    &[
        "source", "diagnostic", "rule", "locale", "nearest", "autolink", "film", "characters", "config", "model",
        "progress", "content_type", "shape",
    ],
    &["load", "parse", "theme", "style", "cache"],
    &["search", "pictures"],
    &["assemble"],
    &["check"],
    &["plan"],
    &["render"],
    &["builder"],
    &["write", "watch", "editor"],
    &["serve"],
    &["report"],
    &["build"],
    &["sync", "strings", "publish", "schema"],
    // reads the book as it would become, and records its translations
    &["author"],
    &["preview", "lsp"],
    &["cli"],
];

/// Uses against the flow, each with its reason.
const AGAINST_THE_FLOW: &[(&str, &str)] = &[
    // A translation holds what its file says, as parsed.
    ("model", "parse"),
];

/// Who may open files. `watch` lists them where the system doesn't report changes; `cache` has none but its own, and
/// what is built is the same without it.
const DISK: &[&str] = &["load", "write", "watch", "cache"];

/// Who may print.
const TERMINAL: &[&str] = &["report", "cli"];

/// A Rust file of `src/`.
struct Source {
    path: String,
    /// Its first module: `parse` for `parse/document.rs`.
    module: String,
    /// Its code, without comments and without its tests.
    code: String,
    /// All of it.
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    for path in files(&root).into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs")) {
        let text = fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let module = path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        let tests = path.ends_with("/tests.rs") || path.contains("/tests/");
        let code = if tests { "" } else { text.split("#[cfg(test)]\nmod tests").next().unwrap() };
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        sources.push(Source { path, module, code, text });
    }
    assert!(sources.len() > 10);
    sources
}

/// The modules that a code names after `crate::`, alone or in braces.
fn used_modules(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::").filter(|(at, _)| !code[..*at].ends_with('$')) {
        let rest = &code[at + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            used.insert(name(rest).to_owned());
            continue;
        };
        let (mut depth, mut begins) = (1, true);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 1 => break,
                '}' => depth -= 1,
                ',' if depth == 1 => begins = true,
                c if depth == 1 && begins && !c.is_whitespace() => {
                    used.insert(name(&list[at..]).to_owned());
                    begins = false;
                }
                _ => {}
            }
        }
    }
    used
}

fn name(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[test]
fn modules_follow_the_flow() {
    let rank = |module: &str| FLOW.iter().position(|line| line.contains(&module));
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !["main", "lib"].contains(&source.module.as_str())) {
        let Some(own) = rank(&source.module) else {
            faults.push(format!("{}: `{}` has no place in FLOW", source.path, source.module));
            continue;
        };
        for used in used_modules(&source.code).into_iter().filter(|used| *used != source.module) {
            let allowed = AGAINST_THE_FLOW.contains(&(&source.module, &used));
            // What is no module (a macro, a re-export of `lib.rs`) has no rank.
            let later = rank(&used).is_some_and(|rank| rank > own || (rank == own && own > 0));
            if later && !allowed {
                faults.push(format!("{}: `{}` may not use `{used}`", source.path, source.module));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn used_modules_are_seen_alone_and_in_braces() {
    let used =
        used_modules("use crate::{cli::{run, x}, load, self::y};\nlet a = crate::plan::Site; $crate::message!()");
    assert_eq!(used.into_iter().collect::<Vec<_>>(), ["cli", "load", "plan", "self"]);
}

/// What writes a text as HTML, for the web site and for any other format.
const TEXT: &[&str] = &[
    "render/html", "render/text", "render/references", "render/terms", "render/plain", "render/export", "render/lent",
];

/// What is of the web site alone.
const WEB_SITE: &[&str] =
    &["Renderer", "crate::plan", "render::pages", "render::sitemap", "render::feeds", "render::policy"];

#[test]
fn a_text_knows_nothing_of_the_web_site() {
    let sources = sources();
    let of_texts = sources.iter().filter(|source| TEXT.iter().any(|part| source.path.starts_with(part)));
    let faults = of_texts.flat_map(|source| {
        let named = WEB_SITE.iter().filter(|name| source.code.contains(**name));
        named.map(|name| format!("{}: `{name}` is of the web site, and a text is for any format", source.path))
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_a_few_modules_open_files_and_print() {
    let mut faults = Vec::new();
    let mut look = |tokens: &[&str], allowed: &[&str], does: &str| {
        for source in sources().iter().filter(|source| !allowed.contains(&source.module.as_str())) {
            for token in tokens.iter().filter(|token| source.code.contains(**token)) {
                faults.push(format!("{}: `{token}`: only {allowed:?} may {does}", source.path));
            }
        }
    };
    look(&["std::fs", "tokio::fs", "File::open", "File::create", "WalkDir"], DISK, "touch the disk");
    look(&["println!", "eprintln!", "print!(", "eprint!(", "stdout()", "stderr()"], TERMINAL, "print");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What the type of a `static` may be made of: tables that never change once they are made. What can change
/// (a lock, a cell, an atomic number, a memo) belongs to the value that lives as long as it should.
const CONSTANT: &[&str] = &[
    "LazyLock", "OnceLock", "Option", "Arc", "Vec", "HashMap", "HashSet", "BTreeMap", "String", "str", "Dir",
    "Registry", "Forms", "Database", "Words",
];

/// The statics of a code, each as its name and the words of its type; counters that only tests see left out.
fn statics(code: &str) -> Vec<(&str, Vec<&str>)> {
    let mut pieces = code.split("#[cfg(test)]\nthread_local! {");
    let first = pieces.next().into_iter();
    let shipped = first.chain(pieces.filter_map(|piece| Some(piece.split_once("\n}")?.1)));
    let lines = shipped.flat_map(|piece| piece.match_indices("static ").map(move |(at, word)| (piece, at, word)));
    let declared = lines.filter_map(|(piece, at, word)| {
        let before = piece[..at].lines().next_back().unwrap_or_default().trim();
        let is_item = matches!(before, "" | "pub") || (before.starts_with("pub(") && before.ends_with(')'));
        let (name, rest) = piece[at + word.len()..].split_once(':').filter(|_| is_item)?;
        let of = rest.split('=').next()?;
        let words = of.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '\'');
        Some((name, words.filter(|word| !word.is_empty() && !word.starts_with('\'')).collect()))
    });
    declared.collect()
}

/// The functions, types and constants of a text that other modules can use and that have no doc comment.
fn undocumented(text: &str) -> Vec<&str> {
    const ITEMS: [&str; 9] = ["async", "const", "enum", "fn", "static", "struct", "trait", "type", "union"];
    let (mut found, mut is_documented) = (Vec::new(), false);
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if line.starts_with("///") {
            is_documented = true;
        } else if line.starts_with("#[") {
            // An attribute of several lines ends on one of its own.
            let _ = !line.ends_with(']') && lines.any(|line| line == ")]");
        } else {
            let item = line.strip_prefix("pub").and_then(|rest| rest.split_once(' '));
            if item.is_some_and(|(_, item)| ITEMS.contains(&name(item))) && !is_documented {
                found.push(line);
            }
            is_documented = false;
        }
    }
    found
}

#[test]
fn what_modules_share_has_a_doc_comment() {
    let undocumented = |source: &Source| -> Vec<String> {
        undocumented(&source.text).into_iter().map(|line| format!("{}: {line}", source.path)).collect()
    };
    let found: Vec<String> = sources().iter().flat_map(undocumented).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn items_without_a_doc_comment_are_seen() {
    let text = "/// A.\n#[a(\n    b\n)]\npub struct A {\n    pub field: u8,\n}\npub(super) fn b() {}\npub use c;\n";
    assert_eq!(undocumented(text), ["pub(super) fn b() {}"]);
}

#[test]
fn nothing_is_global_but_constant_tables() {
    let mut seen = 0;
    for source in sources() {
        for (name, of) in statics(&source.code) {
            seen += 1;
            let odd: Vec<_> = of.iter().filter(|word| !CONSTANT.contains(word)).collect();
            assert!(
                odd.is_empty() && !name.starts_with("mut "),
                "{}: `static {name}` can change: {odd:?}",
                source.path
            );
        }
        let threads = source.code.matches("thread_local! {").count();
        let in_tests = source.code.matches("#[cfg(test)]\nthread_local! {").count();
        assert_eq!(threads, in_tests, "{}: what a thread remembers belongs to a value", source.path);
    }
    assert!(seen > 3, "{seen}");
}

#[test]
fn statics_are_seen_with_their_types() {
    let code = "pub(super) static A: Memo<Cited> = x;\n#[cfg(test)]\nthread_local! {\n    static B: Cell<usize> = 0;\n}\n\
                fn f(s: &'static str) {\n    static mut C: LazyLock<Vec<&'static str>> = y;\n}";
    assert_eq!(statics(code), [("A", vec!["Memo", "Cited"]), ("mut C", vec!["LazyLock", "Vec", "str"])]);
}

/// A `message!` of the code: its key, and the names of the values it gives.
struct Said {
    key: String,
    values: BTreeSet<String>,
    path: String,
}

fn said() -> Vec<Said> {
    let mut said = Vec::new();
    for source in sources() {
        let code =
            source.text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for (at, opening) in code.match_indices("message!(") {
            let Some(rest) = code[at + opening.len()..].trim_start().strip_prefix('"') else { continue };
            let Some((key, rest)) = rest.split_once('"') else { continue };
            said.push(Said { key: key.to_owned(), values: values(rest), path: source.path.clone() });
        }
    }
    assert!(said.len() > 10);
    said
}

/// The names in `, a = …, b = …)`.
fn values(text: &str) -> BTreeSet<String> {
    let (mut depth, mut quoted, mut names) = (0, false, BTreeSet::new());
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '"' if last != '\\' && last != '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                names.insert(name(text[at + 1..].trim_start()).to_owned());
            }
            _ => {}
        }
        last = c;
    }
    names.remove("");
    names
}

/// A message, in one form or in one for each plural category.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Forms {
    Single(String),
    Plural { one: String, other: String },
}

/// The texts in a language by key, those of the rules and the others; of a plural, its forms together.
fn catalogue(language: UserLanguage) -> BTreeMap<String, String> {
    let path = format!("src/locale/messages.{}.toml", language.key());
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let others: BTreeMap<String, BTreeMap<String, Forms>> = toml::from_str(&text).unwrap();
    if let Some(rule) = others.keys().find_map(|table| Rule::parse(table)) {
        panic!(
            "messages.{}.toml has a table {}: a rule's messages are in its page's front matter",
            language.key(),
            rule.name()
        );
    }
    let of_rules = Rule::ALL.iter().map(|rule| {
        let messages = serde_yaml::from_str(rule.messages(language));
        (rule.name().to_owned(), messages.unwrap_or_else(|fault| panic!("messages of {}: {fault}", rule.name())))
    });
    let mut texts = BTreeMap::new();
    for (table, entries) in others.into_iter().chain(of_rules) {
        for (name, forms) in entries {
            let text = match forms {
                Forms::Single(text) => text,
                Forms::Plural { one, other } => format!("{one}\n{other}"),
            };
            texts.insert(format!("{table}.{name}"), text);
        }
    }
    texts
}

#[test]
fn every_message_is_in_both_catalogues_and_none_is_idle() {
    let said = said();
    let used: BTreeSet<&str> = said.iter().map(|said| said.key.as_str()).collect();
    for language in [UserLanguage::Fr, UserLanguage::En] {
        let texts = catalogue(language);
        let lacking: Vec<_> = said.iter().filter(|said| !texts.contains_key(&said.key)).collect();
        let lacking: Vec<_> = lacking.iter().map(|said| format!("{}: {}", said.path, said.key)).collect();
        assert!(lacking.is_empty(), "not said in {language:?}:\n{}", lacking.join("\n"));
        let idle: Vec<_> = texts.keys().filter(|key| !used.contains(key.as_str())).collect();
        assert!(idle.is_empty(), "in {language:?} and used nowhere: {idle:?}");
    }
}

#[test]
fn every_place_of_a_message_gets_its_value() {
    let texts = catalogue(UserLanguage::En);
    for said in said() {
        let text = &texts[&said.key];
        for place in text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)) {
            let is_name = !place.is_empty() && place == name(place);
            assert!(!is_name || said.values.contains(place), "{}: {} lacks `{place}`", said.path, said.key);
        }
    }
}

#[test]
fn every_rule_has_its_manual_page_in_both_languages_and_every_page_its_rule() {
    for rule in Rule::ALL {
        for page in [UserLanguage::Fr, UserLanguage::En].map(|language| rule.manual(language)) {
            let (heading, text) = page.split_once('\n').unwrap_or((&page, ""));
            assert_eq!(heading.trim_end(), format!("# {}", rule.name()));
            assert!(!text.trim().is_empty(), "{} has an empty page", rule.name());
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/7-rules");
    for path in files(&folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "md")) {
        let file = path.file_name().unwrap().to_str().unwrap();
        let rule = file.trim_end_matches(".fr.md").trim_end_matches(".en.md");
        assert!(rule == "index" || Rule::parse(rule).is_some(), "{file} is the page of no rule");
    }
}

/// The names in back-quotes that could be a rule's: words of small letters joined by hyphens, or
/// alone in a list of `[check]`.
fn named_rules(page: &str) -> Vec<&str> {
    let is_name = |word: &&str| {
        word.contains('-')
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    let in_prose = page.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2));
    let in_lists = page.split(['[', ']']).flat_map(|list| list.split('"').skip(1).step_by(2));
    in_prose.filter(is_name).chain(in_lists.filter(is_name)).collect()
}

#[test]
fn manual_pages_name_only_rules_that_exist() {
    // What is written in these pages with a hyphen and is no rule.
    const OTHERS: &[&str] = &[
        "hors-champ",
        "off-screen",
        "my-book",
        "mon-livre",
        "article-journal",
        "article-newspaper",
        "chicago-author-date",
        "chicago-notes",
        "container-title",
        "date-parts",
        "in-text",
    ];
    for rule in Rule::ALL {
        for page in [UserLanguage::Fr, UserLanguage::En].map(|language| rule.manual(language)) {
            for name in named_rules(&page).into_iter().filter(|name| !OTHERS.contains(name)) {
                assert!(Rule::parse(name).is_some(), "the page of {} names {name}, which is no rule", rule.name());
            }
        }
    }
}

#[test]
fn manual_pages_show_the_same_things_in_both_languages() {
    let blocks = |page: &str| page.lines().filter(|line| line.starts_with("```") && line.len() > 3).count();
    let marks =
        |page: &str, rule: Rule| page.lines().filter(|line| line.ends_with(&format!("^ {}", rule.name()))).count();
    for &rule in Rule::ALL {
        let (fr, en) = (rule.manual(UserLanguage::Fr), rule.manual(UserLanguage::En));
        assert_eq!(blocks(&fr), blocks(&en), "blocks of {}", rule.name());
        assert_eq!(marks(&fr, rule), marks(&en, rule), "diagnostics of {}", rule.name());
        let lines = |page: &str| page.lines().filter(|line| line.starts_with('#')).count();
        assert_eq!(lines(&fr), lines(&en), "headings of {}", rule.name());
    }
}

/// The spaces of a French text where a line could end and mustn’t: inside « » and before a colon.
fn breaking_spaces(text: &str) -> Vec<&str> {
    let breaks = |line: &&str| ["« ", " »", " : "].iter().any(|mark| line.contains(mark)) || line.ends_with(" :");
    text.lines().filter(breaks).collect()
}

#[test]
fn french_has_no_break_spaces() {
    assert_eq!(breaking_spaces("a « b\u{a0}»\nc\u{a0}: «\u{a0}d\u{a0}»\ne :\nf :g"), ["a « b\u{a0}»", "e :"]);
    let pages = Rule::ALL.iter().map(|rule| (rule.name().to_owned(), rule.manual(UserLanguage::Fr)));
    for (name, text) in pages.chain(catalogue(UserLanguage::Fr)) {
        let prose =
            text.split("```").step_by(2).map(|prose| prose.split('`').step_by(2).collect::<Vec<_>>().join("``"));
        for prose in prose {
            assert_eq!(breaking_spaces(&prose), Vec::<&str>::new(), "{name}: U+00A0 goes there");
        }
    }
}

/// The keys of the default theme's words in English.
fn words_of_the_theme() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/palier/strings/en.toml");
    let table: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    table.into_iter().map(|(key, _)| key).collect()
}

#[test]
fn every_word_of_the_theme_is_shown_somewhere_and_templates_name_no_other() {
    let words = words_of_the_theme();
    let templates = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/palier/templates"));
    let templates: String = templates.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let named: BTreeSet<&str> = templates.split("strings.").skip(1).map(name).collect();
    let lacking: Vec<_> = named.iter().filter(|key| !words.contains(**key)).collect();
    assert!(lacking.is_empty(), "templates name words that en.toml has not: {lacking:?}");
    let code: String = sources().into_iter().map(|source| source.code).collect();
    let scripts = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("web/src/site"));
    let scripts: String = scripts.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let is_idle = |key: &&String| {
        // A script names the rest of the key.
        if let Some(key) = key.strip_prefix("script_") {
            return !scripts.contains(&format!("\"{key}\""));
        }
        let is_language = key.starts_with("language_");
        // A segment of addresses goes by the name of the kind of page.
        let key = key.strip_suffix("_slug").unwrap_or(key);
        !is_language && !named.contains(key) && !code.contains(&format!("\"{key}\""))
    };
    let idle: Vec<_> = words.iter().filter(is_idle).collect();
    assert!(idle.is_empty(), "words of the theme that nothing shows: {idle:?}");
}

#[test]
fn templates_say_nothing_of_their_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/palier/templates");
    // One of them makes a stylesheet.
    let pages = files(&folder).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "html"));
    for path in pages {
        let text = fs::read_to_string(&path).unwrap();
        let shown = without_tags(&without(
            &without(&without(&without(&text, "{% block class %}", "{% endblock class %}"), "{#", "#}"), "{%", "%}"),
            "{{",
            "}}",
        ));
        let words: Vec<&str> = shown.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
        assert!(words.is_empty(), "{}: {words:?} should be words of the theme", path.display());
    }
}

/// The text without these marks and what is between them.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut left = String::new();
    for (index, part) in text.split(open).enumerate() {
        left.push_str(if index == 0 { part } else { part.split_once(close).map_or("", |(_, rest)| rest) });
    }
    left
}

/// The text of HTML, and in it the attributes that are read out.
fn without_tags(html: &str) -> String {
    let mut left = String::new();
    for part in html.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        for attribute in ["aria-label=\"", "title=\"", "alt=\""] {
            left.extend(tag.split_once(attribute).and_then(|(_, value)| value.split_once('"')).map(|(value, _)| value));
            left.push(' ');
        }
        left.push_str(text);
    }
    left
}

/// A file of the repository.
fn repository(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn what_github_reads_parses() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_yaml = |path: &&Path| path.extension().is_some_and(|end| end == "yml");
    let all = files(&root.join(".github"));
    for path in all.iter().map(|path| path.as_path()).filter(is_yaml) {
        let text = fs::read_to_string(path).unwrap();
        let value: serde_json::Value =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(value.is_object(), "{} says nothing", path.display());
        if path.parent().is_some_and(|folder| folder.ends_with("workflows")) {
            assert_eq!(value["permissions"], serde_json::json!({ "contents": "read" }), "{}", path.display());
            let used = text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "));
            let loose: Vec<_> =
                used.filter(|action| action.split('@').nth(1).is_none_or(|v| !v.contains('.'))).collect();
            assert!(loose.is_empty(), "{}: actions without a full version: {loose:?}", path.display());
        }
        if path.parent().is_some_and(|folder| folder.ends_with("ISSUE_TEMPLATE")) && value.get("body").is_some() {
            let fields = value["body"].as_array().expect("a list of fields");
            assert!(fields.iter().all(|field| field["attributes"]["label"].is_string()), "{}", path.display());
        }
    }
    let devcontainer: serde_json::Value = serde_json::from_str(&repository(".devcontainer/devcontainer.json")).unwrap();
    assert_eq!(devcontainer["forwardPorts"], serde_json::json!([palier::serve::DEFAULT_PORT]));
}

/// The commands of the justfile's recipes, with the examples that CONTRIBUTING.md gives for their parameters.
fn recipes() -> Vec<String> {
    let lines = repository("justfile");
    let commands = lines.lines().filter_map(|line| line.strip_prefix("    ")).filter(|line| !line.starts_with('@'));
    let mut recipes: Vec<String> = Vec::new();
    for command in commands {
        let mut command = command.to_owned();
        for (parameter, example) in [
            (" -- {{ ARGS }}", ""),
            (" {{ ARGS }}", ""),
            ("{{ NAME }}", "build"),
            ("{{ TARGET }}", "markdown"),
            ("{{ SECONDS }}", "600"),
        ] {
            command = command.replace(parameter, example);
        }
        recipes.push(command);
    }
    recipes
}

#[test]
fn the_recipes_of_the_justfile_are_the_commands_of_contributing() {
    let contributing = repository("CONTRIBUTING.md");
    // One command a line, without the comment at its end and without line breaks in it.
    let spaced = |text: &str| text.replace("\\\n", " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let all = spaced(&contributing);
    let recipes: Vec<String> = recipes().iter().map(|recipe| spaced(recipe)).collect();
    assert!(recipes.len() > 10);
    for recipe in &recipes {
        assert!(all.contains(recipe.as_str()), "CONTRIBUTING.md lacks the recipe `{recipe}`");
    }
    let blocks = contributing.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let commands = blocks.flat_map(|block| block.replace("\\\n", " ").lines().map(str::to_owned).collect::<Vec<_>>());
    for command in commands.map(|line| spaced(line.split('#').next().unwrap_or_default().trim_matches(['(', ')', ' '])))
    {
        let is_recipe = recipes.iter().any(|recipe| recipe.contains(command.trim_end_matches(')')));
        assert!(is_recipe, "the justfile lacks a recipe for `{command}`");
    }
}

#[test]
fn contributing_lists_every_test() {
    let contributing = repository("CONTRIBUTING.md");
    let table = contributing.split("| where | what it tests |\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let listed: Vec<&str> = table.split('`').skip(1).step_by(2).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in listed.iter().filter(|path| path.contains('/') && !path.contains('*')) {
        assert!(root.join(path).exists(), "CONTRIBUTING.md lists {path}, which is not there");
    }
    let entries = ["tests", "benches"].into_iter().flat_map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let rust =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let names = rust.map(|path| path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
    let missing: Vec<String> = names.filter(|name| !listed.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "the table of tests in CONTRIBUTING.md lacks {missing:?}");
}

#[test]
fn every_script_and_style_is_a_bundle_that_names_its_source() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list: Vec<serde_json::Value> = serde_json::from_str(&repository("web/bundles.json")).unwrap();
    let mut bundles = BTreeSet::new();
    for row in &list {
        let (entry, bundle) = (row["entry"].as_str().unwrap(), row["bundle"].as_str().unwrap());
        assert!(root.join("web").join(entry).is_file(), "web/bundles.json names web/{entry}, which is no file");
        let text = repository(bundle);
        let banner = text.lines().next().unwrap();
        assert!(banner.starts_with("/*!") && banner.contains(&format!("web/{entry} ")), "{bundle}: {banner}");
        bundles.insert(root.join(bundle));
    }
    let published = ["src", "themes"].into_iter().flat_map(|folder| files(&root.join(folder)));
    // Templates make the stylesheets of maps and prints, which change with the book.
    let published = published.filter(|path| !path.parent().is_some_and(|folder| folder.ends_with("templates")));
    let published: BTreeSet<_> =
        published.filter(|path| path.extension().is_some_and(|end| end == "js" || end == "css")).collect();
    assert_eq!(published, bundles, "scripts and styles are written in web/ and listed in web/bundles.json");
}

/// The pieces of a line between backticks.
fn in_backticks(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn the_table_of_what_to_touch_counts_right_and_names_files_that_exist() {
    let architecture = repository("ARCHITECTURE.md");
    let table = architecture.split("## How to add…").nth(1).expect("the table");
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| a")).collect();
    assert_eq!(rows.len(), 5, "a rule, a page, a field, a setting, an output format");
    for row in rows {
        let now = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        let files: Vec<String> =
            in_backticks(now).map(|file| file.replace("<rule>", "broken-link").replace("<kind>", "glossary")).collect();
        for file in &files {
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(file).is_file(), "{row}\nnames {file}");
        }
        if let Some((count, _)) = now.split_once(": ") {
            // The check, and the code that uses a field, are wherever they are needed.
            let elsewhere =
                [", the check", ", the code that uses it"].iter().filter(|more| now.contains(**more)).count();
            assert_eq!(count.parse(), Ok(files.len() + elsewhere), "{row}");
        }
    }
}
