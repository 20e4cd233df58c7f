//! A process and those it started, as Linux tells in `/proc`.

use std::collections::BTreeMap;
use std::fs;

/// Clock ticks in a second, as Linux reports times to programs (`USER_HZ`).
const TICKS_PER_SECOND: f64 = 100.0;

/// What a process and its descendants use.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    /// CPU time so far, in seconds.
    pub(crate) cpu_s: f64,
    /// Memory now, in MiB; what is shared is counted once.
    pub(crate) memory_mib: f64,
    /// Most memory of the first process so far, in MiB.
    pub(crate) peak_mib: f64,
    /// Processes.
    pub(crate) processes: usize,
}

/// The process and its descendants, by id.
pub(crate) fn family(root: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        if let Some(parent) = stat(pid).and_then(|fields| fields.get(1)?.parse().ok()) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut family = vec![root];
    let mut next = 0;
    while let Some(pid) = family.get(next).copied() {
        family.extend(children.get(&pid).into_iter().flatten());
        next += 1;
    }
    family
}

/// What the process and its descendants use now.
pub(crate) fn usage(root: u32) -> Usage {
    let family = family(root);
    let mut usage = Usage { processes: family.len(), ..Usage::default() };
    for pid in family {
        usage.cpu_s += cpu_s(pid).unwrap_or(0.0);
        usage.memory_mib += kib(pid, "smaps_rollup", "Pss:").unwrap_or(0.0) / 1_024.0;
    }
    usage.peak_mib = kib(root, "status", "VmHWM:").unwrap_or(0.0) / 1_024.0;
    usage
}

/// The fields of `/proc/<pid>/stat` from the third one (the state) on; the second is a name that may hold anything.
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

fn cpu_s(pid: u32) -> Option<f64> {
    let fields = stat(pid)?;
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS_PER_SECOND)
}

fn kib(pid: u32, file: &str, key: &str) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{pid}/{file}")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn this_process_uses_something() {
        let usage = super::usage(std::process::id());
        assert!(usage.processes >= 1 && usage.memory_mib > 0.1 && usage.peak_mib > 0.1, "{usage:?}");
    }
}
