//! Builds stores and services from the settings: the only place that knows concrete types.

use std::path::Path;
use std::sync::Arc;

use spanwell_artifacts::{Artifacts, Place};
use spanwell_edge_mlflow::{AttachmentStore, FolderAttachments};
use spanwell_model::{Clock, Error, IdSource, Limits, RandomIds, Result, SystemClock};
use spanwell_otlp::Translators;
use spanwell_store_sql::{OpenOptions, SqliteStore};
use spanwell_tracking::{Ingest, PriceBook, PricedFacts, Stores, Tracking};
use spanwell_webhooks::{AddressPolicy, DeliveryOptions, HttpDelivery, Waiting};

use crate::settings::StorageArguments;

/// What the edges need.
#[derive(Clone)]
pub struct Services {
    /// Experiments, traces, feedback.
    pub tracking: Tracking,
    /// Spans and logs on their way in.
    pub ingest: Ingest,
    /// Files that belong to traces.
    pub attachments: Arc<dyn AttachmentStore>,
    /// Files that belong to runs and models.
    pub artifacts: Artifacts,
    /// What tells webhooks of events.
    pub delivery: Arc<HttpDelivery>,
    /// Every cap.
    pub limits: Arc<Limits>,
    /// The engine, to be closed at the end.
    pub store: Arc<SqliteStore>,
}

/// Builds the services on the data directory, and the queue of what webhooks (that may be at such addresses) are to be told.
pub fn build(storage: &StorageArguments, addresses: AddressPolicy) -> Result<(Services, Waiting)> {
    let limits = Arc::new(Limits::default());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let ids: Arc<dyn IdSource> = Arc::new(RandomIds);
    let prices = Arc::new(read_prices(storage.price_book.as_deref())?);
    let store = SqliteStore::open(OpenOptions {
        directory: storage.data_dir.clone(),
        limits: (*limits).clone(),
        derive: Arc::new(PricedFacts::new(Arc::new(Translators), prices.clone())),
        clock: clock.clone(),
        ..OpenOptions::default()
    })?;
    let options = DeliveryOptions { addresses, ..DeliveryOptions::default() };
    let (delivery, waiting) = HttpDelivery::new(options, clock.clone(), ids.clone())?;
    let tracking =
        Tracking::new(Stores::on(&store), clock, ids, limits.clone()).delivering_by(delivery.clone());
    let ingest = Ingest::new(tracking.clone(), prices);
    let attachments = Arc::new(FolderAttachments::new(storage.data_dir.join("attachments")));
    let artifacts = open_artifacts(storage)?;
    let services = Services { tracking, ingest, attachments, artifacts, delivery, limits, store };
    Ok((services, waiting))
}

fn open_artifacts(storage: &StorageArguments) -> Result<Artifacts> {
    let place = storage.artifacts.clone();
    let place = place.unwrap_or_else(|| Place::Folder(storage.data_dir.join("artifacts")));
    // Variables that are no text are not ours.
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Artifacts::open(&place, variables)
}

fn read_prices(file: Option<&Path>) -> Result<PriceBook> {
    let Some(file) = file else { return PriceBook::bundled() };
    let text = std::fs::read_to_string(file)
        .map_err(|error| Error::invalid(format!("price book {} cannot be read: {error}", file.display())))?;
    PriceBook::with_overrides(&text, &file.display().to_string())
}
