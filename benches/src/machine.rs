//! The machine in general words.

use std::fs::read_to_string;

/// « 2 cœurs, 23 Gio de mémoire, Linux 6.1 ».
#[must_use]
pub fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let memory = read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("MemTotal:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .map_or(0, |kilobytes| kilobytes / 1_048_576);
    let model = read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        })
        .unwrap_or_default();
    let kernel = read_to_string("/proc/sys/kernel/osrelease")
        .ok()
        .map(|text| text.trim().split('.').take(2).collect::<Vec<_>>().join("."))
        .unwrap_or_default();
    format!("{cores} cœurs ({model}), {memory} Gio de mémoire, Linux {kernel}")
}
