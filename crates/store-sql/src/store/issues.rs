//! The port for issues.

use async_trait::async_trait;
use spanwell_model::{Issue, Result};
use spanwell_store::{FoundIssue, IssueChange, IssueQuery, IssueStore, Page};

use super::SqliteStore;
use crate::read::issues;

#[async_trait]
impl IssueStore for SqliteStore {
    async fn create_issue(&self, new: Issue) -> Result<Issue> {
        let bytes = new.description.len() + new.root_causes.iter().map(String::len).sum::<usize>();
        self.queue.write(bytes, move |context| context.create_issue(&new)).await
    }

    async fn get_issue(&self, id: &str) -> Result<Option<Issue>> {
        let id = id.to_owned();
        self.readers.read(move |connection| issues::load(connection, &id)).await
    }

    async fn change_issue(&self, id: &str, change: IssueChange) -> Result<Option<Issue>> {
        let id = id.to_owned();
        self.queue.write(0, move |context| context.change_issue(&id, &change)).await
    }

    async fn search_issues(&self, query: IssueQuery) -> Result<Page<FoundIssue>> {
        self.readers.read(move |connection| issues::search(connection, &query)).await
    }
}
