//! What of a theme is published as it is: its stylesheet, script, fonts and pictures, under names that
//! change with what they hold, so that browsers can keep them for ever.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Strings;
use super::colour::{self, Accent};
use super::css;
use super::files::{Content, ThemeFiles};
use super::own::{Lead, OwnStyles, STATIC, THEMES, lead};
use crate::locale::Localized;
use crate::model::Permalink;
use crate::source::{BookPath, Hash};

/// How many letters of a hash are in a name.
const FINGERPRINT: usize = 10;

/// From a disk, no browser loads a font ahead of its stylesheet: `optional` would keep what stands in for it as long as the
/// page is open. There is nothing to wait for either.
const ALWAYS_SHOWN: &str = "font-display:block";

/// A theme's files as a site has them.
#[derive(Clone, Debug)]
pub struct PublishedTheme {
    /// The stylesheet, with the colours of the book's levels.
    pub stylesheet: Permalink,
    /// The stylesheets that the book adds to it, in order.
    pub own_styles: Vec<Permalink>,
    /// These, and the files of `themes/` that they name.
    pub own_files: Vec<Permalink>,
    /// All of the theme's stylesheets, by their paths in `static/`: a kind of page may have one of its own.
    pub styles: BTreeMap<String, Permalink>,
    /// The script that every page loads, if the theme has one.
    pub script: Option<Permalink>,
    /// The scripts that this one may load when a reader needs them, by the names that `theme.toml` gives them.
    pub more_scripts: BTreeMap<String, Permalink>,
    /// The words that those scripts show, a script for each language of the book. So no page carries the words of what
    /// most readers never open.
    pub script_words: Localized<Permalink>,
    /// The site's icon.
    pub icon: Option<Permalink>,
    /// The icons of the app that the site can be installed as.
    pub app_icons: Vec<AppIcon>,
    /// The font that pages load first.
    pub font: Option<Permalink>,
    /// Every file, by its address.
    pub files: BTreeMap<Permalink, Content>,
}

/// An icon of the app.
#[derive(Clone, Debug)]
pub struct AppIcon {
    /// Its address.
    pub address: Permalink,
    /// Its width and height in pixels; `None` if it is a drawing.
    pub size: Option<(u32, u32)>,
    /// Its media type.
    pub media_type: &'static str,
    /// Whether a system may cut it to its own shape: so its name says.
    pub is_maskable: bool,
    /// Whether it is for systems that read no manifest, and have it beside a page: so its name says.
    pub is_for_touch: bool,
    /// Whether it comes with the program, and isn't the book's own.
    pub is_default: bool,
}

impl AppIcon {
    fn of(name: &str, address: &Permalink, content: &Content) -> Self {
        let is_drawing = name.ends_with(".svg");
        let size = match content {
            Content::Bytes(bytes) => imagesize::blob_size(bytes)
                .ok()
                .and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))),
            Content::Asset(asset) => asset.dimensions,
        };
        Self {
            address: address.clone(),
            size: size.filter(|_| !is_drawing),
            media_type: if is_drawing { "image/svg+xml" } else { "image/png" },
            is_maskable: name.contains("maskable"),
            is_for_touch: name.contains("touch"),
            is_default: matches!(content, Content::Bytes(Cow::Borrowed(_))),
        }
    }

    /// Its size as a manifest writes it: `192x192`, or `any`.
    pub fn sizes(&self) -> String {
        self.size.map_or_else(|| "any".to_owned(), |(width, height)| format!("{width}x{height}"))
    }
}

/// The files named in `theme.toml`, by their path in `static/`.
pub(super) struct Named<'a> {
    /// The stylesheet of every page.
    pub(super) stylesheet: &'a str,
    /// The script of every page; `None` if pages have none.
    pub(super) script: Option<&'a str>,
    /// Scripts that this one may load.
    pub(super) more_scripts: &'a [toml::Spanned<String>],
    /// The icons of its app.
    pub(super) app_icons: &'a [toml::Spanned<String>],
    /// The site's icon; `None` if it has none.
    pub(super) icon: Option<&'a str>,
    /// The font that pages load first; `None` if they load none early.
    pub(super) font: Option<&'a str>,
    /// Whether pages may be opened from a disk.
    pub(super) is_on_disk: bool,
}

/// Gives the files of `static/` their names in a site whose levels have those accents, and those words, and the
/// stylesheets that the book adds theirs.
pub(super) fn publish(
    files: &ThemeFiles,
    named: &Named<'_>,
    levels: &[Accent],
    strings: &Localized<Strings>,
    own: &OwnStyles,
) -> PublishedTheme {
    let statics: BTreeMap<&str, &Content> =
        files.iter().filter_map(|(path, file)| Some((path.strip_prefix("static/")?, &file.content))).collect();
    let colours = colour::stylesheet(levels);
    // A stylesheet's name must change when a file that it names does, without waiting for that
    // file's own name: so it is the hash of all that goes in.
    let mut all = blake3::Hasher::new();
    for (path, content) in &statics {
        all.update(path.as_bytes()).update(content.hash().as_bytes());
    }
    if named.is_on_disk {
        all.update(ALWAYS_SHOWN.as_bytes());
    }
    let all = all.update(colours.as_bytes()).finalize();
    let names: BTreeMap<&str, Permalink> = statics
        .iter()
        .map(|(&path, content)| {
            let hash = if path.ends_with(".css") { all } else { content.hash() };
            (path, fingerprinted(path, &hash))
        })
        .collect();
    let own_names = own_names(own, &all);
    let in_theme =
        files.iter().filter_map(|(path, file)| Some((&file.path, names.get(path.strip_prefix("static/")?)?)));
    let addresses: Addresses<'_> = in_theme.chain(&own_names).collect();
    let mut published = BTreeMap::new();
    for (path, file) in files {
        let Some((path, name)) = path.strip_prefix("static/").and_then(|path| names.get_key_value(path)) else {
            continue;
        };
        let colours = if *path == named.stylesheet { colours.as_str() } else { "" };
        published.insert(name.clone(), finished(&file.path, &file.content, &addresses, colours, named.is_on_disk));
    }
    for (path, content) in &own.files {
        let Some(name) = own_names.get(path) else { continue };
        published.insert(name.clone(), finished(path, content, &addresses, "", named.is_on_disk));
    }
    let words = strings.map(words);
    if !named.more_scripts.is_empty() {
        published.extend(words.iter().map(|(_, script)| script.clone()));
    }
    let address = |path: Option<&str>| path.and_then(|path| names.get(path).cloned());
    PublishedTheme {
        stylesheet: address(Some(named.stylesheet)).unwrap_or_else(|| self::named(named.stylesheet, "0")),
        own_files: own_names.values().cloned().collect(),
        own_styles: own.loaded.iter().filter_map(|path| own_names.get(path).cloned()).collect(),
        styles: names
            .iter()
            .filter(|(path, _)| path.ends_with(".css"))
            .map(|(&path, name)| (path.to_owned(), name.clone()))
            .collect(),
        script: address(named.script),
        more_scripts: named
            .more_scripts
            .iter()
            .filter_map(|name| Some((name.get_ref().clone(), address(Some(name.get_ref().as_str()))?)))
            .collect(),
        script_words: words.map(|(name, _)| name.clone()),
        icon: address(named.icon),
        app_icons: named
            .app_icons
            .iter()
            .filter_map(|name| {
                let name = name.get_ref().as_str();
                Some(AppIcon::of(name, names.get(name)?, statics.get(name)?))
            })
            .collect(),
        font: address(named.font),
        files: published,
    }
}

/// The script that gives other scripts their words in a language: a page that was opened from a disk can load no other
/// kind of file.
fn words(strings: &Strings) -> (Permalink, Content) {
    let script = format!("var palierWords={};\n", strings.for_scripts());
    let content = Content::Bytes(Cow::Owned(script.into_bytes()));
    (fingerprinted(&format!("words.{}.js", strings.tag()), &content.hash()), content)
}

/// Where a site has the files of a theme and of the book's own stylesheets, by their paths in the book.
type Addresses<'a> = BTreeMap<&'a BookPath, &'a Permalink>;

/// The names of the stylesheets that a book adds and of what they name; a stylesheet's, as the theme's, is the hash of all
/// that may be named in it.
fn own_names(own: &OwnStyles, theme: &Hash) -> BTreeMap<BookPath, Permalink> {
    let mut all = blake3::Hasher::new();
    all.update(theme.as_bytes());
    for (path, content) in &own.files {
        all.update(path.as_str().as_bytes()).update(content.hash().as_bytes());
    }
    let all = all.finalize();
    let name = |path: &BookPath, content: &Content| {
        let hash = if path.as_str().ends_with(".css") { all } else { content.hash() };
        fingerprinted(path.as_str().strip_prefix(THEMES).unwrap_or(path.as_str()), &hash)
    };
    own.files.iter().map(|(path, content)| (path.clone(), name(path, content))).collect()
}

/// A file as it is published, that at `path` in the book: a stylesheet with the names of the other files in it, with
/// those colours, and with fonts that are always shown if pages may be opened from a disk.
fn finished(path: &BookPath, content: &Content, addresses: &Addresses<'_>, colours: &str, is_on_disk: bool) -> Content {
    let Content::Bytes(bytes) = content else { return content.clone() };
    let css = match std::str::from_utf8(bytes) {
        Ok(text) if path.as_str().ends_with(".css") => text,
        _ => return content.clone(),
    };
    let mut css = with_published_names(path, css, addresses);
    if is_on_disk {
        css = css.replace("font-display:optional", ALWAYS_SHOWN).replace("font-display: optional", ALWAYS_SHOWN);
    }
    css.push_str(colours);
    Content::Bytes(Cow::Owned(css.into_bytes()))
}

/// `fonts/x.woff2` → `assets/fonts/x.0123456789.woff2`, the number that of a hash: so browsers can keep the file for
/// ever.
pub fn fingerprinted(path: &str, hash: &Hash) -> Permalink {
    named(path, &hash.to_hex()[..FINGERPRINT])
}

/// Whether a path has the form of one that [`fingerprinted`] gives: after that hash, or after any.
pub fn has_fingerprint(path: &str, hash: Option<&Hash>) -> bool {
    let mut parts = path.rsplit('/').next().unwrap_or_default().rsplit('.').skip(1);
    parts.next().is_some_and(|part| match hash {
        Some(hash) => *part == hash.to_hex()[..FINGERPRINT],
        None => part.len() == FINGERPRINT && part.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')),
    })
}

fn named(path: &str, fingerprint: &str) -> Permalink {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let slash = if folder.is_empty() { "" } else { "/" };
    let dot = if extension.is_empty() { "" } else { "." };
    Permalink::file(&format!("assets/{folder}{slash}{stem}.{fingerprint}{dot}{extension}"))
}

/// The stylesheet at `path` with every file that it names under the name that the site has it.
fn with_published_names(path: &BookPath, css: &str, addresses: &Addresses<'_>) -> String {
    let mut written = String::with_capacity(css.len() + 256);
    let mut rest = 0;
    for css::Named { span, .. } in css::named(css) {
        let Some(name) = published_name(path, &css[span.clone()], addresses) else { continue };
        written.push_str(&css[rest..span.start]);
        written.push_str(&name);
        rest = span.end;
    }
    written + &css[rest..]
}

fn published_name(path: &BookPath, address: &str, addresses: &Addresses<'_>) -> Option<String> {
    let Lead::File(target) = lead(path, address) else { return None };
    let suffix = address.find(['?', '#']).map_or("", |at| &address[at..]);
    let from = addresses.get(path)?;
    let href = match (addresses.get(&target), target.as_str().strip_prefix(STATIC)) {
        (Some(to), _) => from.href(to),
        (None, Some(copied)) => from.href(&Permalink::file(copied)),
        (None, None) => return None,
    };
    Some(href + suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stylesheet_names_files_as_they_are_published() {
        let [path, font] = ["themes/palier/static/a.css", "themes/palier/static/fonts/f.woff2"].map(BookPath::new);
        let [own, published] = ["assets/a.1.css", "assets/fonts/f.2.woff2"].map(Permalink::file);
        let addresses = Addresses::from([(&path, &own), (&font, &published)]);
        let css = "x{src:url(\"fonts/f.woff2\") format(x)} y{b:url( 'fonts/f.woff2?#i' )} z{c:url(data:x)} /*url(fonts/f.woff2)*/ \
                   u{b:url(../../../static/é.png)} v{b:url(/é.png)} w{d:url(";
        assert_eq!(
            with_published_names(&path, css, &addresses),
            "x{src:url(\"fonts/f.2.woff2\") format(x)} y{b:url( 'fonts/f.2.woff2?#i' )} z{c:url(data:x)} /*url(fonts/f.woff2)*/ \
             u{b:url(../%C3%A9.png)} v{b:url(../%C3%A9.png)} w{d:url("
        );
    }

    #[test]
    fn a_fingerprint_stands_before_the_extension() {
        assert_eq!(named("fonts/x.woff2", "ab").as_str(), "assets/fonts/x.ab.woff2");
        assert_eq!(named("CNAME", "ab").as_str(), "assets/CNAME.ab");
    }
}
