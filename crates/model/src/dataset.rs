//! Evaluation datasets: examples with their inputs, outputs and expectations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::ids::ExperimentId;

/// An evaluation dataset without its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// Its id: `d-` and 32 hexadecimal digits.
    pub dataset_id: String,
    /// Its name; several datasets may have the same.
    pub name: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// The fields of its records; `None` as long as there never was one.
    pub schema: Option<DatasetSchema>,
    /// How many records it has.
    pub record_count: u64,
    /// When it was made, in milliseconds since the epoch.
    pub created_time_ms: i64,
    /// When it, its records or its experiments changed, in milliseconds since the epoch.
    pub last_update_time_ms: i64,
    /// When its records changed, in milliseconds since the epoch; each change has another time.
    pub content_time_ms: i64,
    /// Who made it.
    pub created_by: Option<String>,
    /// Who changed its records.
    pub last_updated_by: Option<String>,
    /// The experiments it belongs to, by id.
    pub experiment_ids: Vec<ExperimentId>,
}

impl Dataset {
    /// Eight hexadecimal digits that are others after each change of the records (MLflow's form).
    pub fn digest(&self) -> String {
        let hash = Sha256::digest(format!("{}:{}", self.name, self.content_time_ms));
        hex::encode(&hash[..4])
    }
}

/// The fields that records of a dataset have, each with the type it had first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetSchema {
    /// Fields of the inputs.
    pub inputs: BTreeMap<String, String>,
    /// Fields of the outputs.
    pub outputs: OutputsSchema,
    /// Names of expectations.
    pub expectations: BTreeMap<String, String>,
    /// The version of this form.
    pub version: String,
}

/// The form of outputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OutputsSchema {
    /// Objects with these fields.
    Fields(BTreeMap<String, String>),
    /// Values of this type.
    Value(String),
}

impl Default for DatasetSchema {
    fn default() -> Self {
        Self {
            inputs: BTreeMap::new(),
            outputs: OutputsSchema::Fields(BTreeMap::new()),
            expectations: BTreeMap::new(),
            version: "1.0".to_owned(),
        }
    }
}

impl DatasetSchema {
    /// Adds the fields of a record.
    pub fn add_record(
        &mut self,
        inputs: &Map<String, Value>,
        outputs: Option<&Value>,
        expectations: Option<&Map<String, Value>>,
    ) {
        add_fields(&mut self.inputs, inputs);
        add_fields(&mut self.expectations, expectations.unwrap_or(&Map::new()));
        match (&mut self.outputs, outputs) {
            (_, None | Some(Value::Null)) | (OutputsSchema::Value(_), _) => {}
            (OutputsSchema::Fields(known), Some(Value::Object(fields))) => add_fields(known, fields),
            (OutputsSchema::Fields(known), Some(value)) if known.is_empty() => {
                self.outputs = OutputsSchema::Value(type_name(value).to_owned());
            }
            (OutputsSchema::Fields(_), Some(_)) => {}
        }
    }

    /// Adds the fields of another schema; those that are known keep their type.
    pub fn add(&mut self, other: &Self) {
        add_types(&mut self.inputs, &other.inputs);
        add_types(&mut self.expectations, &other.expectations);
        match (&mut self.outputs, &other.outputs) {
            (OutputsSchema::Fields(known), OutputsSchema::Fields(fields)) => add_types(known, fields),
            (OutputsSchema::Fields(known), value) if known.is_empty() => self.outputs = value.clone(),
            _ => {}
        }
    }
}

fn add_fields(known: &mut BTreeMap<String, String>, fields: &Map<String, Value>) {
    for (name, value) in fields {
        if !known.contains_key(name) {
            known.insert(name.clone(), type_name(value).to_owned());
        }
    }
}

fn add_types(known: &mut BTreeMap<String, String>, fields: &BTreeMap<String, String>) {
    for (name, kind) in fields {
        known.entry(name.clone()).or_insert_with(|| kind.clone());
    }
}

/// MLflow's name of a value's type.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Where a record comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordSourceKind {
    /// Not said.
    Unspecified,
    /// A trace.
    Trace,
    /// A person.
    Human,
    /// A document.
    Document,
    /// A program.
    Code,
}

impl RecordSourceKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Unspecified, Self::Trace, Self::Human, Self::Document, Self::Code];

    /// MLflow's name; also what is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "UNSPECIFIED",
            Self::Trace => "TRACE",
            Self::Human => "HUMAN",
            Self::Document => "DOCUMENT",
            Self::Code => "CODE",
        }
    }

    /// The kind of a name in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

/// Where a record comes from, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSource {
    /// What it is.
    pub kind: RecordSourceKind,
    /// What is known of it.
    pub data: Map<String, Value>,
}

impl RecordSource {
    /// The id of the trace for traces, else what `source_id` says.
    pub fn source_id(&self) -> Option<&str> {
        let key = match self.kind {
            RecordSourceKind::Trace => "trace_id",
            _ => "source_id",
        };
        self.data.get(key)?.as_str()
    }
}

/// A record of a dataset. What a user made of any form is JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetRecord {
    /// Its id: `dr-` and 32 hexadecimal digits.
    pub record_id: String,
    /// The dataset it belongs to.
    pub dataset_id: String,
    /// An object; no two records of a dataset have the same.
    pub inputs: String,
    /// Any value; `None` when there is none.
    pub outputs: Option<String>,
    /// An object; `None` when nothing was expected.
    pub expectations: Option<String>,
    /// An object.
    pub tags: String,
    /// Where it comes from.
    pub source: Option<RecordSource>,
    /// When it was made, in milliseconds since the epoch.
    pub created_time_ms: i64,
    /// When it was merged last, in milliseconds since the epoch.
    pub last_update_time_ms: i64,
    /// Who made it.
    pub created_by: Option<String>,
    /// Who merged into it.
    pub last_updated_by: Option<String>,
}

/// What tells records of a dataset apart: the same for the same inputs, in whatever order their keys are.
pub fn inputs_identity(inputs: &Map<String, Value>) -> [u8; 16] {
    let mut sorted = Value::Object(inputs.clone());
    sorted.sort_all_objects();
    let hash = Sha256::digest(sorted.to_string());
    let mut identity = [0; 16];
    identity.copy_from_slice(&hash[..16]);
    identity
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn inputs_are_the_same_in_any_order_of_keys() {
        let identity = |text: &str| inputs_identity(&serde_json::from_str(text).unwrap());
        let first = identity(r#"{"a": {"x": 1, "y": [1, 2]}, "b": 1}"#);
        assert_eq!(first, identity(r#"{"b": 1, "a": {"y": [1, 2], "x": 1}}"#));
        assert_ne!(first, identity(r#"{"b": 1.0, "a": {"y": [1, 2], "x": 1}}"#));
        assert_ne!(first, identity(r#"{"b": 1, "a": {"y": [2, 1], "x": 1}}"#));
    }

    #[test]
    fn a_schema_keeps_the_first_type_of_each_field() {
        let mut schema = DatasetSchema::default();
        schema.add_record(&object(&json!({"q": "a", "n": 1})), Some(&json!({})), None);
        schema.add_record(
            &object(&json!({"q": 1, "f": 1.5})),
            Some(&json!("text")),
            Some(&object(&json!({"e": null}))),
        );
        let mut later = DatasetSchema::default();
        later.add_record(&object(&json!({"n": true, "l": []})), Some(&json!({"o": {}})), None);
        schema.add(&later);
        assert_eq!(
            serde_json::to_value(&schema).unwrap(),
            json!({
                "inputs": {"q": "string", "n": "integer", "f": "float", "l": "array"},
                "outputs": "string", "expectations": {"e": "null"}, "version": "1.0",
            })
        );
    }

    #[test]
    fn the_digest_changes_with_the_records() {
        let mut dataset = Dataset {
            dataset_id: "d-1".into(),
            name: "a".into(),
            tags: BTreeMap::new(),
            schema: None,
            record_count: 0,
            created_time_ms: 1,
            last_update_time_ms: 1,
            content_time_ms: 1,
            created_by: None,
            last_updated_by: None,
            experiment_ids: Vec::new(),
        };
        let before = dataset.digest();
        dataset.last_update_time_ms = 2;
        assert_eq!(dataset.digest(), before);
        dataset.content_time_ms = 2;
        assert_ne!(dataset.digest(), before);
        assert_eq!(before.len(), 8);
    }
}
