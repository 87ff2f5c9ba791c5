//! Names as BibTeX and BibLaTeX both have them. (BibLaTeX's form in named parts says more, and stops BibTeX.)

use crate::parse::persons;
use crate::render::export::item::{CreatorName, joined};
use crate::render::export::latex::escaped;

/// The names of a field.
pub(super) fn written(names: &[CreatorName]) -> String {
    names.iter().map(person).collect::<Vec<_>>().join(" and ")
}

/// “de Beauvoir, Simone”. An organisation is in braces of its own, and so is a part that would be
/// read as several.
fn person(name: &CreatorName) -> String {
    let (particle, dropping, family, given, suffix) = match name {
        CreatorName::Whole(whole) => return format!("{{{}}}", escaped(whole)),
        CreatorName::Parts { particle, dropping, family, given, suffix, .. } => {
            (particle, dropping, family, given, suffix)
        }
    };
    let prefix = dropping.iter().chain(particle);
    let is_several = is_cut(family) || has_particle(family);
    let Some(given) = given else {
        // A name without a given name is one word, or in braces.
        let whole = escaped(&joined(prefix.chain([family]).chain(suffix)));
        let is_one = suffix.is_none() && !is_several && !family.contains(' ') && family != "others";
        return if is_one { whole } else { format!("{{{whole}}}") };
    };
    let family = if is_several { format!("{{{}}}", escaped(family)) } else { escaped(family) };
    let rest = suffix.iter().chain([given]);
    let rest = rest.map(|part| if is_cut(part) { format!("{{{}}}", escaped(part)) } else { escaped(part) });
    let parts: Vec<String> =
        std::iter::once(joined(prefix.map(|part| escaped(part)).chain([family]))).chain(rest).collect();
    parts.join(", ")
}

/// Whether a part of a name would be read as several.
fn is_cut(part: &str) -> bool {
    part.contains([',', '='])
        || persons::has_joint(part)
        || part.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"))
}

/// Whether a family name would be read as one with a particle.
fn has_particle(family: &str) -> bool {
    family.starts_with(char::is_lowercase) && family.contains([' ', '’', '\'', '-'])
}
