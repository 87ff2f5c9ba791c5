//! Cells of matrices, cases and aligned equations. In TeX each is a group: `\color{red}` or
//! `\displaystyle` in one ends with it. math-core lets them run on to the end of the environment and
//! loses every `&` and `\\` on the way, so braces that say where they end are written around what they
//! reach.

use super::Fault;
use super::fault::Reason;

/// Commands that hold from where they are to the end of their group.
const SWITCHES: &[&str] =
    &["color", "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "bf", "cal", "it", "rm", "sf", "tt"];

/// Commands that take what is before them in their group too.
const INFIXES: &[&str] = &["over", "atop", "choose", "brace", "brack"];

/// Commands that a row begins with, and that belong to no cell.
const LINES: &[&str] = &["hline", "hdashline"];

/// Environments whose columns are described in braces behind their name.
const DESCRIBED: &[&str] = &["array", "subarray", "alignat", "alignat*", "alignedat"];

/// What is open.
enum Open {
    Brace,
    /// `\left`
    Delimiter,
    Environment(Cell),
}

/// The cell of an environment that is reached.
struct Cell {
    /// Where it begins.
    start: usize,
    /// Where the TeX that has to be put in braces begins.
    reaches: Option<usize>,
    /// Whether the next braces describe the columns.
    is_described: bool,
}

/// A piece of TeX that matters here.
enum Token<'t> {
    Command(&'t str),
    /// `&` and `\\`
    Separator,
    Brace,
    EndBrace,
}

/// The TeX with braces around what a switch in a cell reaches; or a separator of cells that is in braces.
pub(super) fn bounded(tex: &str) -> Result<String, Fault> {
    if !tex.contains("\\begin") {
        return Ok(tex.to_owned());
    }
    let mut braces: Vec<(usize, char)> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut environments = 0_usize;
    let mut at = 0;
    while let Some((token, range)) = next(tex, at) {
        at = range.end;
        match (token, open.last_mut()) {
            (Token::Command("begin"), _) => {
                let (name, end) = name(tex, at);
                at = end;
                let is_described = DESCRIBED.contains(&name);
                open.push(Open::Environment(Cell { start: at, reaches: None, is_described }));
                environments += 1;
            }
            (Token::Command("end"), Some(Open::Environment(cell))) => {
                cell.close(range.start, &mut braces);
                at = name(tex, at).1;
                open.pop();
                environments -= 1;
            }
            (Token::Command("left"), _) => open.push(Open::Delimiter),
            (Token::Command("right"), Some(Open::Delimiter)) | (Token::EndBrace, Some(Open::Brace)) => {
                open.pop();
                if let Some(Open::Environment(cell)) = open.last_mut()
                    && std::mem::take(&mut cell.is_described)
                {
                    cell.start = at;
                }
            }
            (Token::Command(name), Some(Open::Environment(cell))) => cell.read(name, &range),
            (Token::Brace, _) => open.push(Open::Brace),
            (Token::Separator, Some(Open::Environment(cell))) => {
                cell.close(range.start, &mut braces);
                *cell = Cell { start: at, reaches: None, is_described: false };
            }
            (Token::Separator, Some(_)) if environments > 0 => {
                return Err(Fault { reason: Reason::Misplaced(tex[range.clone()].to_owned()), span: range });
            }
            _ => {}
        }
    }
    braces.sort_by_key(|(at, _)| *at);
    let mut bounded = String::with_capacity(tex.len() + braces.len());
    let mut written = 0;
    for (at, brace) in braces {
        bounded.push_str(&tex[written..at]);
        bounded.push(brace);
        written = at;
    }
    bounded.push_str(&tex[written..]);
    Ok(bounded)
}

impl Cell {
    fn read(&mut self, name: &str, range: &std::ops::Range<usize>) {
        if INFIXES.contains(&name) {
            self.reaches = Some(self.start);
        } else if SWITCHES.contains(&name) {
            self.reaches = self.reaches.or(Some(range.start));
        } else if LINES.contains(&name) {
            self.start = range.end;
        }
    }

    fn close(&self, at: usize, braces: &mut Vec<(usize, char)>) {
        if let Some(start) = self.reaches {
            braces.extend([(start, '{'), (at, '}')]);
        }
    }
}

/// The next token from a place on, and where it is.
fn next(tex: &str, from: usize) -> Option<(Token<'_>, std::ops::Range<usize>)> {
    let mut at = from;
    loop {
        at += tex[at..].find(['\\', '{', '}', '&'])?;
        let token = match tex.as_bytes()[at] {
            b'{' => Token::Brace,
            b'}' => Token::EndBrace,
            b'&' => Token::Separator,
            _ => {
                let name = &tex[at + 1..];
                let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
                match &name[..letters] {
                    "" if name.starts_with('\\') => return Some((Token::Separator, at..at + 2)),
                    // `\{`, `\&`, `\,`
                    "" => {
                        at += 1 + name.chars().next().map_or(0, char::len_utf8);
                        continue;
                    }
                    "cr" => return Some((Token::Separator, at..at + 3)),
                    name => return Some((Token::Command(name), at..at + 1 + letters)),
                }
            }
        };
        return Some((token, at..at + 1));
    }
}

/// The name in braces at a byte offset, and the offset of their end; empty if there is none.
fn name(tex: &str, at: usize) -> (&str, usize) {
    let rest = &tex[at..];
    let inside = rest.trim_start().strip_prefix('{').and_then(|inside| inside.split_once('}'));
    match inside {
        Some((name, after)) => (name, tex.len() - after.len()),
        None => ("", at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_ends_with_its_cell() {
        for (tex, expected) in [
            (
                r"\begin{cases}\displaystyle\frac{1}{2} & x \\ 0 & y\end{cases}",
                r"\begin{cases}{\displaystyle\frac{1}{2} }& x \\ 0 & y\end{cases}",
            ),
            (
                r"\begin{matrix}a \color{red} b & c \cr d & \color{blue}{e}\end{matrix}",
                r"\begin{matrix}a {\color{red} b }& c \cr d & {\color{blue}{e}}\end{matrix}",
            ),
            (
                r"\begin{array}{c|c}\hline a \over b & c\end{array}",
                r"\begin{array}{c|c}\hline{ a \over b }& c\end{array}",
            ),
            (
                r"\begin{matrix}\rm a & \begin{matrix}b & \bf c\end{matrix}\\ d\end{matrix}",
                r"\begin{matrix}{\rm a }& \begin{matrix}b & {\bf c}\end{matrix}\\ d\end{matrix}",
            ),
        ] {
            assert_eq!(bounded(tex).unwrap(), expected);
        }
    }

    #[test]
    fn what_has_braces_already_stays() {
        for tex in [
            r"\color{red} x \displaystyle y",
            r"\begin{matrix}{\color{red}a} & \left( \displaystyle b \right) \\ \& & c\end{matrix}",
            r"\begin{matrix}a & b",
            r"a & \end{matrix} } \right) \begin",
            r"\begin{matrix}é & \é\end{matrix}\",
        ] {
            assert_eq!(bounded(tex).unwrap(), tex);
        }
    }

    #[test]
    fn a_separator_in_braces_is_a_fault() {
        for (tex, sign) in [
            (r"\begin{matrix}{a & b}\end{matrix}", "&"),
            (r"\begin{matrix}\frac{a \\ b}{2}\end{matrix}", r"\\"),
            (r"\begin{aligned}\left( a & b \right)\end{aligned}", "&"),
        ] {
            let fault = bounded(tex).unwrap_err();
            assert_eq!((fault.reason, &tex[fault.span]), (Reason::Misplaced(sign.to_owned()), sign));
        }
    }
}
