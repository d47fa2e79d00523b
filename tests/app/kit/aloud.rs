//! What goes wrong is said at once: the log of a long run is read around the test that failed, and what tests print is
//! kept until all have run.

use std::{io::Write, panic, sync::Once, thread};

/// More than tells what went wrong, and less than the page that came instead.
const CHARACTERS: usize = 1500;

pub(super) fn speak() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let test = thread::current().name().unwrap_or_default().to_owned();
            let said: String = info.to_string().chars().take(CHARACTERS).collect();
            // Written, not printed: what is printed is kept.
            let _ = writeln!(std::io::stderr(), "\n{test}: {said}");
            usual(info);
        }));
    });
}
