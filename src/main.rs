//! The program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    attache::runtime::panic_hook::install_plain();
    attache::runtime::files::private_by_default();
    attache::cli::main(std::env::args_os()).into()
}
