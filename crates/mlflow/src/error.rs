//! The body of an error: `{"error_code", "message"}`.

use serde::Serialize;
use spanwell_model::Error;

/// What MLflow's client reads of an error besides the HTTP status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorBody {
    /// Name of MLflow's `ErrorCode`; clients branch on `RESOURCE_DOES_NOT_EXIST`, `RESOURCE_ALREADY_EXISTS` and
    /// `ENDPOINT_NOT_FOUND`.
    pub error_code: &'static str,
    /// What to tell the caller.
    pub message: String,
}

impl From<&Error> for ErrorBody {
    fn from(error: &Error) -> Self {
        Self { error_code: error.kind().wire().mlflow, message: error.outside().to_owned() }
    }
}

/// A required parameter is missing, in MLflow's words.
pub fn missing(parameter: &str) -> Error {
    Error::invalid(format!(
        "Missing value for required parameter '{parameter}'. See the API docs for more information about request parameters."
    ))
}

/// A parameter has a value that cannot be used, in MLflow's words; `expected` is a sentence of ours, or empty.
pub fn wrong_value(parameter: &str, value: &serde_json::Value, expected: &str) -> Error {
    let shown = shown_value(&value.to_string());
    Error::invalid(format!(
        "Invalid value {shown} for parameter '{parameter}' supplied: {expected} Hint: Value was of type '{}'. \
         See the API docs for more information about request parameters.",
        python_type(value)
    ))
}

/// Long values are cut: an error must not send a whole body back.
fn shown_value(text: &str) -> String {
    const CHARACTERS: usize = 200;
    match text.char_indices().nth(CHARACTERS) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}

/// Python's name of a JSON type, which MLflow's messages show.
fn python_type(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "NoneType",
        serde_json::Value::Bool(_) => "bool",
        serde_json::Value::Number(number) if number.is_f64() => "float",
        serde_json::Value::Number(_) => "int",
        serde_json::Value::String(_) => "str",
        serde_json::Value::Array(_) => "list",
        serde_json::Value::Object(_) => "dict",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn wrong_values_read_as_mlflow_users_know_them() {
        let error = wrong_value("locations", &json!("x"), "");
        assert_eq!(
            error.outside(),
            "Invalid value \"x\" for parameter 'locations' supplied:  Hint: Value was of type 'str'. \
             See the API docs for more information about request parameters."
        );
        let long = wrong_value("locations", &json!("x".repeat(9_000)), "");
        assert!(long.outside().len() < 500);
    }
}
