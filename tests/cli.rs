//! The command as a user runs it: exit codes, standard output against standard error, languages.

mod support;

use std::fs;
use std::process::{Command, Output, Stdio};

use support::site::bundled;
use support::{Book, Ran};

fn command(line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_palier"));
    command.args(line.split_whitespace());
    for name in ["LC_ALL", "LC_MESSAGES", "LANGUAGE", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.env("LANG", "fr_CA.UTF-8");
    command
}

/// What a command line gives in an empty folder.
fn palier(line: &str) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let Output { status, stdout, stderr } = command(line).current_dir(&folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().replace('\u{a0}', " ");
    Ran { code: status.code(), out: text(stdout), error: text(stderr) }
}

#[test]
fn asked_for_help_it_prints_it() {
    for line in ["help", "--help", "--lang fr --help"] {
        let ran = palier(line);
        assert_eq!((ran.code, ran.error.as_str()), (Some(0), ""), "{line}");
        for word in ["Utilisation : palier [OPTIONS] [COMMANDE]", "Commandes :", "Options :", "Affiche cette aide"] {
            assert!(ran.out.contains(word), "{line}: {word} in {}", ran.out);
        }
    }
    assert!(palier("build --help").out.contains("Arguments :\n  [LIVRE]"));
    assert!(palier("--lang en --help").out.contains("Usage: palier [OPTIONS] [COMMAND]"));
}

#[test]
fn a_wrong_command_line_is_explained_and_exits_with_2() {
    for (line, said) in [
        ("chek", "vouliez-vous écrire « check »?"),
        ("build --draft", "vouliez-vous écrire « --drafts »?"),
        ("check --format xml", "human, json, github"),
        ("build --output", "« --output <DOSSIER> » attend une valeur"),
        ("build --base-url example.org", "« example.org » n’est pas une valeur possible"),
        ("serve --port 70000", "65535"),
        ("serve --editor \"\"", "--editor \"subl {file}:{line}:{column}\""),
        ("completions", "il manque « <INTERPRÉTEUR> »"),
        ("build --output a --output b", "donné deux fois"),
        ("explain broken-lnk", "vouliez-vous écrire « broken-link »?"),
        ("--lang en chek", "did you mean `check`?"),
        ("build --port 80", "c’est une option d’une autre commande : serve"),
        ("build mes leçons", "« leçons » est de trop"),
        ("chek", "erreur : il n’y a pas de commande"),
        ("completions", "Utilisation : palier completions [OPTIONS] <INTERPRÉTEUR>"),
        ("strings Deutsch", "écrivez un code court"),
        ("man biuld", "vouliez-vous écrire « build »?"),
    ] {
        let ran = palier(line);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{line}");
        assert!(ran.error.contains(said), "{line}: {}", ran.error);
    }
}

#[test]
fn a_rule_is_explained_in_the_users_language() {
    let ran = palier("explain broken-link");
    assert_eq!((ran.code, ran.error.as_str()), (Some(0), ""));
    assert!(ran.out.starts_with("# broken-link\n"));
    assert!(palier("explain").out.lines().any(|line| line.starts_with("broken-link ")));
}

#[test]
fn a_missing_book_is_a_diagnostic() {
    let ran = palier("build");
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(ran.error.starts_with("erreur[missing-book]: "), "{}", ran.error);
    let ran = palier("check --format json");
    assert_eq!((ran.code, ran.error.as_str()), (Some(1), ""));
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["diagnostics"][0]["rule"], "missing-book");
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = palier(&format!("completions {shell}"));
        assert_eq!((ran.code, ran.error.as_str()), (Some(0), ""), "{shell}");
        assert!(ran.out.contains("explain"), "{shell}");
    }
}

#[test]
fn manual_pages_say_what_the_help_says() {
    let page = palier("man");
    assert_eq!((page.code, page.error.as_str()), (Some(0), ""));
    assert!(page.out.contains(".SH NOM\npalier \\- Palier transforme"), "{}", page.out);
    for command in ["build", "explain", "man"] {
        assert!(page.out.contains(&format!("palier\\-{command}(1)")), "{command}");
        let page = palier(&format!("man {command} --lang en"));
        assert_eq!((page.code, page.error.as_str()), (Some(0), ""), "{command}");
        assert!(page.out.contains(&format!(".SH NAME\npalier\\-{command} \\- ")), "{}", page.out);
    }
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let mut child = command("explain").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &[][..]));
}

/// A book that has a warning (no address) and nothing worse.
fn with_a_warning() -> Book {
    Book::empty()
        .with("book.toml", "[book]\nid = \"velo\"\ntitle = \"Le vélo\"\n\n[languages.fr]\n")
        .with("content/1-roue/index.fr.md", "---\ntitle: La roue\noutcomes: [rouler]\n---\n")
        .with("content/1-roue/1-pneu.fr.md", "---\ntitle: Le pneu\n---\n\nRond.\n")
}

/// The same, with an error too.
fn with_an_error() -> Book {
    with_a_warning().with("content/1-roue/1-pneu.fr.md", "---\ntitle: Le pneu\n---\n\n[Où?](nulle-part.fr.md)\n")
}

#[test]
fn a_book_that_is_none_is_told_from_one_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("devoir.pdf"), "").unwrap();
    for (book, said) in [
        ("absent", "le dossier « absent » n’existe pas"),
        ("devoir.pdf", "« devoir.pdf » est un fichier"),
        (".", "il n’y a pas de livre dans « . » ni dans un dossier au-dessus"),
    ] {
        let ran = command("check").arg(book).current_dir(&folder).output().unwrap();
        let error = String::from_utf8(ran.stderr).unwrap().replace('\u{a0}', " ");
        assert_eq!(ran.status.code(), Some(1), "{book}");
        assert!(error.contains(said), "{book}: {error}");
    }
    // Nor is the book around it meant.
    let book = with_a_warning();
    let ran = command("check").arg("absent").current_dir(book.root()).output().unwrap();
    let error = String::from_utf8(ran.stderr).unwrap().replace('\u{a0}', " ");
    assert!(ran.status.code() == Some(1) && error.contains("le dossier « absent » n’existe pas"), "{error}");
}

#[test]
fn help_is_a_word_too() {
    assert!(palier("help").out.contains("Commandes :"));
    assert!(palier("help build").out.contains("--base-url"));
}

#[test]
fn the_words_of_another_language_are_written_to_be_translated() {
    let book = with_a_warning()
        .with("book.toml", "[book]\nid = \"velo\"\ntitle = \"Le vélo\"\n\n[languages.fr]\n[languages.pl]\n");
    let path = book.path("themes/palier/strings/pl.toml");
    let ran = book.palier(&["check"]);
    assert!(ran.error.contains("avertissement[missing-string]"), "{}", ran.error);
    let unknown = book.palier(&["strings", "zz"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.error.contains("ISO 639"), "{}", unknown.error);
    let ran = book.palier(&["strings", "pl"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    let words = fs::read_to_string(&path).unwrap();
    assert!(words.contains("start = \"Commencer\""), "{words}");
    assert!(words.contains("lessons = { one = \"{n} leçon\", few = "), "{words}");
    // Nothing is missing, but all is still in French.
    let error = book.palier(&["check"]).error;
    assert!(error.contains("ne sont pas encore traduits"), "{error}");
    assert_eq!(error.matches("-string]").count(), 1, "{error}");
    // Once more, what is translated stays and what is missing comes back.
    let translated = words.replace("Commencer", "Zacznij");
    fs::write(&path, translated.replace("toc = \"Dans cette page\"\n", "")).unwrap();
    assert_eq!(book.palier(&["strings", "pl"]).code, Some(0));
    let words = fs::read_to_string(&path).unwrap();
    assert!(words.contains("start = \"Zacznij\"") && words.contains("toc = \"Dans cette page\""), "{words}");
    let ran = book.palier(&["strings", "es"]);
    assert!(ran.error.contains("rien à ajouter"), "{}", ran.error);
}

#[test]
fn a_build_says_what_it_did_and_exits_with_0() {
    let book = Book::from_dir(&bundled().join("tests/books/three-languages"));
    let ran = book.palier(&["build"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    let said: Vec<&str> = ran.error.lines().collect();
    // The theme's files count too.
    let (count, _) = said[0].split_once(' ').unwrap();
    let written = format!("{count} fichiers écrits, 0 inchangé, 0 supprimé");
    assert_eq!(said, [written.as_str(), "38 pages dans «\u{a0}public\u{a0}»"]);
    assert!(count.parse::<usize>().unwrap() > 29);
    assert!(book.path("public/es/orilla/mareas/index.html").is_file());
    let again = book.palier(&["build", "--lang", "en"]);
    assert_eq!((again.code, again.out.as_str()), (Some(0), ""));
    let unchanged = format!("0 files written, {count} unchanged, 0 deleted\n");
    assert!(again.error.starts_with(&unchanged), "{}", again.error);
}

#[test]
fn a_build_goes_where_it_is_told() {
    let book = with_a_warning().with("ailleurs/", "");
    let inside = book.path("content/1-roue");
    let elsewhere = book.path("ailleurs/site");
    let ran = command("build --output").arg(&elsewhere).current_dir(inside).output().unwrap();
    assert_eq!(ran.status.code(), Some(0));
    assert!(elsewhere.join("fr/roue/pneu/index.html").is_file());
    assert!(!book.path("public").exists());
    // Relative to where the user is, as with every other command.
    let ran = book.palier(&["build", "--output", "ailleurs/autre"]);
    assert_eq!(ran.code, Some(0));
    assert!(book.path("ailleurs/autre/fr/index.html").is_file());
}

#[test]
fn a_warning_is_reported_and_stops_only_a_strict_build() {
    for line in ["build", "check"] {
        let book = with_a_warning();
        let ran = book.palier(&[line, "--strict"]);
        assert_eq!(ran.code, Some(1), "{line}: {}", ran.out);
        assert!(ran.error.contains("avertissement[missing-base-url]"), "{line}: {}", ran.error);
        assert!(!book.path("public").exists());
        let ran = book.palier(&[line]);
        assert_eq!(ran.code, Some(0), "{line}: {}", ran.error);
        assert!(ran.error.contains("avertissement[missing-base-url]"), "{line}: {}", ran.error);
        assert_eq!(book.path("public").exists(), line == "build");
    }
}

#[test]
fn an_error_leaves_the_site_of_before_as_it_was() {
    let book = with_a_warning();
    assert_eq!(book.palier(&["build"]).code, Some(0));
    let site = || support::files(&book.path("public")).into_iter().map(|path| (fs::read(&path).unwrap(), path));
    let before: Vec<_> = site().collect();
    fs::copy(with_an_error().path("content/1-roue/1-pneu.fr.md"), book.path("content/1-roue/1-pneu.fr.md")).unwrap();
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.error.contains("erreur[broken-link]"), "{}", ran.error);
    assert!(site().eq(before));
}

#[test]
fn a_check_writes_nothing() {
    let ran = with_an_error().palier(&["check"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    let book = Book::from_dir(&bundled().join("tests/books/three-languages"));
    let before = support::files(book.root());
    let ran = book.palier(&["check", "--strict"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert_eq!(ran.error, "rien à signaler\u{a0}: 38 pages\n");
    assert_eq!(support::files(book.root()), before);
}

#[test]
fn a_report_for_machines_is_alone_on_standard_output() {
    for (book, code) in [(with_a_warning(), 0), (with_an_error(), 1)] {
        let ran = book.palier(&["check", "--format", "json"]);
        assert_eq!((ran.code, ran.error.as_str()), (Some(code), ""));
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(report["errors"], code);
        assert_eq!(report["warnings"], 1);
    }
    let clean = Book::from_dir(&bundled().join("tests/books/three-languages"));
    let ran = clean.palier(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &report["diagnostics"]), (Some(0), &serde_json::json!([])));
    let ran = with_an_error().palier(&["check", "--format", "github"]);
    assert_eq!((ran.code, ran.error.as_str()), (Some(1), ""));
    assert!(ran.out.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning ")), "{}", ran.out);
}

#[test]
fn what_is_for_the_teacher_is_in_the_teachers_site_only_and_every_page_of_that_says_so() {
    let lesson = "---\ntitle: Une leçon\n---\n\nTexte[^a].\n\n> [!TEACHER] Réservé\n> ## Clé\n> Voir [la clé](cle.pdf), \
                  ![x](cle.svg) et[^b].\n\n[^a]: Ouverte.\n\n[^b]: Cachée [ici](autre.pdf).\n";
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>";
    let book = Book::empty()
        .with(
            "book.toml",
            "[book]\nid = \"livre\"\ntitle = \"Un livre\"\nbase_url = \"https://example.org/\"\n[languages.fr]\n",
        )
        .with("content/1-a/index.md", "---\ntitle: A\n---\n")
        .with("content/1-a/1-b/index.md", lesson)
        .with("content/1-a/1-b/cle.svg", svg)
        .with("content/1-a/1-b/cle.pdf", "clé")
        .with("content/1-a/1-b/autre.pdf", "autre");
    let pages = |output: &str| -> Vec<(String, String)> {
        let files = support::files(&book.path(output)).into_iter();
        let html = files.filter(|path| {
            path.extension().is_some_and(|end| end == "html" || end == "xml" || end == "svg" || end == "pdf")
        });
        html.map(|path| (path.display().to_string(), String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned()))
            .collect()
    };
    assert_eq!(book.palier(&["build"]).code, Some(0));
    for (path, text) in pages("public") {
        assert!(!path.contains("cle.") && !path.contains("autre"), "{path}");
        for word in ["Réservé", "Clé", "Cachée", "/cle.", "\"cle."] {
            assert!(!text.contains(word), "{path}: {word}");
        }
        // These aren't for search engines.
        let unlisted = ["404.html", "progression/", "hors-ligne/", "recherche/", "imprimer/"];
        let is_unlisted = unlisted.iter().any(|page| path.trim_end_matches("index.html").ends_with(page));
        assert!(is_unlisted || !text.contains("noindex"), "{path}");
    }
    assert_eq!(book.palier(&["build", "--teacher"]).code, Some(0));
    let theirs = pages("public-teacher");
    for (path, text) in theirs.iter().filter(|(path, _)| path.ends_with("/index.html")) {
        assert!(text.contains("noindex"), "{path}");
        assert!(text.contains("Version du personnel enseignant"), "{path}");
    }
    let (_, lesson) = theirs.iter().find(|(path, _)| path.ends_with("b/index.html")).unwrap();
    for word in ["Réservé", "Clé", "Cachée", "cle.pdf", "autre.pdf"] {
        assert!(lesson.contains(word), "{word}");
    }
    assert!(!theirs.iter().any(|(path, _)| path.ends_with("sitemap.xml")));
}
