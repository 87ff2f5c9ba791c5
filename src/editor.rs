//! The author's editor: which one it is, and how it opens a file at a line. The book has no say in it, since whoever
//! writes a book could then run what they like on the computers of those who preview it.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// The variable that names the editor for Palier alone.
const OWN_VARIABLE: &str = "PALIER_EDITOR";

/// The variables that name an editor for all programs.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// How an editor is told the file and the place in it, in its arguments.
const FILE: &str = "{file}";
const LINE: &str = "{line}";
const COLUMN: &str = "{column}";

/// Editors with windows of their own, by the names of their programs, and their arguments for a place in a file. Those that
/// run in a terminal have none to run in here.
const KNOWN: [(&[&str], &[&str]); 13] = [
    (&["code", "code-insiders", "codium", "cursor", "windsurf", "positron"], &["--goto", "{file}:{line}:{column}"]),
    (&["subl", "sublime_text", "zed", "zeditor", "lapce"], &["{file}:{line}:{column}"]),
    (&["gedit", "pluma"], &["+{line}:{column}", "{file}"]),
    (&["xed", "gvim", "mvim", "bbedit"], &["+{line}", "{file}"]),
    (&["gnome-text-editor"], &["{file}"]),
    (&["kate", "kwrite", "geany"], &["--line", "{line}", "--column", "{column}", "{file}"]),
    (&["mousepad"], &["--line={line}", "--column={column}", "{file}"]),
    (&["mate"], &["--line", "{line}:{column}", "{file}"]),
    (&["notepad++"], &["-n{line}", "-c{column}", "{file}"]),
    (&["notepad"], &["{file}"]),
    (&["emacs"], &["+{line}:{column}", "{file}"]),
    (&["emacsclient"], &["--no-wait", "+{line}:{column}", "{file}"]),
    (
        &["idea", "pycharm", "webstorm", "phpstorm", "rustrover"],
        &["--line", "{line}", "--column", "{column}", "{file}"],
    ),
];

/// The programs that are looked for if no variable names one.
const USUAL: [&str; 3] = ["code", "codium", "code-insiders"];

/// Where VS Code's program is on macOS, where few put it among the commands.
const ON_MACOS: &str = "/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code";

/// An editor, and how it is told what to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    program: PathBuf,
    arguments: Vec<String>,
}

impl Editor {
    /// The editor of a command: the name or path of its program, and its arguments, in which `{file}`, `{line}` and
    /// `{column}` are the place to open. Words are separated by spaces, and `"…"` keeps those of one word. Without
    /// `{file}`, the arguments that the program is known to take are added, or the file alone. `None` if there is no
    /// program in it.
    pub fn of_command(command: &str) -> Option<Self> {
        let mut words = words(command).into_iter();
        let program = words.next().filter(|program| !program.is_empty())?;
        let mut arguments: Vec<String> = words.collect();
        if !arguments.iter().any(|argument| argument.contains(FILE)) {
            let known = known_arguments(&program).unwrap_or(&[FILE]);
            arguments.extend(known.iter().map(|&argument| argument.to_owned()));
        }
        Some(Self { program: program.into(), arguments })
    }

    /// The editor of this computer's user: of `PALIER_EDITOR`, else of `VISUAL` or `EDITOR` if it has windows of its own,
    /// else VS Code if it is installed; `None` without any.
    pub fn of_user() -> Option<Self> {
        Self::found(|name| env::var(name).ok(), |program| find(program).is_some())
    }

    fn found(variable: impl Fn(&str) -> Option<String>, is_there: impl Fn(&str) -> bool) -> Option<Self> {
        let own = variable(OWN_VARIABLE).and_then(|command| Self::of_command(&command));
        let shared = || {
            let commands = VARIABLES.into_iter().filter_map(&variable).filter(|command| has_windows(command));
            commands.filter_map(|command| Self::of_command(&command)).next()
        };
        let usual = || {
            let mut programs = USUAL.into_iter().chain(cfg!(target_os = "macos").then_some(ON_MACOS));
            let program = programs.find(|program| is_there(program))?;
            Some(Self {
                program: program.into(),
                arguments: known_arguments(program)?.iter().map(|&a| a.into()).collect(),
            })
        };
        own.or_else(shared).or_else(usual)
    }

    /// Starts it with a file, at a line and a column, both from 1. No shell reads the file's name.
    ///
    /// # Errors
    /// If the program can't be started.
    pub fn open(&self, file: &Path, line: usize, column: usize) -> io::Result<()> {
        let program = find(&self.program).ok_or(io::ErrorKind::NotFound)?;
        let mut command = Command::new(program);
        command.args(self.arguments_for(file, line, column));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut editor = command.spawn()?;
        // Whoever starts a program must wait for its end, or the system keeps its name for ever.
        thread::spawn(move || editor.wait());
        Ok(())
    }

    fn arguments_for(&self, file: &Path, line: usize, column: usize) -> impl Iterator<Item = String> {
        let file = file.to_string_lossy().into_owned();
        let [line, column] = [line, column].map(|number| number.to_string());
        // The file comes last: its name may hold the others' places.
        self.arguments.iter().map(move |word| word.replace(LINE, &line).replace(COLUMN, &column).replace(FILE, &file))
    }
}

/// Whether a command is that of an editor that is known to have windows of its own, and is not told to do without.
fn has_windows(command: &str) -> bool {
    let words = words(command);
    let in_terminal = |word: &String| matches!(word.as_str(), "-nw" | "-t" | "-tty" | "--tty" | "--no-window-system");
    words.first().is_some_and(|program| known_arguments(program).is_some()) && !words.iter().any(in_terminal)
}

/// The arguments that a program is known to take; `None` for any other.
fn known_arguments(program: &str) -> Option<&'static [&'static str]> {
    let name = program.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let name = [".exe", ".cmd", ".bat"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    KNOWN.iter().find(|(names, _)| names.contains(&name)).map(|(_, arguments)| *arguments)
}

/// The words of a command.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut is_quoted) = (None, false);
    for c in command.chars() {
        match c {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_with(String::new);
            }
            c if c.is_whitespace() && !is_quoted => words.extend(word.take()),
            c => word.get_or_insert_with(String::new).push(c),
        }
    }
    words.extend(word);
    words
}

/// The program's file: at its path, or for a name alone where the system looks for programs; `None` if it isn't there.
fn find(program: impl AsRef<Path>) -> Option<PathBuf> {
    let program = program.as_ref();
    let ends: &[&str] = if cfg!(windows) { &["", ".exe", ".cmd", ".bat"] } else { &[""] };
    let with_end = |base: &Path| {
        let named = ends.iter().map(|end| {
            let mut name = base.as_os_str().to_owned();
            name.push(OsStr::new(end));
            PathBuf::from(name)
        });
        named.into_iter().find(|file| file.is_file())
    };
    if program.components().count() > 1 {
        return with_end(program);
    }
    env::split_paths(&env::var_os("PATH")?).find_map(|folder| with_end(&folder.join(program)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(command: &str) -> Vec<String> {
        let editor = Editor::of_command(command).unwrap();
        let told = editor.arguments_for(Path::new("/my book/{line}.md"), 12, 3);
        std::iter::once(editor.program.to_string_lossy().into_owned()).chain(told).collect()
    }

    #[test]
    fn an_editor_is_told_the_place_as_it_expects_it() {
        assert_eq!(told("code"), ["code", "--goto", "/my book/{line}.md:12:3"]);
        assert_eq!(told("code --wait"), ["code", "--wait", "--goto", "/my book/{line}.md:12:3"]);
        assert_eq!(told("kate"), ["kate", "--line", "12", "--column", "3", "/my book/{line}.md"]);
        assert_eq!(told("C:\\Tools\\Notepad++.exe"), ["C:\\Tools\\Notepad++.exe", "-n12", "-c3", "/my book/{line}.md"]);
        assert_eq!(told("mine"), ["mine", "/my book/{line}.md"]);
        assert_eq!(told("mine -l {line} {file}"), ["mine", "-l", "12", "/my book/{line}.md"]);
        assert_eq!(told("\"/my tools/mine\" --at={column} {file}"), ["/my tools/mine", "--at=3", "/my book/{line}.md"]);
    }

    #[test]
    fn a_command_without_a_program_is_no_editor() {
        for none in ["", "  ", "\"\"", "\"\" {file}"] {
            assert_eq!(Editor::of_command(none), None, "{none:?}");
        }
    }

    #[test]
    fn the_users_editor_is_the_one_for_palier_then_one_with_windows_then_vs_code() {
        let found = |variables: &[(&str, &str)], programs: &[&str]| {
            let variable =
                |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            let editor = Editor::found(variable, |program| programs.contains(&program))?;
            Some(editor.program.to_string_lossy().into_owned())
        };
        assert_eq!(found(&[("PALIER_EDITOR", "mine {file}"), ("VISUAL", "kate")], &["code"]).as_deref(), Some("mine"));
        assert_eq!(found(&[("VISUAL", "kate"), ("EDITOR", "gedit")], &["code"]).as_deref(), Some("kate"));
        assert_eq!(found(&[("VISUAL", "vim"), ("EDITOR", "subl -w")], &["code"]).as_deref(), Some("subl"));
        assert_eq!(found(&[("EDITOR", "emacs -nw")], &["codium"]).as_deref(), Some("codium"));
        assert_eq!(found(&[("EDITOR", "nano")], &[]), None);
    }
}
