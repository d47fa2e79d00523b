//! The program: one binary, a command for each thing that an operator does.

mod commands;

use clap::Parser;

fn main() -> std::process::ExitCode {
    commands::Program::parse().run()
}
