//! Reading a form with files: text into memory, within bounds; files to disk as they come.

use crate::{
    base::error::{Error, Errors, Result},
    domain::files::{FileKind, Incoming, KindError, ReceiveError, Storage, clean_name, identify},
};
use anyhow::Context;
use axum::{
    extract::Request,
    http::{StatusCode, header},
};
use futures_util::stream::{Stream, StreamExt, poll_fn};
use multer::{Field, Multipart};
use std::{collections::BTreeMap, mem, task::Poll};

/// Bytes of all files of a form together.
pub const FILES: u64 = 10 << 20;
/// Bytes of everything else.
const TEXTS: usize = 256 << 10;
/// Fields of a form.
const FIELDS: usize = 100;

/// What came.
#[derive(Default)]
pub struct Received {
    /// By field; checkboxes of one name come several times.
    pub texts: BTreeMap<String, Vec<String>>,
    /// Files that are what they say they are, by field.
    pub files: BTreeMap<String, Upload>,
    /// What is wrong with fields before anybody looks at their meaning.
    pub errors: Errors,
    /// The status of the worst of it.
    pub status: Option<StatusCode>,
}

/// A file that has come whole, and is not kept yet.
pub struct Upload {
    pub incoming: Incoming,
    pub name: String,
    pub kind: FileKind,
}

/// One of many files of a form, not looked at yet.
pub struct Sent {
    /// As it was sent.
    pub name: String,
    pub declared: Option<String>,
    /// None when it was too much.
    pub incoming: Option<Incoming>,
}

impl Received {
    /// Reads a form with many files of one field, in their order; files of other fields are left.
    pub async fn many(
        request: Request,
        storage: &Storage,
        field: &str,
    ) -> Result<(Self, Vec<Sent>)> {
        let mut form = multipart(request)?;
        let (mut received, mut sent) = (Self::default(), Vec::new());
        let (mut fields, mut text_left, mut file_left) = (0, TEXTS, FILES);
        while let Some((name, mut one)) = next(&mut form, &mut fields).await? {
            if one.file_name().is_none() {
                let text = text(one, &mut text_left).await?;
                received.text(name, text);
            } else if name == field {
                let file = one.file_name().unwrap_or_default().to_owned();
                let declared = one.content_type().map(ToString::to_string);
                let incoming = storage.receive(file_left).await;
                let incoming = fill(&mut one, incoming.context("a file's beginning")?).await?;
                let size = incoming.as_ref().map_or(0, Incoming::size);
                file_left = file_left.saturating_sub(size);
                // So says a browser that no file was chosen.
                if !(file.is_empty() && size == 0) {
                    sent.push(Sent {
                        name: file,
                        declared,
                        incoming,
                    });
                }
            }
        }
        Ok((received, sent))
    }

    /// Reads the form. What is not a form at all, or has more fields or text than any form of ours, ends here; what is wrong
    /// with single files does not, because everything else shall still be there when the form is shown again.
    pub async fn read(
        request: Request,
        storage: &Storage,
        is_file: impl Fn(&str) -> bool,
    ) -> Result<Self> {
        let mut form = multipart(request)?;
        let mut received = Self::default();
        let (mut fields, mut text_left, mut file_left) = (0, TEXTS, FILES);
        while let Some((name, mut field)) = next(&mut form, &mut fields).await? {
            if field.file_name().is_none() {
                let text = text(field, &mut text_left).await?;
                received.text(name, text);
            } else if is_file(&name) {
                received
                    .file(name, &mut field, storage, &mut file_left)
                    .await?;
            }
        }
        Ok(received)
    }

    /// The value of a field, or the first of several.
    pub fn one(&self, name: &str) -> &str {
        let values = self.texts.get(name);
        values
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    fn text(&mut self, name: String, text: String) {
        let clean = text.replace('\0', "");
        if clean.len() < text.len() {
            // Postgres stores no U+0000, and no name or answer has one.
            self.errors.add(
                name.clone(),
                "Remove the invisible character, or type this again",
            );
        }
        self.texts.entry(name).or_default().push(clean);
    }

    /// A file is looked at once it is whole. An empty field without a name is how a browser says that none was chosen.
    async fn file(
        &mut self,
        name: String,
        field: &mut Field<'_>,
        storage: &Storage,
        left: &mut u64,
    ) -> Result<()> {
        let sent = field.file_name().unwrap_or_default().to_owned();
        let declared = field.content_type().map(ToString::to_string);
        let incoming = storage.receive(*left).await.context("a file's beginning")?;
        let Some(mut incoming) = fill(field, incoming).await? else {
            *left = 0;
            self.refuse(
                name,
                StatusCode::PAYLOAD_TOO_LARGE,
                "Choose a smaller file: all files together may have up to 10 MB",
            );
            return Ok(());
        };
        if sent.is_empty() && incoming.size() == 0 {
            return Ok(());
        }
        *left = left.saturating_sub(incoming.size());
        // Of two nobody knows which is meant.
        if self.files.remove(&name).is_some() || self.errors.has(&name) {
            self.refuse(
                name,
                StatusCode::UNPROCESSABLE_ENTITY,
                "Choose one file only",
            );
            return Ok(());
        }
        match identify(&mut incoming, &sent, declared.as_deref()).await {
            Ok(kind) => {
                let upload = Upload {
                    incoming,
                    name: clean_name(&sent, kind),
                    kind,
                };
                self.files.insert(name, upload);
            }
            Err(KindError::Io(cause)) => return Err(anyhow::Error::from(cause).into()),
            Err(KindError::Empty) => {
                self.refuse(
                    name,
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "This file is empty. Choose another",
                );
            }
            Err(KindError::Macros) => {
                self.refuse(
                    name,
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "This file has macros in it. Save it as PDF and choose that",
                );
            }
            Err(KindError::Unsupported | KindError::NotAgreeing) => {
                self.refuse(
                    name,
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "Choose a PDF, DOCX, ODT, RTF or plain text file",
                );
            }
        }
        Ok(())
    }

    fn refuse(&mut self, name: String, status: StatusCode, message: &'static str) {
        self.errors.add(name, message);
        self.status = self.status.max(Some(status));
    }
}

fn multipart(request: Request) -> Result<Multipart<'static>> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(kind).map_err(|_| no_form())?;
    let body = request.into_body().into_data_stream();
    Ok(Multipart::new(piece_by_piece(body), boundary))
}

/// The reader of forms takes in all that has come before it hands any of it on: from a client that is quicker than the disk that
/// is the whole body. So it is told after each piece that there is no more for the moment.
fn piece_by_piece<S: Stream + Unpin>(mut body: S) -> impl Stream<Item = S::Item> {
    let mut given = false;
    poll_fn(move |context| {
        if mem::take(&mut given) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = body.poll_next_unpin(context);
        given = piece.is_ready();
        piece
    })
}

/// The next field and its name, counted.
async fn next(
    form: &mut Multipart<'static>,
    fields: &mut usize,
) -> Result<Option<(String, Field<'static>)>> {
    let Some(field) = form.next_field().await.map_err(broken)? else {
        return Ok(None);
    };
    *fields += 1;
    if *fields > FIELDS {
        return Err(Error::TooLarge(
            "That form has more fields than we take.".into(),
        ));
    }
    let name = field.name().filter(|name| !name.contains('\0'));
    let name = name.ok_or_else(no_form)?.to_owned();
    Ok(Some((name, field)))
}

/// Takes the field to its end, so that what stands behind it can be read. Nothing when it was too much.
async fn fill(field: &mut Field<'_>, incoming: Incoming) -> Result<Option<Incoming>> {
    let mut taking = Some(incoming);
    while let Some(bytes) = field.chunk().await.map_err(broken)? {
        if let Some(incoming) = &mut taking {
            match incoming.write(&bytes).await {
                Ok(()) => {}
                Err(ReceiveError::TooLarge) => taking = None,
                Err(ReceiveError::Io(cause)) => return Err(anyhow::Error::from(cause).into()),
            }
        }
    }
    Ok(taking)
}

async fn text(mut field: Field<'_>, left: &mut usize) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(some) = field.chunk().await.map_err(broken)? {
        *left = left.checked_sub(some.len()).ok_or_else(|| {
            Error::TooLarge("That is more text than we take. Send it as a file instead.".into())
        })?;
        bytes.extend_from_slice(&some);
    }
    String::from_utf8(bytes).map_err(|_| no_form())
}

fn broken(error: multer::Error) -> Error {
    match error {
        multer::Error::StreamReadFailed(cause) if too_large(cause.as_ref()) => {
            Error::TooLarge("All files of a form together may have up to 10 MB.".into())
        }
        _ => no_form(),
    }
}

/// Whether the edge cut the body at its limit.
fn too_large(cause: &(dyn std::error::Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(cause), |cause| cause.source());
    causes.any(|cause| cause.is::<http_body_util::LengthLimitError>())
}

fn no_form() -> Error {
    Error::Malformed("The form did not arrive whole. Go back and send it again.".into())
}
