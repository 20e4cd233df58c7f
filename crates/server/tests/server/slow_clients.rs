//! Clients that send their requests a byte at a time, or never finish them, do not keep others from being served.

use std::io::Write;
use std::net::TcpStream;

use crate::harness::RunningServer;

#[test]
fn eight_slow_clients_do_not_stop_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = RunningServer::start(folder.path());
    let heads: [&[u8]; 2] = [
        b"POST /v1/traces HTTP/1.1\r\nHost: localh",
        b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{",
    ];
    let slow: Vec<TcpStream> = (0..8)
        .map(|number| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            stream.write_all(heads[number % heads.len()]).unwrap();
            stream
        })
        .collect();
    for _ in 0..20 {
        let answer = server.post_json("/v1/traces", r#"{"resourceSpans":[]}"#);
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    drop(slow);
    assert!(server.stop_with("INT").success());
}
