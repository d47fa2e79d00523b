//! Where people find Candor: the public address, the address that it listens on, and proxies between.

use super::Finding;
use candor::{base::config::Config, web::kit::client::Proxies};
use std::io::ErrorKind;
use tokio::net::TcpListener;

pub(super) async fn findings(config: &Config) -> Vec<Finding> {
    let mut found = vec![public(config), listening(config).await];
    found.extend(proxies(config));
    found
}

fn public(config: &Config) -> Finding {
    let origin = config.public_origin();
    let beyond = config
        .public_url
        .as_ref()
        .is_some_and(|url| url.path() != "/" || url.query().is_some());
    if beyond {
        return Finding::Wrong(format!(
            "CANDOR_PUBLIC_URL says more than an origin, and Candor needs a host name to itself. Set it to {origin}"
        ));
    }
    if config.keeps_cookies() {
        return Finding::Well(format!("People find Candor at {origin}"));
    }
    Finding::Wrong(format!(
        "Browsers keep no session cookie at {origin}, so that nobody can sign in: it takes https, or http on this machine \
         itself. Put a proxy with a certificate in front, and set CANDOR_PUBLIC_URL to its https:// address."
    ))
}

async fn listening(config: &Config) -> Finding {
    let address = config.listen;
    match TcpListener::bind(address).await {
        Ok(_) => Finding::Well(format!("{address} is free to listen on.")),
        Err(cause) if cause.kind() == ErrorKind::AddrInUse => Finding::Doubtful(format!(
            "Somebody listens on {address} already. That is right while Candor runs; if it does not, choose another address \
             with CANDOR_LISTEN."
        )),
        Err(cause) => Finding::Wrong(format!(
            "{address} cannot be listened on ({cause}). Choose another address with CANDOR_LISTEN."
        )),
    }
}

fn proxies(config: &Config) -> Option<Finding> {
    let proxied = config
        .public_url
        .as_ref()
        .is_some_and(|url| url.scheme() == "https");
    match config.trusted_proxies.parse::<Proxies>() {
        Err(cause) => Some(Finding::Wrong(format!("In CANDOR_TRUSTED_PROXIES, {cause}."))),
        Ok(proxies) if proxied && proxies == Proxies::default() => Some(Finding::Doubtful(
            "A proxy must stand in front for https, and CANDOR_TRUSTED_PROXIES does not name it: everybody seems to come \
             from its address, and shares one limit on connections and tries to sign in. Set it to the proxy's address, \
             such as 127.0.0.1."
                .to_owned(),
        )),
        Ok(proxies) if proxies != Proxies::default() => {
            Some(Finding::Well(format!("Proxies are believed at {}.", config.trusted_proxies)))
        }
        Ok(_) => None,
    }
}
