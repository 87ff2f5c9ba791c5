//! The stylesheets that a book adds to its theme's (`[theme] css`), and what stylesheets name: whether it is there.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::css;
use super::files::{Content, ThemeFile, ThemeFiles};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::nearest::nearest;
use crate::rule::Rule;
use crate::source::{BookPath, Sources, Spanned};

/// The file that names such stylesheets.
const BOOK_TOML: &str = "book.toml";
/// Their folder.
pub(super) const THEMES: &str = "themes/";
/// The folder of files that are published as they are.
pub(super) const STATIC: &str = "static/";

/// The stylesheets that a book adds, and what they name in `themes/`.
#[derive(Debug, Default)]
pub(super) struct OwnStyles {
    /// The paths of those that pages load, in order.
    pub(super) loaded: Vec<BookPath>,
    /// All of their files, by path in the book.
    pub(super) files: BTreeMap<BookPath, Content>,
}

/// A book's files, and those of its theme.
pub(super) struct Shelves<'a> {
    sources: &'a Sources,
    config: &'a Config,
    /// The theme's files that are published, by the path that each has, or would have, in the book.
    theme: BTreeSet<&'a BookPath>,
}

impl<'a> Shelves<'a> {
    /// The files of a book, and of its theme.
    pub(super) fn new(sources: &'a Sources, config: &'a Config, files: &'a ThemeFiles) -> Self {
        let published = files.iter().filter(|(path, _)| path.starts_with(STATIC));
        Self { sources, config, theme: published.map(|(_, ThemeFile { path, .. })| path).collect() }
    }

    /// The stylesheets that the book adds, those that aren't there reported.
    pub(super) fn own_styles(&self, faults: &mut Vec<Diagnostic>) -> OwnStyles {
        let mut own = OwnStyles::default();
        for written in &self.config.stylesheets {
            match self.stylesheet(written) {
                Ok(path) => own.loaded.push(path),
                Err(fault) => faults.push(*fault),
            }
        }
        let mut next = own.loaded.clone();
        while let Some(path) = next.pop() {
            let Some(text) = self.sources.texts.get(&path) else { continue };
            if own.files.contains_key(&path) {
                continue;
            }
            next.extend(self.named(&path, &text.text, &mut own, faults));
            own.files.insert(path, Content::Bytes(Cow::Owned(text.text.as_bytes().to_vec())));
        }
        own
    }

    /// The path of a stylesheet that `book.toml` names.
    fn stylesheet(&self, written: &Spanned<String>) -> Result<BookPath, Box<Diagnostic>> {
        let book = BookPath::new(BOOK_TOML);
        let fault = |rule, message| Diagnostic::new(rule, Place::new(&book, &written.span), message);
        let name = written.value.as_str();
        let Some(path) = book.join(name) else {
            let fault = fault(Rule::OutsideLink, message!("outside-link.message", address = name));
            return Err(Box::new(fault.help(message!("invalid-setting.help-stylesheet"))));
        };
        let is_stylesheet = |path: &BookPath| path.as_str().starts_with(THEMES) && path.as_str().ends_with(".css");
        if is_stylesheet(&path) && self.sources.texts.contains_key(&path) {
            return Ok(path);
        }
        let known = || self.sources.texts.keys().filter(|path| is_stylesheet(path)).map(BookPath::as_str);
        let same = known().find(|known| BookPath::new(known).file_name() == path.file_name());
        let help = match same.or_else(|| nearest(path.as_str(), known())) {
            Some(near) => message!("invalid-setting.help-stylesheet-nearest", nearest = near),
            None => message!("invalid-setting.help-stylesheet"),
        };
        let message = message!("invalid-setting.stylesheet", path = name);
        Err(Box::new(fault(Rule::InvalidSetting, message).help(help)))
    }

    /// Reports what stylesheets of the theme that are the book's own name and isn't there.
    pub(super) fn check_theme(&self, faults: &mut Vec<Diagnostic>) {
        for path in self.theme.iter().filter(|path| path.as_str().ends_with(".css")) {
            if let Some(text) = self.sources.texts.get(*path) {
                self.named(path, &text.text, &mut OwnStyles::default(), faults);
            }
        }
    }

    /// What the stylesheet at `path` names, each fault reported: the stylesheets among it are the result, other files of
    /// `themes/` are added to `own`.
    fn named(&self, path: &BookPath, css: &str, own: &mut OwnStyles, faults: &mut Vec<Diagnostic>) -> Vec<BookPath> {
        let mut imported = Vec::new();
        for named in css::named(css) {
            let written = &css[named.span.clone()];
            let place = Place::new(path, &named.span);
            let target = match lead(path, written) {
                Lead::Itself => continue,
                Lead::Host(host) => {
                    let is_allowed = self.config.allows_host(&host) && !named.is_import;
                    faults.extend((!is_allowed).then(|| {
                        let fault =
                            Diagnostic::new(Rule::BlockedContent, place, message!("blocked-content.host", host = host));
                        fault.help(message!("blocked-content.help-stylesheet"))
                    }));
                    continue;
                }
                Lead::Outside => {
                    let message = message!("outside-link.message", address = written);
                    faults.push(Diagnostic::new(Rule::OutsideLink, place, message).help(message!("outside-link.help")));
                    continue;
                }
                Lead::File(target) => target,
            };
            if self.theme.contains(&target) {
                continue;
            }
            let text = self.sources.texts.get(&target).filter(|_| target.as_str().starts_with(THEMES));
            let asset = self.sources.assets.get(&target);
            match asset.filter(|asset| [THEMES, STATIC].iter().any(|folder| asset.path.as_str().starts_with(folder))) {
                Some(asset) if target.as_str().starts_with(THEMES) => {
                    own.files.insert(target, Content::Asset(asset.clone()));
                }
                Some(_) => {}
                None if text.is_some() => imported.push(target),
                None => faults.push(self.missing(place, written, &target)),
            }
        }
        imported
    }

    fn missing(&self, place: Place, written: &str, target: &BookPath) -> Diagnostic {
        let assets = self.sources.assets.keys().filter(|path| !path.as_str().starts_with("content/"));
        let alike = |path: &&BookPath| path.file_name() == target.file_name();
        let near = assets.clone().find(alike).map(BookPath::as_str);
        let near =
            near.or_else(|| nearest(target.as_str(), assets.chain(self.theme.iter().copied()).map(BookPath::as_str)));
        let fault = Diagnostic::new(Rule::MissingFile, place, message!("missing-file.message", address = written));
        fault.help(match near {
            Some(near) => message!("missing-file.help-stylesheet-nearest", nearest = near),
            None => message!("missing-file.help-stylesheet"),
        })
    }
}

/// Where what a stylesheet names is.
pub(super) enum Lead {
    /// In the stylesheet itself, or in the page.
    Itself,
    /// A file of the book, or of the theme, at that path in the book.
    File(BookPath),
    /// Another host.
    Host(String),
    /// Outside of the book.
    Outside,
}

/// Where an address in the stylesheet at `path` leads.
pub(super) fn lead(path: &BookPath, address: &str) -> Lead {
    let address = address.trim();
    if let Some((_, host)) = address.split_once("//").filter(|(scheme, _)| scheme.is_empty() || scheme.ends_with(':')) {
        return Lead::Host(host.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase());
    }
    if address.starts_with('#') || address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
        return Lead::Itself;
    }
    let file = percent_decode_str(address.split(['?', '#']).next().unwrap_or_default()).decode_utf8_lossy();
    let target = match file.strip_prefix('/') {
        // A file of `static/` is at the root of the site.
        Some(file) => BookPath::new(BOOK_TOML).join(&format!("{STATIC}{file}")),
        None => path.join(&file),
    };
    target.map_or(Lead::Outside, Lead::File)
}
