//! A file of words to be translated: the default theme's in a language that the translator reads, with
//! the plural forms of the language to come.

use std::collections::BTreeSet;

use super::plural_categories;

/// A file of words, and how many of them are yet to be translated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToTranslate {
    /// The whole file.
    pub text: String,
    /// How many words were added.
    pub count: usize,
}

/// `standing`, with the lines of `model` that it doesn't have and that are not among the keys `had`. A line of
/// the model holds one text, a comment, or nothing.
pub(in crate::theme) fn draft(
    standing: &str,
    model: &str,
    had: &BTreeSet<String>,
    tag: &str,
    key: &str,
) -> Result<ToTranslate, toml::de::Error> {
    let own: toml::Table = toml::from_str(standing)?;
    let names = ["language_fr".to_owned(), "language_en".to_owned(), format!("language_{key}")];
    let is_wanted = |word: &str| {
        let is_idle_name = word.starts_with("language_") && !names.iter().any(|name| name == word);
        !own.contains_key(word) && !had.contains(word) && !is_idle_name
    };
    let (mut lines, mut count) = (Vec::new(), 0);
    // What the model says at its head is of its own language.
    let model = model.split_once("\n\n").map_or(model, |(_, words)| words);
    for line in model.lines() {
        let word = line.split_once('=').map(|(word, _)| word.trim()).filter(|_| !line.starts_with('#'));
        match word {
            None => lines.push(line.to_owned()),
            Some(word) if is_wanted(word) => {
                lines.push(with_forms_of(word, line, tag));
                count += 1;
            }
            Some(_) => {}
        }
    }
    let added = without_idle_comments(&lines);
    // A key after a table's heading would be the table's.
    let has_tables = standing.lines().any(|line| line.trim_start().starts_with('['));
    let text = match standing.trim_end() {
        "" => added,
        standing if has_tables => format!("{added}\n{standing}\n"),
        standing => format!("{standing}\n\n{added}"),
    };
    Ok(ToTranslate { text, count })
}

/// The line of a text with plural forms, in the forms that another language has.
fn with_forms_of(word: &str, line: &str, tag: &str) -> String {
    let table: Option<toml::Table> = toml::from_str(line).ok();
    let Some(toml::Value::Table(forms)) = table.as_ref().and_then(|table| table.get(word)) else {
        return line.to_owned();
    };
    let text = |category: &str| forms.get(category).or_else(|| forms.get("other")).and_then(toml::Value::as_str);
    let categories = plural_categories(tag).into_iter();
    let forms = categories.filter_map(|category| Some(format!("{category} = {}", quoted(text(category)?))));
    format!("{word} = {{ {} }}", forms.collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The lines without the comments and blank lines that nothing follows any more.
fn without_idle_comments(lines: &[String]) -> String {
    let mut kept = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let next = lines[index + 1..].iter().find(|next| !next.starts_with('#'));
        let is_idle = line.starts_with('#') && next.is_none_or(|next| next.is_empty());
        let is_second_blank = line.is_empty() && kept.last().is_none_or(|last: &&str| last.is_empty());
        if !is_idle && !is_second_blank {
            kept.push(line.as_str());
        }
    }
    while kept.last().is_some_and(|last| last.is_empty()) {
        kept.pop();
    }
    format!("{}\n", kept.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = "# the words\n\n# a\na = \"A\"\n\n# b\nb = { one = \"{n} x\", other = \"{n} xs\" }\nlanguage_fr = \"French\"\nlanguage_it = \"Italian\"\n";

    fn of(standing: &str, had: &[&str], tag: &str) -> ToTranslate {
        let had = had.iter().map(|key| (*key).to_owned()).collect();
        draft(standing, MODEL, &had, tag, tag).unwrap()
    }

    #[test]
    fn plurals_have_the_forms_of_the_language_to_come() {
        let polish = of("", &[], "pl");
        assert_eq!(
            polish.text,
            "# a\na = \"A\"\n\n# b\nb = { one = \"{n} x\", few = \"{n} xs\", many = \"{n} xs\", other = \"{n} xs\" }\nlanguage_fr = \"French\"\n"
        );
        assert_eq!(polish.count, 3);
        assert!(of("", &[], "it").text.contains("language_it"));
    }

    #[test]
    fn what_is_there_is_left_and_what_lacks_is_added() {
        let added = of("a = \"Ä\"\n", &["language_fr"], "de");
        assert_eq!(added.text, "a = \"Ä\"\n\n# b\nb = { one = \"{n} x\", other = \"{n} xs\" }\n");
        assert_eq!(of("a = \"1\"\nb = \"2\"\nlanguage_fr = \"3\"", &[], "de").count, 0);
        let above = of("[b]\nother = \"x\"", &["language_fr"], "de").text;
        assert!(toml::from_str::<toml::Table>(&above).unwrap().contains_key("a"), "{above}");
        assert!(draft("a = ", MODEL, &BTreeSet::new(), "de", "de").is_err());
    }
}
