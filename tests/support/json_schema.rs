//! JSON Schema (draft 2020-12), as far as Palier's own schemas use it.

use regex_lite::Regex;
use serde_json::Value;

/// Where a value isn't what a schema says, or has a field that it doesn't name. A word that is unknown here is a fault
/// of the test, which panics.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(value, schema, schema, "", &mut faults);
    faults
}

fn check(value: &Value, schema: &Value, root: &Value, at: &str, faults: &mut Vec<String>) {
    for (word, says) in schema.as_object().unwrap() {
        let is_sound = match word.as_str() {
            "type" => match says {
                Value::Array(types) => types.iter().any(|of| is_of(value, of)),
                of => is_of(value, of),
            },
            "minimum" => value.as_f64().is_none_or(|number| number >= says.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= says.as_f64().unwrap()),
            "maxLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 <= says.as_u64().unwrap()),
            "maxProperties" => value.as_object().is_none_or(|fields| fields.len() as u64 <= says.as_u64().unwrap()),
            "pattern" => value.as_str().is_none_or(|text| Regex::new(says.as_str().unwrap()).unwrap().is_match(text)),
            "uniqueItems" => {
                let items = value.as_array().map_or(&[][..], Vec::as_slice);
                items.iter().enumerate().all(|(number, item)| !items[..number].contains(item))
            }
            "const" => value == says,
            "enum" => says.as_array().unwrap().contains(value),
            "required" => {
                let is_there = |name: &Value| value.get(name.as_str().unwrap()).is_some();
                !value.is_object() || says.as_array().unwrap().iter().all(is_there)
            }
            "properties" => {
                for (name, of) in value.as_object().into_iter().flatten() {
                    match says.get(name) {
                        Some(schema) => check(of, schema, root, &format!("{at}/{name}"), faults),
                        None if schema.get("additionalProperties").is_some_and(Value::is_object) => {}
                        None => faults.push(format!("{at}/{name} is not in the schema")),
                    }
                }
                true
            }
            "additionalProperties" if says.is_object() => {
                for (name, of) in value.as_object().into_iter().flatten() {
                    if schema["properties"].get(name).is_none() {
                        check(of, says, root, &format!("{at}/{name}"), faults);
                    }
                }
                true
            }
            // The fields that aren't named are faults already.
            "additionalProperties" => says == &Value::Bool(false) && schema.get("properties").is_some(),
            "propertyNames" => {
                for name in value.as_object().into_iter().flat_map(serde_json::Map::keys) {
                    check(&name.as_str().into(), says, root, &format!("{at}/{name}"), faults);
                }
                true
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items.for_each(|(number, item)| check(item, says, root, &format!("{at}/{number}"), faults));
                true
            }
            "anyOf" => says.as_array().unwrap().iter().any(|schema| {
                let mut others = Vec::new();
                check(value, schema, root, at, &mut others);
                others.is_empty()
            }),
            "$ref" => {
                let schema = root.pointer(says.as_str().unwrap().trim_start_matches('#')).unwrap();
                check(value, schema, root, at, faults);
                true
            }
            // Each command's own result.
            "allOf" => {
                let is_it = |case: &&Value| case["if"]["properties"]["command"]["const"] == value["command"];
                if let Some(case) = says.as_array().unwrap().iter().find(is_it) {
                    check(
                        &value["result"],
                        &case["then"]["properties"]["result"],
                        root,
                        &format!("{at}/result"),
                        faults,
                    );
                }
                true
            }
            "$schema" | "title" | "description" | "$defs" => true,
            other => panic!("{at}: the test doesn't know `{other}`"),
        };
        if !is_sound {
            faults.push(format!("{at}: {value} is not {word} {says}"));
        }
    }
}

fn is_of(value: &Value, of: &Value) -> bool {
    match of.as_str().unwrap() {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("type {other}"),
    }
}
