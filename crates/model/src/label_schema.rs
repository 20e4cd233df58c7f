//! Label schemas: the questions that reviewers answer about traces.

use serde::{Deserialize, Serialize};

use crate::experiment::Experiment;
use crate::ids::ExperimentId;

/// What answers become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabelSchemaKind {
    /// Feedback.
    Feedback,
    /// Expectations.
    Expectation,
}

impl LabelSchemaKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Feedback, Self::Expectation];

    /// MLflow's name; also what is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Feedback => "FEEDBACK",
            Self::Expectation => "EXPECTATION",
        }
    }

    /// The kind of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How a question is answered. Its JSON is the form in which MLflow sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelInput {
    /// One of two.
    PassFail {
        /// The good answer.
        positive_label: String,
        /// The bad answer.
        negative_label: String,
    },
    /// One or some of several.
    Categorical {
        /// The answers there are.
        options: Vec<String>,
        /// Whether several may be chosen.
        multi_select: bool,
    },
    /// A number.
    Numeric {
        /// The smallest there may be.
        #[serde(skip_serializing_if = "Option::is_none")]
        min_value: Option<f64>,
        /// The largest there may be.
        #[serde(skip_serializing_if = "Option::is_none")]
        max_value: Option<f64>,
    },
    /// Text.
    Text {
        /// Its most characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        max_length: Option<i64>,
    },
}

impl LabelInput {
    /// MLflow's name of this way to answer.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PassFail { .. } => "pass_fail",
            Self::Categorical { .. } => "categorical",
            Self::Numeric { .. } => "numeric",
            Self::Text { .. } => "text",
        }
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelSchema {
    /// Its id: `ls-` and 32 hexadecimal digits; of the default one `ls-default-` and the experiment's id.
    pub schema_id: String,
    /// The experiment it belongs to.
    pub experiment_id: ExperimentId,
    /// Its name, one of a kind in the experiment, which answers have too.
    pub name: String,
    /// What answers become.
    pub kind: LabelSchemaKind,
    /// What reviewers are told.
    pub instruction: Option<String>,
    /// Whether reviewers may add a comment.
    pub enable_comment: bool,
    /// How it is answered.
    pub input: LabelInput,
    /// When it was made, in milliseconds since the epoch.
    pub created_ms: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub last_updated_ms: i64,
}

/// The name of the question that every experiment has.
pub const DEFAULT_LABEL_SCHEMA_NAME: &str = "Feedback";

/// How the id of such a question begins; the experiment's follows.
const DEFAULT_ID: &str = "ls-default-";

const DEFAULT_INSTRUCTION: &str = "Share any feedback on this trace.";

impl LabelSchema {
    /// The question that an experiment has without anybody having made it. Its id is made of the experiment's.
    pub fn default_of(experiment: &Experiment) -> Self {
        Self {
            schema_id: format!("{DEFAULT_ID}{}", experiment.experiment_id),
            experiment_id: experiment.experiment_id,
            name: DEFAULT_LABEL_SCHEMA_NAME.to_owned(),
            kind: LabelSchemaKind::Feedback,
            instruction: Some(DEFAULT_INSTRUCTION.to_owned()),
            enable_comment: false,
            input: LabelInput::Text { max_length: None },
            created_ms: experiment.creation_time_ms,
            last_updated_ms: experiment.creation_time_ms,
        }
    }

    /// The experiment whose default question has this id.
    pub fn experiment_of_default(schema_id: &str) -> Option<ExperimentId> {
        ExperimentId::parse(schema_id.strip_prefix(DEFAULT_ID)?).ok()
    }

    /// Whether this is the question that every experiment has.
    pub fn is_default(&self) -> bool {
        Self::experiment_of_default(&self.schema_id) == Some(self.experiment_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_default_question_names_its_experiment() {
        let number = ExperimentId::new(4_711).unwrap();
        assert_eq!(LabelSchema::experiment_of_default("ls-default-4711"), Some(number));
        for other in ["ls-default-", "ls-default-x", "ls-4711", "x"] {
            assert_eq!(LabelSchema::experiment_of_default(other), None, "{other}");
        }
    }

    #[test]
    fn inputs_are_stored_as_mlflow_sends_them() {
        for text in [
            r#"{"pass_fail":{"positive_label":"Y","negative_label":"N"}}"#,
            r#"{"categorical":{"options":["a"],"multi_select":false}}"#,
            r#"{"numeric":{"min_value":0.5}}"#,
            r#"{"text":{}}"#,
            r#"{"text":{"max_length":5}}"#,
        ] {
            let input: LabelInput = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&input).unwrap(), text);
            assert!(text.contains(input.name()));
        }
    }
}
