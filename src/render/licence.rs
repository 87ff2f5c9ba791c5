//! Licences as pages name them, each with the address of its text.

use crate::model::licence::{self, CreativeCommons, ExpressionPart, Operator};
use crate::render::view::{Licence, LicencePart};
use crate::theme::Strings;

/// The addresses of the licences met in lessons; for one with a text in the page's
/// language, see [`address`].
const TEXTS: &[(&str, &str)] = &[
    ("MIT", "https://opensource.org/license/mit"),
    ("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    ("BSD-2-Clause", "https://opensource.org/license/bsd-2-clause"),
    ("BSD-3-Clause", "https://opensource.org/license/bsd-3-clause"),
    ("ISC", "https://opensource.org/license/isc-license-txt"),
    ("MPL-2.0", "https://www.mozilla.org/MPL/2.0/"),
    ("OFL-1.1", "https://openfontlicense.org/"),
    ("Unlicense", "https://unlicense.org/"),
    ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
];

/// GNU's, by how their names begin.
const GNU: &[(&str, &str)] = &[
    ("GFDL-1.1", "https://www.gnu.org/licenses/old-licenses/fdl-1.1.html"),
    ("GFDL-1.2", "https://www.gnu.org/licenses/old-licenses/fdl-1.2.html"),
    ("GFDL-1.3", "https://www.gnu.org/licenses/fdl-1.3.html"),
    ("AGPL-3.0", "https://www.gnu.org/licenses/agpl-3.0.html"),
    ("LGPL-3.0", "https://www.gnu.org/licenses/lgpl-3.0.html"),
    ("GPL-2.0", "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html"),
    ("GPL-3.0", "https://www.gnu.org/licenses/gpl-3.0.html"),
];

/// A licence by its SPDX expression, in the page's language. What is no expression is shown as it
/// is written.
pub(super) fn licence<'a>(expression: &'a str, strings: &Strings) -> Licence<'a> {
    if !licence::is_known(expression) {
        let text = expression.trim();
        return Licence { name: text.into(), parts: vec![LicencePart { text: text.into(), href: None }] };
    }
    let language = strings.tag().split('-').next().unwrap_or("en");
    let parts = licence::parts(expression);
    let mut shown: Vec<LicencePart<'a>> = Vec::with_capacity(parts.len());
    for part in parts {
        shown.push(match part {
            ExpressionPart::CreativeCommons(licence) => creative_commons(&licence, language),
            ExpressionPart::Known(name) => known(name, language),
            ExpressionPart::Own(name) => {
                let name = name.rsplit_once("LicenseRef-").map_or(name, |(_, name)| name);
                LicencePart { text: name.into(), href: None }
            }
            ExpressionPart::Unknown(name) => LicencePart { text: name.into(), href: None },
            ExpressionPart::Operator(operator) => {
                let word = match operator {
                    Operator::Or => "licence_or",
                    Operator::And => "licence_and",
                    Operator::With => "licence_with",
                };
                LicencePart { text: format!(" {} ", strings.get(word)).into(), href: None }
            }
            ExpressionPart::Open => LicencePart { text: "(".into(), href: None },
            ExpressionPart::Close => LicencePart { text: ")".into(), href: None },
        });
    }
    let name = shown.iter().map(|part| part.text.as_ref()).collect::<String>();
    Licence { name: name.into(), parts: shown }
}

fn creative_commons(licence: &CreativeCommons, language: &str) -> LicencePart<'static> {
    let CreativeCommons { terms, version, jurisdiction } = licence;
    let place = jurisdiction.as_deref();
    let name = format!("CC {} {version}", terms.to_ascii_uppercase());
    let text = place.map_or_else(|| name.clone(), |place| format!("{name} {}", place.to_ascii_uppercase()));
    let path = place.map_or_else(String::new, |place| format!("{place}/"));
    let href = format!("https://creativecommons.org/licenses/{terms}/{version}/{path}deed.{language}");
    LicencePart { text: text.into(), href: Some(href.into()) }
}

fn known<'a>(name: &'a str, language: &str) -> LicencePart<'a> {
    let text = match name {
        "CC0-1.0" => "CC0 1.0",
        "CC-PDM-1.0" => "CC PDM 1.0",
        name => name,
    };
    LicencePart { text: text.into(), href: Some(address(name, language).into()) }
}

/// The address of a licence's text; for one that is not met in lessons, SPDX's own copy.
fn address(name: &str, language: &str) -> String {
    match name {
        "CC0-1.0" => return format!("https://creativecommons.org/publicdomain/zero/1.0/deed.{language}"),
        "CC-PDM-1.0" => return format!("https://creativecommons.org/publicdomain/mark/1.0/deed.{language}"),
        "LAL-1.3" if language == "fr" => return "https://artlibre.org/licence/lal/".to_owned(),
        "LAL-1.3" => return "https://artlibre.org/licence/lal/en/".to_owned(),
        _ => {}
    }
    let text = TEXTS.iter().find(|(known, _)| *known == name);
    let gnu = || {
        GNU.iter()
            .find(|(known, _)| name.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
    };
    match text.or_else(gnu) {
        Some((_, address)) => (*address).to_owned(),
        None => format!("https://spdx.org/licenses/{name}.html"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french() -> Strings {
        Strings::parse("fr-CA", include_str!("../../themes/palier/strings/fr.toml")).unwrap()
    }

    #[test]
    fn a_licence_reads_as_people_say_it_and_leads_to_its_text() {
        let strings = french();
        let shown = |expression| {
            let licence = licence(expression, &strings);
            (licence.name.into_owned(), licence.parts.into_iter().filter_map(|part| part.href).collect::<Vec<_>>())
        };
        for (expression, name, href) in [
            ("CC-BY-SA-4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.fr"),
            ("cc-by-nc-2.5-ca", "CC BY-NC 2.5 CA", "https://creativecommons.org/licenses/by-nc/2.5/ca/deed.fr"),
            ("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.fr"),
            ("LAL-1.3", "LAL-1.3", "https://artlibre.org/licence/lal/"),
            ("GFDL-1.3-or-later", "GFDL-1.3-or-later", "https://www.gnu.org/licenses/fdl-1.3.html"),
            ("0BSD", "0BSD", "https://spdx.org/licenses/0BSD.html"),
        ] {
            assert_eq!(shown(expression), (name.to_owned(), vec![href.into()]));
        }
        assert_eq!(shown("(MIT OR Apache-2.0) AND LicenseRef-école").0, "(MIT ou Apache-2.0) et école");
        assert_eq!(shown("Tous droits réservés"), ("Tous droits réservés".to_owned(), vec![]));
    }
}
