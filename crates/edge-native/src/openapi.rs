//! The description of the API as a file of the repository.

use serde_json::Value;

/// The text of `openapi.json`: OpenAPI 3.1, indented, with a line end.
pub fn document() -> String {
    let mut document = serde_json::to_value(crate::router::openapi()).unwrap_or_default();
    leave_out_instead_of_null(&mut document);
    // Writing a tree of values to text cannot fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// Optional fields are left out, never null: says so of every property that may be null by its Rust type. Values of
/// maps (tags to be deleted) keep their null.
fn leave_out_instead_of_null(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get_mut("properties") {
                for property in properties.values_mut() {
                    forbid_null(property);
                }
            }
            for (_, inner) in object.iter_mut() {
                leave_out_instead_of_null(inner);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_instead_of_null),
        _ => {}
    }
}

fn forbid_null(property: &mut Value) {
    let Value::Object(schema) = property else { return };
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("oneOf") {
        let before = choices.len();
        choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
        if choices.len() < before && choices.len() == 1 {
            let only = choices.remove(0);
            schema.remove("oneOf");
            if let Value::Object(only) = only {
                schema.extend(only);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_in_the_repository_is_fresh() {
        assert!(
            document() == include_str!("../openapi.json"),
            "openapi.json is stale: run `cargo run -p xtask -- openapi`"
        );
    }

    #[test]
    fn every_reference_leads_somewhere_and_everything_is_described() {
        let document: Value = serde_json::from_str(&document()).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for reference in document.to_string().split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(schemas.contains_key(name), "{name} is not in the document");
        }
        for (name, schema) in schemas {
            for (field, property) in schema["properties"].as_object().into_iter().flatten() {
                assert!(property["description"].is_string(), "{name}.{field} has no description");
            }
        }
    }
}
