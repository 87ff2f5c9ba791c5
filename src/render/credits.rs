//! Credits of images, as pages show them.

use crate::config::Config;
use crate::locale::Locale;
use crate::model::ShownCredit;
use crate::render::html::escape;
use crate::render::licence::licence;
use crate::theme::Strings;

/// A credit as HTML, in a text of that language: what the image is called, who made it, its licence. The first of these leads to
/// the page that the image is from.
pub(super) fn html(credit: &ShownCredit<'_>, config: &Config, strings: &Strings, locale: Locale) -> String {
    let words = |(text, own): (&str, Locale)| {
        let text = escape(&config.set(text, own));
        match own == locale {
            true => text,
            false => format!("<span lang=\"{}\">{text}</span>", escape(&config.language(own).tag)),
        }
    };
    let host = |source: &str| {
        let host = source.split("//").nth(1).unwrap_or(source).split('/').next().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    };
    let mut parts: Vec<String> = credit.title.into_iter().chain(credit.author).map(words).collect();
    if let Some(source) = credit.source {
        let first = if parts.is_empty() { escape(&host(source)) } else { parts.remove(0) };
        parts.insert(0, format!("<a href=\"{}\">{first}</a>", escape(source)));
    }
    if let Some(license) = credit.license {
        let parts_of = licence(license, strings).parts.into_iter().map(|part| {
            let text = escape(&part.text);
            match part.href {
                Some(href) => format!("<a class=\"pal-bare\" rel=\"license\" href=\"{}\">{text}</a>", escape(&href)),
                None => text,
            }
        });
        parts.push(parts_of.collect());
    }
    parts.join(&escape(strings.get("list_separator")))
}
