//! Images of lessons in several widths: which there are, what is in them, and what becomes of images of which there are none.

#![cfg(feature = "pictures")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, Frame, ImageEncoder as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use palier::build::{self, BuildOptions};
use palier::builder::Edition;
use palier::load::Source;
use palier::render::Renderer;
use support::html::{Element, Html};
use support::site::Built;
use support::{Book, files};

const LESSON: &str = "content/1-debut/1-voir.fr.md";

/// A book of one lesson that shows these images.
fn showing(images: &[(&str, Vec<u8>)]) -> Book {
    let shown: String = images.iter().map(|(name, _)| format!("![Une photo]({name})\n\n")).collect();
    let book = Book::empty()
        .with("book.toml", "[book]\ntitle = \"Un livre\"\nbase_url = \"https://exemple.org/\"\n[languages.fr]\n")
        .with("content/1-debut/index.fr.md", "---\ntitle: Début\noutcomes: [voir]\n---\n")
        .with(LESSON, format!("---\ntitle: Voir\n---\n\n{shown}"));
    images.iter().fold(book, |book, (name, bytes)| book.with(&format!("content/1-debut/{name}"), bytes))
}

/// Builds a book and gives its site, by output path.
fn built(book: &Book) -> BTreeMap<String, Vec<u8>> {
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    site(&book.path("public"))
}

fn site(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let named = files(folder).into_iter().map(|path| {
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        (name, fs::read(path).unwrap())
    });
    named.filter(|(name, _)| !name.starts_with(".palier/")).collect()
}

fn page(site: &BTreeMap<String, Vec<u8>>) -> Html {
    Html::parse(std::str::from_utf8(&site["fr/debut/voir/index.html"]).unwrap())
}

/// The widths of an image by its name: the bytes of each, by the number in its name.
fn widths<'s>(site: &'s BTreeMap<String, Vec<u8>>, name: &str) -> BTreeMap<u32, &'s [u8]> {
    let found = site.iter().filter_map(|(path, bytes)| {
        let rest = path.strip_prefix("assets/")?.strip_prefix(name)?.strip_prefix('.')?.strip_suffix(".webp")?;
        let (width, hash) = rest.split_once('.')?;
        assert_eq!(hash.len(), 10, "{path}");
        Some((width.parse().ok()?, bytes.as_slice()))
    });
    found.collect()
}

/// The numbers of [`widths`], each with the dimensions of its file.
fn sizes(site: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<(u32, (u32, u32))> {
    let size = |bytes| image::load_from_memory_with_format(bytes, ImageFormat::WebP).unwrap();
    widths(site, name).into_iter().map(|(width, bytes)| (width, (size(bytes).width(), size(bytes).height()))).collect()
}

/// A photograph, as far as weight is concerned: shades, and grain by which it is heavy.
fn photograph(width: u32, height: u32) -> RgbImage {
    let mut seed = 1_u32;
    RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 26) as u8;
        let shade = |of: u32, all: u32| u8::try_from(of * 180 / all).unwrap() + grain;
        Rgb([shade(x, width), shade(y, height), 40 + grain])
    })
}

/// A drawing of hard edges in two greys: light as PNG, and heavy as WebP in any width.
fn drawing(width: u32, height: u32) -> Vec<u8> {
    let mixed = |x: u32, y: u32| ((x / 6 + 1) * 7919) ^ ((y / 6 + 1) * 104_729);
    let is_ink = |x, y| mixed(x, y).wrapping_mul(2_654_435_761) >= 1 << 31;
    let shades = image::GrayImage::from_fn(width, height, |x, y| image::Luma([if is_ink(x, y) { 0 } else { 255 }]));
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Up);
    encoder.write_image(&shades, width, height, image::ExtendedColorType::L8).unwrap();
    bytes
}

fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 92).encode_image(image).unwrap();
    bytes
}

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG whose EXIF says how the camera was held.
fn taken(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let exif =
        [&b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[orientation, 0, 0, 0, 0, 0, 0, 0]].concat();
    let size = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &size, &exif, &jpeg[2..]].concat()
}

/// The four corners of a picture, the top ones first.
fn corners(bytes: &[u8]) -> [[u8; 4]; 4] {
    let image = image::load_from_memory(bytes).unwrap().into_rgba8();
    let (right, bottom) = (image.width() - 4, image.height() - 4);
    [(3, 3), (right, 3), (3, bottom), (right, bottom)].map(|(x, y)| image.get_pixel(x, y).0)
}

fn is_near(one: [u8; 4], other: [u8; 4]) -> bool {
    one.iter().zip(&other).all(|(one, other)| one.abs_diff(*other) < 14)
}

fn source(page: &Html) -> &Element {
    page.named("source").next().expect("a picture in several widths")
}

#[test]
fn a_photograph_comes_in_the_widths_that_it_has_pixels_for_beside_itself() {
    let own = jpeg(&photograph(2000, 1000));
    let site = built(&showing(&[("Ma-photo.jpg", own.clone()), ("autre.jpg", jpeg(&photograph(800, 400)))]));
    assert_eq!(sizes(&site, "ma-photo"), [(576, (576, 288)), (864, (864, 432)), (1152, (1152, 576))]);
    assert_eq!(sizes(&site, "autre"), [(576, (576, 288)), (800, (800, 400))], "never more pixels than it has");
    let mut lighter = own.len();
    for bytes in widths(&site, "ma-photo").into_values().rev() {
        assert!(bytes.len() < lighter);
        lighter = bytes.len();
    }
    assert!(site.values().any(|bytes| *bytes == own), "what the author made is there as it was");

    let page = page(&site);
    let source = source(&page);
    assert_eq!(source.attribute("type"), Some("image/webp"));
    assert_eq!(source.attribute("sizes"), Some("(min-width: 627px) 576px, 92vw"));
    let set: Vec<_> = source.attribute("srcset").unwrap().split(", ").map(|one| one.split_once(' ').unwrap()).collect();
    assert_eq!(set.iter().map(|(_, width)| *width).collect::<Vec<_>>(), ["576w", "864w", "1152w"]);
    for (address, _) in set {
        assert!(site.contains_key(address.trim_start_matches("../")), "{address}");
    }
    let images: Vec<_> = page.named("img").collect();
    let attributes = |at: usize| ["width", "height", "loading"].map(|name| images[at].attribute(name));
    assert_eq!(attributes(0), [Some("2000"), Some("1000"), None], "the first may be on the screen at once");
    assert_eq!(attributes(1), [Some("800"), Some("400"), Some("lazy")]);
    assert!(images[0].attribute("src").unwrap().ends_with(".jpg"), "for browsers that know no WebP");
}

#[test]
fn a_width_is_never_heavier_than_what_it_takes_the_place_of() {
    let site = built(&showing(&[("dessin.png", drawing(1200, 900))]));
    assert_eq!(sizes(&site, "dessin"), []);
    let page = page(&site);
    assert_eq!(page.named("picture").count() + page.named("source").count(), 0);
    assert_eq!(page.named("img").next().unwrap().attribute("width"), Some("1200"));
}

#[test]
fn a_photograph_is_turned_as_it_was_taken() {
    let mut image = photograph(640, 400);
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let grain = pixel.0[2] / 16;
        pixel.0 = match (x < 320, y < 200) {
            (true, true) => [220, grain, grain],
            (false, true) => [grain, 220, grain],
            (true, false) => [grain, grain, 220],
            (false, false) => [220, 220, grain],
        };
    }
    let own = jpeg(&image);
    let upright = corners(&own);
    let all = [
        (1, [0, 1, 2, 3]),
        (2, [1, 0, 3, 2]),
        (3, [3, 2, 1, 0]),
        (4, [2, 3, 0, 1]),
        (5, [0, 2, 1, 3]),
        (6, [2, 0, 3, 1]),
        (7, [3, 1, 2, 0]),
        (8, [1, 3, 0, 2]),
    ];
    let name = |orientation: u8| format!("photo-{orientation}");
    let files: Vec<_> = all.iter().map(|(of, _)| (format!("{}.jpg", name(*of)), taken(&own, *of))).collect();
    let files: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let site = built(&showing(&files));
    let page = page(&site);
    for ((orientation, places), image) in all.into_iter().zip(page.named("img")) {
        let shown = if orientation < 5 { (640, 400) } else { (400, 640) };
        let made = widths(&site, &name(orientation));
        let (width, bytes) = made.last_key_value().unwrap();
        assert_eq!((*width, sizes(&site, &name(orientation)).last().unwrap().1), (shown.0, shown), "{orientation}");
        for (corner, place) in corners(bytes).into_iter().zip(places) {
            assert!(is_near(corner, upright[place]), "{orientation}: {corner:?} {:?}", upright[place]);
        }
        let told = ["width", "height"].map(|name| image.attribute(name).unwrap().parse::<u32>().unwrap());
        assert_eq!(told, [shown.0, shown.1]);
    }
}

#[test]
fn colours_are_those_of_the_web_whatever_the_profile() {
    let wide = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let grey = moxcms::ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_icc_profile(wide).unwrap();
    let image = with_grain(&photograph(600, 400), [200, 100, 100]);
    encoder.write_image(&image, 600, 400, image::ExtendedColorType::Rgb8).unwrap();
    let mut linear = Vec::new();
    let mut encoder = PngEncoder::new(&mut linear);
    encoder.set_icc_profile(grey).unwrap();
    let image = DynamicImage::ImageRgb8(with_grain(&photograph(600, 400), [55, 55, 55])).into_luma8();
    encoder.write_image(&image, 600, 400, image::ExtendedColorType::L8).unwrap();
    let none = [&b"none"[..], &[7; 400]].concat();
    let mut spoilt = Vec::new();
    let mut encoder = PngEncoder::new(&mut spoilt);
    encoder.set_icc_profile(none).unwrap();
    let image = with_grain(&photograph(600, 400), [200, 100, 100]);
    encoder.write_image(&image, 600, 400, image::ExtendedColorType::Rgb8).unwrap();

    let site = built(&showing(&[("large.png", png), ("gris.png", linear), ("abime.png", spoilt)]));
    let colour = |name: &str| corners(widths(&site, name).last_key_value().unwrap().1)[0];
    // By CSS Color 4's matrices, color(display-p3 200 100 100) is rgb(216 96 98); a linear grey of 55 is one of 128.
    for (name, expected) in [("large", [216, 96, 98]), ("gris", [128; 3]), ("abime", [200, 100, 100])] {
        let [red, green, blue, _] = colour(name);
        let far = [red, green, blue].iter().zip(expected).map(|(one, other)| one.abs_diff(other)).max();
        assert!(far < Some(8), "{name}: {:?}", colour(name));
    }
}

/// A picture of one colour but for grain in its middle, by which it is heavy.
fn with_grain(grain: &RgbImage, colour: [u8; 3]) -> RgbImage {
    let (width, height) = grain.dimensions();
    let is_edge = |x, y| x < 60 || y < 60 || x >= width - 60 || y >= height - 60;
    RgbImage::from_fn(width, height, |x, y| if is_edge(x, y) { Rgb(colour) } else { *grain.get_pixel(x, y) })
}

#[test]
fn sixteen_bits_greys_and_clear_pixels_are_as_they_were() {
    let grained = with_grain(&photograph(600, 400), [90, 90, 90]);
    let grey = DynamicImage::ImageRgb8(grained.clone());
    let clear = RgbaImage::from_fn(600, 400, |x, y| {
        let Rgb([red, green, blue]) = *grained.get_pixel(x, y);
        Rgba([red, green, blue, if x < 60 { 0 } else { 255 }])
    });
    let png = |image: DynamicImage| written(&image, ImageFormat::Png);
    let site = built(&showing(&[
        ("seize.png", png(DynamicImage::ImageRgb16(grey.to_rgb16()))),
        ("gris.png", png(DynamicImage::ImageLuma8(grey.to_luma8()))),
        ("gris16.png", png(DynamicImage::ImageLuma16(grey.to_luma16()))),
        ("clair.png", png(DynamicImage::ImageRgba8(clear.clone()))),
        ("clair.webp", written(&DynamicImage::ImageRgba8(clear), ImageFormat::WebP)),
        ("ancien.bmp", written(&grey, ImageFormat::Bmp)),
        ("fixe.gif", written(&DynamicImage::ImageRgba8(grey.to_rgba8()), ImageFormat::Gif)),
    ]));
    for (name, clear) in [("seize", 255), ("gris", 255), ("gris16", 255), ("clair", 0), ("ancien", 255), ("fixe", 255)]
    {
        let corners = corners(widths(&site, name).last_key_value().unwrap_or_else(|| panic!("{name}")).1);
        assert_eq!(corners[0][3], clear, "{name}");
        assert!(is_near(corners[3], [90, 90, 90, 255]), "{name}: {corners:?}");
    }
}

/// A PNG with a chunk after its head.
fn with_chunk(png: &[u8], name: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let size = u32::try_from(inside.len()).unwrap().to_be_bytes();
    [&png[..33], &size, name, inside, &[0; 4], &png[33..]].concat()
}

#[test]
fn what_moves_is_published_as_it_is_and_the_build_says_so() {
    let frame = |shade| Frame::new(DynamicImage::ImageRgb8(with_grain(&photograph(600, 400), [shade; 3])).into_rgba8());
    let mut gif = Vec::new();
    GifEncoder::new_with_speed(&mut gif, 30).encode_frames([frame(10), frame(200)]).unwrap();
    let still = written(&DynamicImage::ImageRgb8(photograph(600, 400)), ImageFormat::Png);
    let apng = with_chunk(&still, b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let webp = b"RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0\x57\x02\0\x8F\x01\0".to_vec();
    let book = showing(&[("a.gif", gif.clone()), ("b.png", apng.clone()), ("c.webp", webp.clone()), ("d.png", still)]);
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    let said = "3 images animées sont publiées telles quelles, en une seule largeur\u{a0}: content/1-debut/a.gif…";
    assert_eq!(ran.error.matches(said).count(), 1, "{}", ran.error);
    let site = site(&book.path("public"));
    assert_eq!(page(&site).named("picture").count(), 1, "only the one that is still");
    for own in [gif, apng, webp] {
        assert!(site.values().any(|bytes| *bytes == own));
    }
}

#[test]
fn an_image_is_what_its_bytes_are_whatever_its_name() {
    let site =
        built(&showing(&[("photo.jpg", written(&DynamicImage::ImageRgb8(photograph(600, 400)), ImageFormat::Png))]));
    assert_eq!(sizes(&site, "photo"), [(600, (600, 400))]);
}

#[test]
fn an_image_that_cannot_be_read_comes_only_as_it_is() {
    let whole = written(&DynamicImage::ImageRgb8(photograph(600, 400)), ImageFormat::Png);
    // Its pixels are nonsense, which its head and its end don't tell.
    let mut spoilt = whole.clone();
    let end = spoilt.len() - 40;
    spoilt[60..end].fill(0x5A);
    // A frame of four inks: browsers turn it into light by a profile of their own.
    let mut inks = jpeg(&photograph(64, 64));
    let frame = inks.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    inks[frame + 9] = 4;
    // 30,000 by 30,000 pixels, of which none is there.
    let mut vast = whole.clone();
    vast[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let book = showing(&[("nonsens.png", spoilt.clone()), ("encres.jpg", inks.clone()), ("vaste.png", vast.clone())]);
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    assert!(ran.error.contains("[oversized-image]") && ran.error.contains("30000"), "{}", ran.error);
    let site = site(&book.path("public"));
    let page = page(&site);
    assert_eq!((page.named("img").count(), page.named("picture").count()), (3, 0));
    for own in [spoilt, inks, vast] {
        assert!(site.values().any(|bytes| *bytes == own));
    }
    // Of what is no image at all, or half of one, a rule says so.
    let book = showing(&[("texte.jpg", b"pas une image".to_vec()), ("coupe.png", whole[..2000].to_vec())]);
    assert_eq!(book.check().rules().iter().filter(|rule| **rule == "unreadable-image").count(), 2);
    assert!(built(&book).keys().all(|path| !path.ends_with(".webp")));
}

#[test]
fn the_cache_spares_work_and_changes_nothing() {
    let book = showing(&[("photo.jpg", jpeg(&photograph(1000, 500))), ("dessin.png", drawing(900, 900))]);
    let first = built(&book);
    let cache = book.path(".palier/cache");
    let kept = || files(&cache).into_iter().filter(|path| path.file_name().unwrap() != ".gitignore").count();
    // Two widths of each, of which those that were not worth their bytes are known as such, and what is drawn: the covers
    // of the front page and of the level, four icons.
    assert_eq!(kept(), 4 + 6);
    assert_eq!(first.keys().filter(|path| path.ends_with(".webp")).count(), 2);
    assert!(book.palier(&["build", "--lang", "en"]).error.contains("0 files written"));
    fs::remove_dir_all(book.path("public")).unwrap();
    assert!(built(&book) == first, "from the cache");
    for file in files(&cache) {
        fs::write(file, "abîmé").unwrap();
    }
    fs::remove_dir_all(book.path("public")).unwrap();
    assert!(built(&book) == first, "from a cache that was spoilt");
    fs::remove_dir_all(book.path(".palier")).unwrap();
    fs::write(book.path(".palier"), "à moi").unwrap();
    fs::remove_dir_all(book.path("public")).unwrap();
    assert!(built(&book) == first, "where nothing can be kept");
    assert_eq!(fs::read(book.path(".palier")).unwrap(), "à moi".as_bytes());
}

#[cfg(unix)]
#[test]
fn a_book_that_cannot_be_written_in_is_built_all_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let book = showing(&[("photo.jpg", jpeg(&photograph(1000, 500)))]);
    let output = tempfile::tempdir().unwrap();
    fs::set_permissions(output.path(), fs::Permissions::from_mode(0o777)).unwrap();
    fs::set_permissions(book.root(), fs::Permissions::from_mode(0o555)).unwrap();
    let ran = book.palier_as_nobody(&["build", "--output", output.path().join("site").to_str().unwrap()]);
    fs::set_permissions(book.root(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    assert!(!book.path(".palier").exists());
    assert_eq!(site(&output.path().join("site")), built(&book));
}

#[test]
fn what_an_editor_has_not_saved_leaves_nothing_in_the_book() {
    let book = showing(&[("photo.jpg", jpeg(&photograph(600, 300)))]);
    let output = tempfile::tempdir().unwrap();
    let mut source = Source::disk(book.root());
    source.set("content/1-debut/photo.jpg", jpeg(&photograph(700, 300))).unwrap();
    let folder = output.path().join("site");
    let options = BuildOptions { output: Some(folder.clone()), ..BuildOptions::default() };
    assert!(build::build(source, &options).written.is_ok());
    assert_eq!(sizes(&site(&folder), "photo"), [(700, (700, 300))]);
    assert!(!book.path(".palier").exists());
}

#[test]
fn the_preview_waits_for_no_image_and_shows_it_as_it_is() {
    let book = showing(&[("photo.jpg", jpeg(&photograph(600, 300)))]);
    let built = Built::with(book.root(), &Edition::preview(true));
    assert!(built.site.pictures.is_empty());
    let page = built.page("fr/debut/voir/");
    assert_eq!((page.named("img").count(), page.named("picture").count()), (1, 0));
    // Nor does a check.
    assert_eq!(book.palier(&["check"]).code, Some(0));
    assert!(!book.path(".palier").exists());
}

#[test]
fn raw_html_and_links_to_files_are_left_to_their_author() {
    let own = jpeg(&photograph(600, 300));
    let book = showing(&[])
        .with("content/1-debut/a.jpg", &own)
        .with("content/1-debut/b.jpg", jpeg(&photograph(640, 300)))
        .with(LESSON, "---\ntitle: Voir\n---\n\n<img src=\"a.jpg\" alt=\"Une photo\">\n\n[La photo](b.jpg)\n");
    let site = built(&book);
    assert!(site.keys().all(|path| !path.ends_with(".webp")));
    assert_eq!(page(&site).named("picture").count(), 0);
}

#[test]
fn a_device_keeps_one_width_and_a_folder_has_them_all() {
    let book = showing(&[("photo.jpg", jpeg(&photograph(1500, 500))), ("petite.jpg", jpeg(&photograph(300, 200)))]);
    let site = built(&book);
    let told: serde_json::Value = serde_json::from_slice(&site["offline/fr.1.json"]).unwrap();
    let pictures = |path: &&String| path.ends_with(".webp") || path.ends_with(".jpg");
    let kept: Vec<_> = told["files"].as_object().unwrap().keys().filter(pictures).cloned().collect();
    assert_eq!(kept.len(), 2, "{kept:?}");
    assert!(kept[0].starts_with("assets/petite.300.") && kept[1].starts_with("assets/photo.864."), "{kept:?}");
    let parts: serde_json::Value = serde_json::from_slice(&site["offline/fr.json"]).unwrap();
    let files = told["files"].as_object().unwrap().keys();
    let paths = files.map(|path| if path.ends_with('/') { format!("{path}index.html") } else { path.clone() });
    let bytes: usize = paths.map(|path| site[&path].len()).sum();
    assert_eq!(parts["parts"][1]["bytes"].as_u64(), Some(bytes as u64));

    assert_eq!(book.palier(&["build", "--portable"]).code, Some(0));
    let folder = self::site(&book.path("public-portable"));
    assert_eq!(widths(&folder, "photo"), widths(&site, "photo"));
    for address in source(&page(&folder)).attribute("srcset").unwrap().split(", ") {
        let path = address.split(' ').next().unwrap().trim_start_matches("../");
        assert!(folder.contains_key(path), "{path}");
    }
}

#[test]
fn bytes_that_are_asked_for_again_once_the_image_is_another_are_a_fault() {
    let book = showing(&[("photo.jpg", jpeg(&photograph(600, 300)))]);
    let built = Built::from_dir(book.root());
    // No cache: what is asked for is made again.
    let renderer = Renderer::new(built.site).with_pictures(&|_| {});
    let (path, hash) = renderer.picture_files().next().unwrap();
    let Some(Ok(palier::theme::Content::Bytes(bytes))) = renderer.render(&path) else { panic!("{path}") };
    assert_eq!(blake3::hash(&bytes), hash);
    fs::write(book.path("content/1-debut/photo.jpg"), jpeg(&photograph(600, 301))).unwrap();
    let fault = renderer.render(&path).unwrap().unwrap_err();
    assert_eq!(fault.rule.name(), "unreadable-file");
}
