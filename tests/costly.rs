//! Texts that are made to be costly: nested deep, repeated without end, never closed. Each must come
//! to an end. That the time grows with the text and not with its square is for
//! `benches/costly.rs` to show: a test that measures time fails on a busy day.

#[path = "support/costly.rs"]
mod costly;
#[path = "support/targets.rs"]
mod targets;

use costly::COSTLY;

macro_rules! tests {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            let (_, make) = COSTLY.iter().find(|(name, _)| *name == stringify!($name)).unwrap();
            targets::build(targets::BOOK_TOML, &make(costly::BYTES));
        })*

        #[test]
        fn every_costly_text_is_tested() {
            assert_eq!([$(stringify!($name)),*], *COSTLY.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        }
    };
}

tests! {
    nested_lists nested_list_marks nested_quotes quotes_and_lists brackets open_brackets closing_brackets images
    links broken_links links_to_anchors links_to_no_anchors link_definitions emphasis open_emphasis stars struck
    ticks footnotes footnotes_in_footnotes nested_footnotes undefined_footnotes calls_of_one_footnote
    one_footnote_defined_often headings sections headings_that_clash headings_with_one_id heading_attributes citations
    objects_in_open_brackets citations_of_objects citations_of_notes citations_of_nothing citations_in_one at_signs
    keys open_keys table_columns table_rows table_gaps definitions
    tasks one_line one_word blank_lines spaces tabs less_than tags_without_end open_elements elements end_tags
    end_tags_in_drawings attributes comments instructions declarations cdata raw_links raw_block_links srcset entities backslashes
    notes_opened colons colon_lines alerts code_fences dollars dollars_in_lines fences front_matter_without_end
    deep_yaml deep_yaml_blocks deep_yaml_lists yaml_aliases yaml_keys yaml_one_key yaml_quotes yaml_colons
    yaml_long_value yaml_block yaml_prose yaml_tags
}
