//! The event stream of a browser: server-sent events, resumed from where it stopped.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::Stream;
use serde::Deserialize;
use tokio::sync::mpsc;

use crate::{
    domain::{event::Audience, user::Me},
    server::{
        attention,
        auth::sessions,
        events::Subscription,
        state::AppState,
        store::{Cursor, EventRow},
        web::Caller,
    },
};

/// How often a stream asks whether its session still holds.
const CHECK_SESSION: Duration = Duration::from_secs(60);
const KEEP_ALIVE: Duration = Duration::from_secs(15);

#[derive(Deserialize)]
pub struct Resume {
    #[serde(default)]
    after: String,
    /// The window, by the name under which it tells what it shows and whether it can be heard.
    #[serde(default)]
    page: String,
}

pub async fn stream(
    State(state): State<AppState>,
    Query(resume): Query<Resume>,
    caller: Caller,
    headers: HeaderMap,
) -> Response {
    let (Some(me), Some(token)) = (caller.me, caller.token) else { return StatusCode::UNAUTHORIZED.into_response() };
    // Subscribed before what was missed is read, so that nothing falls between.
    let page = Some(resume.page).filter(|page| attention::is_page(page));
    let Some(subscription) = state.hub.subscribe_page(me.id, page) else {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    };
    if let Err(error) = state.store.connected(me.id, state.clock.now(), state.house()).await {
        tracing::error!(%error, "presence not written");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).unwrap_or(&resume.after);
    let cursor: Option<Cursor> = last.parse().ok();
    let (sender, receiver) = mpsc::channel(16);
    let stop = state.stopping.clone();
    tokio::spawn(async move {
        tokio::select! {
            () = stop.cancelled() => {}
            _ = feed(&state, me, &token, cursor, subscription, sender) => {}
        }
    });
    let stream = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let mut response = sse(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    headers.insert("x-accel-buffering", header::HeaderValue::from_static("no"));
    response
}

fn sse<S: Stream<Item = Result<Event, Infallible>> + Send + 'static>(
    stream: S,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

fn as_sse(row: &EventRow) -> Event {
    let id = row.cursor.to_string();
    let data = format!(r#"{{"id":"{id}","event":{}}}"#, row.body);
    Event::default().id(id).data(data)
}

/// An event that is only its name. Browsers pass over events without data, so it says its name there too.
fn word(name: &str) -> Event {
    Event::default().event(name).data(name)
}

/// `None` when the session has ended.
async fn holds(state: &AppState, token: &str, me: &Me) -> Option<()> {
    let whose = Box::pin(sessions::whose(state, token)).await.ok()?;
    whose.filter(|still| still.id == me.id).map(drop)
}

/// Ends when the browser has gone, the session has ended, or the stream fell behind. `None` then; there is nobody to tell.
async fn feed(
    state: &AppState,
    me: Me,
    token: &str,
    cursor: Option<Cursor>,
    mut subscription: Subscription,
    sender: mpsc::Sender<Result<Event, Infallible>>,
) -> Option<()> {
    sender.send(Ok(Event::default().event("hello").data(state.build.as_ref()))).await.ok()?;
    let mut sent = cursor.unwrap_or_default();
    let missed = match cursor {
        // In boxes, as the question below: a stream waits for its next event all day and holds the room of everything else
        // it ever did.
        Some(cursor) => Box::pin(state.hub.missed(me.id, cursor)).await.ok()?,
        None => None,
    };
    match missed {
        Some(missed) => {
            for row in missed {
                sent = row.cursor;
                sender.send(Ok(as_sse(&row))).await.ok()?;
            }
            // Everything up to now is told: until here the browser only catches up.
            sender.send(Ok(word("current"))).await.ok()?;
        }
        None => {
            sent = Box::pin(state.store.newest_cursor()).await.ok()?;
            sender.send(Ok(word("resync").id(sent.to_string()))).await.ok()?;
        }
    }
    let mut check = tokio::time::interval(CHECK_SESSION);
    check.tick().await;
    loop {
        tokio::select! {
            () = sender.closed() => return None,
            _ = check.tick() => holds(state, token, &me).await?,
            event = subscription.events.recv() => match event {
                Some(row) if matches!(row.audience, Audience::Streams { .. }) => holds(state, token, &me).await?,
                Some(row) if row.cursor > sent => {
                    sent = row.cursor;
                    sender.send(Ok(as_sse(&row))).await.ok()?;
                }
                Some(_) => {}
                None => {
                    sender.send(Ok(word("resync"))).await.ok()?;
                    return None;
                }
            },
        }
    }
}
