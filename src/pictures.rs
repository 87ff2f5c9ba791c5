//! Images of lessons in several widths: beside what the author dropped in, WebP of fewer pixels for the screens that need
//! no more.
//!
//! Which widths an image may come in, and under which names, is known before any is made ([`Picture::of`]): the names are
//! made of the image's own hash. Which of them are worth their bytes is only known once they are made ([`make`]), since none
//! may weigh more than what it takes the place of; so, like the parts of the search's index, they are files that the plan
//! doesn't list, and pages offer those that there are.

#[cfg(feature = "pictures")]
mod encode;
#[cfg(feature = "pictures")]
mod room;

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::cache::{Cache, Key};
#[cfg(feature = "pictures")]
use crate::load;
use crate::model::{Permalink, PublishedAsset};
use crate::source::{AssetFile, BookPath, Hash, Raster};

/// The widths in pixels that images come in. A column of text has 576 CSS pixels, and 328 to 379 on phones: 576 are for laptops and
/// phones of few pixels, 864 for most phones, 1152 for the sharpest screens of either.
const WIDTHS: [u32; 3] = [576, 864, 1152];

/// The width that is kept on devices, if an image comes in it; else the next smaller one. A phone's column has more than two of its
/// pixels for each of CSS's.
const KEPT: u32 = 864;

/// The most pixels of an image of which smaller ones are made, as many as `oversized-image` allows.
pub const MOST_PIXELS: u64 = 50_000_000;

/// What is made, and the version of how: raised whenever the same image would be made into other bytes. The crates that read,
/// shrink and encode images have a part in them.
const KIND: &str = "palier pictures 1; fast_image_resize 6.1.0, image 0.25.10, libwebp-sys 0.9.6, moxcms 0.8.1";

/// How many letters of a hash are in a name.
const FINGERPRINT: usize = 10;

/// An image of the book, and the widths that it may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The image as its author made it.
    pub file: AssetFile,
    /// The widths, the smallest first.
    pub widths: Vec<Width>,
}

/// A width that an image may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Width {
    /// Its address.
    pub address: Permalink,
    /// Its width in pixels, at most the image's own.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

impl Picture {
    /// An image that lessons show, with the widths that it may come in; `None` if it is to be published only as it is: a drawing, one
    /// that moves, one too large to be read, or in a program without the feature `pictures`.
    pub fn of(asset: &PublishedAsset) -> Option<Self> {
        let PublishedAsset { file, shown: Some(shown), .. } = asset else { return None };
        let (width, height) = file.dimensions?;
        let is_too_large = u64::from(width) * u64::from(height) > MOST_PIXELS;
        if !cfg!(feature = "pictures") || file.raster != Some(Raster::Still) || file.flaw.is_some() || is_too_large {
            return None;
        }
        let hash = Key::new(KIND).of(file.hash.as_bytes()).hash().to_hex();
        // Without the fingerprint and the extension of the image itself.
        let stem = shown.as_str().rsplitn(3, '.').last().unwrap_or_default();
        let widths = widths(width).map(|own| Width {
            address: Permalink::file(&format!("{stem}.{own}.{}.webp", &hash[..FINGERPRINT])),
            width: own,
            height: scaled(height, own, width),
        });
        Some(Self { file: file.clone(), widths: widths.collect() })
    }

    /// What one of its widths is kept under.
    fn key(&self, width: &Width) -> Key {
        Key::new(KIND).of(self.file.hash.as_bytes()).of(&width.width.to_le_bytes()).of(&width.height.to_le_bytes())
    }
}

/// The widths for an image of that width: those it has pixels for, and its own, if it is no wider than the widest.
fn widths(own: u32) -> impl Iterator<Item = u32> {
    let own_too = WIDTHS.last().is_some_and(|&most| own < most).then_some(own);
    // One that saves less than a fifth of the width would save hardly any bytes.
    let is_worth = move |&width: &u32| own_too.map_or(width <= own, |own| width * 5 <= own * 4);
    WIDTHS.into_iter().filter(is_worth).chain(own_too)
}

/// A height in pixels where the width is scaled from `from` to `to`, rounded.
fn scaled(height: u32, to: u32, from: u32) -> u32 {
    let (height, to, from) = (u64::from(height), u64::from(to), u64::from(from).max(1));
    u32::try_from((height * to + from / 2) / from).unwrap_or(u32::MAX).max(1)
}

/// An image in one width, made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The width, and its address.
    pub width: Width,
    /// The hash of its bytes.
    pub hash: Hash,
    /// How many bytes it has.
    pub len: u64,
}

/// The images of a book in several widths, made. The bytes are in the cache, or made again when they are asked for.
#[derive(Debug, Default)]
pub struct Pictures {
    made: BTreeMap<BookPath, (Picture, Vec<Made>)>,
    /// The image and the place in its list of each file, by output path.
    paths: BTreeMap<String, (BookPath, usize)>,
    #[cfg(feature = "pictures")]
    room: room::Room,
}

/// Makes images in several widths, on all cores, and says after each how many are done. An image that can't be read comes
/// only as it is: what is wrong with it was reported, or is when it is copied.
pub fn make(pictures: &[Picture], cache: &Cache, told: &(dyn Fn(usize) + Sync)) -> Pictures {
    let done = AtomicUsize::new(0);
    let mut all = Pictures::default();
    let maker = all.maker(cache);
    let made: Vec<_> = pictures
        .par_iter()
        .map(|picture| {
            let made = maker.made(picture).unwrap_or_default();
            told(done.fetch_add(1, Ordering::Relaxed) + 1);
            (picture.file.path.clone(), (picture.clone(), made))
        })
        .collect();
    for (path, (_, widths)) in &made {
        let places = widths.iter().enumerate().map(|(at, made)| (made.width.address.output_path(), (path.clone(), at)));
        all.paths.extend(places);
    }
    all.made.extend(made);
    all
}

impl Pictures {
    /// The widths that an image of the book comes in, beside the image itself, the smallest first; none if it comes only as it is.
    pub fn of(&self, image: &BookPath) -> &[Made] {
        self.made.get(image).map_or(&[], |(_, made)| made)
    }

    /// Every file, by output path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Made)> {
        self.paths.keys().filter_map(|path| Some((path.as_str(), self.file(path)?)))
    }

    /// The file at an output path; `None` if there is none of these.
    pub fn file(&self, path: &str) -> Option<&Made> {
        let (image, at) = self.paths.get(path)?;
        self.of(image).get(*at)
    }

    /// The bytes of the file at an output path; `None` if there is none of these.
    ///
    /// # Errors
    /// The image, if its own bytes are needed again and are no longer what they were.
    pub fn bytes(&self, path: &str, cache: &Cache) -> Option<Result<Vec<u8>, &AssetFile>> {
        let (image, at) = self.paths.get(path)?;
        let (picture, widths) = self.made.get(image)?;
        let made = widths.get(*at)?;
        let is_it = |bytes: &Vec<u8>| blake3::hash(bytes) == made.hash;
        let kept = cache.get(&picture.key(&made.width)).filter(is_it);
        Some(kept.or_else(|| self.maker(cache).one(picture, &made.width).ok().filter(is_it)).ok_or(&picture.file))
    }

    /// What makes them, with the room that all of them share.
    fn maker<'p>(&'p self, cache: &'p Cache) -> Maker<'p> {
        Maker {
            cache,
            #[cfg(feature = "pictures")]
            room: &self.room,
        }
    }

    /// The one of several files that a device keeps, by output paths that are all of one image: for what is kept, one width is
    /// enough, and all of them with the image itself would be several times its bytes. `None` if these are other files.
    pub fn kept<'p>(&self, paths: &'p [String]) -> Option<&'p str> {
        let widths: Option<Vec<_>> = paths.iter().map(|path| Some((self.file(path)?.width.width, path))).collect();
        let widths = widths?;
        let fitting = widths.iter().filter(|(width, _)| *width <= KEPT).max();
        fitting.or(widths.iter().min()).map(|(_, path)| path.as_str())
    }
}

/// What makes images of fewer pixels.
struct Maker<'p> {
    cache: &'p Cache,
    #[cfg(feature = "pictures")]
    room: &'p room::Room,
}

#[cfg(not(feature = "pictures"))]
impl Maker<'_> {
    fn made(&self, _: &Picture) -> io::Result<Vec<Made>> {
        let _ = self.cache;
        Ok(Vec::new())
    }

    fn one(&self, _: &Picture, _: &Width) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(feature = "pictures")]
impl Maker<'_> {
    /// An image in the widths that are worth their bytes, the smallest first.
    ///
    /// # Errors
    /// If its bytes can't be read, or aren't those that the book was read with.
    fn made(&self, picture: &Picture) -> io::Result<Vec<Made>> {
        let kept: Option<Vec<_>> = picture.widths.iter().map(|width| self.cache.get(&picture.key(width))).collect();
        let bytes = match kept {
            Some(kept) => kept,
            None => self.encoded(picture)?,
        };
        let told = picture.widths.iter().zip(&bytes).filter(|(_, bytes)| !bytes.is_empty());
        let made = |(width, bytes): (&Width, &Vec<u8>)| Made {
            width: width.clone(),
            hash: blake3::hash(bytes),
            len: bytes.len() as u64,
        };
        Ok(told.map(made).collect())
    }

    /// The bytes of each width; none for one that isn't worth them.
    fn encoded(&self, picture: &Picture) -> io::Result<Vec<Vec<u8>>> {
        let bytes = self.read(picture)?;
        let decoded = encode::decode(&bytes, picture.file.dimensions, self.room);
        // The larger first: a smaller one that weighs as much is no use.
        let mut most = picture.file.len;
        let mut all: Vec<_> = picture
            .widths
            .iter()
            .rev()
            .map(|width| {
                let encoded = decoded.as_ref().and_then(|decoded| decoded.encode(width.width, width.height));
                let encoded = encoded.filter(|encoded| (encoded.len() as u64) < most).unwrap_or_default();
                if !encoded.is_empty() {
                    most = encoded.len() as u64;
                }
                self.cache.put(&picture.key(width), &encoded);
                encoded
            })
            .collect();
        all.reverse();
        Ok(all)
    }

    /// The bytes of one width.
    fn one(&self, picture: &Picture, width: &Width) -> io::Result<Vec<u8>> {
        let bytes = self.read(picture)?;
        let decoded = encode::decode(&bytes, picture.file.dimensions, self.room);
        decoded
            .and_then(|decoded| decoded.encode(width.width, width.height))
            .ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn read(&self, picture: &Picture) -> io::Result<Vec<u8>> {
        let bytes = load::read_asset(&picture.file)?;
        let is_it = blake3::hash(&bytes) == picture.file.hash;
        is_it.then_some(bytes).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_width_is_more_than_the_image_has_and_each_is_worth_it() {
        let of = |own| widths(own).collect::<Vec<_>>();
        assert_eq!(of(6000), [576, 864, 1152]);
        assert_eq!(of(1152), [576, 864, 1152]);
        assert_eq!(of(1100), [576, 864, 1100]);
        assert_eq!(of(1000), [576, 1000]);
        assert_eq!(of(720), [576, 720]);
        assert_eq!(of(719), [719]);
        assert_eq!(of(1), [1]);
    }

    #[test]
    fn the_kind_names_what_encodes() {
        let lock: toml::Table = include_str!("../Cargo.lock").parse().unwrap();
        let packages = lock["package"].as_array().unwrap();
        let (_, named) = KIND.split_once("; ").unwrap();
        for one in named.split(", ") {
            let is_it = |package: &&toml::Value| {
                one == format!("{} {}", package["name"].as_str().unwrap(), package["version"].as_str().unwrap())
            };
            assert!(packages.iter().any(|package| is_it(&package)), "{one}");
        }
    }

    #[test]
    fn heights_are_in_proportion_and_never_nothing() {
        assert_eq!([scaled(1000, 480, 2000), scaled(333, 480, 1000), scaled(1, 480, 6000)], [240, 160, 1]);
        assert_eq!(scaled(u32::MAX, 2, 1), u32::MAX);
    }
}
