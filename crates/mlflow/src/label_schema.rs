//! `label_schemas.LabelSchema` and the ways to answer a question.

use serde::Serialize;
use spanwell_model::{Error, LabelInput, LabelSchema, LabelSchemaKind, Result};

use crate::message::{EnumChoice, Message};

const KINDS: [EnumChoice<LabelSchemaKind>; 2] =
    [("FEEDBACK", 1, LabelSchemaKind::Feedback), ("EXPECTATION", 2, LabelSchemaKind::Expectation)];

/// A label schema as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct LabelSchemaAnswer<'a> {
    schema_id: &'a str,
    experiment_id: String,
    name: &'a str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instruction: Option<&'a str>,
    enable_comment: bool,
    input: &'a LabelInput,
    created_at: i64,
    last_updated_at: i64,
    is_default: bool,
}

impl<'a> From<&'a LabelSchema> for LabelSchemaAnswer<'a> {
    fn from(schema: &'a LabelSchema) -> Self {
        Self {
            schema_id: &schema.schema_id,
            experiment_id: schema.experiment_id.to_string(),
            name: &schema.name,
            r#type: schema.kind.name(),
            instruction: schema.instruction.as_deref(),
            enable_comment: schema.enable_comment,
            input: &schema.input,
            created_at: schema.created_ms,
            last_updated_at: schema.last_updated_ms,
            is_default: schema.is_default(),
        }
    }
}

/// Reads `type`, which must be there.
pub fn read_kind(message: &Message<'_>) -> Result<LabelSchemaKind> {
    message.choice("type", &KINDS)?.ok_or_else(|| message.missing("type"))
}

/// Reads `input`: one of the ways to answer.
pub fn read_input(message: &Message<'_>) -> Result<Option<LabelInput>> {
    let Some(input) = message.message("input")? else { return Ok(None) };
    let ways = (
        input.message("pass_fail")?,
        input.message("categorical")?,
        input.message("numeric")?,
        input.message("text")?,
    );
    let input = match ways {
        (Some(labels), None, None, None) => LabelInput::PassFail {
            positive_label: labels.string("positive_label")?.unwrap_or_default().to_owned(),
            negative_label: labels.string("negative_label")?.unwrap_or_default().to_owned(),
        },
        (None, Some(choice), None, None) => LabelInput::Categorical {
            options: choice.strings("options")?.into_iter().map(str::to_owned).collect(),
            multi_select: choice.boolean("multi_select")?.unwrap_or(false),
        },
        (None, None, Some(bounds), None) => LabelInput::Numeric {
            min_value: bounds.double("min_value")?,
            max_value: bounds.double("max_value")?,
        },
        (None, None, None, Some(text)) => LabelInput::Text { max_length: text.int64("max_length")? },
        _ => {
            return Err(Error::invalid(
                "parameter 'input' must have exactly one of `pass_fail`, `categorical`, `numeric` and `text`",
            ));
        }
    };
    Ok(Some(input))
}

#[cfg(test)]
mod tests {
    use crate::Request;

    use super::*;

    #[test]
    fn inputs_are_read_as_they_are_sent() {
        for (given, shown) in [
            (
                r#"{"pass_fail": {"positive_label": "Y"}}"#,
                r#"{"pass_fail":{"positive_label":"Y","negative_label":""}}"#,
            ),
            (r#"{"categorical": {}}"#, r#"{"categorical":{"options":[],"multi_select":false}}"#),
            (r#"{"numeric": {"maxValue": 5}}"#, r#"{"numeric":{"max_value":5.0}}"#),
            (r#"{"text": {"max_length": "7"}}"#, r#"{"text":{"max_length":7}}"#),
        ] {
            let request = Request::from_body(format!("{{\"input\": {given}}}").as_bytes());
            let input = read_input(&request.message()).unwrap().unwrap();
            assert_eq!(serde_json::to_string(&input).unwrap(), shown);
        }
        for wrong in ["{}", r#"{"text": {}, "numeric": {}}"#, "1", r#"{"text": {"max_length": "x"}}"#] {
            let request = Request::from_body(format!("{{\"input\": {wrong}}}").as_bytes());
            assert!(read_input(&request.message()).is_err(), "{wrong}");
        }
    }
}
