//! The phases of the benchmark, in order.

use std::path::Path;
use std::thread;
use std::time::Duration;

use serde::Serialize;
use spanwell_model::{Clock as _, SystemClock};

use crate::Arguments;
use crate::http::Client;
use crate::ingest::{Ingested, ingest};
use crate::load::{Load, SPANS_PER_TRACE, Shape, ms_to_ns};
use crate::process::Usage;
use crate::questions::{Asked, Contents, ask_mlflow, ask_ours};
use crate::report::{self, say};
use crate::server::{Program, Server, folder_bytes, fresh_folder};

/// Whatever goes wrong ends the benchmark with its text.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const MIB: f64 = 1_048_576.0;
const WEEK_MS: i64 = 7 * 86_400_000;
/// How long a server is left alone before its memory is called idle, in seconds.
const IDLE_S: u64 = 5;
/// What it may do in that time and be idle still, in seconds of a processor.
const IDLE_CPU_S: f64 = 0.5;
/// Times that it is left alone again because it did more, such as bringing its index in order.
const MOST_RESTS: usize = 24;

/// A server after start, before anybody asked anything.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Started {
    /// From start to the first answer, in milliseconds.
    pub(crate) start_ms: f64,
    /// Memory when idle, in MiB.
    pub(crate) idle_mib: f64,
    /// Processes.
    pub(crate) processes: usize,
}

/// What a server did with spans of one size, and what it answered then.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Filled {
    /// On an empty folder.
    pub(crate) empty: Started,
    /// The spans.
    pub(crate) ingested: Ingested,
    /// Its folder afterwards, in MiB.
    pub(crate) disk_mib: f64,
    /// Memory after the load, left alone for a while, in MiB.
    pub(crate) idle_after_load_mib: f64,
    /// The questions.
    pub(crate) asked: Vec<Asked>,
    /// Started again on what it holds.
    pub(crate) again: Started,
}

/// Everything that was measured.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Report {
    /// When, in milliseconds since the epoch.
    pub(crate) measured_at_ms: i64,
    /// Processors of the machine.
    pub(crate) processors: usize,
    /// Size of our binary, in MiB.
    pub(crate) binary_mib: f64,
    /// Spans of 300 bytes.
    pub(crate) small: Option<Ingested>,
    /// Spans of 3 KB, and the questions.
    pub(crate) large: Filled,
    /// Ours on the smaller input.
    pub(crate) ours: Option<Filled>,
    /// The official server on the same.
    pub(crate) reference: Option<Filled>,
}

/// Measures everything, prints the table and writes the result.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let ours = Program::Spanwell(arguments.server.canonicalize().map_err(|error| {
        format!("no server binary at `{}`: {error}; build it with `make package`", arguments.server.display())
    })?);
    let small = if arguments.small_spans > 0 {
        say(&format!("{} spans of 300 bytes …", arguments.small_spans));
        Some(measure_small(&ours, arguments)?)
    } else {
        None
    };
    say(&format!("{} spans of 3 KB …", arguments.spans));
    let large = fill(&ours, arguments, arguments.spans)?;
    let (mut ours_small, mut reference) = (None, None);
    if let Some(python) = &arguments.reference {
        say(&format!("{} spans of 3 KB for the comparison …", arguments.reference_spans));
        ours_small = Some(fill(&ours, arguments, arguments.reference_spans)?);
        say("the same for MLflow's server …");
        let program = Program::Mlflow(std::path::absolute(python)?);
        reference = Some(fill(&program, arguments, arguments.reference_spans)?);
    }
    let report = Report {
        measured_at_ms: SystemClock.now_ms(),
        processors: thread::available_parallelism().map_or(1, usize::from),
        binary_mib: std::fs::metadata(&arguments.server)?.len() as f64 / MIB,
        small,
        large,
        ours: ours_small,
        reference,
    };
    report::write(&report, &arguments.results)?;
    say(&report::table(&report));
    Ok(())
}

fn measure_small(program: &Program, arguments: &Arguments) -> Result<Ingested> {
    let folder = fresh_folder(arguments.data_root.as_ref())?;
    let server = Server::start(program, folder.path())?;
    let (load, requests, _) = load(Shape::small(arguments.traces_per_request), arguments.small_spans);
    let ingested = send(&server, &load, requests, arguments)?;
    server.stop()?;
    Ok(ingested)
}

/// The requests for about this many spans, spread over the last seven days.
fn load(shape: Shape, spans: u64) -> (Load, u64, Contents) {
    let end_ms = SystemClock.now_ms();
    let start_ms = end_ms - WEEK_MS;
    let per_request = u64::from(shape.traces_per_request) * SPANS_PER_TRACE;
    let requests = spans.div_ceil(per_request);
    let traces = requests * u64::from(shape.traces_per_request);
    let load = Load::new(shape, traces, ms_to_ns(start_ms), ms_to_ns(end_ms));
    (load, requests, Contents::new(start_ms, end_ms))
}

fn send(server: &Server, load: &Load, requests: u64, arguments: &Arguments) -> Result<Ingested> {
    ingest(server, load, requests, arguments.connections, Duration::from_secs(arguments.seconds))
}

fn fill(program: &Program, arguments: &Arguments, spans: u64) -> Result<Filled> {
    let folder = fresh_folder(arguments.data_root.as_ref())?;
    let server = Server::start(program, folder.path())?;
    let empty = settled(&server);
    let (load, requests, contents) = load(Shape::large(arguments.traces_per_request), spans);
    let ingested = send(&server, &load, requests, arguments)?;
    let idle_after_load_mib = at_rest(&server).memory_mib;
    let client = Client::new(server.port);
    let asked = match program {
        Program::Spanwell(_) => ask_ours(&client, &contents, arguments.repeats)?,
        Program::Mlflow(_) => ask_mlflow(&client, &contents, arguments.repeats)?,
    };
    server.stop()?;
    let again = start_again(program, folder.path())?;
    let disk_mib = folder_bytes(folder.path()) as f64 / MIB;
    Ok(Filled { empty, ingested, disk_mib, idle_after_load_mib, asked, again })
}

fn start_again(program: &Program, folder: &Path) -> Result<Started> {
    let server = Server::start(program, folder)?;
    let started = settled(&server);
    server.stop()?;
    Ok(started)
}

/// Leaves a server alone until it does nothing any more.
fn at_rest(server: &Server) -> Usage {
    let mut usage = server.usage();
    for _ in 0..MOST_RESTS {
        let before_s = usage.cpu_s;
        wait(Duration::from_secs(IDLE_S));
        usage = server.usage();
        if usage.cpu_s - before_s < IDLE_CPU_S {
            break;
        }
    }
    usage
}

fn settled(server: &Server) -> Started {
    let usage = at_rest(server);
    Started { start_ms: server.start_ms, idle_mib: usage.memory_mib, processes: usage.processes }
}

/// Lets time pass.
#[expect(clippy::disallowed_methods, reason = "other processes are watched, which notify nobody")]
pub(crate) fn wait(time: Duration) {
    thread::sleep(time);
}
