//! How a style writes names where it cites.

use std::collections::HashSet;

use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, NameForm, Text, TextTarget};

use super::narrowed::children;

/// Where all names of a citation are family names alone: what given names would be written with, if they
/// were (“A.”), where that is not in full.
pub fn short_names(style: &IndependentStyle) -> Option<Option<String>> {
    let inherited = style.settings.options.apply(&style.citation.name_options);
    let mut initials = None;
    let mut called = HashSet::new();
    let mut left: Vec<&LayoutRenderingElement> = style.citation.layout.elements.iter().collect();
    while let Some(element) = left.pop() {
        left.extend(children(element));
        if let LayoutRenderingElement::Text(Text { target: TextTarget::Macro { name }, .. }) = element
            && called.insert(name)
        {
            left.extend(style.macros.iter().filter(|part| part.name == *name).flat_map(|part| &part.children));
        }
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
