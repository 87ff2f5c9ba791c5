//! A book of any size, always the same: five levels, French and English, texts as long as a
//! teacher's, with notes, references, links, lists and a table.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// How many levels the book has.
pub const LEVELS: usize = 5;

/// How many words a lesson has, more or less.
const WORDS: usize = 700;

const BOOK: &str = "[book]
id = \"grand-livre\"
title = { fr = \"Un grand livre\", en = \"A large book\" }
base_url = \"https://example.org/grand/\"
authors = [\"Une Personne\"]
license = \"CC-BY-SA-4.0\"
";

const FRENCH: &str = "la classe observe chaque trace laissée par un réseau puis discute en équipe de ce qu’elle \
                      révèle sur l’identité numérique des élèves avant d’écrire";
const ENGLISH: &str = "the class looks at each trace that a network leaves then talks in teams about what it tells of a \
                       student’s digital identity before";

/// One language of the book.
struct Tongue {
    key: &'static str,
    words: &'static str,
    heading: &'static str,
    lesson: &'static str,
}

const TONGUES: [Tongue; 2] = [
    Tongue { key: "fr", words: FRENCH, heading: "Partie", lesson: "Leçon" },
    Tongue { key: "en", words: ENGLISH, heading: "Part", lesson: "Lesson" },
];

/// Writes a book of so many lessons, each in both languages, into a folder, which is made if need be.
pub fn write(folder: &Path, lessons: usize) {
    let content = folder.join("content");
    fs::create_dir_all(&content).unwrap();
    fs::write(folder.join("book.toml"), BOOK).unwrap();
    for tongue in &TONGUES {
        page(&content, &format!("index.{}.md", tongue.key), &format!("---\ntitle: {} 0\n---\n", tongue.lesson));
        for level in 0..LEVELS {
            let level_folder = content.join(format!("{}-niveau-{}", level + 1, level + 1));
            let index = format!("---\ntitle: {} {}\noutcomes: [a]\n---\n\nIntroduction.\n", tongue.heading, level + 1);
            page(&level_folder, &format!("index.{}.md", tongue.key), &index);
            for number in (0..lessons).filter(|number| number % LEVELS == level) {
                page(&level_folder, &lesson_file(number, tongue.key), &lesson(number, lessons, tongue));
            }
        }
    }
}

/// The path in the book of a lesson's text, by the lesson's number, from 0, and the key of the language.
pub fn lesson_path(number: usize, key: &str) -> String {
    let level = number % LEVELS + 1;
    format!("content/{level}-niveau-{level}/{}", lesson_file(number, key))
}

fn lesson_file(number: usize, key: &str) -> String {
    format!("{}-lecon-{number}.{key}.md", number / LEVELS + 1)
}

fn page(folder: &Path, name: &str, text: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
}

fn lesson(number: usize, lessons: usize, tongue: &Tongue) -> String {
    let mut text = format!(
        "---\ntitle: {lesson} {number} : de quoi parler\ndescription: {first}\nobjectives:\n  - {first}\n  - {second}\n\
         duration: 25\nauthors: [Une Personne]\ndate: 2026-03-01\nfootnotes:\n  a: {first} [@morin{number}, p. 12].\n\
         references:\n  morin{number}:\n    type: book\n    title: {title}\n    \
         author: [{{ family: Morin, given: Raymond }}]\n    issued: 2016\n    language: fr\n  \
         toffler: \"Toffler, Alvin. *The Third Wave*. New York : Morrow, 1980.\"\n---\n\n",
        lesson = tongue.lesson,
        title = sentence(&TONGUES[0], number, 6),
        first = sentence(tongue, number, 9),
        second = sentence(tongue, number + 3, 7),
    );
    let linked = |step: usize| {
        let to = (number + step) % lessons;
        let level = to % LEVELS + 1;
        format!("../{level}-niveau-{level}/{}", lesson_file(to, tongue.key))
    };
    let parts = 7;
    for part in 1..=parts {
        let _ = write!(text, "## {} {part}\n\n", tongue.heading);
        for paragraph in 0..2 {
            let _ = writeln!(text, "{}\n", sentence(tongue, number * 31 + part * 7 + paragraph, WORDS / parts / 2 - 8));
        }
        match part {
            1 => text.push_str("Une note[^a], une source [@toffler, p. 265] et *une* **autre**[^b].\n\n"),
            2 => text.push_str("- un\n- deux\n  - trois\n- [ ] quatre\n\n"),
            3 => text.push_str("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n\n"),
            4 => {
                let _ = write!(text, "[Un]({}) et [deux]({}#{}-1).\n\n", linked(1), linked(7), slug(tongue));
            }
            5 => text.push_str("> [!NOTE]\n> À retenir.\n\nTerme\n: Sa définition.\n\n"),
            _ => {}
        }
    }
    let _ = writeln!(text, "[^b]: {}", sentence(tongue, number, 12));
    text
}

fn slug(tongue: &Tongue) -> String {
    tongue.heading.to_lowercase()
}

/// So many words of a language, others for another seed.
fn sentence(tongue: &Tongue, seed: usize, words: usize) -> String {
    let known: Vec<&str> = tongue.words.split(' ').collect();
    let mut text = String::new();
    for index in 0..words {
        let word = known[(seed * 17 + index * 7 + index / known.len()) % known.len()];
        let _ = write!(text, "{}{word}", if index == 0 { "" } else { " " });
        if index % 15 == 14 && index + 1 < words {
            text.push(',');
        }
    }
    text.push('.');
    text
}
