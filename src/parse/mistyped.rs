//! Slips of the hand and of word processors: what looks like Markdown to its author and is read as text.

/// What was meant, and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistyped {
    /// What was meant.
    pub kind: Mistype,
    /// The mark as written.
    pub mark: String,
    /// What to write in its place: of emphasis the words and their marks, else the line.
    pub line: String,
}

/// What a mistyped mark was meant to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistype {
    /// `##Heading`
    Heading,
    /// `* italics*`
    Starred,
    /// `- []task`, `- [x]task`
    Task,
    /// `-item`, `2)two`
    Item,
    /// `• item`, and lines that begin with dashes.
    Bullet,
    /// `###` and a space that is no ordinary one.
    Space,
    /// `**bold **`
    Emphasis,
    /// `$ x^2 $`
    Formula,
    /// `$$` with a blank line before the `$$` that closes.
    Parted,
    /// `$$` that nothing closes.
    Unclosed,
    /// `2. item` right below a paragraph, which no list but one that begins with 1 may interrupt.
    Below,
    /// Columns that tabs part, as they come from a spreadsheet.
    Columns,
}

/// The longest word that an item may begin with, in bytes.
const LONGEST_WORD: usize = 200;

/// The most columns of a table that a message shows.
const MOST_COLUMNS: usize = 12;

/// How much of a line a message repeats, in characters.
const LONGEST: usize = 80;

/// A line as a message repeats it: cut after [`LONGEST`] characters.
pub(super) fn told(line: &str) -> String {
    let line = line.trim_end();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

/// Spaces that Markdown doesn't take for one after a mark.
fn is_odd_space(c: char) -> bool {
    (c.is_whitespace() && !c.is_ascii()) || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Bullets as word processors draw them, some of them in the fonts of symbols that only they have.
fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '⁃'
            | '◦'
            | '○'
            | '●'
            | '▪'
            | '▫'
            | '■'
            | '□'
            | '➢'
            | '➤'
            | '►'
            | '▶'
            | '❖'
            | '✓'
            | '✔'
            | '\u{f000}'..='\u{f0ff}'
    )
}

/// The number and the mark of a line that is an item of a numbered list; `None` if it isn't one.
pub(super) fn numbered(line: &str) -> Option<(u32, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = line.get(..digits + 1).filter(|mark| (2..=4).contains(&mark.len()) && mark.ends_with(['.', ')']))?;
    let number = line[..digits].parse().ok()?;
    line[mark.len()..].starts_with(' ').then_some((number, mark))
}

/// The cells of a line whose columns are parted by tabs; `None` if it has one column, or if a tab follows a bullet.
pub(super) fn columns(line: &str) -> Option<Vec<&str>> {
    if !line.contains('\t') {
        return None;
    }
    let cells: Vec<&str> = line.trim().split('\t').map(str::trim).collect();
    let is_word =
        cells.first().is_some_and(|first| first.chars().nth(1).is_some() && numbered(&format!("{first} ")).is_none());
    (cells.len() > 1 && cells.len() <= MOST_COLUMNS && is_word).then_some(cells)
}

/// A line that begins like a list's item to its author, but only among others like it.
pub(super) fn is_one_of_many(line: &str) -> Option<char> {
    let mark = line.chars().next()?;
    let rest = &line[mark.len_utf8()..];
    let follows = |is: fn(char) -> bool| rest.chars().next().is_some_and(is);
    let is_mark = match mark {
        '–' | '—' | '·' => follows(|c| c.is_whitespace() || c.is_alphabetic()),
        '*' => follows(char::is_alphabetic) && !rest.contains('*') || checkbox(rest).is_some(),
        '+' => follows(char::is_alphabetic) || checkbox(rest).is_some(),
        '-' => is_word(rest),
        _ => false,
    };
    is_mark.then_some(mark)
}

/// Whether a line that nothing else shares its paragraph with is a title behind its `#`, and no hashtag
/// (`#EduQc`, `#Photo #Cinéma`) or sentence that begins with one.
pub(super) fn is_title(line: &str) -> bool {
    let Some(title) = line.strip_prefix('#') else { return false };
    let word = title.split([' ', '\'', '’']).next().unwrap_or_default();
    let is_capitalised = word.starts_with(char::is_uppercase) && !word.chars().skip(1).any(|c| !c.is_lowercase());
    is_capitalised && !title.contains('#') && !title.trim_end().ends_with(['.', ',', ';'])
}

/// A list's item that was meant for emphasis, `* italics*`: what of its first line, which begins right
/// behind the bullet's space, is up to the star that closes.
pub(super) fn starred(line: &str) -> Option<&str> {
    let (words, after) = line.split_once('*')?;
    let is_plain = !line.contains(['`', '$', '<', '\\', '[']) && !after.contains('*');
    let closes = words.ends_with(|c: char| c.is_alphabetic() || matches!(c, '.' | '!' | '?' | '…' | '»' | ')'));
    let ends = after.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?'));
    (is_plain && closes && ends && words.starts_with(char::is_alphabetic)).then_some(words)
}

/// A checkbox at the beginning of a text as its author meant it (`[]done`, `[ x] done`): how many bytes
/// its brackets are, and the text to write.
pub(super) fn checkbox(text: &str) -> Option<(usize, String)> {
    let (inside, rest) = text.strip_prefix('[')?.split_once(']')?;
    let sign = match inside.trim() {
        "" => ' ',
        "x" | "X" | "✓" | "✔" => 'x',
        _ => return None,
    };
    let words = rest.trim_start();
    let says = words.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '*' | '_' | '«' | '“' | '"' | '`'));
    says.then(|| (inside.len() + 2, format!("[{sign}] {words}")))
}

/// What of a paragraph's line, from its beginning, was meant for a mark; whether the paragraph is a title
/// is what [`is_title`] says of one that is only this line.
pub(super) fn of_line(line: &str, is_first: bool, is_title: bool, is_among_others: bool) -> Option<Mistyped> {
    let first = line.chars().next()?;
    let found = |kind, mark: &str, written: &str, rest: &str| {
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || is_odd_space(c));
        (!rest.is_empty()).then(|| Mistyped { kind, mark: mark.to_owned(), line: told(&format!("{written} {rest}")) })
    };
    let after = |mark: &str| line[mark.len()..].chars().next();
    if first == '#' {
        let marks = &line[..line.find(|c| c != '#').unwrap_or(line.len())];
        return match after(marks)? {
            _ if marks.len() > 6 => None,
            // The page has its title, and sections begin with two.
            c if is_odd_space(c) => found(Mistype::Space, marks, &format!("{marks:#<2}"), &line[marks.len()..]),
            c if is_title || marks.len() > 1 && c.is_alphanumeric() => {
                found(Mistype::Heading, marks, &format!("{marks:#<2}"), &line[marks.len()..])
            }
            _ => None,
        };
    }
    if first.is_ascii_digit() {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let mark = line.get(..digits + 1).filter(|mark| digits < 4 && mark.ends_with(['.', ')']))?;
        return match after(mark)? {
            c if is_odd_space(c) => found(Mistype::Space, mark, mark, &line[mark.len()..]),
            c if !c.is_whitespace() && (is_first || is_among_others) && is_word(&line[mark.len()..]) => {
                found(Mistype::Item, mark, mark, &line[mark.len()..])
            }
            _ => None,
        };
    }
    let mark = &line[..first.len_utf8()];
    let rest = &line[mark.len()..];
    let task = checkbox(rest);
    let rest = task.as_ref().map_or(rest, |(_, task)| task);
    match first {
        '-' | '*' | '+' if after(mark).is_some_and(is_odd_space) => found(Mistype::Space, mark, mark, rest),
        '-' if (is_first || is_among_others) && is_one_of_many(line).is_some() => {
            found(Mistype::Item, mark, mark, rest)
        }
        '*' | '+' if is_among_others && is_one_of_many(line).is_some() => found(Mistype::Item, mark, "-", rest),
        '–' | '—' | '·' if is_among_others && is_one_of_many(line).is_some() => {
            found(Mistype::Bullet, mark, "-", rest)
        }
        // Word's bullets of the second level are the letter o and a tab.
        'o' | '·' | '§' if rest.starts_with('\t') => found(Mistype::Bullet, mark, "-", rest),
        c if is_bullet(c) && rest.starts_with(|c: char| c.is_whitespace() || c.is_alphanumeric()) => {
            found(Mistype::Bullet, mark, "-", rest)
        }
        _ => None,
    }
}

/// Whether a text begins with a word, and not with a command's option (`-Xmx`, `-rf`) or a file's name:
/// one with a vowel, and nothing but letters up to a space or a mark.
fn is_word(text: &str) -> bool {
    if checkbox(text).is_some() {
        return true;
    }
    // `-**bold**`
    let text = text.trim_start_matches(['*', '_']);
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    if end > LONGEST_WORD {
        return false;
    }
    let has_vowel = deunicode::deunicode(&text[..end]).to_lowercase().contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let next = text[end..].chars().next();
    // `3.a` is a number.
    if text[..end].chars().count() == 1 && !next.is_some_and(char::is_whitespace) {
        return false;
    }
    has_vowel
        && next.is_none_or(|c| {
            c.is_whitespace() || matches!(c, ',' | ';' | ':' | '!' | '?' | '’' | '\'' | ')' | '*' | '_')
        })
}

/// The invisible characters in a text, most often copied from elsewhere: the byte offset and first character of each
/// run of them.
pub(super) fn invisible(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut before = None;
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (at, c) = rest.next()?;
            let around = (before.replace(c), rest.peek().map(|(_, c)| *c));
            if is_stray(c, around) && around.0 != Some(c) {
                return Some((at, c));
            }
        }
    })
}

fn is_stray(c: char, (before, after): (Option<char>, Option<char>)) -> bool {
    // Scripts that write no spaces between words show by it where a line may end.
    let unspaced = |c: char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}');
    match c {
        '\u{2028}' | '\u{2029}' | '\u{feff}' => true,
        '\u{200b}' => !before.is_some_and(unspaced) && !after.is_some_and(unspaced),
        // Between letters it is a hyphen that shows where the word is parted.
        '\u{ad}' => !(before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Option<(Mistype, String)> {
        of_line(text, true, is_title(text), false).map(|found| (found.kind, found.line))
    }

    #[test]
    fn a_mark_without_its_space_or_with_another_is_told_with_the_line_to_write() {
        for (text, kind, meant) in [
            ("##Titre", Mistype::Heading, "## Titre"),
            ("###1. Un", Mistype::Heading, "### 1. Un"),
            ("###\u{a0}Titre", Mistype::Space, "### Titre"),
            ("#\u{202f}Titre", Mistype::Space, "## Titre"),
            ("#Titre", Mistype::Heading, "## Titre"),
            ("#L’image et le son", Mistype::Heading, "## L’image et le son"),
            ("-[]tâche", Mistype::Item, "- [ ] tâche"),
            ("-[x]tâche", Mistype::Item, "- [x] tâche"),
            ("-item", Mistype::Item, "- item"),
            ("-Élément, puis", Mistype::Item, "- Élément, puis"),
            ("-\u{a0}item", Mistype::Space, "- item"),
            ("*\u{a0}item", Mistype::Space, "* item"),
            ("1.un", Mistype::Item, "1. un"),
            ("2)deux", Mistype::Item, "2) deux"),
            ("-**gras** x", Mistype::Item, "- **gras** x"),
            ("-[ ] tâche", Mistype::Item, "- [ ] tâche"),
            ("1.**gras**", Mistype::Item, "1. **gras**"),
            ("1.\u{a0}un", Mistype::Space, "1. un"),
            ("•\titem", Mistype::Bullet, "- item"),
            ("• item", Mistype::Bullet, "- item"),
            ("•item", Mistype::Bullet, "- item"),
            ("\u{f0b7}\titem", Mistype::Bullet, "- item"),
            ("▪ item", Mistype::Bullet, "- item"),
            ("➢ item", Mistype::Bullet, "- item"),
            ("o\titem", Mistype::Bullet, "- item"),
        ] {
            assert_eq!(line(text), Some((kind, meant.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_is_no_slip_stays_silent() {
        for text in [
            "#eduQc",
            "#EduQc",
            "#Photo #Cinéma",
            "#Photo est un mot-clic.",
            "#COVID",
            "#1 priorité",
            "-[x](a.md)",
            "-[x][a]",
            "-[x]",
            "-5 degrés",
            "1.5 km",
            "-Xmx",
            "-Xmx512m",
            "-rf",
            "--drafts",
            "-v",
            "— Bonjour",
            "– Bonjour",
            "*Prix sujet à changement",
            "+ de 50",
            "o mon pays",
            "·",
            "3.a",
            "##",
            "#",
            "-",
            "1.",
            "20.5.1",
            "-a.txt",
            "1.txt.gz",
            "###### ",
            "#######Titre",
            "12345.un",
        ] {
            assert_eq!(line(text), None, "{text}");
        }
    }

    #[test]
    fn dashes_and_stars_are_told_among_others_only() {
        for text in ["– un", "–un", "— un", "*un", "+un", "· un", "-un"] {
            assert!(of_line(text, false, false, true).is_some(), "{text}");
            assert!(of_line(text, false, false, false).is_none(), "{text}");
        }
    }

    #[test]
    fn numbers_and_columns_are_told_from_other_lines() {
        assert_eq!((numbered("2. deux"), numbered("12) douze")), (Some((2, "2.")), Some((12, "12)"))));
        for text in ["2.deux", "2026. Il", "deux", "2", ". x"] {
            assert_eq!(numbered(text), None, "{text}");
        }
        assert_eq!(columns("Nom\tNote"), Some(vec!["Nom", "Note"]));
        for text in ["•\tun", "o\tun", "Nom", "1.\tun", "\tNom"] {
            assert_eq!(columns(text), None, "{text}");
        }
    }

    #[test]
    fn a_checkbox_is_told_from_a_link_and_from_brackets_alone() {
        for (text, meant) in [
            ("[]fait", Some("[ ] fait")),
            ("[] fait", Some("[ ] fait")),
            ("[x]fait", Some("[x] fait")),
            ("[ x ] fait", Some("[x] fait")),
            ("[\u{a0}] **fait**", Some("[ ] **fait**")),
            ("[✓] fait", Some("[x] fait")),
            ("[x](a.md)", None),
            ("[x][a]", None),
            ("[x]: a.md", None),
            ("[]", None),
            ("[] = []", None),
            ("[a] fait", None),
        ] {
            assert_eq!(checkbox(text).map(|(_, line)| line).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn emphasis_that_a_space_made_an_item_is_known() {
        assert_eq!(starred("italique*"), Some("italique"));
        assert_eq!(starred("très italique* et la suite"), Some("très italique"));
        for text in ["italique", "2*3", "a *b*", "a * b", "`a*`", "dans /tmp/*", "prix\\*", "*"] {
            assert_eq!(starred(text), None, "{text}");
        }
    }

    #[test]
    fn invisible_characters_are_found_where_they_do_nothing() {
        let found = |text| invisible(text).collect::<Vec<_>>();
        assert_eq!(found("a\u{2028}b\u{200b}\u{200b}c\u{feff}"), [(1, '\u{2028}'), (5, '\u{200b}'), (12, '\u{feff}')]);
        assert_eq!(found("mot\u{ad} mot"), [(3, '\u{ad}')]);
        for text in ["anti\u{ad}constitutionnel", "ไทย\u{200b}ไทย", "👩\u{200d}🏫", "a\u{a0}b", "\u{200f}a"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
