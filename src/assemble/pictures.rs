//! Images that browsers couldn't show, reported at the first text that shows them.

use crate::assemble::links::Resolver;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Message, message};
use crate::model::Translation;
use crate::parse::document::{Link, LinkKind};
use crate::rule::Rule;
use crate::source::{AssetFile, Flaw};

impl Resolver<'_> {
    /// Reports an image that browsers wouldn't show. A file to download may be in any format.
    pub(super) fn report_flaw(&mut self, from: &Translation, link: &Link, asset: &AssetFile) {
        let Some(flaw) = asset.flaw.filter(|flaw| link.kind.is_shown() && concerns(*flaw, link)) else {
            return self.report_misnamed(from, link, asset);
        };
        if !self.told.insert(asset.path.clone()) {
            return;
        }
        let name = asset.path.file_name();
        let message = said(flaw, name);
        let fault = Diagnostic::new(Rule::UnreadableImage, Place::new(&from.path, &link.span), message);
        self.diagnostics.push(fault.help(help(flaw, name, link)));
    }

    /// Reports an image that browsers show, though its name says another format: other programs wouldn't open it.
    fn report_misnamed(&mut self, from: &Translation, link: &Link, asset: &AssetFile) {
        let Some(extension) = asset.misnamed.filter(|_| link.kind.is_shown()) else { return };
        if !self.told.insert(asset.path.clone()) {
            return;
        }
        let format = extension.to_ascii_uppercase();
        let message = message!("misnamed-image.message", name = asset.path.file_name(), format = format);
        let fault = Diagnostic::new(Rule::MisnamedImage, Place::new(&from.path, &link.span), message);
        self.diagnostics.push(fault.help(message!("misnamed-image.help", suggested = named(link, extension))));
    }
}

/// Whether a flaw matters in the way that the link shows the file: `<object>` shows a PDF, and `<picture>` offers
/// formats that few browsers know beside those that all do.
fn concerns(flaw: Flaw, link: &Link) -> bool {
    match flaw {
        Flaw::Format(format) => link.kind == LinkKind::Image || matches!(format, "HEIC" | "TIFF"),
        _ => true,
    }
}

fn said(flaw: Flaw, name: &str) -> Message {
    match flaw {
        Flaw::Empty => message!("unreadable-image.empty", name = name),
        Flaw::CutOff => message!("unreadable-image.cut-off", name = name),
        Flaw::Format(format) => message!("unreadable-image.format", name = name, format = format),
        Flaw::Misnamed(extension) => {
            message!("unreadable-image.misnamed", name = name, format = extension.to_ascii_uppercase())
        }
        Flaw::WebPage => message!("unreadable-image.web-page", name = name),
        Flaw::NoNamespace => message!("unreadable-image.no-namespace", name = name),
        Flaw::Malformed(line) => message!("unreadable-image.malformed", name = name, line = line.to_string()),
        Flaw::Compressed => message!("unreadable-image.compressed", name = name),
        Flaw::Unknown => message!("unreadable-image.unknown", name = name),
    }
}

fn help(flaw: Flaw, name: &str, link: &Link) -> Message {
    match flaw {
        Flaw::Empty | Flaw::CutOff => message!("unreadable-image.help-again"),
        Flaw::Format("PDF") => {
            let suggested = format!("[{}]({})", link.alt, link.address);
            message!("unreadable-image.help-pdf", suggested = suggested)
        }
        Flaw::Format(_) => message!("unreadable-image.help-format", suggested = named(link, "jpg")),
        Flaw::Misnamed(extension) => message!("unreadable-image.help-misnamed", suggested = named(link, extension)),
        Flaw::WebPage => message!("unreadable-image.help-web-page"),
        Flaw::NoNamespace => message!("unreadable-image.help-no-namespace", name = name),
        Flaw::Malformed(_) => message!("unreadable-image.help-malformed"),
        Flaw::Compressed => message!("unreadable-image.help-compressed", suggested = named(link, "svg")),
        Flaw::Unknown => message!("unreadable-image.help-unknown"),
    }
}

/// The address of a link, with another extension.
fn named(link: &Link, extension: &str) -> String {
    let path = &link.address[..link.address.len() - link.part().len()];
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    format!("{stem}.{extension}{}", link.part())
}
