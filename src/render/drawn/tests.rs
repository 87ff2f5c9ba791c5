use resvg::tiny_skia::Pixmap;

use super::words::{Lines, Room, Weight, set, writable};
use super::*;
use crate::model::Colour;
use crate::plan::{Icon, LevelCover, Logo, Outline};

const ROOM: Room = Room { width: 460.0, height: 260.0 };
const SIZES: [f64; 3] = [72.0, 48.0, 36.0];

fn title(text: &str) -> Lines {
    set(&writable(text).unwrap(), Weight::Bold, ROOM, &SIZES)
}

fn cover(book: &str, level: Option<(usize, &str)>, levels: usize) -> Cover {
    let level = level.map(|(number, title)| LevelCover {
        number,
        position: format!("Level {number} of {levels}"),
        title: title.to_owned(),
    });
    let sum = format!("{levels} levels");
    let stones = (0..levels).map(|at| at % 9).collect();
    Cover { book: book.to_owned(), sum, level, stones, colours: vec![None; levels], is_right_to_left: false }
}

fn drawn(cover: Cover) -> Pixmap {
    let png = png(&Drawing::Cover(cover), &Cache::none());
    Pixmap::decode_png(&png).unwrap()
}

/// How many pixels in a part of the picture, from left to right, are darker than paper and any tint.
fn ink(pixels: &Pixmap, columns: std::ops::Range<u32>) -> usize {
    let within = pixels.pixels().iter().enumerate().filter(|(at, _)| columns.contains(&(*at as u32 % pixels.width())));
    within.filter(|(_, pixel)| pixel.alpha() > 0 && pixel.red() < 140).count()
}

#[test]
fn words_are_set_in_the_largest_size_in_which_they_fit_in_lines_about_as_long() {
    assert_eq!(title("Pain"), Lines { size: 72.0, lines: vec!["Pain".to_owned()] });
    let three = title("Sécuriser son identité numérique");
    assert_eq!((three.size, three.lines.len()), (72.0, 3));
    let longer = title("Évaluer la portée éthique et sociale de ses interventions");
    assert_eq!(longer.size, 48.0);
    assert_eq!(longer.lines.join(" "), "Évaluer la portée éthique et sociale de ses interventions");
    // A question mark doesn't begin a line.
    assert!(title("Où est donc la vérité\u{a0}?").lines.iter().all(|line| !line.starts_with('?')));
}

#[test]
fn what_does_not_fit_in_the_smallest_size_ends_in_an_ellipsis() {
    for text in ["mot ".repeat(50), "m".repeat(200), format!("{} fin", "W".repeat(190)), "a b ".repeat(400)] {
        let Lines { size, lines } = title(&text);
        assert_eq!((size, lines.len()), (36.0, 6), "{lines:?}");
        assert!(lines.concat().ends_with('…') && lines.concat().matches('…').count() == 1, "{lines:?}");
        let pixels = drawn(cover(&text, Some((1, &text)), 9));
        assert_eq!(ink(&pixels, 1140..1200), 0);
        assert_eq!(ink(&pixels, 0..70), 0);
    }
}

#[test]
fn a_long_word_is_cut_where_its_line_ends() {
    let Lines { lines, .. } = title("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk");
    assert!(lines.len() > 1 && lines.len() <= 6);
    assert_eq!(lines.concat(), "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk");
}

#[test]
fn a_text_whose_letters_the_font_lacks_is_left_out_and_a_pictograph_alone_too() {
    for text in ["Слово", "القراءة", "עברית", "漢字", "Le mot « слово »", "กา", "a\u{0301}b\u{20dd}", "x²ⵣ"]
    {
        assert_eq!(writable(text), None, "{text}");
    }
    for (text, written) in [
        ("Le potager 🌱 d’été", "Le potager d’été"),
        ("👩‍🌾 Semer ✔️", "Semer"),
        ("e\u{301}te\u{301}", "été"),
        ("Où\u{202f}?", "Où\u{a0}?"),
        ("co\u{ad}opé\u{2011}rer\u{200b}", "coopé-rer"),
        (" œuvre\tet\n cœur ", "œuvre et cœur"),
        ("<b> & \"c\" ]]>", "<b> & \"c\" ]]>"),
    ] {
        assert_eq!(writable(text).as_deref(), Some(written));
    }
    for text in ["", " ", "🌱", "\u{200b}", "\u{0}\u{ffff}\u{fffe}"] {
        assert_eq!(writable(text), None, "{text:?}");
    }
}

#[test]
fn a_cover_has_its_size_and_shows_words_beside_the_pyramid() {
    for levels in 1..=9 {
        for level in [None, Some((levels, "Sommet & base <1>"))] {
            let pixels = drawn(cover("Livre", level, levels));
            assert_eq!((pixels.width(), pixels.height()), Cover::SIZE);
            assert!(ink(&pixels, 72..300) > 1000 && ink(&pixels, 700..900) > 1000, "{levels} {level:?}");
            assert_eq!(ink(&pixels, 0..70) + ink(&pixels, 1140..1200), 0);
        }
    }
}

#[test]
fn a_cover_without_words_has_the_pyramid_in_the_middle() {
    let pixels = drawn(cover("القراءة", None, 5));
    assert_eq!(ink(&pixels, 0..240), 0);
    assert!(ink(&pixels, 300..600) > 1000 && ink(&pixels, 600..900) > 1000);
    let mirrored = Cover { is_right_to_left: true, ..cover("Leer", None, 5) };
    assert!(cover::svg(&mirrored).contains("g text{text-anchor:start}"), "numbers are before their courses");
    let mirrored = drawn(mirrored);
    assert!(ink(&mirrored, 1000..1128) > 1000 && ink(&mirrored, 72..300) > 1000);
}

#[test]
fn the_same_drawing_is_the_same_bytes_and_its_key_changes_with_all_that_it_shows() {
    let one = cover("Livre", Some((2, "Deux")), 5);
    let (first, second) = (png(&Drawing::Cover(one.clone()), &Cache::none()), draw(&Drawing::Cover(one.clone())));
    assert_eq!(first, second);
    let key = |cover: &Cover| Drawing::Cover(cover.clone()).key().hash();
    let others = [
        cover("Livres", Some((2, "Deux")), 5),
        cover("Livre", Some((3, "Deux")), 5),
        cover("Livre", Some((2, "Trois")), 5),
        cover("Livre", None, 5),
        cover("Livre", Some((2, "Deux")), 6),
        Cover { is_right_to_left: true, ..one.clone() },
        Cover { colours: vec![None, Some(Colour([11, 110, 79])), None, None, None], ..one.clone() },
    ];
    assert!(others.iter().all(|other| key(other) != key(&one)));
}

#[test]
fn what_was_drawn_before_is_taken_from_the_cache() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::of_book(folder.path());
    let drawing = Drawing::Cover(cover("Livre", None, 3));
    let drawn = png(&drawing, &cache);
    assert_eq!(cache.get(&drawing.key()), Some(drawn));
    cache.put(&drawing.key(), b"kept");
    assert_eq!(png(&drawing, &cache), b"kept");
}

/// The hash of a drawing's SVG.
fn look(svg: &str) -> String {
    blake3::hash(svg.as_bytes()).to_hex()[..16].to_owned()
}

/// Addresses have the hash of what a drawing shows, and not of how it looks.
#[test]
fn a_drawing_that_looks_otherwise_has_another_address() {
    let cover = cover::svg(&cover("Livre", Some((2, "Deux")), 5));
    let icon = icon::svg(&Icon { colours: vec![None; 5], side: 192, outline: Outline::Round, logo: None });
    let looks = ["d3bbc1028e1f228c", "f8186051ef7ae4d9"];
    assert_eq!([look(&cover), look(&icon)], looks, "drawings look otherwise: raise LOOK in plan/drawing.rs");
}

fn icon_of(levels: usize, side: u32, outline: Outline) -> Pixmap {
    Pixmap::decode_png(&png(
        &Drawing::Icon(Icon { colours: vec![None; levels], side, outline, logo: None }),
        &Cache::none(),
    ))
    .unwrap()
}

#[test]
fn an_icon_has_its_size_and_the_outline_that_the_system_expects() {
    for levels in 1..=9 {
        for (side, outline) in [(192, Outline::Round), (180, Outline::Square), (512, Outline::Maskable)] {
            let icon = icon_of(levels, side, outline);
            assert_eq!((icon.width(), icon.height()), (side, side));
            let corner = icon.pixel(0, 0).unwrap();
            assert_eq!(corner.alpha(), if outline == Outline::Round { 0 } else { 255 });
            // Nothing but paper is outside of the safe zone.
            let middle = f64::from(side) / 2.0;
            let radius = if outline == Outline::Maskable { 0.4 } else { 0.5 } * f64::from(side);
            let drawn = icon.pixels().iter().enumerate().filter(|(_, pixel)| pixel.alpha() == 255 && pixel.red() < 200);
            let mut count = 0;
            for (at, _) in drawn {
                let (x, y) = (at as u32 % side, at as u32 / side);
                assert!((f64::from(x) - middle).hypot(f64::from(y) - middle) < radius, "{levels} {outline:?} {x} {y}");
                count += 1;
            }
            assert!(count > (side * side / 12) as usize, "{levels} {outline:?}: {count}");
        }
    }
}

#[test]
fn nothing_outside_of_a_drawing_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret.svg");
    std::fs::write(&file, r#"<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>"#).unwrap();
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg"><image href="{}" width="9" height="9"/></svg>"#,
        file.display()
    );
    assert_eq!(ink(&Pixmap::decode_png(&pixels(&svg, (9, 9))).unwrap(), 0..9), 0);
}

fn svg_logo(inside: &str) -> Logo {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\">{inside}</svg>");
    Logo::new(true, svg.into_bytes())
}

#[test]
fn an_icon_drawn_from_a_picture_keeps_its_proportions_and_its_margin() {
    let red = svg_logo("<rect width=\"40\" height=\"20\" fill=\"#c00\"/>");
    let square = drawn_logo(&red, 64, Outline::Round);
    let at = |icon: &Pixmap, x, y| icon.pixel(x, y).map(|pixel| (pixel.red(), pixel.alpha())).unwrap();
    assert_eq!((at(&square, 32, 32), at(&square, 1, 32), at(&square, 32, 10)), ((204, 255), (204, 255), (0, 0)));
    let maskable = drawn_logo(&red, 100, Outline::Maskable);
    assert_eq!((at(&maskable, 50, 50), at(&maskable, 23, 50)), ((204, 255), (204, 255)));
    assert!(at(&maskable, 21, 50).0 > 240 && at(&maskable, 0, 0).1 == 255);
    // A PNG, much larger and much smaller than what is drawn from it.
    for side in [1000, 20] {
        let mut picture = Pixmap::new(side, side / 2).unwrap();
        picture.fill(resvg::tiny_skia::Color::from_rgba8(204, 0, 0, 255));
        let png = Logo::new(false, picture.encode_png().unwrap());
        let icon = drawn_logo(&png, 64, Outline::Round);
        assert_eq!((at(&icon, 32, 32), at(&icon, 32, 10)), ((204, 255), (0, 0)), "{side}");
    }
}

#[test]
fn a_picture_hidden_from_the_check_is_not_read_either() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret.svg");
    std::fs::write(&file, "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"99\" height=\"99\"/></svg>")
        .unwrap();
    let svg = format!(
        "<!DOCTYPE svg [<!ENTITY hidden '<image href=\"{}\" width=\"40\" height=\"20\"/>'>]>\
         <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\">&hidden;</svg>",
        file.display()
    );
    let icon = drawn_logo(&Logo::new(true, svg.into_bytes()), 64, Outline::Round);
    assert_eq!(ink(&icon, 0..64), 0);
}

fn drawn_logo(logo: &Logo, side: u32, outline: Outline) -> Pixmap {
    logo::pixels(logo, side, outline).unwrap()
}
