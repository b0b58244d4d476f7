//! Files that a person chose, dropped or pasted, and their way to the server. Called from event handlers alone, so on the
//! server these functions compile and are never reached.

use leptos::wasm_bindgen::JsValue;
use serde::de::DeserializeOwned;

use crate::api::AppError;

/// A file in this browser.
#[derive(Clone)]
pub struct PickedFile {
    /// Empty for what was pasted without one.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// What the browser takes it for; may be empty.
    pub content_type: String,
    #[cfg(feature = "hydrate")]
    blob: send_wrapper::SendWrapper<leptos::web_sys::Blob>,
}

/// The files of an input that changed.
pub fn chosen(event: &JsValue) -> Vec<PickedFile> {
    files_at(event, &["target", "files"])
}

/// The files of a drop.
pub fn dropped(event: &JsValue) -> Vec<PickedFile> {
    files_at(event, &["dataTransfer", "files"])
}

/// The files of a paste: a picture copied elsewhere, or files.
pub fn pasted(event: &JsValue) -> Vec<PickedFile> {
    files_at(event, &["clipboardData", "files"])
}

/// Whether a paste holds a text too.
pub fn pastes_text(event: &JsValue) -> bool {
    has_type(event, "clipboardData", "text/plain")
}

/// Whether something dragged over the page holds files, rather than a text or a link.
pub fn drags_files(event: &JsValue) -> bool {
    has_type(event, "dataTransfer", "Files")
}

fn has_type(event: &JsValue, holder: &str, kind: &str) -> bool {
    #[cfg(feature = "hydrate")]
    return js_sys::Array::from(&at(event, &[holder, "types"])).includes(&kind.into(), 0);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (event, holder, kind);
        false
    }
}

/// By name, because the types of three getters would be all that `web-sys` is asked for here.
#[cfg(feature = "hydrate")]
fn at(root: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(root.clone(), |from, name| js_sys::Reflect::get(&from, &(*name).into()).unwrap_or_default())
}

fn files_at(event: &JsValue, path: &[&str]) -> Vec<PickedFile> {
    #[cfg(feature = "hydrate")]
    {
        use leptos::{wasm_bindgen::JsCast, web_sys::Blob};
        let list = at(event, path);
        if list.is_null() || list.is_undefined() {
            return Vec::new();
        }
        js_sys::Array::from(&list)
            .iter()
            .filter_map(|file| {
                let name = at(&file, &["name"]).as_string().unwrap_or_default();
                let blob: Blob = file.dyn_into().ok()?;
                Some(PickedFile {
                    name,
                    size: blob.size() as i64,
                    content_type: blob.type_(),
                    blob: send_wrapper::SendWrapper::new(blob),
                })
            })
            .collect()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (event, path);
        Vec::new()
    }
}

/// Sends the bytes to an address of ours; what the server answers.
pub async fn upload<T: DeserializeOwned>(address: &str, file: &PickedFile) -> Result<T, AppError> {
    #[cfg(feature = "hydrate")]
    {
        use leptos::{
            prelude::window,
            wasm_bindgen::JsCast,
            web_sys::{RequestInit, Response},
        };
        use wasm_bindgen_futures::JsFuture;
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&file.blob);
        let answer = JsFuture::from(window().fetch_with_str_and_init(address, &request)).await;
        let answer: Response = answer.ok().and_then(|it| it.dyn_into().ok()).ok_or(AppError::Unavailable)?;
        let text = JsFuture::from(answer.text().map_err(|_| AppError::Unavailable)?).await;
        let text = text.ok().and_then(|text| text.as_string()).ok_or(AppError::Unavailable)?;
        if answer.ok() {
            crate::api::wire::read(&text).map_err(|_| AppError::Unavailable)
        } else {
            Err(crate::api::wire::read(&text).unwrap_or(AppError::Unavailable))
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (address, file);
        Err(AppError::Unavailable)
    }
}

/// A text as a part of an address.
pub fn in_address(text: &str) -> String {
    #[cfg(feature = "hydrate")]
    return js_sys::encode_uri_component(text).into();
    #[cfg(not(feature = "hydrate"))]
    text.to_owned()
}
