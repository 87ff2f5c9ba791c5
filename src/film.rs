//! Films on the hosts that are known: what an address that an author copies there leads to, and what frames the film.
//!
//! No host is asked: an address says all of it.

/// A film on a host that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Film {
    /// The address of its player, for a frame. It tracks as little as the host lets it.
    pub player: String,
    /// The address of its page.
    pub page: String,
    /// The host as a reader knows it: `youtube.com`.
    pub host: String,
}

/// Why an address of a host that is known shows no film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `http:`; the address to write.
    Insecure(String),
    /// A list of films.
    Playlist,
    /// A film whose host lets nobody frame it without an account's player.
    NeedsPlayer,
    /// Something else: a channel, a search, an id that is cut off; how an address of a film looks.
    NoFilm(&'static str),
}

impl Film {
    /// The host that its player comes from, with its port, as a security policy names it.
    pub fn origin(&self) -> &str {
        let rest = self.player.strip_prefix("https://").unwrap_or(&self.player);
        rest.split('/').next().unwrap_or_default()
    }
}

/// An address, cut at its parts.
struct Parts<'a> {
    host: String,
    segments: Vec<&'a str>,
    query: &'a str,
    fragment: &'a str,
}

impl<'a> Parts<'a> {
    /// The parts of a web address, and whether it is encrypted; `None` if it isn't one.
    fn of(address: &'a str) -> Option<(Self, bool)> {
        let (scheme, rest) = address.split_once("://")?;
        let is_secure = scheme.eq_ignore_ascii_case("https");
        if !is_secure && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        // It becomes a part of the security policy, where a space or a `;` would begin something else.
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':');
        if !host.contains('.') || !host.bytes().all(fits) {
            return None;
        }
        let segments = path.split('/').filter(|segment| !segment.is_empty()).collect();
        Some((Self { host: host.to_ascii_lowercase(), segments, query, fragment }, is_secure))
    }

    /// The host without what says only that it is the web’s or a phone’s.
    fn name(&self) -> &str {
        let name = self.host.as_str();
        name.strip_prefix("www.").or_else(|| name.strip_prefix("m.")).unwrap_or(name)
    }

    /// A value of the query.
    fn value(&self, name: &str) -> Option<&'a str> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).find(|value| !value.is_empty())
    }
}

/// The film at an address, or why there is none; `None` if the address is of no host that is known.
pub fn at(address: &str) -> Option<Result<Film, Fault>> {
    let (parts, is_secure) = Parts::of(address)?;
    let found = match parts.name() {
        "youtube.com" | "youtube-nocookie.com" | "youtu.be" => youtube(&parts),
        "vimeo.com" | "player.vimeo.com" => vimeo(&parts),
        "dailymotion.com" | "geo.dailymotion.com" | "dai.ly" => dailymotion(&parts),
        _ => peertube(&parts)?,
    };
    Some(match found {
        Ok(_) if !is_secure => Err(Fault::Insecure(format!("https://{}", &address["http://".len()..]))),
        found => found,
    })
}

/// YouTube, by its host that sets no cookie before the film is played.
fn youtube(parts: &Parts<'_>) -> Result<Film, Fault> {
    const LOOK: &str = "https://www.youtube.com/watch?v=…";
    let id = match (parts.name(), parts.segments.as_slice()) {
        ("youtu.be", [id]) => Some(*id),
        ("youtu.be", _) => None,
        (_, ["watch"]) => parts.value("v"),
        (_, ["embed", "videoseries"] | ["playlist"]) => None,
        (_, ["embed" | "shorts" | "live" | "v", id]) => Some(*id),
        _ => None,
    };
    let is_id = |id: &&str| id.len() == 11 && id.bytes().all(is_of_id);
    let Some(id) = id.filter(is_id) else {
        return Err(if parts.value("list").is_some() { Fault::Playlist } else { Fault::NoFilm(LOOK) });
    };
    let start = ["t", "start"].into_iter().find_map(|name| seconds(parts.value(name)?));
    let (from, at) = match start {
        Some(start) => (format!("&start={start}"), format!("&t={start}s")),
        None => (String::new(), String::new()),
    };
    Ok(Film {
        player: format!("https://www.youtube-nocookie.com/embed/{id}?autoplay=1{from}"),
        page: format!("https://www.youtube.com/watch?v={id}{at}"),
        host: "youtube.com".to_owned(),
    })
}

/// Vimeo, asked not to track (`dnt`).
fn vimeo(parts: &Parts<'_>) -> Result<Film, Fault> {
    const LOOK: &str = "https://vimeo.com/123456789";
    let is_number = |text: &str| !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (id, key) = match parts.segments.as_slice() {
        ["showcase" | "album", ..] => return Err(Fault::Playlist),
        ["video", id] => (*id, parts.value("h")),
        [id] => (*id, parts.value("h")),
        // A film that only those see who have its address.
        [id, key] if is_number(id) => (*id, Some(*key)),
        ["channels", _, id] | ["groups", _, "videos", id] => (*id, None),
        _ => return Err(Fault::NoFilm(LOOK)),
    };
    let key = key.filter(|key| key.bytes().all(is_of_id));
    if !is_number(id) {
        return Err(Fault::NoFilm(LOOK));
    }
    let start = parts.fragment.strip_prefix("t=").and_then(seconds);
    let start = start.map(|start| format!("#t={start}s")).unwrap_or_default();
    Ok(Film {
        player: match key {
            Some(key) => format!("https://player.vimeo.com/video/{id}?h={key}&dnt=1&autoplay=1{start}"),
            None => format!("https://player.vimeo.com/video/{id}?dnt=1&autoplay=1{start}"),
        },
        page: match key {
            Some(key) => format!("https://vimeo.com/{id}/{key}{start}"),
            None => format!("https://vimeo.com/{id}{start}"),
        },
        host: "vimeo.com".to_owned(),
    })
}

/// Dailymotion, which answers frames only that name the player of an account.
fn dailymotion(parts: &Parts<'_>) -> Result<Film, Fault> {
    const LOOK: &str = "https://www.dailymotion.com/video/…";
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(is_of_id);
    match (parts.name(), parts.segments.as_slice()) {
        ("geo.dailymotion.com", ["player", player]) if player.strip_suffix(".html").is_some_and(is_id) => {
            let Some(id) = parts.value("video").filter(|id| is_id(id)) else {
                return Err(if parts.value("playlist").is_some() { Fault::Playlist } else { Fault::NoFilm(LOOK) });
            };
            Ok(Film {
                player: format!("https://geo.dailymotion.com/player/{player}?video={id}"),
                page: format!("https://www.dailymotion.com/video/{id}"),
                host: "dailymotion.com".to_owned(),
            })
        }
        (_, ["playlist", ..]) => Err(Fault::Playlist),
        ("dai.ly", [_]) | (_, ["video", _] | ["embed", "video", _] | ["player.html"]) => Err(Fault::NeedsPlayer),
        _ => Err(Fault::NoFilm(LOOK)),
    }
}

/// PeerTube, on any host: by how it makes its addresses. Its player is asked to take films from the host alone, and not
/// from those who watch (`p2p`).
fn peertube(parts: &Parts<'_>) -> Option<Result<Film, Fault>> {
    let id = match parts.segments.as_slice() {
        ["w", "p", id] | ["videos", "watch", "playlist", id] if is_peertube_id(id) => {
            return Some(Err(Fault::Playlist));
        }
        ["w", id] | ["videos", "watch" | "embed", id] if is_peertube_id(id) => *id,
        _ => return None,
    };
    let host = &parts.host;
    let start = parts.value("start").and_then(seconds).map(|start| format!("&start={start}s")).unwrap_or_default();
    let at = start.strip_prefix('&').map(|start| format!("?{start}")).unwrap_or_default();
    Some(Ok(Film {
        player: format!("https://{host}/videos/embed/{id}?p2p=0&autoplay=1{start}"),
        page: format!("https://{host}/w/{id}{at}"),
        host: parts.name().to_owned(),
    }))
}

/// A UUID, or its short form of 22 letters and digits.
fn is_peertube_id(id: &str) -> bool {
    match id.len() {
        22 => id.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        36 => id.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        }),
        _ => false,
    }
}

fn is_of_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// `75`, `75s`, `1m15s` in seconds.
fn seconds(text: &str) -> Option<u32> {
    let (mut total, mut number) = (0_u32, String::new());
    for letter in text.chars() {
        let unit = match letter {
            '0'..='9' => {
                number.push(letter);
                continue;
            }
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.checked_add(number.parse::<u32>().ok()?.checked_mul(unit)?)?;
        number.clear();
    }
    if !number.is_empty() {
        total = total.checked_add(number.parse().ok()?)?;
    }
    (total > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn player(address: &str) -> String {
        at(address).unwrap().unwrap().player
    }

    #[test]
    fn each_form_of_an_address_leads_to_its_player() {
        for address in [
            "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "https://m.youtube.com/watch?list=PL1&v=aqz-KE-bpKQ",
            "https://youtu.be/aqz-KE-bpKQ?si=abc",
            "https://youtube.com/shorts/aqz-KE-bpKQ",
            "https://www.youtube.com/live/aqz-KE-bpKQ",
            "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
        ] {
            assert_eq!(player(address), "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1", "{address}");
        }
        assert!(player("https://youtu.be/aqz-KE-bpKQ?t=1m15s").ends_with("?autoplay=1&start=75"));
        for (address, expected) in [
            ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
            ("https://vimeo.com/76979871/ab12", "https://player.vimeo.com/video/76979871?h=ab12&dnt=1&autoplay=1"),
            (
                "https://player.vimeo.com/video/76979871?h=ab12#t=90",
                "https://player.vimeo.com/video/76979871?h=ab12&dnt=1&autoplay=1#t=90s",
            ),
            (
                "https://vimeo.com/channels/staffpicks/76979871",
                "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1",
            ),
            (
                "https://tube.example:8443/w/9dRFC6Ya11NCVeYKn8ZhiD?start=10s",
                "https://tube.example:8443/videos/embed/9dRFC6Ya11NCVeYKn8ZhiD?p2p=0&autoplay=1&start=10s",
            ),
            (
                "https://tube.example/videos/watch/52a10666-3a18-4e73-93da-e8d3c12c305a",
                "https://tube.example/videos/embed/52a10666-3a18-4e73-93da-e8d3c12c305a?p2p=0&autoplay=1",
            ),
            (
                "https://geo.dailymotion.com/player/xa1b2.html?video=x84sh87",
                "https://geo.dailymotion.com/player/xa1b2.html?video=x84sh87",
            ),
        ] {
            assert_eq!(player(address), expected, "{address}");
        }
    }

    #[test]
    fn a_film_says_where_it_is_from() {
        let film = at("https://WWW.Tube.example:8443/videos/embed/9dRFC6Ya11NCVeYKn8ZhiD").unwrap().unwrap();
        assert_eq!((film.host.as_str(), film.origin()), ("tube.example:8443", "www.tube.example:8443"));
        assert_eq!(film.page, "https://www.tube.example:8443/w/9dRFC6Ya11NCVeYKn8ZhiD");
        let film = at("https://youtu.be/aqz-KE-bpKQ").unwrap().unwrap();
        assert_eq!((film.host.as_str(), film.origin()), ("youtube.com", "www.youtube-nocookie.com"));
        assert_eq!(film.page, "https://www.youtube.com/watch?v=aqz-KE-bpKQ");
    }

    #[test]
    fn what_is_no_film_says_why() {
        let look = "https://www.youtube.com/watch?v=…";
        for (address, fault) in [
            ("https://www.youtube.com/@chaine", Fault::NoFilm(look)),
            ("https://www.youtube.com/watch?v=court", Fault::NoFilm(look)),
            ("https://www.youtube.com/", Fault::NoFilm(look)),
            ("https://www.youtube.com/playlist?list=PL1", Fault::Playlist),
            ("https://www.youtube.com/embed/videoseries?list=PL1", Fault::Playlist),
            ("https://vimeo.com/showcase/12", Fault::Playlist),
            ("https://vimeo.com/user12", Fault::NoFilm("https://vimeo.com/123456789")),
            ("https://www.dailymotion.com/video/x84sh87", Fault::NeedsPlayer),
            ("https://geo.dailymotion.com/player/xa.html?playlist=x1", Fault::Playlist),
            ("https://tube.example/w/p/9dRFC6Ya11NCVeYKn8ZhiD", Fault::Playlist),
            ("http://youtu.be/aqz-KE-bpKQ", Fault::Insecure("https://youtu.be/aqz-KE-bpKQ".to_owned())),
        ] {
            assert_eq!(at(address), Some(Err(fault)), "{address}");
        }
    }

    #[test]
    fn other_addresses_are_of_no_host_that_is_known() {
        for address in [
            "film.mp4",
            "https://example.org/watch?v=aqz-KE-bpKQ",
            "https://example.org/w/photo",
            "https://youtube.com.example.org/watch?v=aqz-KE-bpKQ",
            "https://tube.example; script-src */w/9dRFC6Ya11NCVeYKn8ZhiD",
            "javascript:alert(1)//youtu.be/aqz-KE-bpKQ",
            "//youtu.be/aqz-KE-bpKQ",
            "https://u@youtu.be/aqz-KE-bpKQ",
        ] {
            assert_eq!(at(address), None, "{address}");
        }
    }

    #[test]
    fn a_time_is_read_in_seconds() {
        assert_eq!(
            ["75", "75s", "1m15s", "1h", "0", "x", "", "99999999999"].map(seconds),
            [Some(75), Some(75), Some(75), Some(3600), None, None, None, None]
        );
    }
}
