//! What clients give of records and tags of datasets, read with every form checked.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use spanwell_model::{
    DatasetSchema, Error, IdSource, RecordSource, RecordSourceKind, Result, inputs_identity,
};
use spanwell_store::{RecordBatch, RecordDraft};

/// MLflow's tag that says who did something.
pub(crate) const TAG_USER: &str = "mlflow.user";
/// Most records merged together.
const RECORDS: usize = 100_000;
/// Longest key of a tag, in characters (MLflow 3.17).
const TAG_KEY_CHARACTERS: usize = 255;
/// Longest value of a tag, in characters (MLflow 3.17).
const TAG_VALUE_CHARACTERS: usize = 5_000;

/// The tags in this JSON text: those with a null are to be deleted.
pub(crate) fn tags(text: &str) -> Result<BTreeMap<String, Option<String>>> {
    let tags: BTreeMap<String, Value> = serde_json::from_str(text).map_err(|error| {
        Error::invalid(format!(
            "Invalid value for parameter 'tags' supplied: it must be JSON text of an object ({error})"
        ))
    })?;
    tags.into_iter().map(tag).collect()
}

fn tag((key, value): (String, Value)) -> Result<(String, Option<String>)> {
    let length = |what: &str, text: &str, most: usize| match text.chars().count() {
        0 if what == "key" => Err(Error::invalid("the key of a tag must not be empty")),
        characters if characters > most => Err(Error::invalid(format!(
            "'{what}' of a tag exceeds the maximum length of {most} characters (it has {characters})"
        ))),
        _ => Ok(()),
    };
    length("key", &key, TAG_KEY_CHARACTERS)?;
    let value = match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        // As Python prints it.
        Value::Bool(flag) => Some(if flag { "True" } else { "False" }.to_owned()),
        other => Some(other.to_string()),
    };
    length("value", value.as_deref().unwrap_or_default(), TAG_VALUE_CHARACTERS)?;
    Ok((key, value))
}

/// The records in this JSON text.
pub(crate) fn records(text: &str, ids: &dyn IdSource, now_ms: i64) -> Result<RecordBatch> {
    let given: Vec<Map<String, Value>> = serde_json::from_str(text).map_err(|error| {
        Error::invalid(format!(
            "Invalid value for parameter 'records' supplied: it must be JSON text of a list of objects ({error}); JSON has \
             no NaN, leave such values out or make them null"
        ))
    })?;
    if given.len() > RECORDS {
        return Err(Error::invalid(format!(
            "'records' has {} records, at most {RECORDS} can be merged together: split them",
            given.len()
        )));
    }
    let mut batch = RecordBatch { now_ms, ..RecordBatch::default() };
    let mut schema = DatasetSchema::default();
    for (position, fields) in given.into_iter().enumerate() {
        let draft = record(fields, position, &mut schema, ids)?;
        batch.user = draft.user.clone().or(batch.user);
        batch.records.push(draft);
    }
    batch.schema = (!batch.records.is_empty()).then_some(schema);
    Ok(batch)
}

fn record(
    mut fields: Map<String, Value>,
    position: usize,
    schema: &mut DatasetSchema,
    ids: &dyn IdSource,
) -> Result<RecordDraft> {
    let mut object = |name: &str| match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(_) => Err(wrong(position, name, "it must be an object")),
    };
    let inputs = object("inputs")?.ok_or_else(|| wrong(position, "inputs", "each record must have them"))?;
    let expectations = object("expectations")?;
    let tags = object("tags")?.unwrap_or_default();
    let source = object("source")?.map(|given| source(given, position)).transpose()?;
    let outputs = fields.remove("outputs");
    schema.add_record(&inputs, outputs.as_ref(), expectations.as_ref());
    Ok(RecordDraft {
        record_id: format!("dr-{}", ids.run_id()),
        identity: inputs_identity(&inputs),
        inputs: Value::Object(inputs).to_string(),
        outputs: outputs.map(|outputs| (!outputs.is_null()).then(|| outputs.to_string())),
        expectations,
        user: tags.get(TAG_USER).and_then(Value::as_str).map(str::to_owned),
        tags,
        source,
    })
}

fn source(mut given: Map<String, Value>, position: usize) -> Result<RecordSource> {
    let Some(Value::String(name)) = given.get("source_type") else {
        return Err(wrong(position, "source", "it must have a `source_type` that is text"));
    };
    let Some(kind) = RecordSourceKind::from_name(name) else {
        let names = RecordSourceKind::ALL.map(|kind| format!("'{}'", kind.name())).join(", ");
        return Err(Error::invalid(format!(
            "Invalid dataset record source type: {}. Valid source types: [{names}]",
            name.to_uppercase()
        )));
    };
    let data = match given.remove("source_data") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(data)) => data,
        Some(_) => return Err(wrong(position, "source", "its `source_data` must be an object")),
    };
    Ok(RecordSource { kind, data })
}

fn wrong(position: usize, name: &str, what: &str) -> Error {
    Error::invalid(format!("Invalid '{name}' of the record at index {position}: {what}"))
}

#[cfg(test)]
mod tests {
    use spanwell_model::RandomIds;

    use super::*;

    #[test]
    fn records_are_read_with_what_they_say_of_themselves() {
        let batch = records(
            r#"[{"inputs": {"q": 1}, "outputs": null, "tags": {"mlflow.user": "eve"},
                 "source": {"source_type": "trace", "source_data": {"trace_id": "tr-1"}}},
                {"inputs": {}, "expectations": {"e": "x"}}]"#,
            &RandomIds,
            5,
        )
        .unwrap();
        let [first, second] = &batch.records[..] else { panic!("two records") };
        assert_eq!((&first.outputs, first.user.as_deref()), (&Some(None), Some("eve")));
        assert_eq!(first.source.as_ref().unwrap().source_id(), Some("tr-1"));
        assert_eq!((&second.outputs, &second.source), (&None, &None));
        assert_eq!(batch.user.as_deref(), Some("eve"));
        assert!(batch.schema.unwrap().expectations.contains_key("e"));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (text, names) in [
            ("{}", "list of objects"),
            ("[{\"inputs\": {\"a\": NaN}}]", "NaN"),
            ("[{\"inputs\": {}}, {}]", "'inputs' of the record at index 1"),
            ("[{\"inputs\": [1]}]", "must be an object"),
            ("[{\"inputs\": {}, \"expectations\": 1}]", "'expectations'"),
            ("[{\"inputs\": {}, \"source\": {\"source_type\": \"star\"}}]", "STAR"),
            ("[{\"inputs\": {}, \"source\": {}}]", "source_type"),
        ] {
            let error = records(text, &RandomIds, 5).unwrap_err();
            assert!(error.outside().contains(names), "{error}");
        }
    }

    #[test]
    fn tags_are_text_or_null() {
        let read = tags(r#"{"a": "x", "b": null, "c": 1, "d": true}"#).unwrap();
        let values: Vec<_> = read.values().map(Option::as_deref).collect();
        assert_eq!(values, [Some("x"), None, Some("1"), Some("True")]);
        assert!(tags("[]").is_err());
        assert!(tags(&format!("{{\"{}\": \"\"}}", "k".repeat(256))).is_err());
    }
}
