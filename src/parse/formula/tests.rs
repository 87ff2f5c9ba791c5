use super::*;

fn convert(tex: &str) -> Result<MathMl, Fault> {
    Converter::new().convert(tex, false)
}

fn html(tex: &str, mark: DecimalMark) -> String {
    convert(tex).unwrap().html(mark)
}

/// The MathML without what every formula has.
fn body(tex: &str, mark: DecimalMark) -> String {
    let html = html(tex, mark);
    let body = html.strip_prefix("<math><semantics>").unwrap();
    body.split_once("<annotation").unwrap().0.replace("<mrow>", "").replace("</mrow>", "")
}

#[test]
fn a_formula_keeps_its_tex_as_an_annotation() {
    assert_eq!(
        html("a<b", DecimalMark::Point),
        "<math><semantics><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>\
         <annotation encoding=\"application/x-tex\">a&lt;b</annotation></semantics></math>"
    );
    let display = Converter::new().convert("x", true).unwrap().html(DecimalMark::Comma);
    assert!(display.starts_with("<math display=\"block\"><semantics>"), "{display}");
}

#[test]
fn a_comma_between_digits_makes_one_number_where_it_is_the_decimal_mark() {
    assert_eq!(body("3,14", DecimalMark::Comma), "<mn>3,14</mn>");
    assert_eq!(body("3,14", DecimalMark::Point), "<mn>3</mn><mo>,</mo><mn>14</mn>");
    assert_eq!(body("1,2,3", DecimalMark::Comma), "<mn>1</mn><mo>,</mo><mn>2</mn><mo>,</mo><mn>3</mn>");
    assert_eq!(body("1, 2", DecimalMark::Comma), "<mn>1</mn><mo>,</mo><mn>2</mn>");
    assert!(html(r"\frac{0,5}{x^{2,5}}", DecimalMark::Comma).contains("<mn>0,5</mn>"));
}

#[test]
fn thousands_are_one_number_where_the_point_is_the_decimal_mark() {
    for mark in [DecimalMark::Comma, DecimalMark::Point] {
        assert_eq!(body("1,000", mark), "<mn>1,000</mn>");
        assert_eq!(body("3{,}14", mark), "<mn>3,14</mn>");
        assert_eq!(body("10{,}000{,}5", mark), "<mn>10,000,5</mn>");
    }
    assert_eq!(body("1,234,567.89", DecimalMark::Point), "<mn>1,234,567.89</mn>");
    assert!(body("1,234,567", DecimalMark::Comma).contains("<mo>,</mo>"));
}

#[test]
fn a_comma_that_is_in_no_number_after_all_stays_a_comma() {
    assert!(body("x^2,5", DecimalMark::Comma).contains("<mo>,</mo><mn>5</mn>"));
    assert_eq!(body(r"\mathbf{1,5}", DecimalMark::Point), "<mspace/><mi>𝟏,𝟓</mi>");
    assert!(body(r"\text{en 1,5 an}", DecimalMark::Comma).contains("1,5"));
    assert!(html(r"{\color[RGB]{1,255,255} x}", DecimalMark::Comma).contains("mathcolor=\"#01FFFF\""));
    // math-core's own characters, typed by an author, mean nothing.
    assert!(convert("1\u{fdd0}2,5").is_ok());
}

#[test]
fn numbered_equations_count_through_the_text() {
    let mut converter = Converter::new();
    let first = converter.convert(r"\begin{align}a&=b\end{align}", true).unwrap();
    let second = converter.convert(r"\begin{align}c&=d\end{align}", true).unwrap();
    assert!(first.html(DecimalMark::Point).contains("<mtext>(1)</mtext>"));
    assert!(second.html(DecimalMark::Point).contains("<mtext>(2)</mtext>"));
}

#[test]
fn no_formula_has_a_style() {
    let lines = ["{c|c}", "{|c:c|}", "{lr}", "{||c}"]
        .map(|columns| format!(r"\begin{{array}}{columns}\hline 1&2\\\hdashline 3&4\end{{array}}"));
    let formulas = [
        r"a\!b\hspace{-2em}c\kern-1ex d\hspace{1em}e\hspace{2cm}\hspace{-1cm}",
        r"\begin{cases}1&x\\2&y\end{cases}\begin{pmatrix}1\\2\end{pmatrix}",
        r"\begin{align}a&=b\\c&=d\tag{x}\end{align}",
        r"\begin{multline}a\\b\\c\end{multline}",
        r"{\color{red}x}\text{\small a \tiny b \Huge c \textsc{d} \textsf{e} \texttt{f}}",
        r"\cfrac{1}{2}\cramped{x^2}\sum_{\substack{a\\b}}\cancel{x}\sideset{_1}{^2}\sum x",
        r"\begin{subarray}{c}a\\b\end{subarray}\mathrlap{x}\mathllap{y}\phantom{z}\smash{t}\dot{=}\mathrel{R}\not=",
        r"\underbrace{a}_{b}\overline{c}\vec{d}\hat e\xrightarrow[f]{g}\operatorname{pgcd}(a)\pmod 3\boxed{x}",
    ];
    for tex in formulas.iter().copied().chain(lines.iter().map(String::as_str)) {
        let html = match convert(tex) {
            Ok(math) => math.html(DecimalMark::Comma),
            Err(fault) => {
                assert!(matches!(fault.reason, Reason::UnknownCommand(..)), "{tex}: {fault:?}");
                continue;
            }
        };
        assert!(!html.contains(" style="), "{html}");
        let raw = LatexToMathML::default().convert_with_local_state(tex, MathDisplay::Inline).unwrap().mathml;
        assert_eq!(markup::unknown(&raw), Vec::<String>::new(), "{tex}");
    }
}

#[test]
fn a_formula_writes_no_html_of_its_own() {
    for tex in [
        r"\text{<b>&amp;</b>}",
        r"\operatorname{<script>}",
        r"\tag{<b>}",
        r"<script>",
        r"\begin{align}\tag{<b>}x\end{align}",
    ] {
        let Ok(math) = convert(tex) else { continue };
        let html = math.html(DecimalMark::Point);
        assert!(!html.contains("<b>") && !html.contains("<script"), "{html}");
    }
}

/// A fault's reason, and the part of the TeX that it underlines.
fn fault(tex: &str) -> (Reason, &str) {
    let fault = convert(tex).unwrap_err();
    (fault.reason, &tex[fault.span])
}

#[test]
fn a_fault_has_its_reason_and_its_place() {
    let some = |text: &str| text.to_owned();
    assert_eq!(fault(r"1+\farc{1}{2}"), (Reason::UnknownCommand(some("farc"), Some("frac")), r"\farc"));
    assert_eq!(fault(r"\zzyzx"), (Reason::UnknownCommand(some("zzyzx"), None), r"\zzyzx"));
    assert_eq!(fault(r"\begin{matrx}x\end{matrx}").0, Reason::UnknownEnvironment(some("matrx"), Some("matrix")));
    assert_eq!(fault(r"{\color{rouge} x}").0, Reason::UnknownColour(some("rouge")));
    assert_eq!(fault(r"\frac{1}{2").0, Reason::Unclosed(some("}")));
    assert_eq!(fault(r"\left( x").0, Reason::Unclosed(some(r"\right")));
    assert_eq!(fault(r"a}").0, Reason::Unopened(some("}")));
    assert_eq!(fault(r"\frac{1}"), (Reason::MissingArgument, "}"));
    assert_eq!(fault("x^").0, Reason::MissingArgument);
    assert_eq!(fault(r"\left x").0, Reason::MissingDelimiter(some(r"\left")));
    assert_eq!(fault(r"\begin{matrix}x\end{cases}").0, Reason::WrongEnd { open: some("matrix"), named: some("cases") });
    assert_eq!(fault("a & b"), (Reason::Misplaced(some("&")), "&"));
    assert_eq!(fault("x^2^3").0, Reason::DoubleScript);
    assert_eq!(fault(r"\text{\max}").0, Reason::OtherMode);
    assert_eq!(fault(r"\hspace{2ly}").0, Reason::Length);
    assert_eq!(fault(r"x\hspace{2,5}").0, Reason::Length);
    assert_eq!(fault(r"x \label{a}"), (Reason::Link(some("label")), r"\label"));
    assert!(matches!(fault(r"x # y").0, Reason::Other(_)));
}

#[test]
fn every_command_and_environment_suggested_is_known_and_written_whole() {
    for name in known_commands() {
        let reason = convert(&format!("\\{name}")).err().map(|fault| fault.reason);
        assert!(!matches!(&reason, Some(Reason::UnknownCommand(unknown, _)) if unknown == name), "{name}");
        for tex in
            ["", " x", "{x}", "{x}{y}", "{x}{y}{z}", "(", "{1em}", "{red}{x}"].map(|rest| format!("\\{name}{rest}"))
        {
            let Ok(math) = convert(&tex) else { continue };
            let html = math.html(DecimalMark::Point);
            assert!(!["&lt;m", "&lt;/", " style="].iter().any(|wrong| html.contains(wrong)), "{tex}: {html}");
            let raw = LatexToMathML::default().convert_with_local_state(&tex, MathDisplay::Inline).unwrap().mathml;
            assert_eq!(markup::unknown(&raw), Vec::<String>::new(), "{tex}");
        }
    }
    for name in known_environments() {
        let reason = convert(&format!("\\begin{{{name}}}")).err().map(|fault| fault.reason);
        assert!(!matches!(reason, Some(Reason::UnknownEnvironment(..))), "{name}");
    }
}

#[test]
fn a_formula_too_long_or_too_deep_is_a_fault() {
    let deep = |depth: usize, open: &str, close: &str| open.repeat(depth) + "x" + &close.repeat(depth);
    assert!(convert(&deep(500, r"\sqrt{", "}")).is_ok());
    for hostile in [deep(5_000, "{", "}"), deep(5_000, r"\sqrt", ""), deep(5_000, "x^{", "}"), "+x".repeat(20_000)] {
        assert_eq!(convert(&hostile).unwrap_err().reason, Reason::TooLong);
    }
}

/// How many columns and rows the tables of a formula have.
fn table(tex: &str) -> (usize, usize) {
    let html = convert(tex).unwrap_or_else(|fault| panic!("{tex}: {fault:?}")).html(DecimalMark::Point);
    (html.matches("<mtd").count(), html.matches("<mtr").count())
}

#[test]
fn a_switch_in_a_cell_loses_no_other() {
    for tex in [
        r"\begin{cases} \displaystyle \frac{1}{2} & x > 0 \\ 0 & x \le 0 \end{cases}",
        r"\begin{bmatrix} \color{red}{a} & b \\ \color{blue} c & d \end{bmatrix}",
        r"\begin{array}{cc} a & \color{red} b \\ \hline \textstyle c & d \end{array}",
        r"\begin{aligned} \displaystyle x &= 1 \\ \rm y &= 2 \end{aligned}",
        r"\begin{pmatrix} a \over b & c \\ d & {e \over f} \end{pmatrix}",
        r"\begin{bmatrix} a & b \cr c & d \end{bmatrix}",
    ] {
        assert_eq!(table(tex), (4, 2), "{tex}");
    }
}

#[test]
fn a_separator_of_cells_in_braces_is_told() {
    assert_eq!(fault(r"\begin{matrix}{a & b}\end{matrix}"), (Reason::Misplaced("&".to_owned()), "&"));
    assert_eq!(fault(r"\begin{matrix}\farc{a} & \color{red} b\end{matrix}").1, r"\farc");
}

#[test]
fn commands_that_lessons_use_by_another_name_are_read() {
    let html = |tex: &str| convert(tex).unwrap().html(DecimalMark::Point);
    for (tex, same) in [
        (r"x \mbox{ si } y", r"x \text{ si } y"),
        (r"\widetilde{x}", r"\tilde{x}"),
        (r"\begin{matrix}a\cr b\\cr\end{matrix}", r"\begin{matrix}a\\ b\\cr\end{matrix}"),
    ] {
        let without = |html: String| html.split("<annotation").next().unwrap_or_default().to_owned();
        assert_eq!(without(html(tex)), without(html(same)), "{tex}");
    }
    assert!(html(r"\widetilde R + \hbox{où}").contains("où"));
    assert_eq!(fault(r"\mbox{a} + \widetilde{b} \farc").1, r"\farc");
}
