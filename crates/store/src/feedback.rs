//! What is said of a trace, as changes of its record: the rules every engine shares.
//!
//! An assessment that overrides another one makes it invalid; when the overriding one is deleted, the other is valid
//! again, unless something else still overrides it.

use spanwell_model::{Assessment, AssessmentId};

use crate::claim::Claim;
use crate::summary::{TAG_NAME, TAG_PROMPTS, TraceRecord};

impl TraceRecord {
    /// Stores an assessment, or replaces the one of the same id, and makes the one it overrides invalid.
    pub fn put_assessment(&mut self, assessment: Assessment) {
        let list = &mut self.summary.assessments;
        if let Some(old) = &assessment.overrides {
            for overridden in list.iter_mut().filter(|known| known.assessment_id == *old) {
                overridden.valid = false;
            }
        }
        list.retain(|known| known.assessment_id != assessment.assessment_id);
        list.push(assessment);
        self.sort_assessments();
    }

    /// Replaces an assessment that exists; `false` when it does not.
    pub fn update_assessment(&mut self, assessment: Assessment) -> bool {
        let known =
            self.summary.assessments.iter_mut().find(|known| known.assessment_id == assessment.assessment_id);
        let Some(known) = known else { return false };
        *known = assessment;
        self.sort_assessments();
        true
    }

    /// Deletes an assessment; `false` when it is not there. The one it overrode becomes valid again.
    pub fn delete_assessment(&mut self, id: &AssessmentId) -> bool {
        let list = &mut self.summary.assessments;
        let Some(at) = list.iter().position(|known| known.assessment_id == *id) else { return false };
        let deleted = list.remove(at);
        if let Some(overridden) = deleted.overrides
            && !list.iter().any(|known| known.overrides.as_ref() == Some(&overridden))
        {
            for revived in list.iter_mut().filter(|known| known.assessment_id == overridden) {
                revived.valid = true;
            }
        }
        true
    }

    /// Oldest first; those of the same millisecond in the order they came.
    pub(crate) fn sort_assessments(&mut self) {
        self.summary.assessments.sort_by_key(|assessment| assessment.create_time_ms);
    }

    /// Sets (`Some`) or deletes (`None`) a tag; tells whether it was there. Fields that mirror tags follow, and a name
    /// that somebody chose (or removed) stays when more spans arrive.
    pub fn change_tag(&mut self, key: &str, value: Option<&str>) -> bool {
        let tags = &mut self.summary.tags;
        let had = match value {
            Some(value) => tags.insert(key.to_owned(), value.to_owned()).is_some(),
            None => tags.remove(key).is_some(),
        };
        if !had && value.is_none() {
            // Nothing changed, hence nothing is stored, nor may anything follow from it.
            return had;
        }
        if key == TAG_NAME {
            self.origin.name = Some(Claim::CHOSEN);
        }
        if key == TAG_PROMPTS {
            self.summary.prompts.clear();
        }
        self.read_tags_and_metadata();
        had
    }
}

#[cfg(test)]
mod tests {
    use spanwell_model::{AssessmentSource, AssessmentValue, ExperimentId, TraceId};

    use super::*;

    fn record() -> TraceRecord {
        TraceRecord::new(TraceId::parse("trace").unwrap(), ExperimentId::DEFAULT, 0)
    }

    fn assessment(id: &str, time_ms: i64, overrides: Option<&str>) -> Assessment {
        Assessment {
            assessment_id: AssessmentId::new(id),
            trace_id: TraceId::parse("trace").unwrap(),
            span_id: None,
            name: "correct".into(),
            source: AssessmentSource::default(),
            value: AssessmentValue::Feedback { value: true.into(), error: None },
            rationale: None,
            metadata: Default::default(),
            overrides: overrides.map(AssessmentId::new),
            valid: true,
            create_time_ms: time_ms,
            last_update_time_ms: time_ms,
        }
    }

    fn valid(record: &TraceRecord) -> Vec<&str> {
        let valid = record.summary.assessments.iter().filter(|known| known.valid);
        valid.map(|known| known.assessment_id.as_str()).collect()
    }

    #[test]
    fn deleting_a_tag_that_is_not_there_changes_nothing() {
        let mut record = record();
        let before = record.clone();
        for key in [TAG_NAME, TAG_PROMPTS, "other"] {
            assert!(!record.change_tag(key, None));
        }
        assert_eq!(record, before);
    }

    #[test]
    fn an_overridden_assessment_counts_again_when_the_last_override_is_gone() {
        let mut record = record();
        record.put_assessment(assessment("a", 1, None));
        record.put_assessment(assessment("b", 2, Some("a")));
        record.put_assessment(assessment("c", 3, Some("a")));
        assert_eq!(valid(&record), ["b", "c"]);
        assert!(record.delete_assessment(&AssessmentId::new("b")));
        assert_eq!(valid(&record), ["c"]);
        assert!(record.delete_assessment(&AssessmentId::new("c")));
        assert_eq!(valid(&record), ["a"]);
        assert!(!record.delete_assessment(&AssessmentId::new("c")));
    }

    #[test]
    fn the_oldest_comes_first_whatever_the_order_of_arrival() {
        let mut record = record();
        record.put_assessment(assessment("late", 9, None));
        record.put_assessment(assessment("early", 1, None));
        assert_eq!(valid(&record), ["early", "late"]);
    }

    #[test]
    fn a_chosen_name_is_the_name() {
        let mut record = record();
        assert!(!record.change_tag(TAG_NAME, Some("mine")));
        assert_eq!(record.summary.name.as_deref(), Some("mine"));
        assert!(record.change_tag(TAG_NAME, None));
        assert_eq!(record.summary.name, None);
    }
}
