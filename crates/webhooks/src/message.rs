//! What is posted: body, headers and signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;
use spanwell_model::time::NS_PER_MS;
use spanwell_model::{Error, Result, WebhookSecret};
use spanwell_store::WebhookNotice;

/// Header of the id that all attempts of a delivery share.
pub(crate) const DELIVERY_ID: &str = "X-MLflow-Delivery-Id";
/// Header of the time, in seconds since the epoch.
pub(crate) const TIMESTAMP: &str = "X-MLflow-Timestamp";
/// Header of the signature.
pub(crate) const SIGNATURE: &str = "X-MLflow-Signature";

/// A post, the same at each attempt.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) delivery_id: String,
    pub(crate) timestamp_s: String,
    pub(crate) signature: Option<String>,
    pub(crate) body: String,
}

impl Message {
    pub(crate) fn new(
        notice: &WebhookNotice,
        secret: Option<&WebhookSecret>,
        delivery_id: String,
        now_ns: u64,
    ) -> Result<Self> {
        let timestamp_s = (now_ns / NS_PER_MS / 1_000).to_string();
        let time = jiff::Timestamp::from_nanosecond(i128::from(now_ns)).map_err(Error::internal)?;
        let body = json!({
            "entity": notice.event.entity(),
            "action": notice.event.action(),
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string(),
            "data": notice.data,
        })
        .to_string();
        let signature = secret.map(|secret| sign(secret, &delivery_id, &timestamp_s, &body)).transpose()?;
        Ok(Self { delivery_id, timestamp_s, signature, body })
    }
}

fn sign(secret: &WebhookSecret, delivery_id: &str, timestamp_s: &str, body: &str) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes()).map_err(Error::internal)?;
    mac.update(format!("{delivery_id}.{timestamp_s}.{body}").as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use spanwell_model::WebhookEvent;

    use super::*;

    #[test]
    fn the_signature_is_that_of_the_official_example() {
        let secret = WebhookSecret::new("my-secret").unwrap();
        // Printed by MLflow 3.17.2's own function for the same arguments.
        let signed = sign(&secret, "delivery", "1795324330", "{\"a\": 1}").unwrap();
        assert_eq!(signed, "v1,lYQNuEIZNN4UbW0I66sO9YY+Wp5qitL1Ckg7wXPaoBM=");
    }

    #[test]
    fn the_body_says_what_happened_and_when() {
        let notice = WebhookNotice { event: WebhookEvent::PromptTagSet, data: json!({"name": "p"}) };
        let message = Message::new(&notice, None, "d".into(), 1_795_324_330_123_456_789).unwrap();
        assert_eq!(
            message.body,
            r#"{"entity":"prompt_tag","action":"set","timestamp":"2026-11-22T05:12:10.123456+00:00","data":{"name":"p"}}"#
        );
        assert_eq!((message.timestamp_s.as_str(), message.signature), ("1795324330", None));
    }
}
