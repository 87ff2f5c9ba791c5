//! How a style writes names where it cites.

use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, NameForm};

use super::elements::reached;

/// Where all names of a citation are family names alone: what given names would be written with, if they
/// were (“A.”), where that is not in full.
pub fn short_names(style: &IndependentStyle) -> Option<Option<String>> {
    let inherited = style.settings.options.apply(&style.citation.name_options);
    let mut initials = None;
    for element in reached(style, &style.citation.layout.elements) {
        let LayoutRenderingElement::Names(names) = element else { continue };
        let options = inherited.apply(&names.options());
        let name = names.name().cloned().unwrap_or_default();
        let options = name.options(&options);
        if options.form != NameForm::Short {
            return None;
        }
        initials.get_or_insert_with(|| options.initialize_with.filter(|_| options.initialize).map(str::to_owned));
    }
    initials
}
