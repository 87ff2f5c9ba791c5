//! What a book that is written without a terminal has besides: the guide in `README.md`, and the site's own page `/edition/`,
//! where Sveltia CMS shows lessons in the browser. Its `multiple_files` layout is our file naming.

use std::collections::BTreeMap;

use super::template::{fill, in_language, quoted, read};
use super::{NewBook, Place};
use crate::locale::UserLanguage;

/// Where the page and its settings are, which are published as they are.
const FOLDER: &str = "static/edition";

/// The guide's path.
pub(super) const GUIDE: &str = "README.md";

impl NewBook {
    /// These files, by path.
    pub(super) fn edition(&self, places: &[Place<'_>]) -> BTreeMap<String, String> {
        let own = |name| in_language(self.author, name);
        let levels = places.iter().map(|place| {
            let title = place.level.title(0);
            fill(
                read("edition/level.yml"),
                &[
                    ("folder", &place.folder),
                    ("label", &quoted(title)),
                    ("level_fields", own("edition-level.yml").trim_end()),
                    ("lesson_fields", own("edition-lesson.yml").trim_end()),
                ],
            )
        });
        let levels: String = levels.collect();
        let settings = fill(
            own("edition.yml"),
            &[
                ("languages", &self.languages.join(", ")),
                ("default", self.languages.first().map_or("", String::as_str)),
                ("levels", levels.trim_end()),
            ],
        );
        let page = fill(read("edition/index.html"), &[("language", self.author.key()), ("title", "Sveltia CMS")]);
        let first = places.first().map_or_else(String::new, |place| {
            let key = self.languages.first().map_or("", String::as_str);
            format!("content/{}/1-{}.{key}.md", place.folder, place.name)
        });
        let guide = |language| fill(in_language(language, "readme.md"), &[("title", self.title(0)), ("first", &first)]);
        let other = match self.author {
            UserLanguage::Fr => UserLanguage::En,
            UserLanguage::En => UserLanguage::Fr,
        };
        BTreeMap::from([
            (GUIDE.to_owned(), guide(self.author)),
            (format!("README.{}.md", other.key()), guide(other)),
            (format!("{FOLDER}/index.html"), page),
            (format!("{FOLDER}/config.yml"), settings),
        ])
    }
}
