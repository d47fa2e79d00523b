use std::{io, path::Path, str::FromStr};

use landlock::{
    ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
    RulesetStatus, Scope, path_beneath_rules,
};
use rustix::process::{Resource, Rlimit, setrlimit};

const ADDRESS_SPACE: u64 = 512 * 1024 * 1024;
const CPU_SECONDS: u64 = 10;
const DESCRIPTORS: u64 = 8;

/// What a program from the system's packages needs to start; nothing of ours lies there.
pub(super) const SYSTEM: [&str; 7] = [
    "/usr",
    "/lib",
    "/lib64",
    "/nix/store",
    "/gnu/store",
    "/etc/ld.so.cache",
    "/etc/fonts",
];

/// How far the kernel keeps the child from files (Landlock).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAccess {
    /// None can be opened, and no TCP connection either.
    Closed,
    /// As `Closed`, but for what this kernel's Landlock does not know yet.
    MostlyClosed,
    /// The kernel has no Landlock, or it is switched off.
    Open,
}

/// Takes from this process what reading a document does not need: 512 MiB of address space, 10 s of
/// processor time, 8 descriptors, no core dump, no writing to files; and, where the kernel can, all
/// files, but for reading the system's own if `program` is to be run.
pub(super) fn confine(program: Option<&Path>) -> Result<FileAccess, ConfineError> {
    limit(Resource::As, ADDRESS_SPACE, ADDRESS_SPACE)?;
    // The signal at the first limit tells the parent why; the second one cannot be caught.
    limit(Resource::Cpu, CPU_SECONDS, CPU_SECONDS + 1)?;
    limit(Resource::Nofile, DESCRIPTORS, DESCRIPTORS)?;
    limit(Resource::Core, 0, 0)?;
    limit(Resource::Fsize, 0, 0)?;
    Ok(close_files(program)?)
}

#[derive(Debug, thiserror::Error)]
pub(super) enum ConfineError {
    #[error("a limit could not be set: {0}")]
    Limit(#[from] io::Error),
    #[error("files could not be closed: {0}")]
    Landlock(#[from] RulesetError),
}

fn limit(resource: Resource, current: u64, maximum: u64) -> io::Result<()> {
    Ok(setrlimit(
        resource,
        Rlimit {
            current: Some(current),
            maximum: Some(maximum),
        },
    )?)
}

fn close_files(program: Option<&Path>) -> Result<FileAccess, RulesetError> {
    // What these kernels know; older ones do what they can.
    let abi = ABI::V6;
    let mut rules = Ruleset::default()
        .handle_access(AccessFs::from_all(abi))?
        .handle_access(AccessNet::from_all(abi))?
        .scope(Scope::from_all(abi))?
        .create()?;
    if let Some(program) = program {
        let readable = SYSTEM.map(Path::new).into_iter().chain([program]);
        rules = rules.add_rules(path_beneath_rules(readable, AccessFs::from_read(abi)))?;
    }
    Ok(match rules.restrict_self()?.ruleset {
        RulesetStatus::FullyEnforced => FileAccess::Closed,
        RulesetStatus::PartiallyEnforced => FileAccess::MostlyClosed,
        RulesetStatus::NotEnforced => FileAccess::Open,
    })
}

impl FileAccess {
    /// As the child says it on its first line.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::MostlyClosed => "mostly closed",
            Self::Open => "open",
        }
    }
}

impl FromStr for FileAccess {
    type Err = io::Error;

    fn from_str(line: &str) -> io::Result<Self> {
        [Self::Closed, Self::MostlyClosed, Self::Open]
            .into_iter()
            .find(|files| files.as_str() == line)
            .ok_or_else(|| io::Error::other("the child that reads documents did not start"))
    }
}
