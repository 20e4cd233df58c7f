//! The table on the terminal and the file beside it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use crate::ingest::Ingested;
use crate::questions::Asked;
use crate::run::{Filled, Report, Result};

/// Prints a line.
pub(crate) fn say(text: &str) {
    // Whoever closed the terminal does not want to read.
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Writes the report as JSON, under its time and as the latest one.
pub(crate) fn write(report: &Report, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let text = serde_json::to_string_pretty(report)?;
    std::fs::write(folder.join(format!("{}.json", report.measured_at_ms)), &text)?;
    std::fs::write(folder.join("latest.json"), &text)?;
    Ok(())
}

/// One line: what, at full size, and (on the smaller input) ours, theirs, ratio.
struct Line {
    what: String,
    cells: [String; 4],
}

/// Whether more is better.
#[derive(Clone, Copy, PartialEq)]
enum Better {
    More,
    Less,
}

/// The table for people.
pub(crate) fn table(report: &Report) -> String {
    let mut lines = Vec::new();
    if let Some(small) = &report.small {
        ingest_lines(&mut lines, "300-byte spans", [Some(small), None, None]);
    }
    let all = [Some(&report.large), report.ours.as_ref(), report.reference.as_ref()];
    ingest_lines(&mut lines, "3 KB spans", all.map(|filled| filled.map(|filled| &filled.ingested)));
    let mut number = |what: &str, value: fn(&Filled) -> f64, better: Better| {
        lines.push(line(what, all.map(|filled| filled.map(value)), better));
    };
    number("start to first answer, empty (ms)", |filled| filled.empty.start_ms, Better::Less);
    number("start to first answer, filled (ms)", |filled| filled.again.start_ms, Better::Less);
    number("memory, empty and idle (MiB)", |filled| filled.empty.idle_mib, Better::Less);
    number("memory, idle after load (MiB)", |filled| filled.idle_after_load_mib, Better::Less);
    number("memory, filled, started again (MiB)", |filled| filled.again.idle_mib, Better::Less);
    number("processes", |filled| filled.empty.processes as f64, Better::Less);
    number("disk (MiB)", |filled| filled.disk_mib, Better::Less);
    lines.push(line("size of the binary (MiB)", [Some(report.binary_mib), None, None], Better::Less));
    for asked in &report.large.asked {
        for (part, value) in [("p50", p50 as fn(&Asked) -> f64), ("p95", p95)] {
            let cells = all
                .map(|filled| filled?.asked.iter().find(|other| other.question == asked.question).map(value));
            lines.push(line(&format!("{}, {part} (ms)", asked.question), cells, Better::Less));
        }
    }
    print(report, &lines)
}

fn p50(asked: &Asked) -> f64 {
    asked.latency.p50_ms
}

fn p95(asked: &Asked) -> f64 {
    asked.latency.p95_ms
}

fn ingest_lines(lines: &mut Vec<Line>, spans: &str, all: [Option<&Ingested>; 3]) {
    let mut number = |what: &str, value: fn(&Ingested) -> f64, better: Better| {
        lines.push(line(&format!("{spans}: {what}"), all.map(|ingested| ingested.map(value)), better));
    };
    number("spans", |ingested| ingested.spans as f64, Better::More);
    number("acknowledged a second", |ingested| ingested.spans_per_second, Better::More);
    number("for each CPU second", |ingested| ingested.spans_per_cpu_second, Better::More);
    number("CPU seconds, index included", |ingested| ingested.cpu_with_index_s, Better::Less);
    number("most memory (MiB)", |ingested| ingested.peak_mib, Better::Less);
    let lag = |ingested: Option<&Ingested>| ingested?.most_index_lag_ms.map(|lag_ms| lag_ms as f64);
    lines.push(line(&format!("{spans}: most index lag (ms)"), all.map(lag), Better::Less));
    let after =
        |ingested: Option<&Ingested>| ingested?.index_complete_after_s.map(|seconds| seconds * 1_000.0);
    lines.push(line(&format!("{spans}: index complete after (ms)"), all.map(after), Better::Less));
}

fn line(what: &str, [full, ours, theirs]: [Option<f64>; 3], better: Better) -> Line {
    let ratio = match (ours, theirs) {
        (Some(ours), Some(theirs)) if ours > 0.0 && theirs > 0.0 => {
            let ratio = if better == Better::More { ours / theirs } else { theirs / ours };
            format!("{}×", shown(ratio))
        }
        _ => String::new(),
    };
    let cell = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), shown);
    Line { what: what.to_owned(), cells: [cell(full), cell(ours), cell(theirs), ratio] }
}

/// Three figures, thousands apart.
fn shown(value: f64) -> String {
    if value.abs() < 10.0 {
        return format!("{value:.2}");
    }
    if value.abs() < 100.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn print(report: &Report, lines: &[Line]) -> String {
    let count = |filled: Option<&Filled>| {
        filled.map_or_else(String::new, |filled| shown(filled.ingested.spans as f64))
    };
    let head = [
        format!("ours, {}", count(Some(&report.large))),
        format!("ours, {}", count(report.ours.as_ref())),
        format!("MLflow, {}", count(report.reference.as_ref())),
        "better by".to_owned(),
    ];
    let columns = if report.reference.is_some() { 4 } else { 1 };
    let width = lines.iter().map(|line| line.what.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    let mut row = |what: &str, cells: &[String]| {
        // Writing to a String cannot fail.
        _ = write!(text, "{what:<width$}");
        for cell in cells.iter().take(columns) {
            _ = write!(text, "  {cell:>18}");
        }
        text.push('\n');
    };
    row(&format!("on {} processors, load included", report.processors), &head);
    for line in lines {
        row(&line.what, &line.cells);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_figures_and_ratios_say_how_much_better() {
        assert_eq!([0.1234, 12.34, 999.6, 1_234_567.0].map(shown), ["0.12", "12.3", "1,000", "1,234,567"]);
        assert_eq!(line("x", [None, Some(50.0), Some(10.0)], Better::More).cells[3], "5.00×");
        assert_eq!(line("x", [None, Some(2.0), Some(300.0)], Better::Less).cells[3], "150×");
    }
}
