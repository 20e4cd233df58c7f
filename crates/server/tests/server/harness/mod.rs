//! Starts the real binary on free ports with a data directory of its own, and stops it.

pub(crate) mod protobuf;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

/// A port nobody uses at this moment.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The command, with nothing inherited that would change its settings.
pub(crate) fn spanwell() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_spanwell"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SPANWELL_")) {
        command.env_remove(name);
    }
    command
}

/// A running server.
pub(crate) struct RunningServer {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl RunningServer {
    /// Starts it and waits until it says where it listens.
    pub(crate) fn start(data_dir: &Path) -> Self {
        let mut child = spanwell()
            .args(["serve", "--port", "0", "--otlp-grpc-port", "0", "--data-dir"])
            .arg(data_dir)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line:?}"));
        Self { child, address: address.parse().unwrap() }
    }

    /// Sends a raw HTTP/1.1 request and reads the whole answer.
    pub(crate) fn raw(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// GET, without keeping the connection.
    pub(crate) fn get(&self, path: &str) -> String {
        self.raw(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes())
    }

    /// POST of a JSON body, without keeping the connection.
    pub(crate) fn post_json(&self, path: &str, body: &str) -> String {
        self.raw(
            format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
                 Connection: close\r\n\r\n{body}",
                body.len()
            )
            .as_bytes(),
        )
    }

    /// Sends a signal (`INT`, `TERM`, `KILL`) and waits for the end.
    pub(crate) fn stop_with(mut self, signal: &str) -> ExitStatus {
        let sent =
            Command::new("kill").args([format!("-{signal}"), self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        self.child.wait().unwrap()
    }
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        // Already gone after `stop_with`: nothing to do then.
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            _ = self.child.kill();
            _ = self.child.wait();
        }
    }
}
