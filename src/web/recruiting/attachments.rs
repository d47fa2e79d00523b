//! `/{company}/attachments/{id}`: a file as it was sent, always as a download.

use crate::{
    access::{Permit, permissions::ReadApplications},
    app::App,
    base::{
        error::{Error, Result},
        ids::AttachmentId,
        links::Slug,
    },
    domain::applications::attachments::{self, Download},
    web::kit::{headers::DOWNLOAD_POLICY, routes::Routes},
};
use anyhow::anyhow;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio_util::io::ReaderStream;

/// What RFC 8187 lets stand unescaped in a parameter's value: `attr-char`.
const ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

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
    Ok((headers(&file), Body::from_stream(ReaderStream::new(bytes))).into_response())
}

fn headers(file: &Download) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let kind = HeaderValue::from_static(file.kind.media_type());
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    headers.insert(header::CONTENT_DISPOSITION, disposition(&file.name));
    headers.insert(header::CONTENT_SECURITY_POLICY, DOWNLOAD_POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers
}

/// `attachment` with the name in plain letters for old readers, and exactly (RFC 6266, RFC 8187).
fn disposition(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let exact = utf8_percent_encode(name, ATTR_CHAR);
    HeaderValue::try_from(format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"
    ))
    .unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_is_given_plainly_and_exactly() {
        assert_eq!(
            disposition("Résumé \"1\".pdf"),
            "attachment; filename=\"R_sum_ _1_.pdf\"; filename*=UTF-8''R%C3%A9sum%C3%A9%20%221%22.pdf"
        );
    }
}
