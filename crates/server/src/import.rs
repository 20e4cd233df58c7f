//! `spanwell import`: copies with bars on the terminal and a table at the end.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use spanwell_import::{Counts, Credentials, Kind, MlflowServer, Progress, Target, import};
use spanwell_model::{Error, Result};

use spanwell_webhooks::AddressPolicy;

use crate::settings::ImportMlflowArguments;
use crate::wiring;

/// Copies an MLflow server into the data directory; fails when something was not copied.
pub async fn mlflow(arguments: ImportMlflowArguments) -> Result<()> {
    let scheme = arguments.from.split(':').next().unwrap_or_default();
    if !matches!(scheme, "http" | "https") {
        return Err(Error::invalid(format!(
            "--from `{}` is not the address of a server: start `mlflow server --backend-store-uri {} --port 5001` and \
             import from http://localhost:5001",
            arguments.from, arguments.from
        )));
    }
    let credentials = match (arguments.token, arguments.username) {
        (Some(token), _) => Credentials::Bearer(token),
        (None, Some(name)) => Credentials::Basic(name, arguments.password.unwrap_or_default()),
        (None, None) => Credentials::None,
    };
    let source = MlflowServer::connect(&arguments.from, credentials).await?;
    // Webhooks are told of changes, not of what was there before.
    let (services, _) = wiring::build(&arguments.storage, AddressPolicy::default())?;
    services.artifacts.check().await?;
    let target = Target {
        tracking: services.tracking.clone(),
        ingest: services.ingest.clone(),
        artifacts: services.artifacts.clone(),
    };
    let bars = Bars::default();
    let report = import(&source, &target, &bars).await;
    bars.finish();
    services.store.close().await?;
    let report = report?;
    tell(&report.to_string());
    match report.is_complete() {
        true => Ok(()),
        false => Err(Error::invalid("some things were not copied, see above")),
    }
}

#[expect(clippy::print_stdout, reason = "the result of the command")]
fn tell(text: &str) {
    println!("{text}");
}

/// A line for each kind on a terminal; nothing elsewhere.
#[derive(Default)]
struct Bars {
    all: MultiProgress,
    lines: Mutex<HashMap<Kind, ProgressBar>>,
}

impl Bars {
    fn finish(&self) {
        for line in self.lines.lock().unwrap_or_else(PoisonError::into_inner).values() {
            line.finish_and_clear();
        }
    }

    fn line(&self, kind: Kind) -> ProgressBar {
        let bar = self.all.add(ProgressBar::new_spinner().with_prefix(kind.name()));
        // How many there are is only known when they have all been read.
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {prefix:20} {pos:>10}  {per_sec:>14}  {msg}")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}

impl Progress for Bars {
    fn counted(&self, kind: Kind, counts: &Counts) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.entry(kind).or_insert_with(|| self.line(kind));
        line.set_position(counts.copied + counts.present);
        if counts.failed > 0 {
            line.set_message(format!("{} failed", counts.failed));
        }
    }
}
