//! `/{company}/attachments/{id}`: a file as it was sent, always as a download.

use crate::{
    access::{Permit, permissions::ReadApplications},
    app::App,
    base::{
        error::{Error, Result},
        ids::AttachmentId,
        links::Slug,
    },
    domain::applications::attachments,
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
    Routes::default().get("/{company}/attachments/{id}", download)
}

/// Sends the file once all its bytes are known to be those that were stored.
async fn download(
    permit: Permit<ReadApplications>,
    State(app): State<App>,
    Path((_, id)): Path<(Slug, AttachmentId)>,
) -> Result<Response> {
    let file = permit
        .change(async |change| attachments::download(change, id).await)
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
