//! TeX as bibliographies hold it → text as CSL has it: accents, marks, quotation marks, what braces keep
//! from changing its case. Nothing is nested on the stack, and each letter is read once.

use unicode_normalization::char::compose;

/// What becomes of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    /// They are lost: names, numbers.
    None,
    /// `<i>`, `<sup>`.
    Kept,
    /// The same, and braces: in titles.
    WithCase,
}

/// Text without marks.
pub(super) fn plain(tex: &str) -> String {
    read(tex, Marks::None)
}

/// Text with its marks, as CSL-JSON writes them.
pub(super) fn marked(tex: &str) -> String {
    read(tex, Marks::Kept)
}

/// A title: with its marks, and what keeps its capitals.
pub(super) fn title(tex: &str) -> String {
    read(tex, Marks::WithCase)
}

/// An address or a number, letter for letter but for what is escaped all the same.
pub(super) fn verbatim(tex: &str) -> String {
    let mut text = String::with_capacity(tex.len());
    let mut letters = tex.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek() {
            Some(&next) if letter == '\\' && "%&#_$~^{}:".contains(next) => {
                text.push(next);
                letters.next();
            }
            _ => text.push(letter),
        }
    }
    text
}

/// Commands, and what they write before and after what they hold.
type Command = (&'static [&'static str], &'static str, &'static str);

/// Commands whose argument is set apart, and the marks of CSL.
const COMMANDS: &[Command] = &[
    (&["emph", "textit", "textsl", "mkbibemph", "mkbibitalic"], "<i>", "</i>"),
    (&["textbf", "mkbibbold"], "<b>", "</b>"),
    (&["textsuperscript"], "<sup>", "</sup>"),
    (&["textsubscript"], "<sub>", "</sub>"),
    (&["textsc"], SMALL_CAPS, "</span>"),
    (&["enquote", "mkbibquote"], "“", "”"),
    (&["mkbibparens"], "(", ")"),
];

/// Commands that hold for the rest of their group.
const SWITCHES: &[Command] = &[
    (&["em", "it", "sl", "itshape", "slshape"], "<i>", "</i>"),
    (&["bf", "bfseries"], "<b>", "</b>"),
    (&["sc", "scshape"], SMALL_CAPS, "</span>"),
];

const SMALL_CAPS: &str = "<span style=\"font-variant:small-caps;\">";

/// What braces in a title are to CSL.
const NO_CASE: (&str, &str) = ("<span class=\"nocase\">", "</span>");

/// Accents: the commands, and what goes over or under the letter.
const ACCENTS: [(&str, char); 16] = [
    ("`", '\u{300}'),
    ("'", '\u{301}'),
    ("´", '\u{301}'),
    ("^", '\u{302}'),
    ("~", '\u{303}'),
    ("=", '\u{304}'),
    ("u", '\u{306}'),
    (".", '\u{307}'),
    ("\"", '\u{308}'),
    ("r", '\u{30a}'),
    ("H", '\u{30b}'),
    ("v", '\u{30c}'),
    ("d", '\u{323}'),
    ("c", '\u{327}'),
    ("k", '\u{328}'),
    ("b", '\u{331}'),
];

/// Commands that are letters and signs.
const SIGNS: [(&str, &str); 79] = [
    ("aa", "å"),
    ("AA", "Å"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("o", "ø"),
    ("O", "Ø"),
    ("ss", "ß"),
    ("SS", "ẞ"),
    ("l", "ł"),
    ("L", "Ł"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("ng", "ŋ"),
    ("NG", "Ŋ"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("og", "«\u{a0}"),
    ("fg", "\u{a0}»"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("guillemetleft", "«"),
    ("guillemetright", "»"),
    ("guilsinglleft", "‹"),
    ("guilsinglright", "›"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textquotedbl", "\""),
    ("textquotesingle", "'"),
    ("quotedblbase", "„"),
    ("quotesinglbase", "‚"),
    ("lq", "‘"),
    ("rq", "’"),
    ("hyphen", "-"),
    ("slash", "/"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textellipsis", "…"),
    ("dots", "…"),
    ("ldots", "…"),
    ("textasciitilde", "~"),
    ("textasciicircum", "^"),
    ("textasciigrave", "`"),
    ("textbackslash", "\\"),
    ("textbar", "|"),
    ("textbraceleft", "{"),
    ("textbraceright", "}"),
    ("textunderscore", "_"),
    ("textless", "<"),
    ("textgreater", ">"),
    ("textdollar", "$"),
    ("textbullet", "•"),
    ("textdagger", "†"),
    ("textdaggerdbl", "‡"),
    ("textperiodcentered", "·"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("textcopyright", "©"),
    ("copyright", "©"),
    ("textordfeminine", "ª"),
    ("textordmasculine", "º"),
    ("textdegree", "°"),
    ("degree", "°"),
    ("textsection", "§"),
    ("S", "§"),
    ("P", "¶"),
    ("textexclamdown", "¡"),
    ("textquestiondown", "¿"),
    ("pounds", "£"),
    ("texteuro", "€"),
    ("TeX", "TeX"),
    ("LaTeX", "LaTeX"),
];

/// Commands of French: what is raised, « n° ».
const RAISED: [(&str, &str, &str); 8] = [
    ("ier", "", "er"),
    ("iere", "", "re"),
    ("ieme", "", "e"),
    ("iers", "", "ers"),
    ("ieres", "", "res"),
    ("iemes", "", "es"),
    ("no", "n", "o"),
    ("No", "N", "o"),
];

fn read(tex: &str, marks: Marks) -> String {
    let mut reader = Reader {
        tex,
        at: 0,
        text: String::with_capacity(tex.len()),
        marks,
        groups: Vec::new(),
        kept: 0,
        accent: None,
        in_formula: false,
        has_no_dollar: false,
    };
    while let Some(letter) = reader.tex[reader.at..].chars().next() {
        reader.letter(letter);
    }
    // What is still open ends here.
    while !reader.groups.is_empty() {
        reader.close();
    }
    let text: Vec<&str> = reader.text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect();
    text.join(" ")
}

/// A group in braces.
struct Group {
    /// What its end writes.
    end: Vec<&'static str>,
    /// Whether it keeps its case.
    is_kept: bool,
    /// Whether it ends after one letter, without a brace.
    is_short: bool,
}

struct Reader<'t> {
    tex: &'t str,
    at: usize,
    text: String,
    marks: Marks,
    groups: Vec<Group>,
    /// How many groups that keep their case are open.
    kept: usize,
    /// An accent that waits for its letter: as the command, and as it combines.
    accent: Option<(char, char)>,
    in_formula: bool,
    /// Whether no dollar closes a formula further on.
    has_no_dollar: bool,
}

impl Reader<'_> {
    fn letter(&mut self, letter: char) {
        let rest = &self.tex[self.at..];
        self.at += letter.len_utf8();
        match letter {
            '\\' => self.command(),
            '{' => self.open(),
            '}' => self.close(),
            '~' => self.push("\u{a0}"),
            '$' => self.dollar(),
            '_' | '^' if self.in_formula => {
                let (start, end) = if letter == '_' { ("<sub>", "</sub>") } else { ("<sup>", "</sup>") };
                let is_short = !self.tex[self.at..].starts_with('{');
                self.at += usize::from(!is_short);
                self.begin(start, end, false, is_short);
            }
            _ => {
                let joined = [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘")];
                match joined.into_iter().find(|(written, _)| rest.starts_with(written)) {
                    Some((written, meant)) => {
                        self.at += written.len() - letter.len_utf8();
                        self.push(meant);
                    }
                    None => self.push(letter.encode_utf8(&mut [0; 4])),
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        let mut letters = text.chars();
        if text.is_empty() {
            return;
        }
        if let Some((sign, accent)) = self.accent.take()
            && let Some(first) = letters.next()
        {
            let base = match first {
                'ı' => 'i',
                'ȷ' => 'j',
                first => first,
            };
            match compose(base, accent) {
                Some(letter) => self.text.push(letter),
                None if base.is_alphabetic() => self.text.extend([base, accent]),
                None => self.text.extend([sign, first]),
            }
        }
        self.text.push_str(letters.as_str());
        if self.groups.last().is_some_and(|group| group.is_short) {
            self.close();
        }
    }

    /// A formula begins or ends; a dollar alone is one of money.
    fn dollar(&mut self) {
        if self.in_formula {
            self.in_formula = false;
        } else if !self.has_no_dollar && closes(&self.tex[self.at..]) {
            self.in_formula = true;
        } else {
            self.has_no_dollar = true;
            self.push("$");
        }
    }

    fn begin(&mut self, start: &str, end: &'static str, is_kept: bool, is_short: bool) {
        let is_mark = start.starts_with('<');
        let (start, end) = if is_mark && self.marks == Marks::None { ("", "") } else { (start, end) };
        self.text.push_str(start);
        self.kept += usize::from(is_kept);
        self.groups.push(Group { end: vec![end], is_kept, is_short });
    }

    /// A brace opens a group: one whose capitals stay, unless it holds a command.
    fn open(&mut self) {
        let rest = &self.tex[self.at..];
        let is_kept = self.marks == Marks::WithCase
            && self.kept == 0
            && !self.in_formula
            && self.accent.is_none()
            && !rest.starts_with(['\\', '}']);
        let (start, end) = if is_kept { NO_CASE } else { ("", "") };
        self.begin(start, end, is_kept, false);
    }

    fn close(&mut self) {
        if let Some((sign, _)) = self.accent.take() {
            // `\^{}` is the accent alone.
            self.text.push(sign);
        }
        // Without a group it closes nothing.
        let Some(group) = self.groups.pop() else { return };
        self.kept -= usize::from(group.is_kept);
        group.end.iter().rev().for_each(|end| self.text.push_str(end));
        if self.groups.last().is_some_and(|group| group.is_short) {
            self.close_short();
        }
    }

    /// A group of one letter, which was a group itself.
    fn close_short(&mut self) {
        while let Some(group) = self.groups.pop_if(|group| group.is_short) {
            group.end.iter().rev().for_each(|end| self.text.push_str(end));
        }
    }

    fn command(&mut self) {
        let rest = &self.tex[self.at..];
        let Some(first) = rest.chars().next() else { return self.push("\\") };
        if !first.is_ascii_alphabetic() {
            self.at += first.len_utf8();
            return self.short(first);
        }
        let name = &rest[..rest.bytes().take_while(u8::is_ascii_alphabetic).count()];
        self.at += name.len();
        if self.tex[self.at..].starts_with("*{") {
            self.at += 1;
        }
        // Blanks after a command belong to it.
        let after = &self.tex[self.at..];
        let blanks = after.len() - after.trim_start().len();
        let has_argument = after[blanks..].starts_with('{');
        if let Some(&(_, accent)) = ACCENTS.iter().find(|(known, _)| *known == name)
            && (has_argument || !after.is_empty())
        {
            self.at += blanks;
            self.accent = Some((accent, accent));
        } else if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == name) {
            self.at += blanks;
            self.empty();
            // French quotation marks have their own spaces.
            match name {
                "og" => self.at += self.tex[self.at..].len() - self.tex[self.at..].trim_start_matches(['~', ' ']).len(),
                "fg" => self.text.truncate(self.text.trim_end_matches(['\u{a0}', ' ']).len()),
                _ => {}
            }
            self.push(sign);
        } else if let Some((_, before, raised)) = RAISED.iter().find(|(known, ..)| *known == name) {
            self.at += blanks;
            self.empty();
            self.push(before);
            self.begin("<sup>", "</sup>", false, false);
            self.push(raised);
            self.close();
        } else if let Some((_, start, end)) = COMMANDS.iter().find(|(names, ..)| names.contains(&name)) {
            self.at += blanks;
            if has_argument {
                self.at += 1;
                self.begin(start, end, false, false);
            }
        } else if let Some((_, start, end)) = SWITCHES.iter().find(|(names, ..)| names.contains(&name)) {
            self.at += blanks;
            if self.marks != Marks::None
                && let Some(group) = self.groups.last_mut()
            {
                self.text.push_str(start);
                group.end.push(end);
            }
        } else if has_argument {
            self.at += blanks + 1;
            // Of an address with words on it, the words show.
            if name == "href" || name == "textcolor" {
                self.skip();
            }
            self.begin("", "", false, false);
        } else if !matches!(name, "relax" | "newblock" | "protect" | "noopsort") {
            // Nothing that is known: as it is written.
            self.push("\\");
            self.text.push_str(name);
        }
    }

    /// A command of one sign.
    fn short(&mut self, sign: char) {
        let mut written = [0; 4];
        let name: &str = sign.encode_utf8(&mut written);
        if let Some(&(_, accent)) = ACCENTS.iter().find(|(known, _)| *known == name) {
            let after = &self.tex[self.at..];
            self.at += after.len() - after.trim_start_matches(' ').len();
            self.accent = Some((sign, accent));
            if self.at == self.tex.len() {
                self.accent = None;
                self.push(name);
            }
            return;
        }
        match sign {
            ',' => self.push("\u{202f}"),
            '-' | '/' | '@' | '(' | ')' => {}
            '\\' | ' ' | '\t' | '\n' | '\r' | ';' | ':' | '!' => self.push(" "),
            _ => self.push(name),
        }
    }

    /// Passes over `{}`, which ends a command.
    fn empty(&mut self) {
        if self.tex[self.at..].starts_with("{}") {
            self.at += 2;
        }
    }

    /// Passes over the rest of a group, and what opens the next.
    fn skip(&mut self) {
        let mut depth = 1_usize;
        let rest = &self.tex[self.at..];
        for (at, letter) in rest.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at += at + 1;
                let after = &self.tex[self.at..];
                let after = after.len() - after.trim_start().len();
                if self.tex[self.at + after..].starts_with('{') {
                    self.at += after + 1;
                }
                return;
            }
        }
        self.at = self.tex.len();
    }
}

/// Whether a dollar follows that isn't escaped, before the text ends.
fn closes(rest: &str) -> bool {
    let mut skip = false;
    rest.chars().any(|letter| {
        let is_dollar = letter == '$' && !skip;
        skip = letter == '\\' && !skip;
        is_dollar
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_letters_are_read_in_every_form() {
        for (tex, text) in [
            (r"th\`ese, th{\`e}se, th\`{e}se, th{\`{e}}se", "thèse, thèse, thèse, thèse"),
            (r"\c{c}a \c ca {\c c}a \'{\i} \'\i{} \v{s} \H{o}", "ça ça ça í í š ő"),
            (r"{\oe}uvre, \oe uvre, c\oe{}ur, \L{}\'od\'z, stra{\ss}e", "œuvre, œuvre, cœur, Łódź, straße"),
            (r#"\^{}, \~{}, \"{}, {\"o}, \^{e}"#, "^, ~, \", ö, ê"),
            (r"a\'", "a'"),
        ] {
            assert_eq!(title(tex), text, "{tex}");
        }
    }

    #[test]
    fn marks_become_those_of_csl() {
        for (tex, text) in [
            (r"\emph{A Case} and \textit{more}", "<i>A Case</i> and <i>more</i>"),
            (r"{\itshape a} {\bf b} \textbf{c}", "<i>a</i> <b>b</b> <b>c</b>"),
            (r"H\textsubscript{2}O, x\textsuperscript{e}", "H<sub>2</sub>O, x<sup>e</sup>"),
            (r"H$_2$O, x$^{12}$, 5$ et 6\$", "H<sub>2</sub>O, x<sup>12</sup>, 5$ et 6$"),
            (r"\og mot\fg{} et \og~mot~\fg", "«\u{a0}mot\u{a0}» et «\u{a0}mot\u{a0}»"),
            (r"Dr.\ Who, 12~\%, R\&D, a\_b", "Dr. Who, 12\u{a0}%, R&D, a_b"),
            (r"\url{https://a.ca/b} \href{https://a.ca}{le site}", "https://a.ca/b le site"),
            (r"\enquote*{word}, ``word'', 1--2 --- a\hyphen b", "“word”, “word”, 1–2 — a-b"),
            (r"1\ier{} mars, \no~3", "1<sup>er</sup> mars, n<sup>o</sup>\u{a0}3"),
            (r"\foo{bar} \alpha", "bar \\alpha"),
        ] {
            assert_eq!(marked(tex), text, "{tex}");
        }
        assert_eq!(plain(r"{\emph{A}} \textsc{b} {C}"), "A b C");
    }

    #[test]
    fn braces_keep_the_case_of_titles_and_only_of_these() {
        let kept = |text: &str| format!("<span class=\"nocase\">{text}</span>");
        assert_eq!(title("The {Wave} of {{DNA}}"), format!("The {} of {}", kept("Wave"), kept("DNA")));
        assert_eq!(title(r"{\'E}cole {}x \emph{Y}"), "École x <i>Y</i>");
        assert_eq!(title(r"{{}\emph{Y}}"), kept("<i>Y</i>"));
        assert_eq!(marked("The {Wave}"), "The Wave");
    }

    #[test]
    fn what_is_never_closed_or_opened_ends_all_the_same() {
        for (tex, text) in
            [("a}b", "ab"), ("{a", "a"), (r"\emph{a", "<i>a</i>"), ("\\", "\\"), (r"\'", "'"), ("$", "$")]
        {
            assert_eq!(marked(tex), text, "{tex}");
        }
        let deep = "\\emph{".repeat(50_000);
        assert_eq!(marked(&deep).len(), 50_000 * 7);
        assert_eq!(verbatim(r" https://a.ca/b\_c\%20~d "), "https://a.ca/b_c%20~d");
    }
}
