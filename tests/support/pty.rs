//! The command on a terminal: a pseudo-terminal of util-linux’s `script`, which every Debian has.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Ctrl-C and Ctrl-D, as a terminal sends them.
pub const CTRL_C: &str = "\u{3}";
pub const CTRL_D: &str = "\u{4}";

/// The command, running on a terminal.
pub struct Pty {
    script: Child,
    keys: ChildStdin,
    out: ChildStdout,
    written: Vec<u8>,
    /// How many bytes of what is written came before the last answer.
    answered: usize,
}

impl Pty {
    /// Runs `palier` in French with those arguments, as a shell reads them, on a terminal of so many lines of 80 columns.
    /// `variables` are added to its environment.
    pub fn run(folder: &Path, arguments: &str, lines: usize, variables: &[(&str, &str)]) -> Self {
        let program = env!("CARGO_BIN_EXE_palier");
        let line = format!("stty rows {lines} cols 80; exec '{program}' {arguments}");
        let mut script = Command::new("script");
        script.args(["-qefc", &line, "/dev/null"]).current_dir(folder);
        for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR"] {
            script.env_remove(name);
        }
        script.env("LANG", "fr_CA.UTF-8").env("TERM", "xterm").env("SHELL", "/bin/sh").envs(variables.iter().copied());
        let mut script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (keys, out) = (script.stdin.take().unwrap(), script.stdout.take().unwrap());
        Self { script, keys, out, written: Vec::new(), answered: 0 }
    }

    /// All that was written so far, without no-break spaces.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.written).replace('\u{a0}', " ")
    }

    /// Waits until what is written is as it should be; panics if the command ends before.
    pub fn until(&mut self, is_there: impl Fn(&str) -> bool) -> String {
        while !is_there(&self.written()) {
            assert!(self.read(), "ended with: {}", self.written());
        }
        self.written()
    }

    /// Types keys once a text is there that was not there at the answer before.
    pub fn answers(&mut self, text: &str, keys: &str) {
        let is_asked = |new: &[u8]| String::from_utf8_lossy(new).replace('\u{a0}', " ").contains(text);
        while !is_asked(&self.written[self.answered..]) {
            assert!(self.read(), "ended with: {}", self.written());
        }
        self.answered = self.written.len();
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits for the end: all that was written, and the exit code, 128 more than the number of a signal.
    pub fn end(mut self) -> (String, i32) {
        while self.read() {}
        let code = self.script.wait().unwrap().code().unwrap();
        (self.written(), code)
    }

    /// Ends the command, whatever it does: `script` ends what runs on its terminal, unless it is killed outright.
    pub fn kill(mut self) {
        let ended = Command::new("kill").arg(self.script.id().to_string()).status().unwrap();
        assert!(ended.success());
        self.script.wait().unwrap();
    }

    fn read(&mut self) -> bool {
        let mut part = [0; 4096];
        let count = self.out.read(&mut part).unwrap();
        self.written.extend_from_slice(&part[..count]);
        count > 0
    }
}

/// The lines that are left on the terminal, of what was written to it: a line that was drawn over is gone.
pub fn left(written: &str) -> String {
    let of_line = |line: &str| {
        let drawn = line.trim_end_matches('\r').rsplit("\r\u{1b}[K").next().unwrap_or_default();
        drawn.to_owned()
    };
    written.split('\n').map(of_line).collect::<Vec<_>>().join("\n")
}
