//! One file that isn't read as its author meant: what is said of it is said of it alone, and nothing of the texts that
//! rely on it.

mod support;

use palier::builder::{Builder, Edition};
use palier::diagnostic::Diagnostic;
use palier::load::{Loader, Source};
use palier::rule::Rule;
use support::Book;
use support::site::bundled;

/// A slip in a file: its name, and what it makes of the file's text.
type Slip = (&'static str, fn(&str) -> Vec<u8>);

/// Slips of front matter and encoding.
const SLIPS: [Slip; 12] = [
    ("a line that is no field", |text| text.replacen("---\n", "---\nVoici mon titre\n", 1).into_bytes()),
    ("an unclosed quotation mark", |text| text.replacen("title: ", "title: \"", 1).into_bytes()),
    ("a tab in a list", |text| text.replacen("---\n", "---\ntags:\n\t- a\n", 1).into_bytes()),
    ("a bracket that is never closed", |text| text.replacen("---\n", "---\naliases: [a\n", 1).into_bytes()),
    ("another sign than a colon", |text| text.replacen("title: ", "title = ", 1).into_bytes()),
    ("a field in French", |text| text.replacen("title: ", "titre : ", 1).into_bytes()),
    ("no closing line", |text| text.replacen("\n---\n", "\n", 1).into_bytes()),
    ("a dash too many", |text| text.replacen("\n---\n", "\n----\n", 1).into_bytes()),
    ("no front matter", |text| text.splitn(3, "---\n").last().unwrap().as_bytes().to_vec()),
    ("an empty file", |_| Vec::new()),
    ("Latin-1", |text| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(0xe9)).collect()),
    ("a byte that is no text", |text| [text.as_bytes(), b"\xe9\n"].concat()),
];

/// The faults of the bundled book if the file at a path had other bytes.
fn faults(builder: &mut Builder, path: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    let mut source = Source::disk(bundled());
    source.set(path, bytes).unwrap();
    builder
        .build_loaded(Loader::default().load(&source), &Edition { published: true, ..Edition::default() })
        .diagnostics
}

#[test]
fn a_slip_in_one_file_is_reported_in_no_other() {
    let mut builder = Builder::default();
    let texts = support::files(&bundled().join("content"));
    let texts = texts.iter().map(|path| path.strip_prefix(bundled()).unwrap().to_str().unwrap().replace('\\', "/"));
    let texts: Vec<String> = texts.filter(|path| path.ends_with(".md")).collect();
    // Every file with some of the slips; a lesson and a level with all of them.
    let at = |name: &str| texts.iter().position(|path| path.ends_with(name)).unwrap();
    let whole = [at("2-securiser/1-identite.fr.md"), at("2-securiser/index.fr.md")];
    let mut cases: Vec<(usize, usize)> = (0..texts.len()).map(|text| (text, text * 5 % SLIPS.len())).collect();
    cases.extend(whole.into_iter().flat_map(|text| (0..SLIPS.len()).map(move |slip| (text, slip))));
    let mut elsewhere = Vec::new();
    for (text, slip) in cases {
        let (path, (name, broken)) = (&texts[text], SLIPS[slip]);
        let bytes = broken(&std::fs::read_to_string(bundled().join(path)).unwrap());
        for fault in faults(&mut builder, path, &bytes) {
            if fault.at.path.as_str() != path {
                elsewhere.push(format!("{name} in {path}: {} in {}", fault.rule.name(), fault.at.path));
            }
        }
    }
    assert!(elsewhere.is_empty(), "{}", elsewhere.join("\n"));
}

fn pair() -> Book {
    Book::empty()
        .with("book.toml", "[book]\ntitle = \"Un livre\"\nid = \"livre\"\nbase_url = \"https://exemple.org/\"\n")
        .with("content/index.fr.md", "---\ntitle: Un livre\n---\n\nTexte.\n")
        .with("content/index.en.md", "---\ntitle: A book\n---\n\nText.\n")
        .with("content/1-debut/index.fr.md", "---\ntitle: Début\noutcomes: { lire: Lire }\n---\n\nTexte.\n")
        .with("content/1-debut/index.en.md", "---\ntitle: Start\noutcomes: { lire: Read }\n---\n\nText.\n")
        .with("content/1-debut/1-lire.fr.md", "---\ntitle: Lire\n---\n\n## Un {#un}\n\nTexte.\n")
        .with("content/1-debut/1-lire.en.md", "---\ntitle: Read\n---\n\n## One {#un}\n\nText.\n")
        .with("content/1-debut/2-voir.fr.md", "---\ntitle: Voir\n---\n\nVoyez [un](1-lire.fr.md#un).\n")
        .with("content/1-debut/2-voir.en.md", "---\ntitle: See\n---\n\nSee [one](1-lire.en.md#un).\n")
}

fn rules(book: &Book) -> Vec<(Rule, String)> {
    let diagnostics = book.check().diagnostics;
    diagnostics.into_iter().map(|fault| (fault.rule, fault.at.path.file_name().to_owned())).collect()
}

#[test]
fn a_file_under_a_name_that_is_not_read_is_reported_alone() {
    assert_eq!(rules(&pair()), []);
    for (name, rule) in [
        ("1-lire.fr.txt", Rule::MistypedExtension),
        ("1-lire.fr.md.txt", Rule::MistypedExtension),
        ("1-lire.fr.md.md", Rule::MistypedExtension),
        ("1-lire.ft.md", Rule::UnknownLanguage),
        ("1-lire-fr.md", Rule::UnknownLanguage),
        ("1-lire_fr.md", Rule::UnknownLanguage),
        ("1-lire fr.md", Rule::UnknownLanguage),
        ("1-lire.fr .md", Rule::UnknownLanguage),
    ] {
        let book = pair().with("content/1-debut/2-voir.fr.md", "---\ntitle: Voir\n---\n\nTexte.\n");
        let folder = book.path("content/1-debut");
        std::fs::rename(folder.join("1-lire.fr.md"), folder.join(name)).unwrap();
        assert_eq!(rules(&book), [(rule, name.to_owned())], "{name}");
        // A link there is an error, which no warning may hide.
        let linking = pair();
        let folder = linking.path("content/1-debut");
        std::fs::rename(folder.join("1-lire.fr.md"), folder.join(name)).unwrap();
        assert!(rules(&linking).contains(&(Rule::BrokenLink, "2-voir.fr.md".to_owned())), "{name}");
    }
}

#[test]
fn a_name_in_capitals_is_read_as_any_other() {
    for (from, to) in [
        ("2-voir.fr.md", "2-VOIR.FR.MD"),
        ("2-voir.fr.md", "2-voir.FR.md"),
        ("2-voir.fr.md", "2-voir.fr.Md"),
        ("2-voir.fr.md", "2-voir.fr.markdown"),
        ("index.fr.md", "INDEX.FR.MD"),
        ("index.fr.md", "Index.fr.md"),
    ] {
        let book = pair();
        let folder = book.path("content/1-debut");
        std::fs::rename(folder.join(from), folder.join(to)).unwrap();
        assert_eq!(rules(&book), [], "{to}");
    }
    let book = pair().with("content/1-debut/3-SEUL.FR.MD", "---\ntitle: Seul\n---\n\nTexte.\n");
    let faults = book.check().diagnostics;
    let help = faults[0].help.as_ref().unwrap().text(palier::locale::UserLanguage::En);
    assert!(help.contains("3-SEUL.en.md"), "{help}");
}

#[test]
fn of_a_field_in_the_wrong_text_only_the_field_is_reported() {
    let lesson = |fields: &str| {
        let text = format!("---\ntitle: Voir\n{fields}---\n\nVoyez [un](1-lire.fr.md#un).\n");
        rules(&pair().with("content/1-debut/2-voir.fr.md", &text))
    };
    let at = |rule| (rule, "2-voir.fr.md".to_owned());
    for field in ["color: rouge\n", "color: \"#zz\"\n", "outcomes: [[lire]]\n"] {
        assert_eq!(lesson(field), [at(Rule::MisplacedField)], "{field}");
    }
    // What is wrong with the fields around it stays.
    let both = lesson("date: hier\ncolor: rouge\nduration: longue\n");
    assert_eq!(both, [at(Rule::InvalidField), at(Rule::MisplacedField), at(Rule::InvalidField)]);
}

#[test]
fn of_an_unknown_callout_only_its_name_is_reported() {
    let marked = |mark: &str| {
        let text = format!("---\ntitle: Voir\n---\n\n> {mark} Titre\n> Voyez [un](1-lire.fr.md#un).\n");
        let book = pair().with("content/1-debut/2-voir.fr.md", &text);
        rules(&book).into_iter().map(|(rule, _)| rule).filter(|rule| *rule != Rule::DifferentStructure)
    };
    assert_eq!(marked("[!NOTTE]{#voir .a}").collect::<Vec<_>>(), [Rule::UnknownCallout]);
    // What a passage can't have is still told of passages.
    assert_eq!(marked("[!NOTTE] [mot]{#voir}").collect::<Vec<_>>(), [Rule::UnknownCallout, Rule::UnknownAttribute]);
}
