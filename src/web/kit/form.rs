//! Forms: strings in; what is wrong comes back at the field.

use crate::base::error::{Error, Result};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

/// The most fields that a form of ours may have: a posting with all its sections and questions. The public form takes 100.
const FIELDS: usize = 500;

/// A posted form (`application/x-www-form-urlencoded`), read into a struct of strings.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        Posted::from_request(request, state).await?.read().await
    }
}

/// A posted form, before it is read into anything.
pub(super) struct Posted {
    parts: Parts,
    bytes: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), state)
            .await
            .map_err(|_| Error::TooLarge("Please send less at once.".into()))?;
        let posted = Self { parts, bytes };
        for (i, (name, value)) in posted.fields().enumerate() {
            if i >= FIELDS {
                return Err(Error::TooLarge(
                    "That form has more fields than we take.".into(),
                ));
            }
            // Postgres stores no U+0000, and no name or answer has one.
            if value.contains('\0') || name.contains('\0') {
                return Err(Error::field(
                    name.replace('\0', ""),
                    "Remove the invisible character and try again.",
                ));
            }
        }
        Ok(posted)
    }
}

impl Posted {
    /// Names and values, as they came.
    pub fn fields(&self) -> impl Iterator<Item = (String, String)> {
        url::form_urlencoded::parse(&self.bytes)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
    }

    pub async fn read<T: DeserializeOwned>(self) -> Result<Form<T>> {
        let request = Request::from_parts(self.parts, self.bytes.into());
        match axum_extra::extract::Form::<T>::from_request(request, &()).await {
            Ok(form) => Ok(Form(form.0)),
            Err(_) => Err(Error::Malformed(
                "The form came without some of its fields. Go back, reload the page and try again."
                    .into(),
            )),
        }
    }
}
