//! Texts that are made to be costly, of any size, and a test of each.

#![allow(dead_code, unreachable_pub, reason = "each user takes what it needs")]

/// How many bytes the tests make each of: enough for a recursion to overflow its stack, and for work that
/// doubles with each part never to end. (How the time grows is for the benchmark to show.)
pub const BYTES: usize = 20_000;

/// A text of about that many bytes.
pub type Make = fn(usize) -> String;

fn repeat(part: &str, bytes: usize) -> String {
    part.repeat(bytes / part.len() + 1)
}

/// Each part, over and over, in a paragraph of its own.
fn paragraphs(parts: &[&str], bytes: usize) -> String {
    parts.iter().map(|part| repeat(part, bytes / parts.len()) + "\n\n").collect()
}

fn body(text: &str) -> String {
    format!("---\ntitle: Une leçon\n---\n\n{text}\n")
}

fn numbered(bytes: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(bytes + 100);
    let mut number = 0;
    while text.len() < bytes {
        text += &part(number);
        number += 1;
    }
    text
}

/// An opening mark repeated, a text, and the closing mark as many times: about that many bytes.
fn nested(open: &str, close: &str, bytes: usize) -> String {
    let times = bytes / (open.len() + close.len());
    format!("{}a{}", open.repeat(times), close.repeat(times))
}

fn lists(bytes: usize) -> String {
    // Indentation makes the text grow with the square of the depth.
    let depth = (bytes as f64).sqrt() as usize;
    (0..depth).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect()
}

macro_rules! costly {
    ($($name:ident: $make:expr;)*) => {
        /// The texts, by name.
        pub const COSTLY: &[(&str, Make)] = &[$((stringify!($name), $name)),*];

        $(fn $name(bytes: usize) -> String {
            let make: Make = $make;
            make(bytes)
        })*

        #[cfg(test)]
        mod comes_to_an_end {
            $(#[test]
            fn $name() {
                crate::targets::build(crate::targets::BOOK_TOML, &super::$name(super::BYTES));
            })*
        }
    };
}

costly! {
    nested_lists: |bytes| body(&lists(bytes));
    nested_list_marks: |bytes| body(&format!("{}a", repeat("- ", bytes)));
    nested_quotes: |bytes| body(&format!("{}a", repeat("> ", bytes)));
    quotes_and_lists: |bytes| body(&format!("{}a", repeat("> - 1. ", bytes)));
    brackets: |bytes| body(&nested("[", "]", bytes));
    open_brackets: |bytes| body(&repeat("[", bytes));
    closing_brackets: |bytes| body(&repeat("]", bytes));
    images: |bytes| body(&nested("![", "](a)", bytes));
    links: |bytes| body(&nested("[", "](a)", bytes));
    broken_links: |bytes| body(&numbered(bytes, |n| format!("[a](lecon-{n}.md)\n")));
    links_to_anchors: |bytes| {
        body(&(numbered(bytes / 2, |n| format!("# T{n}\n")) + "\n" + &numbered(bytes / 2, |n| format!("[a](#t{n}) "))))
    };
    links_to_no_anchors: |bytes| {
        body(&(numbered(bytes / 2, |n| format!("# T{n}\n")) + "\n" + &numbered(bytes / 2, |n| format!("[a](#x{n}) "))))
    };
    addresses: |bytes| {
        let starts = ["www._", "www.", "a@", "a.", "http://", "://", ")", "@a.", "mailto:", "mailto:a@", "(", "www.a)"];
        let after = starts.map(|start| format!("https://a.org/{}\n\n", repeat(start, bytes / 2 / starts.len())));
        body(&(paragraphs(&starts, bytes / 2) + &after.concat()))
    };
    terms: |bytes| body(&paragraphs(&["[[a", "[[a]]"], bytes));
    marks: |bytes| body(&paragraphs(&["]{", "[a]{lang=en}", "{lang=", "[!"], bytes));
    marks_in_brackets: |bytes| body(&nested("[", "]{lang=en}", bytes));
    link_definitions: |bytes| body(&numbered(bytes, |n| format!("[a{n}]\n\n[a{n}]: b\n\n")));
    emphasis: |bytes| body(&nested("*a **b ", " c** d*", bytes));
    open_emphasis: |bytes| body(&repeat("*a _b ", bytes));
    stars: |bytes| body(&repeat("*", bytes));
    struck: |bytes| body(&repeat("~~a ~b ", bytes));
    ticks: |bytes| body(&numbered(bytes, |n| format!("{} a ", "`".repeat(n % 1000))));
    footnotes: |bytes| body(&numbered(bytes, |n| format!("a[^{n}]\n\n[^{n}]: b\n\n")));
    footnotes_in_footnotes: |bytes| body(&numbered(bytes, |n| format!("[^{n}]: b[^{}]\n\n", n + 1)));
    nested_footnotes: |bytes| body(&repeat("[^a]: ", bytes));
    undefined_footnotes: |bytes| {
        body(&(numbered(bytes / 2, |n| format!("[^a{n}]: b\n\n")) + &numbered(bytes / 2, |n| format!("[^b{n}] "))))
    };
    calls_of_one_footnote: |bytes| body(&format!("{}\n\n[^a]: b", repeat("[^a] ", bytes)));
    footnotes_that_call_themselves: |bytes| body(&repeat("x[^a]\n\n[^a]: [^a]\n\n", bytes));
    one_footnote_defined_often: |bytes| body(&format!("[^a]\n\n{}", repeat("[^a]: b\n\n", bytes)));
    headings: |bytes| body(&repeat("# Un titre\n", bytes));
    sections: |bytes| body(&repeat("## T\n", bytes));
    headings_that_clash: |bytes| body(&numbered(bytes, |n| format!("# T\n# T-{n}\n")));
    headings_with_one_id: |bytes| body(&repeat("# T {#a}\n", bytes));
    heading_attributes: |bytes| body(&format!("# T {}", repeat("{#a} ", bytes)));
    citations: |bytes| {
        format!(
            "---\ntitle: T\nreferences:\n{}---\n\n{}\n",
            numbered(bytes.min(100_000) / 2, |n| format!("  - key: k{n}\n    text: Un texte\n")),
            numbered(bytes / 2, |n| format!("[@k{n}, p. 3] @k1 [p. 2] "))
        )
    };
    open_citations: |bytes| {
        body(&paragraphs(&["[@a ", "[^a", "@a [", "[]", "[@a; ", "^[a ", "^["], bytes))
    };
    nested_citations: |bytes| body(&nested("[@a ", "]", bytes));
    objects_in_open_brackets: |bytes| body(&repeat("[@k, `x` $y$ <i> ", bytes));
    citations_of_objects: |bytes| body(&repeat("[@k, *a* `x`, $y$; b [c](d)] ", bytes));
    citations_of_notes: |bytes| body(&(numbered(bytes, |n| format!("[@k{n}, a[^n]] ")) + "\n\n[^n]: note\n"));
    citations_of_nothing: |bytes| body(&numbered(bytes, |n| format!("[@k{n}] ")));
    citations_in_one: |bytes| body(&format!("[{}]", repeat("@a; ", bytes)));
    at_signs: |bytes| body(&repeat("@", bytes));
    keys: |bytes| body(&format!("@{}", repeat("a.", bytes)));
    open_keys: |bytes| body(&repeat("@{", bytes));
    table_columns: |bytes| {
        let columns = bytes / 9;
        body(&format!("{}|\n{}|\n{}|\n", "|a".repeat(columns), "|-".repeat(columns), "|a".repeat(columns)))
    };
    table_rows: |bytes| body(&format!("|a|b|\n|-|-|\n{}", repeat("|c|d|\n", bytes)));
    // Rows of a wide table that hold one cell are filled up with empty ones.
    table_gaps: |bytes| {
        let columns = (bytes as f64).sqrt() as usize / 2;
        let rows = bytes / 4 / 2;
        body(&format!("{}|\n{}|\n{}", "|a".repeat(columns), "|-".repeat(columns), "|a|\n".repeat(rows)))
    };
    definitions: |bytes| body(&repeat("a\n: b\n\n", bytes));
    tasks: |bytes| body(&repeat("- [ ] a\n", bytes));
    one_line: |bytes| body(&repeat("mot ", bytes));
    one_word: |bytes| body(&repeat("a", bytes));
    blank_lines: |bytes| body(&repeat("\n", bytes));
    spaces: |bytes| body(&repeat(" ", bytes));
    tabs: |bytes| body(&repeat("\t", bytes));
    less_than: |bytes| body(&repeat("<", bytes));
    tags_without_end: |bytes| body(&repeat("<a href=\"", bytes));
    open_elements: |bytes| body(&repeat("<div>", bytes));
    open_noscripts: |bytes| body(&repeat("<noscript>", bytes));
    elements: |bytes| body(&nested("<b>", "</b>", bytes));
    end_tags: |bytes| body(&format!("{}{}", repeat("<b>", bytes / 2), repeat("</i>", bytes / 2)));
    end_tags_in_drawings: |bytes| {
        body(&format!("<div>{}{}", repeat("<svg><desc>", bytes / 2), repeat("</zz>", bytes / 2)))
    };
    attributes: |bytes| body(&format!("<div {}>", numbered(bytes, |n| format!("a{n}=b "))));
    comments: |bytes| body(&repeat("<!-- a ", bytes));
    instructions: |bytes| body(&repeat("a <? ", bytes));
    declarations: |bytes| body(&repeat("a <!A ", bytes));
    cdata: |bytes| body(&repeat("a <![CDATA[", bytes));
    raw_links: |bytes| body(&numbered(bytes, |n| format!("<a href=\"a{n}.md\" id=\"i{n}\">a</a> ")));
    raw_block_links: |bytes| body(&format!("<div>{}</div>", numbered(bytes, |n| format!("<a href=\"#a{n}\">a</a> "))));
    srcset: |bytes| body(&format!("<img srcset=\"{}\">", numbered(bytes, |n| format!("a{n}.png 1x, "))));
    entities: |bytes| body(&repeat("&amp;&#x41;&a", bytes));
    backslashes: |bytes| body(&repeat("\\[", bytes));
    notes_opened: |bytes| body(&repeat("[^", bytes));
    colons: |bytes| body(&repeat(":::", bytes));
    colon_lines: |bytes| body(&repeat("::: a\n", bytes));
    passages: |bytes| body(&repeat("::: {lang=en}\n", bytes));
    ends_of_passages: |bytes| body(&repeat(":::\n", bytes));
    alerts: |bytes| body(&repeat("> [!NOTE]\n> a\n\n", bytes));
    questions: |bytes| body(&repeat("> [!QUESTION]\n> - [x] a\n>\n> > ", bytes));
    gaps: |bytes| body(&format!("> [!QUESTION]\n> {}", repeat("[[= a | b]] ", bytes)));
    gaps_without_end: |bytes| body(&format!("> [!QUESTION]\n> {}", repeat("[[= a *b ", bytes)));
    gaps_nowhere: |bytes| body(&repeat("[[= a]](b) ", bytes));
    answers: |bytes| body(&format!("> [!QUESTION]\n>\n{}", repeat("> = a | b\n", bytes)));
    hints: |bytes| body(&format!("> [!QUESTION]\n>\n{}", repeat("> ? a\n", bytes)));
    things_in_order: |bytes| body(&format!("> [!QUESTION]{{.order}}\n>\n{}", repeat("> 1. a\n", bytes)));
    pairs: |bytes| body(&format!("> [!QUESTION]{{.pairs}}\n>\n> | a | b |\n> |---|---|\n{}", repeat("> | c | d |\n", bytes)));
    code_fences: |bytes| body(&repeat("```a\n", bytes));
    dollars: |bytes| body(&repeat("$", bytes));
    dollars_in_lines: |bytes| body(&repeat("a $$ b $ ", bytes));
    fences: |bytes| repeat("---\n", bytes);
    front_matter_without_end: |bytes| format!("---\n{}", repeat("a: b\n", bytes));
    deep_yaml: |bytes| format!("---\ntitle: {}\n---\n", nested("[", "]", bytes));
    deep_yaml_blocks: |bytes| {
        let depth = (bytes as f64).sqrt() as usize;
        let lines: String = (0..depth).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
        format!("---\n{lines}---\n")
    };
    deep_yaml_lists: |bytes| format!("---\ntitle:\n  {}a\n---\n", repeat("- ", bytes));
    yaml_aliases: |bytes| {
        let names = numbered(bytes.min(20_000), |n| format!("a{n}: &a{n} [{0}, {0}]\n", if n == 0 { "x".to_owned() } else { format!("*a{}", n - 1) }));
        format!("---\n{names}---\n")
    };
    yaml_keys: |bytes| format!("---\n{}---\n", numbered(bytes, |n| format!("cle{n}: x\n")));
    yaml_one_key: |bytes| format!("---\n{}---\n", repeat("title: x\n", bytes));
    yaml_quotes: |bytes| format!("---\n{}---\n", repeat("title: \"x\n", bytes));
    yaml_colons: |bytes| format!("---\n{}---\n", repeat("title: a: b\n", bytes));
    yaml_long_value: |bytes| format!("---\ntitle: {}\n---\n", repeat("mot ", bytes));
    yaml_block: |bytes| format!("---\ntitle: T\nfootnotes:\n  a: |\n{}---\n\n[^a]\n", repeat("    a[^a] *b*\n", bytes));
    yaml_prose: |bytes| format!("---\ntitle: T\nobjectives:\n{}---\n", repeat("  - Lire *un* texte\n", bytes));
    yaml_tags: |bytes| format!("---\ntitle: T\ntags: [{}]\n---\n", numbered(bytes, |n| format!("t{n}, ")));
}
