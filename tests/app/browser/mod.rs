//! What people do and meet in a real browser. Where a page has no scripts of its own to test, tests in process are quicker.

mod main_job;
