//! `sqlx::migrate!` embeds the migrations, but does not notice a file that was added.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
