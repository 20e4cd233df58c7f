#![doc = include_str!("../README.md")]

mod http;
mod ingest;
mod load;
mod process;
mod protobuf;
mod questions;
mod report;
mod run;
mod server;
mod statistics;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Measures a Spanwell server, and the official MLflow server on the same input.
#[derive(Parser, Clone, Debug)]
#[command(name = "spanwell-bench", version)]
struct Arguments {
    /// The release binary of the server
    #[arg(long, value_name = "FILE")]
    server: PathBuf,

    /// A Python with the official MLflow, to be measured on the smaller input too
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,

    /// Spans of 3 KB that are stored before the questions are asked
    #[arg(long, default_value_t = 1_000_000, value_name = "COUNT")]
    spans: u64,

    /// Spans of 300 bytes; 0 leaves this phase out
    #[arg(long, default_value_t = 600_000, value_name = "COUNT")]
    small_spans: u64,

    /// Spans of 3 KB that both servers get for the comparison
    #[arg(long, default_value_t = 6_000, value_name = "COUNT")]
    reference_spans: u64,

    /// Connections that send at the same time
    #[arg(long, default_value_t = 4, value_name = "COUNT")]
    connections: usize,

    /// Traces of six spans in one request
    #[arg(long, default_value_t = 20, value_name = "COUNT")]
    traces_per_request: u32,

    /// Longest time that one phase may send, in seconds
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    seconds: u64,

    /// Times that each question is asked
    #[arg(long, default_value_t = 60, value_name = "COUNT")]
    repeats: usize,

    /// Folder for the servers' data, removed afterwards; the system's temporary folder when not given
    #[arg(long, value_name = "FOLDER")]
    data_root: Option<PathBuf>,

    /// Folder that the result is written to as JSON
    #[arg(long, default_value = "bench/results", value_name = "FOLDER")]
    results: PathBuf,
}

fn main() -> ExitCode {
    match run::run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}
