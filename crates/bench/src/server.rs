//! Starting and stopping the servers that are measured.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::http::Client;
use crate::process::{self, Usage};
use crate::run::{Result, wait};

/// Longest wait for a server's first answer, in seconds.
const START_S: u64 = 180;
/// Longest wait for a server's end before it is killed, in seconds.
const STOP_S: u64 = 30;

/// Which program serves.
#[derive(Clone, Debug)]
pub(crate) enum Program {
    /// Ours: the binary.
    Spanwell(PathBuf),
    /// The official server, by the Python that has it.
    Mlflow(PathBuf),
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    /// Its port.
    pub(crate) port: u16,
    /// Milliseconds from its start to its first answer.
    pub(crate) start_ms: f64,
}

impl Server {
    /// Starts a program on a free port with its data in `folder`, and waits for its first answer.
    pub(crate) fn start(program: &Program, folder: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = command(program, port, folder);
        let log = File::options().create(true).append(true).open(folder.join("server.log"))?;
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .current_dir(folder)
            .process_group(0);
        let started = Instant::now();
        let child = command.spawn().map_err(|error| format!("cannot start {program:?}: {error}"))?;
        let mut server = Self { child, port, start_ms: 0.0 };
        let client = Client::new(port);
        while !client.get("/version").is_ok_and(|answer| answer.status == 200) {
            if let Some(status) = server.child.try_wait()? {
                let log = std::fs::read_to_string(folder.join("server.log")).unwrap_or_default();
                return Err(format!("{program:?} ended with {status}:\n{log}").into());
            }
            if started.elapsed() > Duration::from_secs(START_S) {
                return Err(format!("{program:?} does not answer after {START_S} s").into());
            }
            wait(Duration::from_millis(2));
        }
        server.start_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Ok(server)
    }

    /// What it uses now.
    pub(crate) fn usage(&self) -> Usage {
        process::usage(self.child.id())
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Stops it and whatever it started.
    pub(crate) fn stop(mut self) -> Result<()> {
        self.end()
    }

    fn end(&mut self) -> Result<()> {
        let family = process::family(self.child.id());
        if self.child.try_wait()?.is_none() {
            signal("-TERM", self.child.id())?;
            let started = Instant::now();
            while self.child.try_wait()?.is_none() {
                if started.elapsed() > Duration::from_secs(STOP_S) {
                    self.child.kill()?;
                    self.child.wait()?;
                }
                wait(Duration::from_millis(20));
            }
        }
        // Workers of the reference server may outlive it.
        for pid in family.into_iter().skip(1) {
            if Path::new(&format!("/proc/{pid}")).exists() {
                signal("-KILL", pid)?;
            }
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a failure of the benchmark: nothing that it started stays behind.
        drop(self.end());
    }
}

fn signal(name: &str, pid: u32) -> Result<()> {
    Command::new("kill").arg(name).arg(pid.to_string()).stderr(Stdio::null()).status()?;
    Ok(())
}

fn command(program: &Program, port: u16, folder: &Path) -> Command {
    let port = port.to_string();
    match program {
        Program::Spanwell(binary) => {
            let mut command = Command::new(binary);
            command.args([
                "serve",
                "--host",
                "127.0.0.1",
                "--port",
                &port,
                "--otlp-grpc-port",
                "0",
                "--data-dir",
            ]);
            command.arg(folder.join("data"));
            command
        }
        Program::Mlflow(python) => {
            let mut command = Command::new(python);
            command.args(["-m", "mlflow", "server", "--host", "127.0.0.1", "--port", &port]);
            command
                .arg("--backend-store-uri")
                .arg(format!("sqlite:///{}", folder.join("mlflow.db").display()));
            command.arg("--artifacts-destination").arg(folder.join("artifacts"));
            command.env("MLFLOW_DISABLE_TELEMETRY", "true").env("DO_NOT_TRACK", "true");
            command
        }
    }
}

/// A fresh folder for a server's data.
pub(crate) fn fresh_folder(root: Option<&PathBuf>) -> Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("spanwell-bench-");
    Ok(match root {
        Some(root) => builder.tempdir_in(root)?,
        None => builder.tempdir()?,
    })
}

/// Bytes of all files in a folder.
pub(crate) fn folder_bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => folder_bytes(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}
