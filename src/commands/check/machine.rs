//! What Candor needs of the machine: a folder of its own, room, and a safe place to read documents in.

use super::Finding;
use candor::{
    base::config::Config,
    domain::files::{Extractor, Storage},
};
use rustix::{
    fs::{Access, access, statvfs},
    process::{Resource, geteuid, getrlimit},
};
use std::{
    fs::File,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    path::Path,
};

const MIB: u64 = 1 << 20;
/// Less free space than this will soon be none.
const LITTLE: u64 = 2048 * MIB;
/// With less than this, Postgres may stop in the middle of the next upload.
const TOO_LITTLE: u64 = 200 * MIB;
/// As many open files as connections, the database and documents take at a busy time.
const FILES: u64 = 1024;

pub(super) async fn findings(config: &Config) -> Vec<Finding> {
    let mut found = folder(&config.data_dir).await;
    found.extend(room(&config.data_dir));
    found.extend(config.breached_passwords.as_deref().map(breached));
    found.push(open_files());
    found.extend(reading().await);
    found
}

async fn folder(dir: &Path) -> Vec<Finding> {
    let shown = dir.display();
    let Ok(there) = dir.metadata() else {
        let parent = dir
            .ancestors()
            .skip(1)
            .find(|parent| parent.exists() || *parent == Path::new(""));
        let parent = parent
            .filter(|parent| *parent != Path::new(""))
            .unwrap_or(Path::new("."));
        return vec![match access(parent, Access::WRITE_OK | Access::EXEC_OK) {
            Ok(()) => Finding::Well(format!(
                "The data directory {shown} will be made at the first start."
            )),
            Err(_) => Finding::Wrong(format!(
                "The data directory {shown} cannot be made: {} is not ours to write in. Make the folder for the user that \
                 runs Candor, or choose another with CANDOR_DATA_DIR.",
                parent.display()
            )),
        }];
    };
    if !there.is_dir() {
        return vec![Finding::Wrong(format!(
            "The data directory {shown} is no folder. Choose another with CANDOR_DATA_DIR."
        ))];
    }
    let mut found = Vec::new();
    // Storage makes what is missing, and a check makes nothing.
    let kept = match dir.join("files/incoming").exists() {
        true => async { Storage::at(dir)?.check().await }.await,
        false => access(dir, Access::WRITE_OK | Access::EXEC_OK).map_err(Into::into),
    };
    found.push(match kept {
        Ok(()) => Finding::Well(format!("Files can be kept in {shown}.")),
        Err(cause) => Finding::Wrong(format!(
            "Files cannot be kept in {shown} ({cause}). Give the folder, and all in it, to the user that runs Candor, or \
             choose another with CANDOR_DATA_DIR."
        )),
    });
    if there.mode() & 0o077 != 0 {
        found.push(Finding::Doubtful(format!(
            "Others on this machine can look into {shown}, where people's documents lie. Choose a folder of Candor's \
             own, or make this one private: chmod 700 {shown}"
        )));
    }
    if there.uid() != geteuid().as_raw() {
        found.push(Finding::Doubtful(format!(
            "The data directory {shown} belongs to another user. Run this check, and Candor, as its owner."
        )));
    }
    found
}

/// Free space where the files lie, or will lie.
fn room(dir: &Path) -> Option<Finding> {
    let space = dir
        .ancestors()
        .map(|dir| {
            if dir == Path::new("") {
                Path::new(".")
            } else {
                dir
            }
        })
        .find_map(|dir| statvfs(dir).ok())?;
    let free = space.f_bavail.saturating_mul(space.f_frsize);
    let text = format!("{} MiB are free for files", free / MIB);
    Some(match free {
        0..TOO_LITTLE => Finding::Wrong(format!(
            "Only {text}. Make room, or move the data directory to a larger disk."
        )),
        TOO_LITTLE..LITTLE => Finding::Doubtful(format!(
            "Only {text}; an application with a résumé takes about 1 MiB."
        )),
        _ => Finding::Well(format!("{text}.")),
    })
}

fn breached(path: &Path) -> Finding {
    let lines = File::open(path).and_then(|file| {
        BufReader::new(file)
            .lines()
            .try_fold(0_u64, |lines, line| line.map(|_| lines + 1))
    });
    match lines {
        Ok(0) => Finding::Doubtful(format!(
            "The list of leaked passwords {} is empty. Put one password on each line, or unset CANDOR_BREACHED_PASSWORDS.",
            path.display()
        )),
        Ok(lines) => Finding::Well(format!("The list of leaked passwords has {lines} lines.")),
        Err(cause) => Finding::Wrong(format!(
            "The list of leaked passwords {} cannot be read ({cause}), so nobody can choose a password. Let the user that \
             runs Candor read it as UTF-8, or unset CANDOR_BREACHED_PASSWORDS.",
            path.display()
        )),
    }
}

/// `serve` raises the soft limit to the hard one itself.
fn open_files() -> Finding {
    match getrlimit(Resource::Nofile).maximum {
        Some(most) if most < FILES => Finding::Doubtful(format!(
            "At most {most} files may be open, which leaves few for connections. Raise the limit to {FILES} or more: \
             LimitNOFILE= in a systemd unit, ulimit -Hn in a shell."
        )),
        Some(most) => Finding::Well(format!("{most} files may be open.")),
        None => Finding::Well("Any number of files may be open.".to_owned()),
    }
}

/// How well the process that reads uploaded documents is shut in.
async fn reading() -> Vec<Finding> {
    let confinement = async { Extractor::new(std::env::current_exe()?).confinement().await };
    match confinement.await {
        Ok(confinement) if confinement.gaps().is_empty() => {
            vec![Finding::Well(
                "Uploaded documents are read where a hostile one can do nothing.".to_owned(),
            )]
        }
        Ok(confinement) => {
            let gaps = confinement.gaps().into_iter();
            gaps.map(|gap| Finding::Doubtful(gap.to_owned())).collect()
        }
        Err(cause) => vec![Finding::Wrong(format!(
            "The process that reads uploaded documents does not start ({cause}), so résumés stay without text. The program \
             must be able to run itself: look at the permissions of its file."
        ))],
    }
}
