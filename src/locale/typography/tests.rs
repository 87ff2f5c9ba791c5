//! Examples are those of the rules' sources, in sentences of our own:
//!
//! - **OQLF**: Office québécois de la langue française, *Vitrine linguistique*, « Espacement avant et
//!   après les signes de ponctuation et les symboles », and its pages on guillemets, ordinals and
//!   abbreviations;
//! - **IN**: *Lexique des règles typographiques en usage à l’Imprimerie nationale*;
//! - **TCS**: Public Works and Government Services Canada, *The Canadian Style*;
//! - **CMOS**: *The Chicago Manual of Style*.

use proptest::prelude::*;

use super::*;

const QUEBEC: Typography = Typography::French(French { thin_before_marks: false, thin_in_guillemets: false });
const FRANCE: Typography = Typography::French(French { thin_before_marks: true, thin_in_guillemets: false });
const THIN: Typography = Typography::French(French { thin_before_marks: true, thin_in_guillemets: true });
const ENGLISH: Typography = Typography::English;

/// A text as it is set, no-break spaces shown as `~`, thin ones as `_`, raised letters in `^…^`.
fn shown(typography: Typography, text: &str) -> String {
    let mut html = String::new();
    let mut rest = 0;
    for edit in typography.edits(text) {
        html.push_str(&text[rest..edit.range.start]);
        match edit.change {
            EditKind::Replace(by) => html.push_str(by),
            EditKind::Raise => html.push_str(&format!("^{}^", &text[edit.range.clone()])),
        }
        rest = edit.range.end;
    }
    html.push_str(&text[rest..]);
    html.replace(NO_BREAK_SPACE, "~").replace(THIN_SPACE, "_")
}

#[track_caller]
fn check(typography: Typography, examples: &[(&str, &str)]) {
    for (written, expected) in examples {
        assert_eq!(shown(typography, written), *expected, "{written}");
    }
}

#[test]
fn a_tag_says_how_its_language_is_set() {
    for (tag, expected) in [
        ("fr-CA", QUEBEC),
        ("fr_ca", QUEBEC),
        ("fr", FRANCE),
        ("fr-CH", FRANCE),
        ("en-GB", ENGLISH),
        ("es", Typography::AsWritten),
        ("fro", Typography::AsWritten),
        ("", Typography::AsWritten),
    ] {
        assert_eq!(Typography::of(tag), expected, "{tag}");
    }
}

/// OQLF: no space before `;`, `!`, `?` where there is no thin one; a no-break one before `:` and
/// inside guillemets.
#[test]
fn quebec_has_no_space_before_high_marks() {
    check(
        QUEBEC,
        &[
            ("Qui vous l’a dit ?", "Qui vous l’a dit?"),
            ("Bravo ! Encore.", "Bravo! Encore."),
            ("Bravo! Encore.", "Bravo! Encore."),
            ("Vrai ; faux", "Vrai; faux"),
            ("Deux choses : lire et relire", "Deux choses~: lire et relire"),
            ("Deux choses: lire", "Deux choses~: lire"),
            ("« Oui »", "«~Oui~»"),
            ("«Oui», dit-elle", "«~Oui~», dit-elle"),
            ("« Oui ! »", "«~Oui!~»"),
            ("(Vraiment ?)", "(Vraiment?)"),
            ("Quoi…  ?", "Quoi…?"),
        ],
    );
}

/// IN: a thin no-break space before `;`, `!`, `?`; a no-break one before `:` and inside guillemets.
#[test]
fn france_has_thin_spaces_before_high_marks() {
    check(
        FRANCE,
        &[
            ("Qui vous l’a dit ?", "Qui vous l’a dit_?"),
            ("Bravo! Encore.", "Bravo_! Encore."),
            ("Vrai; faux", "Vrai_; faux"),
            ("Deux choses: lire", "Deux choses~: lire"),
            ("« Oui! »", "«~Oui_!~»"),
            ("\"Vraiment?\"", "«~Vraiment_?~»"),
            ("Attends...!", "Attends…_!"),
        ],
    );
    check(THIN, &[("\"Oui\", «non», « peut-être »", "«_Oui_», «_non_», «_peut-être_»")]);
}

#[test]
fn marks_together_and_after_brackets_stay_so() {
    check(
        FRANCE,
        &[
            ("Quoi ?!", "Quoi_?!"),
            ("Non !!!", "Non_!!!"),
            ("un mot (?) douteux", "un mot (?) douteux"),
            ("« ? »", "«~?~»"),
            ("[!]", "[!]"),
        ],
    );
}

#[test]
fn what_is_no_sentence_stays() {
    for typography in [QUEBEC, FRANCE, ENGLISH] {
        for text in [
            "10:30",
            "16:9",
            "https://a.example/c'est?d=e;f:g...h",
            "(voir www.a.example/l'x)",
            "mailto:o'neil@a.example",
            "prof@ecole.example",
            "@prof :) ;-) :-( :D :'( =')",
            "a?b=c&d;e",
            "mon_fichier.fr.md, ../x, .../y, C:\\z",
            "std::fmt",
            "--strict ---",
            ".... ..",
            "1...10",
            "«\u{202f}Oui\u{202f}» “non” ‘si’ l’a\u{a0}!",
            "a\"b",
        ] {
            assert_eq!(typography.set(text), text);
        }
    }
}

#[test]
fn the_punctuation_after_an_address_is_the_sentences() {
    check(FRANCE, &[("Voir https://a.example/l'x(y)?", "Voir https://a.example/l'x(y)_?")]);
    check(QUEBEC, &[("\"https://a.example/l'x\"", "«~https://a.example/l'x~»")]);
}

/// OQLF and IN: « Oui », and “ ” within, ‘ ’ within these; the apostrophe is curved.
#[test]
fn french_quotations_stand_in_guillemets() {
    check(
        QUEBEC,
        &[
            ("Elle dit \"oui\".", "Elle dit «~oui~»."),
            ("\"Il m'a dit \"oui\" hier\"", "«~Il m’a dit “oui” hier~»"),
            ("« Il m'a dit \"oui\" »", "«~Il m’a dit “oui”~»"),
            ("\"a \"b \"c\" d\" e\"", "«~a “b ‘c’ d” e~»"),
            ("l'\"école\"", "l’«~école~»"),
            ("aujourd'hui, l'un d'eux", "aujourd’hui, l’un d’eux"),
            ("un 'mot' cité", "un ‘mot’ cité"),
            ("(\"oui\")", "(«~oui~»)"),
            ("« Un début…", "«~Un début…"),
            ("\"Un début", "\"Un début"),
            ("une fin.\"", "une fin.\""),
            ("Il dit:\"oui\"", "Il dit~:«~oui~»"),
        ],
    );
}

#[test]
fn the_name_of_an_emoji_keeps_its_colons() {
    check(
        QUEBEC,
        &[
            ("Bravo :joy:", "Bravo :joy:"),
            (":+1: et :joy: : oui", ":+1: et :joy: : oui"),
            ("un :mot_à: deux", "un :mot_à~: deux"),
            ("a:b: c", "a:b~: c"),
        ],
    );
    check(FRANCE, &[("Bravo :joy: !", "Bravo :joy: !")]);
}

#[test]
fn a_thin_space_is_one_at_which_no_line_ends() {
    for typography in [QUEBEC, FRANCE] {
        check(
            typography,
            &[
                ("Quoi\u{2009}? Oui\u{2009}; non\u{2009}: «\u{2009}si\u{2009}»", "Quoi_? Oui_; non_: «_si_»"),
                ("10\u{2009}km, 5\u{2009}%", "10_km, 5_%"),
                ("a\u{2009}b", "a\u{2009}b"),
                ("\"\u{2009}oui\u{2009}\"", "«_oui_»"),
            ],
        );
    }
    check(ENGLISH, &[("10\u{2009}km, why\u{2009}?", "10_km, why\u{2009}?")]);
}

#[test]
fn an_odd_mark_stays_straight_and_turns_nothing() {
    check(
        ENGLISH,
        &[
            ("Press \" or (\") then \"normal text\"", "Press \" or (\") then “normal text”"),
            ("\" one thing \", then \"another\"", "\" one thing \", then “another”"),
            ("Two \"a\"s as \"@\"s", "Two “a”s as “@”s"),
            ("\"a b \"c\" d, \"e\" f", "\"a b “c” d, “e” f"),
            ("\"a\" b\" \"c\"", "“a” b\" “c”"),
            ("Empty \"\", then \"x\"", "Empty \"\", then “x”"),
            ("\"A 24\" screen\" and \"x\"", "“A 24″ screen” and “x”"),
            ("A 24\" screen and \"x\"", "A 24″ screen and “x”"),
            ("\"5'30\"\"", "“5′30″”"),
            ("a \",\" or a \".\", \"!\" and \".txt\"", "a \",\" or a \".\", “!” and “.txt”"),
            ("\"Yes \", she said, \"no\"", "“Yes ”, she said, “no”"),
        ],
    );
    check(
        QUEBEC,
        &[
            ("Press \" or (\") then \"normal text\"", "Press \" or (\") then «~normal text~»"),
            ("Two \"a\"s as \"@\"s", "Two «~a~»s as «~@~»s"),
            ("\"Il m'a dit \"oui\" hier\", \"", "«~Il m’a dit «~oui~» hier~», \""),
            ("un \"début de \"citation\" : \"oui\"", "un \"début de «~citation~»~: «~oui~»"),
            ("\"\u{fffc}\", \"un \u{fffc}\"", "«~\u{fffc}~», «~un \u{fffc}~»"),
            ("« a \"b » c\"", "«~a \"b~» c\""),
        ],
    );
}

/// What random texts have shown: a mark may mean something else once its neighbours are set.
#[test]
fn what_its_neighbours_turn_is_set_with_them() {
    check(QUEBEC, &[("à 5 h...", "à 5~h…")]);
    for text in [
        "\"\"\")\"\"",
        "\"\"\"\u{a0}'\"",
        "\"\"5'\"\u{a1}",
        "“\"\"»\"\"\"",
        "\"\" «h\"\"",
        "'\"»\"\"''",
        "5\u{2009}s...\u{fffc}",
        "«5\"\"(5\"",
    ] {
        for typography in [QUEBEC, FRANCE, THIN, ENGLISH] {
            let once = typography.set(text).into_owned();
            assert_eq!(typography.set(&once), once, "{text}, {typography:?}");
        }
    }
}

#[test]
fn spaces_inside_straight_marks_are_a_french_habit() {
    check(
        QUEBEC,
        &[
            ("\" une seule chose \", puis \"autre\"", "«~une seule chose~», puis «~autre~»"),
            ("Il dit : \" oui \"", "Il dit~: «~oui~»"),
            ("\" Oui ! \" et (\" non \")", "«~Oui!~» et («~non~»)"),
            ("\" oui\" et \"non \".", "«~oui~» et «~non~»."),
            ("« il dit \" oui \" »", "«~il dit “oui”~»"),
            ("un \" tout seul", "un \" tout seul"),
            ("24 \" et 27 \"", "24 \" et 27 \""),
            ("\"\u{a0}oui\u{a0}\"", "«~oui~»"),
            ("\" deux\nlignes \"", "«~deux\nlignes~»"),
        ],
    );
    check(FRANCE, &[("\" Vraiment ? \"", "«~Vraiment_?~»")]);
    check(THIN, &[("\" Oui \"", "«_Oui_»")]);
}

/// OQLF and IN: symbols stay with their number, abbreviations with what they abbreviate, groups of
/// three digits together; « 1er », « 2e » and « XXe » have raised letters.
#[test]
fn french_numbers_keep_their_company() {
    check(
        QUEBEC,
        &[
            ("5 % de 20 $", "5~% de 20~$"),
            ("p. 12, n° 3, fig. 4", "p.~12, n°~3, fig.~4"),
            ("10 km, 37 °C, 3 Mo.", "10~km, 37~°C, 3~Mo."),
            ("M. Dupont et Mme Roy", "M.~Dupont et Mme~Roy"),
            ("à 12 h 30", "à 12~h~30"),
            ("1 h 10 min", "1~h~10~min"),
            ("10 000 000 d’élèves", "10~000~000 d’élèves"),
            ("en 2016 300 élèves", "en 2016 300 élèves"),
            ("en 2016 s'est ouvert", "en 2016 s’est ouvert"),
            ("le 1er mai, la 1re fois, les 1ers", "le 1^er^ mai, la 1^re^ fois, les 1^ers^"),
            ("la 2e, la 2de, le 21e", "la 2^e^, la 2^de^, le 21^e^"),
            ("au XXe siècle, Ier siècle", "au XX^e^~siècle, I^er^~siècle"),
            ("Ce, De, Le, Me, 2e-3, 1e5, 0e, 2ème, x2e", "Ce, De, Le, Me, 2e-3, 1e5, 0e, 2ème, x2e"),
        ],
    );
}

/// CMOS and TCS: double quotation marks, single ones within, apostrophes that curve one way.
#[test]
fn english_quotations_are_curved() {
    check(
        ENGLISH,
        &[
            ("\"Yes,\" she said.", "“Yes,” she said."),
            ("\"He said 'yes' twice.\"", "“He said ‘yes’ twice.”"),
            ("\"He said, 'Yes.'\"", "“He said, ‘Yes.’”"),
            ("\"He said \"yes\" twice.\"", "“He said ‘yes’ twice.”"),
            ("'A \"word\" within'", "‘A “word” within’"),
            ("It's the students' choice.", "It’s the students’ choice."),
            ("the '90s, rock 'n' roll, 'tis 'em", "the ’90s, rock ’n’ roll, ’tis ’em"),
            ("'The '90s'", "‘The ’90s’"),
            ("\"I was—\" he began.", "“I was—” he began."),
            ("yes—\"no\"", "yes—“no”"),
            ("(\"yes\")", "(“yes”)"),
            ("\"...and so on\"", "“…and so on”"),
            ("Wait... what?", "Wait… what?"),
            ("Why ? « Oui »", "Why ? « Oui »"),
        ],
    );
}

/// CMOS: primes, not quotation marks, for feet and inches, minutes and seconds.
#[test]
fn primes_follow_numbers() {
    check(
        ENGLISH,
        &[
            ("He is 5'10\" tall, 6' wide", "He is 5′10″ tall, 6′ wide"),
            ("12\"x6\"", "12″x6″"),
            ("\"in 1990\"", "“in 1990”"),
        ],
    );
    check(QUEBEC, &[("45° 30' 15\" N", "45° 30′ 15″ N"), ("1'000'000", "1’000’000")]);
}

/// TCS: no line ends between a number and its symbol, an abbreviation and its number, a title and
/// its name.
#[test]
fn english_numbers_keep_their_company() {
    check(
        ENGLISH,
        &[
            ("10 km, p. 12, Fig. 3", "10~km, p.~12, Fig.~3"),
            ("Mr. Smith and Dr. Roy", "Mr.~Smith and Dr.~Roy"),
            ("at 3 p.m. or 10 000 times", "at 3~p.m. or 10~000 times"),
            ("5 % of the 1st", "5 % of the 1st"),
        ],
    );
}

#[test]
fn another_language_stays_as_it_is_written() {
    assert_eq!(Typography::of("de").set("\"Ja\" ..."), "\"Ja\" ...");
}

#[test]
fn what_needs_nothing_is_borrowed() {
    assert!(matches!(QUEBEC.set("Une phrase, sans plus."), Cow::Borrowed(_)));
    assert!(matches!(clean(Cow::Borrowed("« x »")), Cow::Borrowed(_)));
    assert_eq!(clean(QUEBEC.set("Quoi: « oui »")), "Quoi : « oui »");
}

/// What matters in runs, and what doesn't.
fn run() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => prop::sample::select(vec![
            "\"", "'", " ", "  ", ".", "...", ":", ";", "!", "?", "«", "»", "“", "”", "‘", "’", "(", ")", "[", "\u{a0}",
            "\u{202f}", "\u{2009}", "\n", "\u{fffc}", "5", "12", "300", "h", "km", "%", "p.", "M.", "Dupont", "XXe", "1er", "2e", "siècle",
            "https://a.b/c", "www.", "/", "-", "—", "…", "n°", "°", "$", "tis", "''", "\"\"", "s", "mot", "Été", "@", "_",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// What a text says to the eye: quotation marks, dots and spaces of any shape are the same.
fn essence(text: &str) -> String {
    let text = text.replace(['"', '“', '”', '«', '»', '″', '\'', '‘', '’', '′'], "'").replace('…', "...");
    text.chars().filter(|letter| !matches!(letter, ' ' | '\u{2009}' | '\u{a0}' | '\u{202f}')).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn what_is_set_stays_so(text in run()) {
        for typography in [QUEBEC, FRANCE, THIN, ENGLISH] {
            let once = typography.set(&text).into_owned();
            prop_assert_eq!(typography.set(&once), once.as_str(), "{:?}", typography);
        }
    }

    #[test]
    fn nothing_that_is_read_is_lost(text in run()) {
        for typography in [QUEBEC, FRANCE, THIN, ENGLISH] {
            prop_assert_eq!(essence(&typography.set(&text)), essence(&text));
        }
    }

    #[test]
    fn changes_stand_in_order_and_apart(text in run()) {
        for typography in [QUEBEC, FRANCE, THIN, ENGLISH] {
            let mut end = 0;
            for edit in typography.edits(&text) {
                prop_assert!(edit.range.start >= end && edit.range.end > edit.range.start);
                prop_assert!(!text[edit.range.clone()].contains(['\n', OBJECT]));
                end = edit.range.end;
            }
        }
    }

    #[test]
    fn addresses_stay_as_they_are(path in "[a-z0-9/'.?=;:!_-]{0,12}") {
        let address = format!("https://a.example/{path}x");
        for typography in [QUEBEC, FRANCE, ENGLISH] {
            let set = typography.set(&format!("\"Voir {address}\"")).into_owned();
            prop_assert!(set.contains(&address), "{}", set);
        }
    }
}
