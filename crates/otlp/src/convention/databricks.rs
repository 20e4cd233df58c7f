//! Telling that a call went to Databricks: no instrumentation names it as a provider, they all say `openai`.

use super::draft::Draft;
use super::source::Source;

/// Names Databricks as the provider when the address or the model shows it.
pub(super) fn recognise(source: &Source<'_>, draft: &mut Draft) {
    let facts = &draft.facts;
    let by_model =
        [&facts.model_request, &facts.model].into_iter().flatten().any(|model| is_databricks_model(model));
    let by_address = || {
        let urls = [source.str("server.address"), draft.base_url.as_deref(), source.str("url.full")];
        urls.into_iter().flatten().any(is_databricks_url)
    };
    let is_model_call = facts.model.is_some() || facts.model_request.is_some();
    // `ChatDatabricks`, `databricks.chat`, …
    let by_name =
        || facts.provider.as_deref().is_some_and(|name| name.to_ascii_lowercase().contains("databricks"));
    if by_model || (is_model_call && by_address()) || by_name() {
        draft.facts.provider = Some("databricks".to_owned());
    }
}

/// Model names that only Databricks serves.
fn is_databricks_model(model: &str) -> bool {
    ["databricks-", "databricks/", "system.ai."].iter().any(|prefix| model.starts_with(prefix))
}

/// Hosts of AWS, Azure and GCP workspaces, those of governments and of China, or a path of model serving or of the AI gateway.
fn is_databricks_url(url: &str) -> bool {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = bare.split(['/', '?', ':']).next().unwrap_or_default().to_ascii_lowercase();
    const DOMAINS: &[&str] = &[
        "databricks.com",
        "azuredatabricks.net",
        "databricksapps.com",
        "databricks.us",
        "databricks.azure.us",
        "databricks.azure.cn",
    ];
    let host_matches =
        DOMAINS.iter().any(|suffix| host.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.')));
    host_matches || bare.contains("/serving-endpoints") || bare.contains("/ai-gateway/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databricks_is_told_by_host_path_and_model() {
        for url in [
            "adb-1.2.azuredatabricks.net",
            "https://acme.cloud.databricks.com/serving-endpoints?o=1",
            "https://x.gcp.databricks.com:443",
            "http://127.0.0.1:9471/ai-gateway/mlflow/v1",
        ] {
            assert!(is_databricks_url(url), "{url}");
        }
        for url in ["api.openai.com", "https://databricks.com.evil.example", "notdatabricks.com", ""] {
            assert!(!is_databricks_url(url), "{url}");
        }
        assert!(is_databricks_model("databricks-claude-sonnet-4-5"));
        assert!(is_databricks_model("system.ai.claude-haiku-4-5"));
        assert!(!is_databricks_model("gpt-4o"));
    }
}
