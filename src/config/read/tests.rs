use super::*;
use crate::config::{Destination, Fallback, RawHtmlMode, Setting};
use crate::diagnostic::Severity;
use crate::locale::reference::words;
use crate::locale::typography::Typography;
use crate::locale::{Locale, UserLanguage};
use crate::rule::Rule;

fn config(text: &str) -> Config {
    let checked = parse(text);
    assert_eq!(faults(text), Vec::<String>::new());
    checked.value
}

/// Each fault as `message key | text at its place`.
fn faults(text: &str) -> Vec<String> {
    let written = |span: Span| text.get(span).expect("a place inside the text").to_owned();
    let checked = parse(text);
    checked.diagnostics.into_iter().map(|fault| format!("{} | {}", fault.message.key, written(fault.at))).collect()
}

/// The help of the only fault, in English.
fn help(text: &str) -> String {
    let checked = parse(text);
    assert_eq!(checked.diagnostics.len(), 1, "{:?}", checked.diagnostics);
    let help = checked.diagnostics.into_iter().next().and_then(|fault| fault.help);
    help.expect("a help").text(UserLanguage::En)
}

#[test]
fn a_title_is_enough() {
    let config = config("[book]\ntitle = \"L’écosystème\"\n");
    assert_eq!(config.id, "l-ecosysteme");
    let languages: Vec<_> =
        config.languages.iter().map(|l| (l.key.as_str(), l.name.as_str(), l.tag.as_str())).collect();
    assert_eq!(languages, [("fr", "Français", "fr-CA"), ("en", "English", "en-CA")]);
    assert_eq!(config.default_locale, Locale(0));
    assert_eq!(config.title(Locale(1)), "L’écosystème");
    assert_eq!((config.output.value.as_str(), config.theme.value.as_str()), ("public", "palier"));
    assert_eq!((config.raw_html, config.base_url), (RawHtmlMode::Allow, None));
}

#[test]
fn every_setting_is_read() {
    let config = config(
        r#"
[book]
id = "pyramide"
title = { en = "The Pyramid", ar = "الهرم" }
description = { en = "A book", ar = "كتاب" }
level_name = { ar = "مستوى", en = "Level" }
authors = ["A", "B"]
license = "CC-BY-SA-4.0"
base_url = "https://example.org/p"
default_language = "en"
edit_url = "https://example.org/edit/{path}"
[languages.ar]
fallback = "none"
[languages.en]
name = "Plain English"
locale = "en-gb"
citation_style = "apa"
[site]
allow_hosts = ["*.Example.org", "localhost:80"]
[build]
output = "site"
theme = "mine"
raw_html = "escape"
[check]
allow = ["unused-footnote"]
warn = ["broken-link"]
deny = ["missing-alt-text", "unknown-setting"]
"#,
    );
    assert_eq!(config.title(Locale(1)), "The Pyramid");
    assert_eq!(
        (config.description.get(Locale(0)).as_deref(), config.description.get(Locale(1)).as_deref()),
        (Some("كتاب"), Some("A book"))
    );
    let arabic = &config.languages[0];
    assert_eq!((arabic.name.as_str(), arabic.right_to_left, arabic.fallback), ("العربية", true, Fallback::None));
    let english = &config.languages[1];
    assert_eq!((english.name.as_str(), english.tag.as_str()), ("Plain English", "en-GB"));
    assert_eq!(config.default_locale, Locale(1));
    assert_eq!(config.allow_hosts, ["*.example.org", "localhost:80"]);
    assert_eq!(config.severity(Rule::UnusedFootnote), None);
    assert_eq!(config.severity(Rule::BrokenLink), Some(Severity::Warning));
    assert_eq!(config.severity(Rule::MissingAltText), Some(Severity::Error));
    assert_eq!(config.severity(Rule::UnusedAsset), Some(Severity::Warning));
}

#[test]
fn a_language_is_set_as_its_place_has_it_or_the_book_wants() {
    let set = |settings: &str| {
        config(&format!("[book]\ntitle = \"T\"\n[languages.fr]\n{settings}\n")).languages[0].typography
    };
    let french = |thin_before_marks, thin_in_guillemets| {
        Typography::French(crate::locale::typography::French { thin_before_marks, thin_in_guillemets })
    };
    assert_eq!(set(""), french(false, false));
    assert_eq!(set("locale = \"fr-FR\""), french(true, false));
    assert_eq!(set("typography = \"thin\""), french(true, false));
    assert_eq!(set("typography = \"auto\"\nguillemets = \"thin\""), french(false, true));
    assert_eq!(set("typography = \"off\""), Typography::AsWritten);
    assert_eq!(
        faults("[book]\ntitle = \"T\"\n[languages.fr]\ntypography = \"none\"\n"),
        ["invalid-setting.choice | \"none\""]
    );
}

#[test]
fn an_empty_file_lacks_a_title_and_is_usable() {
    assert_eq!(faults(""), ["invalid-setting.no-title | "]);
    assert_eq!(faults("[book]\n"), ["invalid-setting.no-title | [book]"]);
    assert_eq!(parse("").value.languages.len(), 2);
}

#[test]
fn a_book_without_a_title_is_called_by_its_id() {
    for (text, name) in [("", "book"), ("[book]\nid = \"pyramide\"\ntitle = \"\"\n", "pyramide")] {
        let config = parse(text).value;
        assert_eq!((&config.title, config.title(Locale(1))), (&None, name), "{text}");
    }
}

#[test]
fn an_empty_description_is_none() {
    let config = parse("[book]\ntitle = \"The Pyramid\"\ndescription = \"\"\n").value;
    assert_eq!(config.description.get(Locale(0)), &None);
}

#[test]
fn a_text_that_a_language_lacks_is_reported_and_the_title_stands_in() {
    let text = "[book]\ntitle = { en = \"The Pyramid\" }\ndescription = { en = \"A book\", xx = \"?\" }\n";
    assert_eq!(
        faults(text),
        ["missing-translation.setting | { en = \"The Pyramid\" }", "unknown-setting.language | xx"]
    );
    let config = parse(text).value;
    assert_eq!((config.title(Locale(0)), config.description.get(Locale(0)).as_deref()), ("The Pyramid", None));
}

#[test]
fn all_faults_come_out_of_one_run_with_their_places() {
    let text = r#"
[book]
titel = "X"
title = 3
id = "a/b"
base_url = "example.org"
default_language = "es"
edit_url = "https://example.org"
authors = "me"
license = ""
description = { fr = "x", xx = "y", nonsense = "z" }
[languages.FR]
[languages.fr]
locale = "français"
fallback = "page "
nom = "Français"
[languages]
en = "English"
[site]
allow_hosts = ["https://example.org/", "ok.org"]
base_url = "https://example.org"
[build]
theme = "../x"
raw_html = "no"
[check]
allow = ["broken-lnik", "duplicate-id", "unused-footnote"]
deny = ["unused-footnote", true]
[chek]
"#;
    let text = text.replace("[languages]\nen", "[languages.en]\nname");
    assert_eq!(
        faults(&text),
        [
            "unknown-setting.message | titel",
            "invalid-setting.by-language | 3",
            "invalid-setting.id | \"a/b\"",
            "invalid-setting.base-url | \"example.org\"",
            "invalid-setting.default-language | \"es\"",
            "invalid-setting.edit-url | \"https://example.org\"",
            "invalid-setting.list | \"me\"",
            "invalid-setting.empty | \"\"",
            "unknown-setting.language | xx",
            "unknown-setting.language | nonsense",
            "invalid-setting.language-key | FR",
            "invalid-setting.locale | \"français\"",
            "unknown-setting.message | nom",
            "invalid-setting.host | \"https://example.org/\"",
            "unknown-setting.message | base_url",
            "invalid-setting.theme | \"../x\"",
            "invalid-setting.choice | \"no\"",
            "invalid-setting.rule | \"broken-lnik\"",
            "invalid-setting.rule-fixed | \"duplicate-id\"",
            "invalid-setting.rule-twice | \"unused-footnote\"",
            "invalid-setting.text | true",
            "unknown-setting.message-top | chek",
        ]
    );
}

#[test]
fn a_table_of_the_wrong_kind_is_reported() {
    assert_eq!(
        faults("[[book]]\ntitle = \"x\""),
        ["invalid-setting.table | [[book]]", "invalid-setting.no-title | [[book]]"]
    );
    assert_eq!(faults("book.title = \"x\"\nlanguages.fr = \"Français\""), ["invalid-setting.table | \"Français\""]);
}

#[test]
fn the_nearest_setting_is_suggested_or_where_it_belongs() {
    assert!(help("[book]\ntitle = \"x\"\ndefault_langage = \"fr\"").contains("`default_language`"));
    assert!(help("[book]\ntitle = \"x\"\noutput = \"fr\"").contains("[build]"));
    assert!(help("[book]\ntitle = \"x\"\nzzz = 1").contains("base_url"));
    assert!(help("[book]\ntitle = \"x\"\n[check]\nallow = [\"unused-footnotes\"]").contains("`unused-footnote`"));
}

#[test]
fn a_line_that_is_no_toml_is_reported_once_and_the_rest_is_read() {
    let text = "[book]\ntitle = “La pyramide”\nauthors = [\"A\"]\nbase_url = 3\n";
    assert_eq!(faults(text), ["invalid-book-toml.quotes | “La pyramide”", "invalid-setting.text | 3"]);
    assert_eq!(parse(text).value.authors, ["A"]);
    assert_eq!(faults("[book]\ntitle = \"x\"\ntitle = \"y\"\n"), ["invalid-book-toml.twice | title"]);
}

#[test]
fn a_key_alone_on_its_line_hides_nothing_after_it() {
    let text = "[book]\ntitle = \"x\"\nclé\n[check]\nallow = [\"x\"]\nwarn\n[chek]\n";
    let expected = [
        "invalid-book-toml.no-value",
        "invalid-setting.rule",
        "invalid-book-toml.no-value",
        "unknown-setting.message-top",
    ];
    let keys: Vec<_> = faults(text).iter().map(|fault| fault.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(keys, expected);
}

#[test]
fn any_text_is_read_without_a_panic() {
    for text in [
        "\0", "[", "[[", "=", "a=\"", "[book]\ntitle={", "title=[[[[", "\u{feff}[book]", "é=é", "[book\r\n",
        "é\r\né\r\n", "a\na",
    ] {
        faults(text);
    }
    faults(&format!("a = {}", "[".repeat(100_000)));
    faults(&"a.".repeat(10_000));
    let keys: String = (0..20_000).map(|n| format!("k{n} = 1\n")).collect();
    assert_eq!(faults(&keys).len(), 20_001);
}

#[test]
fn editions_are_short_names_in_the_order_of_the_file() {
    let book = |lines: &str| format!("[book]\ntitle = \"T\"\n{lines}\n");
    let read =
        config(&book("edition = \" 2026 \"\n[book.editions]\n\"2025\" = \"https://b.org\"\n2024 = \"http://a.org/\""));
    assert_eq!(read.edition.as_deref(), Some("2026"));
    let editions: Vec<_> = read.editions.iter().map(|one| (one.name.as_str(), one.address.as_str())).collect();
    assert_eq!(editions, [("2025", "https://b.org"), ("2024", "http://a.org/")]);
    let long = "é".repeat(300);
    assert_eq!(faults(&book(&format!("edition = \"{long}\""))), [format!("invalid-setting.edition-long | \"{long}\"")]);
    assert_eq!(config(&book(&format!("edition = \"{}\"", "é".repeat(40)))).edition, Some("é".repeat(40)));
    let many: String = (0..40).map(|n| format!("\"{n}\" = \"https://a.org/\"\n")).collect();
    assert_eq!(faults(&book(&format!("[book.editions]\n{many}"))), ["invalid-setting.editions-many | \"30\""]);
    assert_eq!(faults(&book("editions = { \"\" = \"https://a.org/\" }")), ["invalid-setting.edition-long | \"\""]);
}

#[test]
fn more_languages_than_a_page_can_list_are_refused() {
    let keys = "ar ca cs da de el en es eu fa fi fr he hu it ja ko";
    let tables: String = keys.split(' ').map(|key| format!("[languages.{key}]\n")).collect();
    assert_eq!(faults(&format!("[book]\ntitle = \"x\"\n{tables}")), ["invalid-setting.languages | ko"]);
}

proptest::proptest! {
    #[test]
    fn places_stay_inside_the_text(text in "[\\[\\]a-z=\"{},é\n .#']{0,60}") {
        faults(&format!("[book]\n{text}"));
    }
}

/// The values in what is said of a setting: what is between backticks and is TOML.
fn values(text: &str) -> Vec<&str> {
    let pieces = text.split('`').skip(1).step_by(2);
    pieces.filter(|piece| piece.starts_with(['"', '[']) || ["true", "false"].contains(piece)).collect()
}

#[test]
fn what_the_manual_says_of_values_and_defaults_is_so() {
    fn check<T>(table: &str, Setting { key, .. }: &Setting<T>) {
        let of = table.split('.').next().unwrap();
        let [french, english] = [UserLanguage::Fr, UserLanguage::En].map(|user| words(user, of, key).unwrap());
        let (holds, default) = (english.holds.as_str(), english.default.as_str());
        assert_eq!(
            (values(&french.holds), values(&french.default)),
            (values(holds), values(default)),
            "{table}: {key}"
        );
        let book = |line: &str| match (table, *key) {
            ("book", "title") => format!("[book]\n{line}\n"),
            ("book", _) => format!("[book]\ntitle = \"T\"\n{line}\n[languages.fr]\n"),
            ("languages.fr", _) => format!("[book]\ntitle = \"T\"\n[languages.fr]\n{line}\n"),
            _ => format!("[book]\ntitle = \"T\"\n[{table}]\n{line}\n[languages.fr]\n"),
        };
        let with = |value: &str| match default {
            "`[]`" => book(&format!("{key} = [{value}]")),
            _ => book(&format!("{key} = {value}")),
        };
        for value in values(holds) {
            assert_eq!(faults(&with(value)), Vec::<String>::new(), "{table}: {key} = {value}");
        }
        // One of several: nothing else is read, and the help names the same.
        if holds.starts_with("`\"") {
            assert!(help(&with("\"zzz\"")).contains(&values(holds).join(", ")), "{table}: {key} holds {holds}");
        }
        if let [value] = values(default)[..]
            && default.len() == value.len() + 2
        {
            let unplaced = |text: &str| {
                let mut config = config(text);
                (config.output.span, config.theme.span) = (0..0, 0..0);
                config.languages.iter_mut().for_each(|language| language.span = 0..0);
                config
            };
            let line = format!("{key} = {value}");
            assert_eq!(unplaced(&book(&line)), unplaced(&book("")), "{table}: {line} is not the default");
        }
    }
    TABLES.iter().for_each(|table| table.settings.iter().for_each(|setting| check(table.name, setting)));
    LANGUAGE.settings.iter().for_each(|setting| check("languages.fr", setting));
    PUBLISH
        .settings
        .iter()
        .filter(|setting| setting.key != "remote")
        .for_each(|setting| check("publish.site", setting));
}

#[test]
fn a_target_is_in_one_place() {
    let targets = |lines: &str| parse(&format!("[book]\ntitle = \"x\"\n[publish.site]\n{lines}\n")).value.targets;
    let told = |lines: &str| faults(&format!("[book]\ntitle = \"x\"\n[publish.site]\n{lines}\n[languages.fr]\n"));
    for (lines, place) in [
        ("folder = \"../site\"", Destination::Folder("../site".into())),
        ("branch = \"gh-pages\"", Destination::Branch { branch: "gh-pages".into(), remote: "origin".into() }),
        (
            "branch = \"pages\"\nremote = \"https://example.org/a.git\"",
            Destination::Branch { branch: "pages".into(), remote: "https://example.org/a.git".into() },
        ),
        ("rclone = \"ecole:www/été\"", Destination::Rclone("ecole:www/été".into())),
    ] {
        assert_eq!(told(lines), Vec::<String>::new(), "{lines}");
        assert_eq!(targets(lines)[0].destination, place);
    }
    for (lines, fault) in [
        ("", "invalid-setting.publish-place"),
        ("folder = \"a\"\nbranch = \"b\"", "invalid-setting.publish-place"),
        ("folder = \"a\"\nremote = \"b\"", "invalid-setting.publish-remote"),
        ("branch = \"-f\"", "invalid-setting.publish-branch"),
        ("branch = \"a..b\"", "invalid-setting.publish-branch"),
        ("branch = \"a\"\nremote = \"--upload-pack=x\"", "invalid-setting.publish-repository"),
        ("branch = \"a\"\nremote = \"https://zoe:mdp@example.org/a.git\"", "invalid-setting.secret"),
        ("rclone = \"a:b\"\nsecret_access_key = \"x\"", "invalid-setting.secret"),
        ("rclone = \":sftp,host=a,pass=b:c\"", "invalid-setting.publish-rclone"),
        ("rclone = \"www/book\"", "invalid-setting.publish-rclone"),
        ("rclone = \"--config=x:y\"", "invalid-setting.publish-rclone"),
    ] {
        let told = told(lines);
        assert!(told.len() == 1 && told[0].starts_with(fault), "{lines}: {told:?}");
        // What is left of one without its secret can still be published to; any other fault leaves no target, or the one
        // that the sound lines name.
        assert!(targets(lines).iter().all(|target| target.name == "site"), "{lines}");
    }
}
