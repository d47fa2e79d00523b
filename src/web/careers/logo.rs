//! `/careers/{company}/logo/{name}`: a company's logo. Its address changes with it.

use super::visit::Visit;
use crate::{
    base::error::{Error, Result},
    web::kit::{headers::DOWNLOAD_POLICY, routes::Routes},
};
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

pub fn routes() -> Routes {
    Routes::default().get("/careers/{company}/logo/{name}", logo)
}

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

async fn logo(visit: Visit, Path((_, name)): Path<(String, String)>) -> Result<Response> {
    let logo = visit.site.profile().logo.as_ref();
    let logo = logo.filter(|logo| logo.name() == name);
    let logo = logo.ok_or(Error::NotFound)?;
    let kind = HeaderValue::from_static(logo.kind.media_type());
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::CONTENT_SECURITY_POLICY, DOWNLOAD_POLICY),
    ];
    Ok((headers, logo.bytes.clone()).into_response())
}
