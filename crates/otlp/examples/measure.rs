//! Measures decoding and translating on the recorded requests:
//! `cargo run --release -p spanwell-otlp --example measure`.
#![expect(clippy::print_stdout, reason = "a measurement for people")]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use bytes::Bytes;
use spanwell_model::{DeriveFacts as _, Limits};
use spanwell_otlp::{Translators, decode_traces_protobuf};

/// Times each recording is decoded.
const ROUNDS: u32 = 300;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/otlp");
    println!("{:<28} {:>7} {:>9} {:>12} {:>12}", "source", "spans", "B/span", "decode us", "derive us");
    for source in [
        "",
        "mlflow-py-native",
        "openinference-py-openai",
        "otel-py-genai-openai-span",
        "langchain-openinference",
        "vercel-ai-v5",
        "traceloop-py-sdk044old",
        "pydantic-ai",
        "strands",
    ] {
        let mut bodies = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with(source) && name.ends_with(".pb") && !name.ends_with(".logs.pb") {
                bodies.push(Bytes::from(fs::read(path)?));
            }
        }
        measure(source, &bodies)?;
    }
    Ok(())
}

/// Sums the fastest round of each body, which other programs on the machine disturb least.
fn measure(source: &str, bodies: &[Bytes]) -> Result<(), Box<dyn std::error::Error>> {
    let limits = Limits::default();
    let (mut spans, mut decode_us, mut derive_us) = (0_usize, 0.0, 0.0);
    for body in bodies {
        let (mut fastest_decode_us, mut fastest_derive_us) = (f64::MAX, f64::MAX);
        for round in 0..ROUNDS {
            let start = Instant::now();
            let decoded = decode_traces_protobuf(body.clone(), &limits).map_err(|error| error.to_string())?;
            fastest_decode_us = fastest_decode_us.min(start.elapsed().as_secs_f64() * 1e6);
            let start = Instant::now();
            for span in decoded.groups.iter().flat_map(|group| &group.spans) {
                black_box(Translators.derive(span));
            }
            fastest_derive_us = fastest_derive_us.min(start.elapsed().as_secs_f64() * 1e6);
            if round == 0 {
                spans += decoded.span_count;
            }
            black_box(decoded);
        }
        decode_us += fastest_decode_us;
        derive_us += fastest_derive_us;
    }
    let (bytes, count) = (bodies.iter().map(Bytes::len).sum::<usize>() as f64, spans as f64);
    let source = if source.is_empty() { "all" } else { source };
    println!(
        "{source:<28} {spans:>7} {:>9.0} {:>12.2} {:>12.2}",
        bytes / count,
        decode_us / count,
        derive_us / count
    );
    Ok(())
}
