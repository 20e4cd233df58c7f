//! Measures decoding and translating on the recorded requests:
//! `cargo run --release -p spanwell-otlp --example measure`.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement for people")]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use bytes::Bytes;
use spanwell_model::{DeriveFacts as _, Limits};
use spanwell_otlp::{Translators, decode_traces_protobuf};

/// Times each group of recordings is decoded.
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

fn measure(source: &str, bodies: &[Bytes]) -> Result<(), Box<dyn std::error::Error>> {
    let limits = Limits::default();
    let (mut spans, mut decode_us, mut derive_us) = (0_usize, 0.0, 0.0);
    let bytes: usize = bodies.iter().map(Bytes::len).sum();
    for _ in 0..ROUNDS {
        for body in bodies {
            let start = Instant::now();
            let decoded = decode_traces_protobuf(body.clone(), &limits).map_err(|error| error.to_string())?;
            decode_us += start.elapsed().as_secs_f64() * 1e6;
            spans += decoded.span_count;
            let start = Instant::now();
            for span in decoded.groups.iter().flat_map(|group| &group.spans) {
                black_box(Translators.derive(span));
            }
            derive_us += start.elapsed().as_secs_f64() * 1e6;
            black_box(decoded);
        }
    }
    let count = spans as f64;
    println!(
        "{:<28} {:>7} {:>9.0} {:>12.2} {:>12.2}",
        if source.is_empty() { "all" } else { source },
        spans / ROUNDS as usize,
        bytes as f64 * f64::from(ROUNDS) / count,
        decode_us / count,
        derive_us / count
    );
    Ok(())
}
