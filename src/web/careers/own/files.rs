//! `/a/{token}/files/{id}`: a file as the candidate sent it.

use crate::{
    access::{Permit, permissions::OwnApplication},
    app::App,
    base::{
        error::{Error, Result},
        ids::AttachmentId,
    },
    domain::own,
    web::kit::{download::download_headers, routes::Routes},
};
use anyhow::anyhow;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use tokio_util::io::ReaderStream;

pub fn routes() -> Routes {
    Routes::default().get("/a/{token}/files/{id}", download)
}

async fn download(
    permit: Permit<OwnApplication>,
    State(app): State<App>,
    Path((_, id)): Path<(String, AttachmentId)>,
) -> Result<Response> {
    let file = permit
        .change(async |change| own::open_file(change, id).await)
        .await?;
    let bytes = app
        .storage
        .open(&file.key, file.sha256)
        .await
        .map_err(|error| Error::Unexpected(anyhow!(error).context(format!("attachment {id}"))))?;
    let mut headers = download_headers(&file.name, file.kind.media_type());
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    Ok((headers, Body::from_stream(ReaderStream::new(bytes))).into_response())
}
