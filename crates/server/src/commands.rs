//! Runs what the command line asks for.

use std::process::ExitCode;
use std::time::Duration;

use spanwell_model::{Error, Result};
use tracing_subscriber::EnvFilter;

use crate::import;
use crate::serve::Server;
use crate::settings::{Arguments, Command, ImportCommand, ImportMlflowArguments, ServeArguments};

/// Runs the command; errors go to standard error with exit code 1.
pub fn run(arguments: Arguments) -> ExitCode {
    let result = match arguments.command {
        Command::Serve(serve) => run_server(serve),
        Command::Import(ImportCommand::Mlflow(import)) => run_import(import),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stderr,
    reason = "the one place where a failed start is told to the person at the terminal"
)]
fn report(error: &Error) {
    eprintln!("error: {}", error.outside());
    if let Some(inside) = error.inside() {
        eprintln!("cause: {inside}");
    }
}

fn run_server(arguments: ServeArguments) -> Result<()> {
    start_log(&arguments.log)?;
    runtime()?.block_on(async {
        let server = Server::start(arguments).await?;
        announce(&server);
        server.run_until_signal().await
    })
}

fn run_import(arguments: ImportMlflowArguments) -> Result<()> {
    start_log(&arguments.log)?;
    runtime()?.block_on(import::mlflow(arguments))
}

fn start_log(filter: &str) -> Result<()> {
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| Error::invalid(format!("--log `{filter}` is not a log filter: {error}")))?;
    // A second subscriber in one process (tests) keeps the first.
    if tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init().is_err() {
        tracing::debug!("the log is set up already");
    }
    Ok(())
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(32)
        // Threads that wait for work keep the memory of the last one.
        .thread_keep_alive(Duration::from_secs(2))
        .thread_name("spanwell")
        .build()
        .map_err(|error| Error::internal(format!("threads could not be started: {error}")))
}

#[expect(clippy::print_stdout, reason = "the line that tells people and scripts where the server listens")]
fn announce(server: &Server) {
    println!("listening on http://{}", server.address());
    if let Some(address) = server.grpc_address() {
        println!("OTLP over gRPC on {address}");
    }
}
