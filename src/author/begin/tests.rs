use super::*;
use crate::author::template::TEMPLATES;

fn book(pyramid: Pyramid, languages: &[&str], author: UserLanguage) -> NewBook {
    let titles = ["Apprendre : à douter", "Learning to \"doubt\""].into_iter().take(languages.len());
    NewBook {
        titles: titles.map(str::to_owned).collect(),
        languages: languages.iter().map(|&key| key.to_owned()).collect(),
        pyramid,
        base_url: None,
        author,
        is_template: true,
    }
}

#[test]
fn every_pyramid_in_every_kind_of_language_makes_a_book_without_a_fault() {
    let own = Pyramid::parse("Observer = Observe, Agir = Act").unwrap();
    let alone = Pyramid::parse("Observer, Agir").unwrap();
    for pyramid in
        [Pyramid::Maslow, Pyramid::Bloom, Pyramid::Cefr, Pyramid::Numbered(1), Pyramid::Numbered(9), own.clone(), alone]
    {
        for languages in [&["fr", "en"][..], &["en", "fr"], &["fr"], &["en"], &["es", "en"], &["de", "pl"]] {
            if pyramid == own && languages.len() == 1 {
                continue;
            }
            for author in [UserLanguage::Fr, UserLanguage::En] {
                let book = book(pyramid.clone(), languages, author);
                match book.files() {
                    Ok(files) => assert!(files.values().all(|text| !text.contains("%{")), "{pyramid:?} {languages:?}"),
                    Err(NotDone::Faults { diagnostics, .. }) => {
                        let said = diagnostics
                            .iter()
                            .map(|fault| format!("{}: {}", fault.at.path, fault.message.text(author)));
                        panic!("{pyramid:?} in {languages:?}:\n{}", said.collect::<Vec<_>>().join("\n"));
                    }
                    Err(error) => panic!("{pyramid:?} in {languages:?}: {error:?}"),
                }
            }
        }
    }
}

#[test]
fn every_template_is_read_and_fills_all_its_places() {
    let of_lessons = |language: UserLanguage| TEMPLATES.get_dir(format!("{}/guides", language.key())).unwrap();
    let guides = toml::from_str::<Guides>(read("guides.toml")).unwrap().guide;
    for language in [UserLanguage::Fr, UserLanguage::En] {
        let names: BTreeSet<_> = of_lessons(language).files().map(|file| file.path().file_stem().unwrap()).collect();
        assert_eq!(names, guides.iter().map(|guide| guide.name.as_ref()).collect());
        for name in [
            "book.toml", "home.md", "level.md", "lesson.md", "github.yml", "gitlab.yml", "new-lesson.md",
            "new-level.md", "new-page.md",
        ] {
            assert!(!in_language(language, name).is_empty(), "{language:?} {name}");
        }
    }
    assert!(EXTRAS.iter().all(|(_, template)| !read(template).is_empty()));
}

#[test]
fn titles_are_read_as_a_teacher_types_them() {
    assert_eq!(Pyramid::parse(" CECR ").unwrap(), Pyramid::Cefr);
    assert_eq!(Pyramid::parse("4").unwrap(), Pyramid::Numbered(4));
    let own = Pyramid::parse("Observer = Observe,Agir,").unwrap();
    assert_eq!(own, Pyramid::Own(vec![vec!["Observer".to_owned(), "Observe".to_owned()], vec!["Agir".to_owned()]]));
    for none in ["", " , ", "0", "10", "99999999999999999999999", "a,b,c,d,e,f,g,h,i,j"] {
        assert!(Pyramid::parse(none).is_err(), "{none}");
    }
}

#[test]
fn what_makes_no_book_is_refused_with_a_remedy() {
    let refused = |book: NewBook| match book.files() {
        Err(NotDone::Refused(Refusal { message, help })) => {
            (message.text(UserLanguage::Fr), help.text(UserLanguage::Fr))
        }
        other => panic!("{other:?}"),
    };
    let named =
        |title: &str| NewBook { titles: vec![title.to_owned()], ..book(Pyramid::Maslow, &["fr"], UserLanguage::Fr) };
    assert!(refused(named("?!…")).0.contains("ne contient aucune lettre"));
    assert!(refused(named("a\tb")).0.contains("caractère de contrôle"));
    assert!(refused(book(Pyramid::Maslow, &["fr", "fr"], UserLanguage::Fr)).0.contains("nommée deux fois"));
    assert!(
        refused(book(Pyramid::Maslow, &["français"], UserLanguage::Fr)).0.contains("n’est pas le code d’une langue")
    );
    assert!(refused(book(Pyramid::Maslow, &[], UserLanguage::Fr)).0.contains("n’a pas de langue"));
    let twice = Pyramid::parse("Agir, agir!").unwrap();
    assert!(refused(book(twice, &["fr"], UserLanguage::Fr)).0.contains("deux niveaux"));
    let dashes = Pyramid::parse("Agir, —").unwrap();
    assert!(refused(book(dashes, &["fr"], UserLanguage::Fr)).1.contains("lettres"));
    // An address that the site keeps for itself is the book's fault, and is reported as such.
    let reserved = Pyramid::parse("Glossaire").unwrap();
    assert!(matches!(book(reserved, &["fr"], UserLanguage::Fr).files(), Err(NotDone::Faults { .. })));
}
