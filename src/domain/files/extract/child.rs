use std::{
    io::{self, Read, Write},
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, ExitCode},
};

use super::{super::FileKind, DAMAGED, UNABLE, confine::confine};

/// More than any document that is taken.
const DOCUMENT_LIMIT: u64 = 64 * 1024 * 1024;

/// The whole of `candor extract-text <kind> [pdftotext]`: reads a document from standard input and
/// writes its text to standard output, after a line that says how well it is confined.
///
/// To be called first thing in `main`, before there is another thread: limits on files hold for the
/// calling thread. PDFs are read by `pdftotext`, which takes this process's place, where its path is
/// given.
pub fn run_child(kind: FileKind, pdftotext: Option<&Path>) -> ExitCode {
    let program = pdftotext.filter(|_| kind == FileKind::Pdf);
    match confined(kind, program) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("extract-text: {error}");
            ExitCode::from(UNABLE)
        }
    }
}

fn confined(kind: FileKind, program: Option<&Path>) -> anyhow::Result<ExitCode> {
    let files = confine(program)?;
    let mut output = io::stdout().lock();
    writeln!(output, "{}", files.as_str())?;
    output.flush()?;
    if let Some(program) = program {
        let error = Command::new(program)
            .args(["-q", "-enc", "UTF-8", "-", "-"])
            .exec();
        return Err(error.into());
    }
    let mut document = Vec::new();
    io::stdin()
        .lock()
        .take(DOCUMENT_LIMIT)
        .read_to_end(&mut document)?;
    match super::read(kind, &document) {
        Ok(text) => {
            output.write_all(text.as_bytes())?;
            output.flush()?;
            Ok(ExitCode::SUCCESS)
        }
        Err(damaged) => {
            eprintln!("extract-text: {damaged}");
            Ok(ExitCode::from(DAMAGED))
        }
    }
}
