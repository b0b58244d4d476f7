//! What the figures are compared with: the least that may call itself durable. axum and one SQLite writer: a call is one
//! insert, all that wait share one commit, each commit is on the disk before anybody is answered. No signature, no journal, no
//! contact, no conversation, no rights, no events that can be asked for again.
//!
//! With streams, a call goes straight from its commit to the stream of the agent it belongs to.

use std::{collections::HashMap, convert::Infallible, path::Path, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Bytes,
    extract::{Path as Part, State},
    http::StatusCode,
    response::sse::{Event, KeepAlive, Sse},
    routing::{get, post},
    serve::ListenerExt,
};
use sqlx::{Connection, Executor, SqliteConnection};
use tokio::{
    net::TcpListener,
    sync::{Mutex, mpsc, oneshot},
};
use tokio_stream::wrappers::UnboundedReceiverStream;

use crate::ground;

/// Calls that share one commit at most, as in smsdesk.
const BATCH: usize = 256;

pub const FILE: &str = "reference.db";

struct Waiting {
    body: String,
    stored: oneshot::Sender<()>,
}

type Streams = Arc<Mutex<HashMap<usize, mpsc::UnboundedSender<Event>>>>;

#[derive(Clone)]
struct Reference {
    door: mpsc::Sender<Waiting>,
    streams: Streams,
}

pub fn serve(folder: &Path) {
    let file = folder.join(FILE);
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
        let mut database = SqliteConnection::connect(&format!("sqlite://{}?mode=rwc", file.display())).await.unwrap();
        database
            .execute(
                "pragma journal_mode = wal; pragma synchronous = full; \
                 create table call (id integer primary key, body text not null) strict",
            )
            .await
            .unwrap();
        let (door, waiting) = mpsc::channel(4096);
        tokio::spawn(write(database, waiting));
        let router = Router::new()
            .route("/hooks/{token}/inbound", post(inbound))
            .route("/live/{agent}", get(live))
            .with_state(Reference { door, streams: Streams::default() });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("the reference listens on http://{}", listener.local_addr().unwrap());
        let listener = listener.tap_io(|connection| connection.set_nodelay(true).unwrap());
        axum::serve(listener, router).await.unwrap();
    });
}

async fn write(mut database: SqliteConnection, mut waiting: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let (bodies, stored): (Vec<String>, Vec<_>) = batch.drain(..).map(|call| (call.body, call.stored)).unzip();
        let mut transaction = database.begin().await.unwrap();
        for body in bodies {
            let insert = sqlx::query("insert into call (body) values ($1)").bind(body);
            insert.execute(&mut *transaction).await.unwrap();
        }
        transaction.commit().await.unwrap();
        for stored in stored {
            let _ = stored.send(());
        }
    }
}

async fn inbound(State(reference): State<Reference>, body: Bytes) -> (StatusCode, &'static str) {
    let body = String::from_utf8_lossy(&body).into_owned();
    let (stored, durable) = oneshot::channel();
    if reference.door.send(Waiting { body: body.clone(), stored }).await.is_err() || durable.await.is_err() {
        return (StatusCode::SERVICE_UNAVAILABLE, "");
    }
    let from = url::form_urlencoded::parse(body.as_bytes()).find(|(name, _)| name == "From");
    if let Some(agent) = from.and_then(|(_, number)| ground::customer_of(&number))
        && let Some(stream) = reference.streams.lock().await.get(&agent)
    {
        drop(stream.send(Event::default().data(body)));
    }
    (StatusCode::OK, "<Response/>")
}

async fn live(
    State(reference): State<Reference>,
    Part(agent): Part<usize>,
) -> Sse<impl futures::Stream<Item = Result<Event, Infallible>>> {
    let (sender, events) = mpsc::unbounded_channel();
    drop(sender.send(Event::default().event("hello").data("hello")));
    reference.streams.lock().await.insert(agent, sender);
    let events = futures::StreamExt::map(UnboundedReceiverStream::new(events), Ok);
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
