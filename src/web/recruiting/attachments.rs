//! `/{company}/attachments/{id}`: a file as it was sent, always as a download.

use crate::{
    access::{Permit, permissions::ReadApplications},
    app::App,
    base::{error::Result, ids::AttachmentId, links::Slug},
    domain::applications::attachments,
    web::kit::{download::send, routes::Routes},
};
use axum::{
    extract::{Path, State},
    response::Response,
};

pub fn routes() -> Routes {
    Routes::default().get("/{company}/attachments/{id}", download)
}

async fn download(
    permit: Permit<ReadApplications>,
    State(app): State<App>,
    Path((_, id)): Path<(Slug, AttachmentId)>,
) -> Result<Response> {
    let file = permit
        .change(async |change| attachments::download(change, id).await)
        .await?;
    send(&app.storage, file, &format!("attachment {id}")).await
}
