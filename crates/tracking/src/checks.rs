//! Checks of what callers give, with texts that MLflow's users know where MLflow has one.

use spanwell_model::{Error, Limits, Result};

/// Longest experiment name, in characters (MLflow 3.17).
pub const EXPERIMENT_NAME_CHARACTERS: usize = 500;
/// Longest value of an experiment tag, in characters (MLflow 3.17).
pub const EXPERIMENT_TAG_VALUE_CHARACTERS: usize = 20_000;

/// Tags that the server owns: they are neither set nor deleted by callers.
pub const IMMUTABLE_TRACE_TAGS: [&str; 5] = [
    "mlflow.user",
    "mlflow.artifactLocation",
    "mlflow.trace.spansLocation",
    "mlflow.trace.archiveLocation",
    "mlflow.trace.archivalFailure",
];

/// Checks that a text is not too long.
pub(crate) fn at_most(field: &str, text: &str, most: usize) -> Result<()> {
    match text.chars().count() {
        characters if characters > most => Err(Error::invalid(format!(
            "'{field}' exceeds the maximum length of {most} characters (it has {characters})"
        ))),
        _ => Ok(()),
    }
}

/// Checks the name of an experiment.
pub fn experiment_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::invalid("Invalid experiment name: ''. It must not be empty."));
    }
    at_most("name", name, EXPERIMENT_NAME_CHARACTERS)
}

/// Checks the artifact location of an experiment: an address without query and fragment.
pub fn artifact_location(location: &str) -> Result<()> {
    if location.contains(['#', '?', ';']) {
        return Err(Error::invalid(format!(
            "'artifact_location' URL can't include fragments or params: '{location}'"
        )));
    }
    Ok(())
}

/// Checks the key of a tag: 1 to 250 characters of letters, digits, `_ - . / :` and blanks, and no path that leaves its
/// folder (MLflow 3.17).
pub fn tag_key(key: &str, limits: &Limits) -> Result<()> {
    let characters = key.chars().count();
    if key.is_empty() {
        return Err(Error::invalid(
            "Missing value for required parameter 'key'. See the API docs for more information about request parameters.",
        ));
    }
    if characters > limits.tag_key_characters {
        return Err(Error::invalid(format!(
            "'key' exceeds the maximum length of {} characters (it has {characters})",
            limits.tag_key_characters
        )));
    }
    if !key.chars().all(|c| c.is_alphanumeric() || "_-. :/".contains(c)) {
        return Err(Error::invalid(format!(
            "Invalid value \"{key}\" for parameter 'key' supplied: Names may only contain alphanumerics, underscores (_), \
             dashes (-), periods (.), spaces ( ), colon(:) and slashes (/)."
        )));
    }
    if key.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(Error::invalid(format!(
            "Invalid value \"{key}\" for parameter 'key' supplied: Names may be treated as files in certain cases, and must \
             not resolve to other names when treated as such."
        )));
    }
    Ok(())
}

/// Checks a tag that a caller wants to set on or delete from a trace.
pub fn trace_tag(key: &str, value: Option<&str>, limits: &Limits) -> Result<()> {
    tag_key(key, limits)?;
    if IMMUTABLE_TRACE_TAGS.contains(&key) {
        return Err(Error::invalid(format!(
            "Tag '{key}' is immutable and cannot be set or deleted on a trace."
        )));
    }
    if let Some(value) = value {
        let characters = value.chars().count();
        if characters > limits.tag_value_characters {
            return Err(Error::invalid(format!(
                "'value' of tag '{key}' exceeds the maximum length of {} characters (it has {characters})",
                limits.tag_value_characters
            )));
        }
    }
    Ok(())
}
