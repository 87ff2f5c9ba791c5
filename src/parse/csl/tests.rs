use serde_json::json;

use super::*;

fn read(fields: &[(&str, Value)]) -> (Value, Vec<Rule>) {
    let field = |(at, (key, value)): (usize, &(&str, Value))| Field {
        key: (*key).to_owned(),
        key_at: at..at,
        value: value.clone(),
        at: at..at,
    };
    let mut faults = Vec::new();
    let item = item("k", &(0..0), fields.iter().enumerate().map(field).collect(), &mut faults);
    (Value::Object(item), faults.into_iter().map(|fault| fault.rule).collect())
}

#[test]
fn a_work_comes_out_in_one_form() {
    let (item, faults) = read(&[
        ("id", json!("k")),
        ("type", json!("motion-picture")),
        ("Title", json!("Un  film\n")),
        ("director", json!("Varda, Agnès")),
        ("issued", json!(1985)),
        ("volume", json!(3)),
    ]);
    let expected = json!({
        "type": "motion_picture", "title": "Un film", "volume": "3",
        "director": [{"family": "Varda", "given": "Agnès"}], "issued": {"date-parts": [[1985]]},
    });
    assert_eq!((item, faults), (expected, vec![]));
}

#[test]
fn each_fault_costs_its_field_alone() {
    let (item, faults) = read(&[
        ("type", json!("livre")),
        ("titre", json!("x")),
        ("issued", json!("bientôt")),
        ("author", json!("Conseil de l’Europe")),
    ]);
    assert_eq!(item, json!({"type": "book", "author": [{"literal": "Conseil de l’Europe"}]}));
    assert_eq!(
        faults,
        [
            Rule::UnknownReferenceType,
            Rule::UnknownField,
            Rule::InvalidReferenceDate,
            Rule::BareName,
            Rule::MissingReferenceField,
        ]
    );
}
