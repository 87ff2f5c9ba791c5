//! A work of Hayagriva's YAML, with its parents → fields of CSL.

use hayagriva::Entry as Work;
use hayagriva::types::{ChunkKind, ChunkedString, Date, EntryType, FormatString, MaybeTyped, Person, PersonRole};
use serde_json::{Map, Value, json};

use super::Places;
use crate::parse::csl::Field;
use crate::source::Span;

/// CSL's roles, with hayagriva's for persons who did the same. Persons in roles that styles ignore are contributors.
const ROLES: [(&str, PersonRole); 11] = [
    ("compiler", PersonRole::Compiler),
    ("composer", PersonRole::Composer),
    ("director", PersonRole::Director),
    ("executive-producer", PersonRole::ExecutiveProducer),
    ("illustrator", PersonRole::Illustrator),
    ("narrator", PersonRole::Narrator),
    ("performer", PersonRole::CastMember),
    ("producer", PersonRole::Producer),
    ("script-writer", PersonRole::Writer),
    ("series-creator", PersonRole::Founder),
    ("translator", PersonRole::Translator),
];

const CONTRIBUTORS: [PersonRole; 7] = [
    PersonRole::Collaborator,
    PersonRole::Afterword,
    PersonRole::Foreword,
    PersonRole::Introduction,
    PersonRole::Annotator,
    PersonRole::Commentator,
    PersonRole::Cinematography,
];

/// Works that hold others, the likelier first: the parent of an article is rather the proceedings than
/// the conference.
const CONTAINERS: [EntryType; 19] = [
    EntryType::Book,
    EntryType::Proceedings,
    EntryType::Anthology,
    EntryType::Periodical,
    EntryType::Newspaper,
    EntryType::Reference,
    EntryType::Report,
    EntryType::Thread,
    EntryType::Post,
    EntryType::Blog,
    EntryType::Video,
    EntryType::Audio,
    EntryType::Performance,
    EntryType::Artwork,
    EntryType::Thesis,
    EntryType::Article,
    EntryType::Entry,
    EntryType::Web,
    EntryType::Misc,
];

/// Works that are volumes of their own: their parent is a series.
const VOLUMES: [EntryType; 5] =
    [EntryType::Book, EntryType::Anthology, EntryType::Proceedings, EntryType::Reference, EntryType::Thesis];

/// What people come together for.
const EVENTS: [EntryType; 2] = [EntryType::Conference, EntryType::Exhibition];

/// The fields of the work whose key is at `at`, and its own fields at their places.
pub(super) fn fields(work: &Work, at: &Span, places: &Places) -> Vec<Field> {
    let mut fields = Fields { fields: Vec::new(), at, places };
    let all = lineage(work);
    let kind = kind(work);
    let container = container(work);
    let series = series(work, container);
    fields.put("type", "type", Some(kind.into()));
    fields.titles(work, container, series, kind);
    fields.persons(work, container, series);
    fields.dates(work, &all);
    fields.numbers(work, container, series, &all);
    fields.publication(work, &all, kind);
    fields.addresses(work, &all);
    fields.fields
}

/// A work and its parents, the nearer first.
fn lineage(work: &Work) -> Vec<&Work> {
    let mut all = vec![work];
    let mut next = 0;
    while let Some(work) = all.get(next) {
        all.extend(work.parents());
        next += 1;
    }
    all
}

fn is_in(work: &Work, types: &[EntryType]) -> bool {
    parent(work, types).is_some()
}

/// The first of a work's parents that is of one of the types, in their order.
fn parent<'w>(work: &'w Work, types: &[EntryType]) -> Option<&'w Work> {
    types.iter().find_map(|wanted| work.parents().iter().find(|parent| parent.entry_type() == wanted))
}

/// What CSL calls it.
fn kind(work: &Work) -> &'static str {
    use EntryType as T;
    match work.entry_type() {
        T::Article if is_in(work, &[T::Book, T::Anthology]) => "chapter",
        T::Article if is_in(work, &[T::Proceedings]) => "paper-conference",
        T::Article if is_in(work, &[T::Conference]) => "speech",
        T::Article if is_in(work, &[T::Periodical]) => "article-journal",
        T::Article if is_in(work, &[T::Newspaper]) => "article-newspaper",
        T::Article if is_in(work, &[T::Blog]) => "post-weblog",
        T::Article | T::Entry if is_in(work, &[T::Reference]) => "entry-encyclopedia",
        T::Article | T::Entry if is_in(work, &[T::Web]) => "webpage",
        T::Article | T::Web | T::Misc if is_in(work, &[T::Thread]) => "post",
        T::Article if is_in(work, &[T::Report]) => "report",
        T::Article => "article",
        T::Chapter if is_in(work, &[T::Reference]) => "entry-encyclopedia",
        T::Chapter | T::Anthos => "chapter",
        T::Entry => "entry",
        T::Report => "report",
        T::Thesis => "thesis",
        T::Web | T::Misc if is_in(work, &[T::Blog]) => "post-weblog",
        T::Web | T::Blog | T::Thread => "webpage",
        T::Scene if is_in(work, &[T::Performance]) => "performance",
        T::Artwork if is_in(work, &[T::Article]) => "figure",
        T::Artwork => "graphic",
        T::Patent => "patent",
        T::Case => "legal_case",
        T::Newspaper | T::Periodical => "periodical",
        T::Legislation => "legislation",
        T::Manuscript => "manuscript",
        T::Post => "post",
        T::Performance => "performance",
        T::Proceedings | T::Book | T::Reference | T::Anthology => "book",
        T::Conference | T::Exhibition => "event",
        T::Repository => "software",
        T::Audio if is_in(work, &[T::Book, T::Periodical, T::Reference]) => "musical_score",
        T::Scene | T::Video | T::Audio if is_in(work, &[T::Video, T::Audio]) => "broadcast",
        T::Scene | T::Video => "motion_picture",
        T::Audio => "song",
        T::Misc if work.url().is_some() => "webpage",
        _ => "document",
    }
}

/// What a work is a part of; a volume is a part of nothing but its series.
fn container(work: &Work) -> Option<&Work> {
    if VOLUMES.contains(work.entry_type()) { None } else { parent(work, &CONTAINERS) }
}

/// The series that a work, or its container, is a volume of.
fn series<'w>(work: &'w Work, container: Option<&'w Work>) -> Option<&'w Work> {
    let volume = [Some(work), container].into_iter().flatten().find(|work| VOLUMES.contains(work.entry_type()))?;
    let types = [*volume.entry_type(), EntryType::Anthology, EntryType::Book, EntryType::Periodical, EntryType::Misc];
    parent(volume, &types).filter(|series| series.title().is_some())
}

/// The first that `find` finds in a work, then in its parents, and so on; but nothing beyond a volume: that
/// is its series'.
fn upwards<'w, T>(work: Option<&'w Work>, find: impl Fn(&'w Work) -> Option<T>) -> Option<T> {
    let mut next = work;
    while let Some(work) = next {
        if let Some(found) = find(work) {
            return Some(found);
        }
        next = work.parents().first().filter(|_| !VOLUMES.contains(work.entry_type()));
    }
    None
}

struct Fields<'p> {
    fields: Vec<Field>,
    at: &'p Span,
    places: &'p Places,
}

impl Fields<'_> {
    /// Adds a field that is read from the one of that name.
    fn put(&mut self, key: &str, from: &str, value: Option<Value>) {
        let Some(value) = value else { return };
        let at = self.places.get(from).unwrap_or(self.at).clone();
        self.fields.push(Field { key: key.to_owned(), key_at: at.clone(), value, at });
    }

    fn titles(&mut self, work: &Work, container: Option<&Work>, series: Option<&Work>, kind: &str) {
        self.put("title", "title", work.title().map(long));
        self.put("title-short", "title", work.title().and_then(short));
        // A law's collection and an event have fields of their own.
        let title = upwards(container, Work::title);
        self.put("container-title", "parent", title.map(long));
        self.put("container-title-short", "parent", title.and_then(short));
        self.put("collection-title", "parent", series.and_then(Work::title).map(long));
        let event = parent(work, &EVENTS);
        self.put("event-title", "parent", event.and_then(Work::title).map(plain));
        let happens = |work: &&Work| EVENTS.contains(work.entry_type()) || kind == "performance";
        let place = event.or_else(|| Some(work).filter(happens)).and_then(Work::location);
        self.put("event-place", "location", place.map(plain));
        self.put("source", "parent", parent(work, &[EntryType::Repository]).and_then(Work::title).map(plain));
    }

    fn persons(&mut self, work: &Work, container: Option<&Work>, series: Option<&Work>) {
        let holders = || with_roles(Some(work), &[PersonRole::Holder]);
        self.put("author", "author", names(work.authors()).or_else(holders));
        let editors = names(work.editors()).or_else(|| upwards(container, |work| names(work.editors())));
        self.put("editor", "editor", editors);
        self.put("container-author", "parent", upwards(container, |work| names(work.authors())));
        self.put("collection-editor", "parent", series.and_then(|series| names(series.editors())));
        for (key, role) in ROLES {
            let of = |work| with_roles(Some(work), std::slice::from_ref(&role));
            let persons = of(work).or_else(|| upwards(container, of));
            self.put(key, "affiliated", persons);
        }
        self.put("contributor", "affiliated", with_roles(Some(work), &CONTRIBUTORS));
        // The director of a conference presides over it.
        let chaired = parent(work, &[EntryType::Proceedings, EntryType::Conference]);
        self.put("chair", "parent", with_roles(chaired, &[PersonRole::Director]));
        let organizers = [PersonRole::Organizer];
        self.put("organizer", "affiliated", with_roles(Some(work), &organizers));
        self.put("curator", "parent", with_roles(parent(work, &[EntryType::Exhibition]), &organizers));
        let original = original(work);
        self.put("original-author", "parent", original.and_then(|work| names(work.authors())));
    }

    fn dates(&mut self, work: &Work, all: &[&Work]) {
        let original = original(work);
        let own = all.iter().filter(|work| *work.entry_type() != EntryType::Original);
        self.put("issued", "date", own.into_iter().find_map(|work| work.date()).map(date));
        self.put("original-date", "parent", original.and_then(Work::date).map(date));
        self.put("event-date", "parent", parent(work, &EVENTS).and_then(Work::date).map(date));
        let visited = all.iter().find_map(|work| work.url()).and_then(|url| url.visit_date);
        self.put("accessed", "url", visited.as_ref().map(date));
    }

    fn numbers(&mut self, work: &Work, container: Option<&Work>, series: Option<&Work>, all: &[&Work]) {
        let own = work.volume().map(number);
        let holds = upwards(container, Work::volume).map(number);
        let part = own.clone().filter(|own| holds.as_ref().is_some_and(|holds| holds != own));
        self.put("volume", "volume", holds.or(own));
        self.put("chapter-number", "chapter", work.chapter().map(number));
        self.put("part-number", "volume", part);
        self.put("collection-number", "parent", series.and_then(Work::volume).map(number));
        self.put("issue", "issue", nearest(all, Work::issue).map(number));
        self.put("edition", "edition", nearest(all, Work::edition).map(number));
        self.put("page", "page-range", work.page_range().map(|pages| dashes(&pages.to_str()).into()));
        self.put("number-of-pages", "page-total", work.page_total().map(|total| total.to_string().into()));
        let volumes = work.volume_total().or_else(|| container.and_then(Work::volume_total));
        self.put("number-of-volumes", "volume-total", volumes.map(|total| total.to_string().into()));
        self.put("dimensions", "runtime", work.runtime().map(|time| time.to_str().into_owned().into()));
        let serial = |scheme: &str| work.keyed_serial_number(scheme).map(Value::from);
        let is_software = *work.entry_type() == EntryType::Repository;
        self.put("version", "serial-number", serial("version").or_else(|| serial("serial").filter(|_| is_software)));
        self.put("number", "serial-number", serial("serial").filter(|_| !is_software));
        self.put("printing-number", "serial-number", serial("printing"));
    }

    fn publication(&mut self, work: &Work, all: &[&Work], kind: &str) {
        let published = all.iter().filter(|work| *work.entry_type() != EntryType::Original);
        let publisher = published.into_iter().find_map(|work| work.publisher());
        let organization = work.organization().map(plain);
        // What a thesis or a report was written for publishes it, unless somebody else does.
        let name = publisher.and_then(|publisher| publisher.name()).map(plain);
        let name = name
            .or_else(|| organization.clone().filter(|_| matches!(kind, "thesis" | "report" | "webpage" | "software")));
        self.put("publisher", "publisher", name);
        let place = publisher.and_then(|publisher| publisher.location());
        let stands = matches!(kind, "event" | "performance");
        self.put("publisher-place", "location", place.or_else(|| work.location().filter(|_| !stands)).map(plain));
        self.put("authority", "organization", organization);
        let original = original(work);
        self.put("original-title", "parent", original.and_then(Work::title).map(long));
        let publisher = original.and_then(Work::publisher);
        self.put("original-publisher", "parent", publisher.and_then(|publisher| publisher.name()).map(plain));
        self.put("original-publisher-place", "parent", publisher.and_then(|publisher| publisher.location()).map(plain));
        self.put("genre", "genre", work.genre().map(plain));
        self.put("note", "note", work.note().map(plain));
        self.put("abstract", "abstract", work.abstract_().map(plain));
        let language = all.iter().find_map(|work| work.language());
        self.put("language", "language", language.map(|language| language.to_string().into()));
    }

    fn addresses(&mut self, work: &Work, all: &[&Work]) {
        let serial = |scheme: &str| nearest(all, |work| work.keyed_serial_number(scheme)).map(Value::from);
        let own = |scheme: &str| work.keyed_serial_number(scheme);
        self.put("DOI", "serial-number", own("doi").map(Value::from));
        self.put("PMID", "serial-number", own("pmid").map(Value::from));
        self.put("PMCID", "serial-number", own("pmcid").map(Value::from));
        self.put("ISBN", "serial-number", serial("isbn"));
        self.put("ISSN", "serial-number", serial("issn"));
        let arxiv = own("arxiv").map(|number| number.trim_start_matches("arXiv:"));
        let url = all.iter().find_map(|work| work.url()).map(|url| url.value.to_string());
        let of_arxiv =
            || arxiv.filter(|_| own("doi").is_none()).map(|number| format!("https://arxiv.org/abs/{number}"));
        self.put("URL", "url", url.or_else(of_arxiv).map(Value::from));
        let archive = nearest(all, Work::archive).map(plain);
        self.put("archive", "archive", archive.or_else(|| arxiv.map(|_| "arXiv".into())));
        let place = nearest(all, Work::archive_location).map(plain);
        self.put(
            "archive_location",
            "archive-location",
            place.or_else(|| arxiv.map(|number| format!("arXiv:{number}").into())),
        );
        self.put("call-number", "call-number", work.call_number().map(plain));
    }
}

/// The first that has it.
fn nearest<'w, T>(all: &[&'w Work], find: impl Fn(&'w Work) -> Option<T>) -> Option<T> {
    all.iter().find_map(|work| find(work))
}

/// What the work was before.
fn original(work: &Work) -> Option<&Work> {
    lineage(work).into_iter().find(|work| *work.entry_type() == EntryType::Original)
}

/// A text, its capitals kept where they are to be.
fn long(text: &FormatString) -> Value {
    marked(&text.value).into()
}

fn short(text: &FormatString) -> Option<Value> {
    text.short.as_deref().map(|short| marked(short).into())
}

/// A text whose capitals no style changes.
fn plain(text: &FormatString) -> Value {
    let chunks = text.value.0.iter().map(|chunk| match chunk.kind {
        ChunkKind::Math => format!("${}$", chunk.value),
        _ => chunk.value.clone(),
    });
    chunks.collect::<String>().into()
}

fn marked(text: &ChunkedString) -> String {
    let chunks = text.0.iter().map(|chunk| match chunk.kind {
        ChunkKind::Math => format!("${}$", chunk.value),
        ChunkKind::Verbatim if !chunk.value.trim().is_empty() => {
            format!("<span class=\"nocase\">{}</span>", chunk.value)
        }
        _ => chunk.value.clone(),
    });
    chunks.collect()
}

fn number<T: ToString>(number: &MaybeTyped<T>) -> Value {
    number.to_str().into_owned().into()
}

/// Pages as CSL takes them: hayagriva shows a range as styles do.
fn dashes(pages: &str) -> String {
    pages.replace('–', "-")
}

fn date(date: &Date) -> Value {
    let mut parts = vec![date.year];
    if let Some(month) = date.month {
        parts.push(i32::from(month) + 1);
        parts.extend(date.day.map(|day| i32::from(day) + 1));
    }
    let mut json = Map::from_iter([("date-parts".to_owned(), json!([parts]))]);
    if date.approximate {
        json.insert("circa".to_owned(), true.into());
    }
    json.into()
}

fn names(persons: Option<&[Person]>) -> Option<Value> {
    let names: Vec<Value> = persons?.iter().map(name).collect();
    (!names.is_empty()).then_some(Value::Array(names))
}

fn with_roles(work: Option<&Work>, roles: &[PersonRole]) -> Option<Value> {
    let groups = work?.affiliated()?.iter().filter(|group| roles.contains(&group.role));
    let names: Vec<Value> = groups.flat_map(|group| &group.names).map(name).collect();
    (!names.is_empty()).then_some(Value::Array(names))
}

fn name(person: &Person) -> Value {
    if person.given_name.is_none() && person.prefix.is_none() && person.suffix.is_none() {
        return json!({ "literal": person.name });
    }
    let mut name = Map::from_iter([("family".to_owned(), person.name.as_str().into())]);
    let mut put = |key: &str, value: Option<&String>| {
        if let Some(value) = value {
            name.insert(key.to_owned(), value.trim().into());
        }
    };
    put("given", person.given_name.as_ref());
    put("suffix", person.suffix.as_ref());
    put("non-dropping-particle", person.prefix.as_ref());
    if person.comma_suffix {
        name.insert("comma-suffix".to_owned(), true.into());
    }
    name.into()
}
