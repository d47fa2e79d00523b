//! `/a/{token}/files/{id}`: a file as the candidate sent it.

use crate::{
    access::{Permit, permissions::OwnApplication},
    app::App,
    base::{error::Result, ids::AttachmentId},
    domain::own,
    web::kit::{download::send, routes::Routes},
};
use axum::{
    extract::{Path, State},
    response::Response,
};

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
    send(&app.storage, file, &format!("attachment {id}")).await
}
