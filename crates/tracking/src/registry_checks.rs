//! Checks of names, aliases, tags and numbers in the registry, by MLflow's rules and with its texts.

use std::collections::BTreeMap;

use spanwell_model::registry::TAG_PROMPT_TEXT;
use spanwell_model::{Error, Limits, Result};

use crate::checks::{at_most, tag_key};

/// Longest name, in characters (MLflow 3.17).
const NAME_CHARACTERS: usize = 256;
/// Longest value of a tag, in characters (MLflow 3.17); also the longest description.
const TEXT_CHARACTERS: usize = 100_000;
/// Longest alias, in characters (MLflow 3.17).
const ALIAS_CHARACTERS: usize = 255;
/// The alias that always means the highest version.
pub(crate) const LATEST: &str = "latest";

/// The name of a registered model: it stands in addresses (`models:/name/1`), so it is one part of a path.
pub(crate) fn name(name: &str, parameter: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::invalid(format!(
            "Missing value for required parameter '{parameter}'. See the API docs for more information about request \
             parameters."
        )));
    }
    if name.contains(['/', ':']) {
        return Err(Error::invalid(format!("Invalid model name '{name}'. Names cannot contain '/' or ':'.")));
    }
    if matches!(name, "." | "..") {
        return Err(Error::invalid(format!(
            "Invalid value \"{name}\" for parameter '{parameter}' supplied: Names may be treated as files in certain \
             cases, and must not resolve to other names when treated as such."
        )));
    }
    at_most(parameter, name, NAME_CHARACTERS)
}

/// The number of a version.
pub(crate) fn version(text: &str) -> Result<u32> {
    let number: i64 = text
        .trim()
        .parse()
        .map_err(|_| Error::invalid(format!("Parameter 'version' must be an integer, got '{text}'.")))?;
    // Numbers that no version can have are those of versions that are not there.
    Ok(u32::try_from(number).unwrap_or(0))
}

/// An alias: letters, digits, `_` and `-`.
pub(crate) fn alias(alias: &str) -> Result<()> {
    if alias.is_empty() {
        return Err(Error::invalid("Registered model alias name cannot be empty."));
    }
    if !alias.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
        return Err(Error::invalid(format!(
            "Invalid alias name: '{alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-)."
        )));
    }
    at_most("Registered model alias name", alias, ALIAS_CHARACTERS)
}

/// An alias that a caller may set: neither `latest` nor one that reads like a version.
pub(crate) fn new_alias(name: &str) -> Result<()> {
    alias(name)?;
    if name.eq_ignore_ascii_case(LATEST) {
        return Err(Error::invalid("'latest' alias name (case insensitive) is reserved."));
    }
    match name.strip_prefix(['v', 'V']) {
        Some(number) if !number.is_empty() && number.chars().all(char::is_numeric) => {
            Err(Error::invalid(format!("Version alias name '{name}' is reserved.")))
        }
        _ => Ok(()),
    }
}

/// Tags of a model or a version.
pub(crate) fn tags(tags: &BTreeMap<String, String>, limits: &Limits) -> Result<()> {
    tags.iter().try_for_each(|(key, value)| tag(key, value, limits))
}

/// One tag.
pub(crate) fn tag(key: &str, value: &str, limits: &Limits) -> Result<()> {
    tag_key(key, limits)?;
    if key == TAG_PROMPT_TEXT && value.chars().count() > TEXT_CHARACTERS {
        return Err(Error::invalid(format!(
            "Prompt text exceeds max length of {TEXT_CHARACTERS} characters."
        )));
    }
    at_most("value", value, TEXT_CHARACTERS)
}

/// A description.
pub(crate) fn description(text: &str) -> Result<()> {
    at_most("description", text, TEXT_CHARACTERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_follow_mlflows_rules() {
        for good in ["greet", "a b", "Grüße", "a.b"] {
            assert!(name(good, "name").is_ok(), "{good}");
        }
        for bad in ["", " ", "a/b", "a:b", ".", "..", &"x".repeat(257)] {
            assert!(name(bad, "name").is_err(), "{bad}");
        }
        for good in ["prod", "v", "v1a", "a-b_c", "very1"] {
            assert!(new_alias(good).is_ok(), "{good}");
        }
        for bad in ["", "a b", "latest", "Latest", "v3", "V12", "a/b", &"x".repeat(256)] {
            assert!(new_alias(bad).is_err(), "{bad}");
        }
        assert!(alias("latest").is_ok());
    }

    #[test]
    fn numbers_that_no_version_has_are_zero() {
        assert_eq!(version("12").unwrap(), 12);
        assert_eq!((version("-1").unwrap(), version("99999999999").unwrap()), (0, 0));
        assert!(version("one").is_err());
        assert!(version("1.5").is_err());
    }
}
