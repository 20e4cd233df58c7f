//! The command line and its environment variables: every setting, parsed once at start.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use spanwell_artifacts::Place;

use crate::quantities::{Bytes, Days};

const AFTER_HELP: &str = "\
Start the server:
  spanwell serve                        page on http://localhost:5000, data in ./spanwell-data

Send it traces:
  MLFLOW_TRACKING_URI=http://localhost:5000 python app.py            the official MLflow client
  OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:5000 node app.js      any OpenTelemetry SDK

Bring what an MLflow server has:
  spanwell import mlflow --from http://localhost:5001";

/// Traces, explains and improves applications built on large language models.
#[derive(Parser, Debug)]
#[command(
    name = "spanwell",
    bin_name = "spanwell",
    version,
    propagate_version = true,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = AFTER_HELP
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What `spanwell` can do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Receive traces, keep them, show them: the server with its page.
    Serve(ServeArguments),
    /// Copy what another system holds
    #[command(subcommand)]
    Import(ImportCommand),
}

/// What `spanwell import` can read.
#[derive(Subcommand, Debug)]
pub enum ImportCommand {
    /// Copy experiments, traces, feedback, prompts, datasets, runs and artifacts from an MLflow server.
    ///
    /// Nothing is changed there. It may be stopped and run again: what is here already is left alone.
    Mlflow(ImportMlflowArguments),
}

/// Settings of `spanwell import mlflow`.
#[derive(Args, Clone, Debug)]
pub struct ImportMlflowArguments {
    /// Address of the MLflow server, such as http://localhost:5000
    #[arg(long, value_name = "ADDRESS")]
    pub from: String,

    /// Where things are kept; no server may be running on the folder
    #[command(flatten)]
    pub storage: StorageArguments,

    /// Name for an MLflow server that asks for one
    #[arg(long, env = "MLFLOW_TRACKING_USERNAME", value_name = "NAME")]
    pub username: Option<String>,

    /// Password that goes with the name
    #[arg(long, env = "MLFLOW_TRACKING_PASSWORD", hide_env_values = true, value_name = "PASSWORD")]
    pub password: Option<String>,

    /// Token for an MLflow server that asks for one
    #[arg(long, env = "MLFLOW_TRACKING_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    pub token: Option<String>,

    /// What is written to the log on standard error
    #[arg(long, env = "SPANWELL_LOG", default_value = "error", value_name = "FILTER")]
    pub log: String,
}

/// Where things are kept.
#[derive(Args, Clone, Debug)]
pub struct StorageArguments {
    /// Folder of everything that is kept; made when it is not there
    #[arg(long, env = "SPANWELL_DATA_DIR", default_value = "./spanwell-data", value_name = "FOLDER")]
    pub data_dir: PathBuf,

    /// Where files of runs and models are kept: a folder, or s3://BUCKET/PREFIX with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and, for other servers than Amazon's, AWS_ENDPOINT_URL; the folder artifacts in --data-dir when not given
    #[arg(long, env = "SPANWELL_ARTIFACTS", value_name = "FOLDER_OR_BUCKET")]
    pub artifacts: Option<Place>,

    /// CSV file of prices that go before the built-in price book
    #[arg(long, env = "SPANWELL_PRICE_BOOK", value_name = "FILE")]
    pub price_book: Option<PathBuf>,
}

/// Settings of `spanwell serve`.
#[derive(Args, Clone, Debug)]
pub struct ServeArguments {
    /// Address to listen on. Anything but a loopback address also needs --allow-insecure
    #[arg(long, env = "SPANWELL_HOST", default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub host: IpAddr,

    /// Port of the page, MLflow's REST API and OTLP over HTTP; 0 takes a free one
    #[arg(long, env = "SPANWELL_PORT", default_value_t = 5000, value_name = "PORT")]
    pub port: u16,

    /// Port of OTLP over gRPC; 0 turns it off
    #[arg(long, env = "SPANWELL_OTLP_GRPC_PORT", default_value_t = 4317, value_name = "PORT")]
    pub otlp_grpc_port: u16,

    /// Where things are kept
    #[command(flatten)]
    pub storage: StorageArguments,

    /// How long traces are kept, such as 30d; for ever when not given
    #[arg(long, env = "SPANWELL_RETENTION", value_name = "TIME")]
    pub retention: Option<Days>,

    /// How large the data folder may grow, such as 50GB; over it, the oldest traces go first and those with feedback last
    #[arg(long, env = "SPANWELL_DISK_QUOTA", value_name = "SIZE")]
    pub disk_quota: Option<Bytes>,

    /// Host names other than localhost under which browsers may reach the server, separated by commas
    #[arg(long, env = "SPANWELL_ALLOWED_HOSTS", value_delimiter = ',', value_name = "NAMES")]
    pub allowed_hosts: Vec<String>,

    /// Listen on an address that others can reach although there is no authentication yet
    #[arg(long, env = "SPANWELL_ALLOW_INSECURE")]
    pub allow_insecure: bool,

    /// Let webhooks post by HTTP too, which others can read on its way
    #[arg(long, env = "SPANWELL_WEBHOOK_ALLOW_HTTP")]
    pub webhook_allow_http: bool,

    /// Let webhooks post to addresses inside the network and on this machine too
    #[arg(long, env = "SPANWELL_WEBHOOK_ALLOW_PRIVATE_ADDRESSES")]
    pub webhook_allow_private_addresses: bool,

    /// What is written to the log on standard error: error, warn, info, debug, or a filter such as spanwell=debug
    #[arg(long, env = "SPANWELL_LOG", default_value = "warn", value_name = "FILTER")]
    pub log: String,

    /// Seconds that requests in flight get to finish when the server is told to stop
    #[arg(long, env = "SPANWELL_DRAIN_TIMEOUT_S", default_value_t = 10, value_name = "SECONDS")]
    pub drain_timeout_s: u64,
}
