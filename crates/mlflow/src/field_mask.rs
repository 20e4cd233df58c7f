//! `google.protobuf.FieldMask`: which fields an update speaks of, as `camelCase` names with commas between.

use spanwell_model::{Error, Result};

use crate::message::{Message, camel_case};

/// The names of a mask, in `camelCase`; `None` when there is no mask. Names that are not in `allowed` are refused.
pub fn read(message: &Message<'_>, name: &str, allowed: &[&str]) -> Result<Option<Vec<String>>> {
    let Some(text) = message.string(name)? else { return Ok(None) };
    let names: Vec<String> =
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(camel_case).collect();
    if let Some(unknown) = names.iter().find(|given| !allowed.contains(&given.as_str())) {
        return Err(Error::invalid(format!(
            "`{unknown}` in parameter '{}' cannot be updated: it may name {}",
            message.name_of(name),
            allowed.join(", ")
        )));
    }
    Ok(Some(names))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;

    const ALLOWED: [&str; 2] = ["assessmentName", "feedback"];

    #[test]
    fn names_are_read_in_both_cases_and_unknown_ones_refused() {
        let read_mask = |text: &str| {
            let request = Request::from_body(text.as_bytes());
            read(&request.message(), "update_mask", &ALLOWED)
        };
        assert_eq!(read_mask("{}").unwrap(), None);
        let names = Some(vec!["assessmentName".to_owned(), "feedback".to_owned()]);
        assert_eq!(read_mask(r#"{"update_mask": "assessmentName,feedback"}"#).unwrap(), names);
        assert_eq!(read_mask(r#"{"updateMask": "assessment_name, feedback"}"#).unwrap(), names);
        assert_eq!(
            read_mask(r#"{"update_mask": "valid"}"#).unwrap_err().outside(),
            "`valid` in parameter 'update_mask' cannot be updated: it may name assessmentName, feedback"
        );
    }
}
