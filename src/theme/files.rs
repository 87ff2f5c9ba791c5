//! The files of a theme: those that come with the program, and over them the book's own.

use std::borrow::Cow;
use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::source::{AssetFile, BookPath, Hash, Sources};

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/palier");

/// The files of a theme, by their path in its folder.
pub(super) type ThemeFiles = BTreeMap<String, ThemeFile>;

/// A file of the theme.
#[derive(Clone, Debug)]
pub(super) struct ThemeFile {
    /// Its path in the book, or the path that it would have if the book had its own.
    pub(super) path: BookPath,
    /// What it holds.
    pub(super) content: Content,
}

/// What a file of the theme, or of the site, holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Cow<'static, [u8]>),
    /// The bytes of a file of the book, which stay where they are until they are written.
    Asset(AssetFile),
}

impl Content {
    /// The hash of the bytes.
    pub fn hash(&self) -> Hash {
        match self {
            Self::Bytes(bytes) => blake3::hash(bytes),
            Self::Asset(asset) => asset.hash,
        }
    }
}

impl ThemeFile {
    /// The file's text; `None` if it is an asset, or its bytes are not UTF-8.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            Content::Asset(_) => None,
        }
    }
}

/// The default theme's files, as if they were in `folder`.
pub(super) fn bundled(folder: &str) -> ThemeFiles {
    let mut files = ThemeFiles::new();
    let mut dirs = vec![&DEFAULT];
    while let Some(dir) = dirs.pop() {
        dirs.extend(dir.dirs());
        for file in dir.files() {
            // Folders of the program's source are named in UTF-8; on Windows with `\`.
            let path = file.path().to_string_lossy().replace('\\', "/");
            let place = BookPath::new(&format!("{folder}{path}"));
            files.insert(path, ThemeFile { path: place, content: Content::Bytes(Cow::Borrowed(file.contents())) });
        }
    }
    files
}

/// The book's own files in `folder`.
pub(super) fn own(sources: &Sources, folder: &str) -> ThemeFiles {
    let from = || BookPath::new(folder)..;
    let within = |path: &BookPath| path.as_str().strip_prefix(folder).map(str::to_owned);
    let texts = sources.texts.range(from()).map_while(|(path, source)| {
        let content = Content::Bytes(Cow::Owned(source.text.as_bytes().to_vec()));
        Some((within(path)?, ThemeFile { path: path.clone(), content }))
    });
    let assets = sources.assets.range(from()).map_while(|(path, asset)| {
        Some((within(path)?, ThemeFile { path: path.clone(), content: Content::Asset(asset.clone()) }))
    });
    texts.chain(assets).collect()
}
