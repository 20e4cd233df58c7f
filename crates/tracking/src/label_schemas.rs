//! Label schemas: the questions that reviewers answer.

use spanwell_model::{
    DEFAULT_LABEL_SCHEMA_NAME, Error, ExperimentId, LabelInput, LabelSchema, LabelSchemaKind, Result,
};
use spanwell_store::{Cursor, LabelSchemaChange, Page};

use crate::Tracking;
use crate::checks::at_most;

/// Largest page of label schemas (MLflow 3.17).
pub const LABEL_SCHEMAS_PER_PAGE: usize = 50_000;
/// Longest name, in characters (MLflow 3.17).
const NAME_CHARACTERS: usize = 250;
/// Longest instruction, in characters (MLflow 3.17).
const INSTRUCTION_CHARACTERS: usize = 1_000;
/// Longest label of an answer, in characters (MLflow 3.17).
const LABEL_CHARACTERS: usize = 64;
/// Most answers to choose from (MLflow 3.17).
const OPTIONS: usize = 10;

/// What a client says of a label schema it makes.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelSchemaDraft {
    /// The experiment it belongs to.
    pub experiment_id: ExperimentId,
    /// Its name.
    pub name: String,
    /// What answers become.
    pub kind: LabelSchemaKind,
    /// What reviewers are told.
    pub instruction: Option<String>,
    /// Whether reviewers may add a comment.
    pub enable_comment: bool,
    /// How it is answered.
    pub input: LabelInput,
}

impl Tracking {
    /// Makes a label schema.
    pub async fn create_label_schema(&self, draft: LabelSchemaDraft) -> Result<LabelSchema> {
        check_name(&draft.name)?;
        at_most("instruction", draft.instruction.as_deref().unwrap_or_default(), INSTRUCTION_CHARACTERS)?;
        check_input(&draft.input)?;
        self.existing_experiment(draft.experiment_id).await?;
        let now_ms = self.clock.now_ms();
        let new = LabelSchema {
            schema_id: format!("ls-{}", self.ids.run_id()),
            experiment_id: draft.experiment_id,
            name: draft.name,
            kind: draft.kind,
            instruction: draft.instruction,
            enable_comment: draft.enable_comment,
            input: draft.input,
            created_ms: now_ms,
            last_updated_ms: now_ms,
        };
        self.label_schemas.create_label_schema(new).await
    }

    /// One label schema.
    pub async fn label_schema(&self, id: &str) -> Result<LabelSchema> {
        self.label_schemas.get_label_schema(id).await?.ok_or_else(|| no_label_schema(id))
    }

    /// One label schema of an experiment.
    pub async fn label_schema_by_name(&self, experiment_id: ExperimentId, name: &str) -> Result<LabelSchema> {
        self.existing_experiment(experiment_id).await?;
        let found = self.label_schemas.get_label_schema_by_name(experiment_id, name).await?;
        found.ok_or_else(|| {
            Error::not_found(format!(
                "Label schema with name '{name}' not found for experiment '{experiment_id}'."
            ))
        })
    }

    /// A page of an experiment's label schemas.
    pub async fn label_schemas(
        &self,
        experiment_id: ExperimentId,
        limit: usize,
        after: Option<Cursor>,
    ) -> Result<Page<LabelSchema>> {
        self.existing_experiment(experiment_id).await?;
        self.label_schemas.list_label_schemas(experiment_id, limit, after).await
    }

    /// Changes a label schema. Its kind and the way it is answered stay: labels that were given would lose their meaning.
    pub async fn change_label_schema(&self, id: &str, mut change: LabelSchemaChange) -> Result<LabelSchema> {
        let schema = self.label_schema(id).await?;
        if schema.is_default() {
            return Err(Error::invalid("The experiment's default question cannot be edited."));
        }
        change.name.as_deref().map_or(Ok(()), check_name)?;
        at_most("instruction", change.instruction.as_deref().unwrap_or_default(), INSTRUCTION_CHARACTERS)?;
        if let Some(input) = &change.input {
            check_input(input)?;
            check_same_way(&schema.input, input)?;
        }
        change.now_ms = self.clock.now_ms();
        let changed = self.label_schemas.change_label_schema(id, change).await?;
        changed.ok_or_else(|| no_label_schema(id))
    }

    /// Deletes a label schema; one that is not there is no error.
    pub async fn delete_label_schema(&self, id: &str) -> Result<()> {
        let found = self.label_schemas.get_label_schema(id).await?;
        if found.is_some_and(|schema| schema.is_default()) {
            return Err(Error::invalid("The experiment's default question cannot be deleted."));
        }
        self.label_schemas.delete_label_schema(id).await?;
        Ok(())
    }
}

fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::invalid("Label schema `name` must be a non-empty string"));
    }
    if name.trim().eq_ignore_ascii_case(DEFAULT_LABEL_SCHEMA_NAME) {
        return Err(Error::invalid(format!(
            "`{name}` is reserved for the experiment's default question: choose another name"
        )));
    }
    at_most("name", name, NAME_CHARACTERS)
}

fn check_input(input: &LabelInput) -> Result<()> {
    match input {
        LabelInput::PassFail { positive_label, negative_label } => {
            check_label("positive_label", positive_label)?;
            check_label("negative_label", negative_label)?;
            if positive_label == negative_label {
                return Err(Error::invalid(format!(
                    "`positive_label` and `negative_label` must be distinct, both are '{positive_label}'"
                )));
            }
        }
        LabelInput::Categorical { options, .. } => check_options(options)?,
        LabelInput::Numeric { min_value, max_value } => {
            if [min_value, max_value].into_iter().flatten().any(|bound| !bound.is_finite()) {
                return Err(Error::invalid(
                    "`min_value` and `max_value` must be finite: leave out what has no bound",
                ));
            }
            if let (Some(least), Some(most)) = (min_value, max_value)
                && least >= most
            {
                return Err(Error::invalid(format!(
                    "`min_value` must be strictly less than `max_value`, they are {least} and {most}"
                )));
            }
        }
        LabelInput::Text { max_length } => {
            if max_length.is_some_and(|most| most < 1) {
                return Err(Error::invalid("`max_length` must be at least 1"));
            }
        }
    }
    Ok(())
}

fn check_options(options: &[String]) -> Result<()> {
    if options.is_empty() || options.len() > OPTIONS {
        return Err(Error::invalid(format!(
            "`options` must have 1 to {OPTIONS} entries, it has {}",
            options.len()
        )));
    }
    for (position, option) in options.iter().enumerate() {
        check_label("options", option)?;
        if options[..position].contains(option) {
            return Err(Error::invalid(format!("`options` has '{option}' twice")));
        }
    }
    Ok(())
}

fn check_label(field: &str, label: &str) -> Result<()> {
    match label.is_empty() {
        true => Err(Error::invalid(format!("`{field}` must not be empty"))),
        false => at_most(field, label, LABEL_CHARACTERS),
    }
}

fn check_same_way(before: &LabelInput, after: &LabelInput) -> Result<()> {
    match (before, after) {
        (
            LabelInput::Categorical { multi_select: before, .. },
            LabelInput::Categorical { multi_select: after, .. },
        ) if before != after => Err(Error::invalid("`multi_select` cannot be changed after creation.")),
        _ if before.name() != after.name() => Err(Error::invalid(format!(
            "A label schema's input type cannot be changed after creation (it is `{}`, given is `{}`).",
            before.name(),
            after.name()
        ))),
        _ => Ok(()),
    }
}

fn no_label_schema(id: &str) -> Error {
    Error::not_found(format!("Label schema with id '{id}' not found."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(options: &[&str]) -> LabelInput {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        LabelInput::Categorical { options, multi_select: false }
    }

    #[test]
    fn answers_are_checked() {
        let labels = |positive: &str, negative: &str| LabelInput::PassFail {
            positive_label: positive.into(),
            negative_label: negative.into(),
        };
        let numbers = |min_value, max_value| LabelInput::Numeric { min_value, max_value };
        for right in [
            labels("Y", "N"),
            options(&["a", "b"]),
            numbers(None, None),
            numbers(Some(0.0), Some(1.0)),
            numbers(Some(0.0), None),
            LabelInput::Text { max_length: None },
            LabelInput::Text { max_length: Some(1) },
        ] {
            assert!(check_input(&right).is_ok(), "{right:?}");
        }
        let eleven: Vec<String> = (0..11).map(|number| number.to_string()).collect();
        for wrong in [
            labels("", "N"),
            labels("Y", "Y"),
            labels("Y", &"n".repeat(65)),
            options(&[]),
            options(&["a", "a"]),
            options(&[""]),
            LabelInput::Categorical { options: eleven, multi_select: true },
            numbers(Some(1.0), Some(1.0)),
            numbers(Some(f64::NAN), None),
            numbers(None, Some(f64::INFINITY)),
            LabelInput::Text { max_length: Some(0) },
        ] {
            assert!(check_input(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_way_to_answer_stays() {
        assert!(check_same_way(&options(&["a"]), &options(&["b"])).is_ok());
        assert!(check_same_way(&options(&["a"]), &LabelInput::Text { max_length: None }).is_err());
        let several = LabelInput::Categorical { options: vec!["a".into()], multi_select: true };
        assert!(check_same_way(&options(&["a"]), &several).is_err());
    }

    #[test]
    fn the_name_of_the_default_is_reserved() {
        assert!(check_name("Feedback!").is_ok());
        for wrong in ["", "Feedback", " FEEDBACK ", &"x".repeat(251)] {
            assert!(check_name(wrong).is_err(), "{wrong}");
        }
    }
}
