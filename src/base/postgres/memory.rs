//! How much memory the private server takes, from what the machine has.

use std::fs;

const MB: u64 = 1024 * 1024;

/// Settings for a machine like this one, as `name=value`. Postgres's own suit a machine of twenty years ago: 128 MB of
/// pages at hand, and disks that turn.
pub(super) fn settings() -> [String; 4] {
    sized(available())
}

fn sized(memory: u64) -> [String; 4] {
    let buffers = (memory / 8).clamp(128 * MB, 2048 * MB) / MB;
    let cached = (memory / 2).max(256 * MB) / MB;
    [
        format!("shared_buffers={buffers}MB"),
        format!("effective_cache_size={cached}MB"),
        // One statement's share; a bitmap of a million rows fits.
        "work_mem=16MB".to_owned(),
        // A page anywhere costs hardly more than the next one.
        "random_page_cost=1.1".to_owned(),
    ]
}

/// Bytes that this process may use: the machine's, or fewer where its control group has a limit; none where nobody says.
fn available() -> u64 {
    let told = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = told
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB"));
    let machine = total.and_then(|kb| kb.parse::<u64>().ok());
    let machine = machine.map_or(0, |kb| kb.saturating_mul(1024));
    limits().fold(machine, u64::min)
}

/// The limits of our control group and those above it (cgroup v2); none where there are no groups.
fn limits() -> impl Iterator<Item = u64> {
    let own = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let path = own
        .lines()
        .find_map(|line| line.strip_prefix("0::"))
        .unwrap_or("/");
    let mut limits = Vec::new();
    let mut group = std::path::Path::new("/sys/fs/cgroup").join(path.trim_start_matches('/'));
    while group.starts_with("/sys/fs/cgroup") {
        let limit = fs::read_to_string(group.join("memory.max")).unwrap_or_default();
        limits.extend(limit.trim().parse::<u64>());
        if !group.pop() {
            break;
        }
    }
    limits.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_machine_keeps_room_and_a_large_one_is_not_taken_over() {
        for (memory, buffers, cached) in [
            (512, "128", "256"),
            (4096, "512", "2048"),
            (262_144, "2048", "131072"),
        ] {
            let [first, second, ..] = sized(memory * MB);
            assert_eq!(first, format!("shared_buffers={buffers}MB"));
            assert_eq!(second, format!("effective_cache_size={cached}MB"));
        }
    }
}
