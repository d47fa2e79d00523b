//! `candor demo`: a living system to look around in.

use candor::{base::config::Config, demo, server::Installation};

pub async fn run(config: Config) -> anyhow::Result<()> {
    let installation = Installation::open(config).await?;
    let filled = demo::fill(installation.app()).await;
    let origin = installation.app().config.public_origin();
    installation.close().await;
    let shown = filled.map_err(|error| match error {
        candor::base::error::Error::Refused { text, .. } => anyhow::anyhow!("{text}"),
        other => anyhow::anyhow!(other),
    })?;
    println!(
        "Two companies with {} applications are there. Start Candor, then",
        shown.applications
    );
    println!("  as a candidate:  {origin}/careers");
    println!("  as a colleague:  {origin}/sign-in");
    for (email, role) in &shown.people {
        println!("    {email:34} {role}");
    }
    println!("  Their password, shown only now: {}", shown.password);
    Ok(())
}
