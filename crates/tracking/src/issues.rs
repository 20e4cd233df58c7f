//! Issues: made, found and changed.

use spanwell_model::{Error, ExperimentId, Issue, IssueSeverity, IssueStatus, Result, RunId};
use spanwell_store::{FoundIssue, IssueChange, IssueQuery, Page};

use crate::Tracking;
use crate::checks::at_most;

/// Largest page of issues (MLflow 3.17).
pub const ISSUES_PER_PAGE: usize = 50_000;
/// Longest name, in characters (MLflow 3.17).
const NAME_CHARACTERS: usize = 250;
/// Longest name of who made it, in characters (MLflow 3.17).
const CREATED_BY_CHARACTERS: usize = 255;
/// Longest description, root cause or category, in characters.
const TEXT_CHARACTERS: usize = 65_535;
/// Most root causes, and most categories.
const TEXTS: usize = 100;

/// What a client says of an issue it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueDraft {
    /// The experiment it belongs to.
    pub experiment_id: ExperimentId,
    /// What is wrong, in a few words.
    pub name: String,
    /// What is wrong.
    pub description: String,
    /// What became of it; pending when it is not said.
    pub status: Option<IssueStatus>,
    /// How bad it is.
    pub severity: Option<IssueSeverity>,
    /// Why it may be so.
    pub root_causes: Vec<String>,
    /// Its kinds.
    pub categories: Vec<String>,
    /// The run that found it.
    pub source_run_id: Option<RunId>,
    /// Who makes it.
    pub created_by: Option<String>,
}

impl IssueDraft {
    fn check(&self) -> Result<()> {
        at_most("name", &self.name, NAME_CHARACTERS)?;
        at_most("description", &self.description, TEXT_CHARACTERS)?;
        at_most("created_by", self.created_by.as_deref().unwrap_or_default(), CREATED_BY_CHARACTERS)?;
        for (field, texts) in [("root_causes", &self.root_causes), ("categories", &self.categories)] {
            if texts.len() > TEXTS {
                return Err(Error::invalid(format!(
                    "'{field}' has {} texts, at most {TEXTS} are allowed",
                    texts.len()
                )));
            }
            texts.iter().try_for_each(|text| at_most(field, text, TEXT_CHARACTERS))?;
        }
        Ok(())
    }
}

impl Tracking {
    /// Makes an issue.
    pub async fn create_issue(&self, draft: IssueDraft) -> Result<Issue> {
        draft.check()?;
        self.existing_experiment(draft.experiment_id).await?;
        if let Some(run_id) = &draft.source_run_id {
            self.run(run_id).await?;
        }
        let now_ms = self.clock.now_ms();
        let new = Issue {
            issue_id: format!("iss-{}", self.ids.run_id()),
            experiment_id: draft.experiment_id,
            name: draft.name,
            description: draft.description,
            status: draft.status.unwrap_or(IssueStatus::Pending),
            severity: draft.severity,
            root_causes: draft.root_causes,
            categories: draft.categories,
            source_run_id: draft.source_run_id.map(|id| id.to_string()),
            created_by: draft.created_by,
            created_ms: now_ms,
            last_updated_ms: now_ms,
        };
        self.issues.create_issue(new).await
    }

    /// One issue.
    pub async fn issue(&self, id: &str) -> Result<Issue> {
        self.issues.get_issue(id).await?.ok_or_else(|| no_issue(id))
    }

    /// Changes an issue.
    pub async fn change_issue(&self, id: &str, mut change: IssueChange) -> Result<Issue> {
        at_most("name", change.name.as_deref().unwrap_or_default(), NAME_CHARACTERS)?;
        at_most("description", change.description.as_deref().unwrap_or_default(), TEXT_CHARACTERS)?;
        change.now_ms = self.clock.now_ms();
        self.issues.change_issue(id, change).await?.ok_or_else(|| no_issue(id))
    }

    /// A page of issues.
    pub async fn search_issues(&self, query: IssueQuery) -> Result<Page<FoundIssue>> {
        self.issues.search_issues(query).await
    }
}

fn no_issue(id: &str) -> Error {
    Error::not_found(format!("Issue with ID '{id}' not found"))
}
