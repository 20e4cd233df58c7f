//! Paths of the artifact proxy; those that belong to traces are `<experiment>/traces/<trace>/artifacts/…`.

use spanwell_mlflow::header::parse_trace_id;
use spanwell_model::{Result, TraceId};

/// What a path of the artifact proxy names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArtifactPath {
    /// All spans of a trace: `traces.json`.
    TraceData(TraceId),
    /// A file that belongs to a trace: `attachments/<uuid>`, its name not yet checked.
    Attachment(TraceId, String),
    /// The folder of a trace.
    TraceFolder(TraceId),
    /// The folder of a trace's attachments.
    AttachmentFolder(TraceId),
    /// Anything else: a file or folder of a run or a model.
    Other(String),
}

impl ArtifactPath {
    /// Reads a decoded path. What leads out of its folder is refused.
    pub fn parse(path: &str) -> Result<Self> {
        spanwell_artifacts::check_path(path)?;
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [_, "traces", trace, "artifacts"] => Ok(Self::TraceFolder(parse_trace_id(trace)?)),
            [_, "traces", trace, "artifacts", "traces.json"] => Ok(Self::TraceData(parse_trace_id(trace)?)),
            [_, "traces", trace, "artifacts", "attachments"] => {
                Ok(Self::AttachmentFolder(parse_trace_id(trace)?))
            }
            [_, "traces", trace, "artifacts", "attachments", id] => {
                Ok(Self::Attachment(parse_trace_id(trace)?, (*id).to_owned()))
            }
            _ => Ok(Self::Other(path.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_traces_are_recognised() {
        let trace = TraceId::parse("tr-1").unwrap();
        assert_eq!(
            ArtifactPath::parse("5/traces/tr-1/artifacts/traces.json").unwrap(),
            ArtifactPath::TraceData(trace.clone())
        );
        assert_eq!(
            ArtifactPath::parse("5/traces/tr-1/artifacts").unwrap(),
            ArtifactPath::TraceFolder(trace.clone())
        );
        assert_eq!(
            ArtifactPath::parse("5/traces/tr-1/artifacts/attachments").unwrap(),
            ArtifactPath::AttachmentFolder(trace.clone())
        );
        let uuid = "f8d72f68-6d3f-400e-8d55-f793a0bc23f7";
        assert_eq!(
            ArtifactPath::parse(&format!("5/traces/tr-1/artifacts/attachments/{uuid}")).unwrap(),
            ArtifactPath::Attachment(trace, uuid.to_owned())
        );
        assert_eq!(
            ArtifactPath::parse("5/run/artifacts/a/b.txt").unwrap(),
            ArtifactPath::Other("5/run/artifacts/a/b.txt".into())
        );
    }

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        for wrong in ["", "/etc/passwd", "a/../../x", "../x", "18/dir/", "a//b", "./a", "a\\b", "a\0b"] {
            assert_eq!(ArtifactPath::parse(wrong).unwrap_err().outside(), "Invalid path", "{wrong:?}");
        }
    }
}
