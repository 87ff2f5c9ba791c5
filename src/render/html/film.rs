//! Films of other hosts: a card that loads nothing of theirs, until a reader asks for the film.

use super::writer::Writer;
use super::{Label, escape};
use crate::film::Film;
use crate::parse::document::Link;

impl Writer<'_> {
    /// A film of another host: a card where it is a figure, else a link to its page.
    pub(super) fn film(&mut self, index: usize, link: &Link) {
        let in_figure = self.html.ends_with("<figure>\n");
        let name = self.alt(link);
        let film = link.film();
        let page = film.as_ref().map_or(link.address.as_str(), |film| &film.page);
        match film.as_ref().filter(|_| in_figure) {
            Some(film) => self.film_card(film, &name),
            None if self.linked || self.context.href(index).is_none() => escape::text(&mut self.html, &name),
            None => {
                self.push("<a");
                self.address("href", page);
                self.push(">");
                escape::text(&mut self.html, if name.is_empty() { page } else { &name });
                self.push("</a>");
            }
        }
    }

    /// What a film is called and where it is from; without a script, or on paper, the way there.
    fn film_card(&mut self, film: &Film, name: &str) {
        self.push("<div class=\"pal-film\">\n<p class=\"pal-film-title\">");
        escape::text(&mut self.html, name);
        self.push("</p>\n");
        let plays = self.context.plays_films();
        if plays {
            let from = self.context.label(Label::FilmFrom(&film.host));
            self.push("<p class=\"pal-film-from\">");
            escape::text(&mut self.html, &from);
            self.push("</p>\n");
        }
        self.push("<p class=\"pal-film-ways\">");
        if plays {
            let watch = self.context.label(Label::FilmWatch);
            self.push("<button class=\"pal-scripted\" type=\"button\"");
            self.address("data-film", &film.player);
            self.attribute("data-title", name);
            let label = format!("{watch}{}{name}", self.context.label(Label::Colon));
            self.attribute("aria-label", &label);
            self.push(">");
            escape::text(&mut self.html, &watch);
            self.push("</button> ");
        }
        let open = self.context.label(Label::FilmOpen(&film.host));
        self.push("<a");
        self.address("href", &film.page);
        self.push(">");
        escape::text(&mut self.html, &open);
        self.push("</a></p>\n");
        if plays {
            let offline = self.context.label(Label::FilmOffline);
            self.push("<p class=\"pal-film-told\" role=\"status\"");
            self.attribute("data-offline", &offline);
            self.push("></p>\n");
        }
        self.push("</div>");
    }
}
