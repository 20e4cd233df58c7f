//! The queue of notices and the task that posts them.

use std::collections::VecDeque;
use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, StatusCode, redirect};
use spanwell_model::{Clock, Error, IdSource, Result, WebhookTestResult};
use spanwell_store::{WebhookDelivery, WebhookNotice, WebhookStore, WebhookTarget};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Builder;

use crate::message::{DELIVERY_ID, Message, SIGNATURE, TIMESTAMP};
use crate::resolver::CheckingResolver;
use crate::{AddressPolicy, retry};

/// Most bytes of an answer that a trial shows.
const SHOWN_BYTES: usize = 64 * 1024;
/// Most deliveries at the same time (MLflow's number).
const AT_ONCE: usize = 10;
/// Time that what waits gets when the server stops.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// How deliveries are made.
#[derive(Clone, Copy, Debug)]
pub struct DeliveryOptions {
    /// Where to.
    pub addresses: AddressPolicy,
    /// Most notices that wait; more are dropped, counted and logged.
    pub queue_notices: usize,
    /// Longest time of an attempt, from the connection to the end of the answer (MLflow's time).
    pub attempt_timeout: Duration,
    /// The first pause before another attempt.
    pub pause: Duration,
}

impl Default for DeliveryOptions {
    fn default() -> Self {
        Self {
            addresses: AddressPolicy::default(),
            queue_notices: 1_024,
            attempt_timeout: Duration::from_secs(30),
            pause: Duration::from_secs(1),
        }
    }
}

/// Notices that wait for [`HttpDelivery::run`].
#[derive(Debug)]
pub struct Waiting(mpsc::Receiver<WebhookNotice>);

/// Posts events to webhooks by HTTP.
pub struct HttpDelivery {
    options: DeliveryOptions,
    client: Client,
    queue: mpsc::Sender<WebhookNotice>,
    dropped: AtomicU64,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
}

struct Answer {
    status: StatusCode,
    asked_pause: Option<Duration>,
}

impl HttpDelivery {
    /// A delivery and the notices that [`Self::run`] shall take from it.
    pub fn new(
        options: DeliveryOptions,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Result<(Arc<Self>, Waiting)> {
        // No proxy: it would be the proxy's address that is checked. No redirects: they would carry the signed body on.
        let client = Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .timeout(options.attempt_timeout)
            .dns_resolver(Arc::new(CheckingResolver(options.addresses)))
            .user_agent(concat!("spanwell/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(Error::internal)?;
        let (queue, waiting) = mpsc::channel(options.queue_notices.max(1));
        let delivery = Self { options, client, queue, dropped: AtomicU64::new(0), clock, ids };
        Ok((Arc::new(delivery), Waiting(waiting)))
    }

    /// How many notices found no place in the queue.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Posts what is announced until the server stops; what waits then gets a few seconds.
    pub async fn run(
        self: Arc<Self>,
        mut waiting: Waiting,
        webhooks: Arc<dyn WebhookStore>,
        stop: CancellationToken,
    ) {
        let deadline = async {
            stop.cancelled().await;
            tokio::time::sleep(DRAIN_TIMEOUT).await;
        };
        tokio::select! {
            () = self.post_all(&mut waiting.0, webhooks.as_ref(), &stop) => {}
            () = deadline => tracing::warn!("the server stops before all webhooks were told of all events"),
        }
    }

    async fn post_all(
        &self,
        waiting: &mut mpsc::Receiver<WebhookNotice>,
        webhooks: &dyn WebhookStore,
        stop: &CancellationToken,
    ) {
        let mut next: VecDeque<(WebhookTarget, Arc<WebhookNotice>)> = VecDeque::new();
        let mut running = FuturesUnordered::new();
        let mut is_open = true;
        while is_open || !running.is_empty() || !next.is_empty() {
            while running.len() < AT_ONCE
                && let Some((target, notice)) = next.pop_front()
            {
                running.push(self.deliver(target, notice));
            }
            tokio::select! {
                Some(()) = running.next(), if !running.is_empty() => {}
                () = stop.cancelled(), if is_open && !waiting.is_closed() => waiting.close(),
                notice = waiting.recv(), if is_open && next.is_empty() => match notice {
                    Some(notice) => next = targets(webhooks, notice).await,
                    None => is_open = false,
                },
            }
        }
    }

    /// Posts until the receiver takes it or the attempts are used up.
    async fn deliver(&self, target: WebhookTarget, notice: Arc<WebhookNotice>) {
        let (id, event) = (&target.webhook_id, notice.event);
        let message = match self.message(&target, &notice) {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(inside = error.inside(), "webhook `{id}` is not told of `{event}`: {error}");
                return;
            }
        };
        for attempt in 1.. {
            let (reason, asked_pause) = match self.post(&target, &message).await {
                Ok(answer) if !retry::is_passing(answer.status) => {
                    if answer.status.is_client_error() || answer.status.is_server_error() {
                        tracing::warn!("webhook `{id}` answers {} to `{event}`", answer.status);
                    }
                    return;
                }
                Ok(answer) => (format!("it answers {}", answer.status), answer.asked_pause),
                Err(reason) => (reason, None),
            };
            if attempt > retry::RETRIES {
                tracing::warn!("webhook `{id}` was not told of `{event}` in {attempt} attempts: {reason}");
                return;
            }
            tokio::time::sleep(retry::pause(attempt, self.options.pause, asked_pause)).await;
        }
    }

    fn message(&self, target: &WebhookTarget, notice: &WebhookNotice) -> Result<Message> {
        self.options.addresses.parse(&target.url)?;
        let delivery_id = Builder::from_random_bytes(self.ids.random_bytes()).into_uuid().to_string();
        Message::new(notice, target.secret.as_ref(), delivery_id, self.clock.now_ns())
    }

    async fn post(&self, target: &WebhookTarget, message: &Message) -> Result<Answer, String> {
        let answer = self.request(target, message).send().await.map_err(reason)?;
        Ok(Answer { status: answer.status(), asked_pause: retry::asked_pause(answer.headers()) })
    }

    fn request(&self, target: &WebhookTarget, message: &Message) -> reqwest::RequestBuilder {
        let request = self
            .client
            .post(&target.url)
            .header(CONTENT_TYPE, "application/json")
            .header(DELIVERY_ID, &message.delivery_id)
            .header(TIMESTAMP, &message.timestamp_s)
            .body(message.body.clone());
        match &message.signature {
            Some(signature) => request.header(SIGNATURE, signature),
            None => request,
        }
    }

    async fn try_once(
        &self,
        target: &WebhookTarget,
        notice: &WebhookNotice,
    ) -> Result<WebhookTestResult, String> {
        let message = self.message(target, notice).map_err(|error| error.outside().to_owned())?;
        let answer = self.request(target, &message).send().await.map_err(reason)?;
        let status = answer.status();
        let body = beginning(answer).await?;
        Ok(WebhookTestResult {
            success: status.as_u16() < 400,
            response_status: Some(status.as_u16()),
            response_body: Some(body),
            error_message: None,
        })
    }
}

#[async_trait]
impl WebhookDelivery for HttpDelivery {
    fn announce(&self, notice: WebhookNotice) {
        let event = notice.event;
        if self.queue.try_send(notice).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            tracing::warn!("webhooks are not told of `{event}`: too many events wait, or the server stops");
        }
    }

    async fn check_url(&self, url: &str) -> Result<()> {
        self.options.addresses.parse_and_resolve(url).await
    }

    async fn send_once(&self, target: WebhookTarget, notice: WebhookNotice) -> WebhookTestResult {
        self.try_once(&target, &notice).await.unwrap_or_else(|reason| WebhookTestResult {
            error_message: Some(format!("Failed to test webhook: {reason}")),
            ..WebhookTestResult::default()
        })
    }
}

async fn targets(
    webhooks: &dyn WebhookStore,
    notice: WebhookNotice,
) -> VecDeque<(WebhookTarget, Arc<WebhookNotice>)> {
    let event = notice.event;
    match webhooks.webhook_targets(event).await {
        Ok(found) => {
            let notice = Arc::new(notice);
            found.into_iter().map(|target| (target, notice.clone())).collect()
        }
        Err(error) => {
            tracing::error!(inside = error.inside(), "webhooks are not told of `{event}`: {error}");
            VecDeque::new()
        }
    }
}

/// The beginning of an answer's body.
async fn beginning(mut answer: reqwest::Response) -> Result<String, String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(reason)? {
        let room = SHOWN_BYTES - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if bytes.len() == SHOWN_BYTES {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Why a post failed, down to the cause, without the address: it may hold a password of the receiver.
fn reason(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
