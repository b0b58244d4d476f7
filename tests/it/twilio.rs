//! Twilio's side of the wire, as far as the house can tell: takes messages over HTTP and does what a test tells it.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

pub const SID: &str = "AC00000000000000000000000000000000";
pub const TOKEN: &str = "the-auth-token-of-the-tests";

/// What it does with one message.
#[derive(Clone)]
pub enum Reply {
    /// 201, as for everything that has no other reply.
    Accept,
    /// Refuses with a status, a code and perhaps a pause in seconds.
    Refuse(u16, i64, Option<u64>),
    /// Reads the whole request and closes the line.
    HangUp,
    /// Reads the request and never answers.
    Silence,
    /// Accepts once the semaphore has a permit.
    Hold(Arc<Semaphore>),
}

/// A message it was handed.
#[derive(Clone, Debug)]
pub struct Handed {
    pub to: String,
    pub from: String,
    pub body: String,
    pub status_callback: String,
    pub media: Vec<String>,
    /// The id it has, or would have had.
    pub sid: String,
}

/// A file it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub path: String,
    pub authorization: Option<String>,
}

/// What it answers when a file is asked for.
#[derive(Clone)]
pub enum FileReply {
    Bytes(Vec<u8>),
    /// These bytes without saying how many.
    Endless(Vec<u8>),
    Redirect(String),
    /// A status, and perhaps a pause in seconds.
    Refuse(u16, Option<u64>),
}

#[derive(Default)]
struct Inner {
    files: Mutex<HashMap<String, VecDeque<FileReply>>>,
    asked: Mutex<Vec<Asked>>,
    handed: Mutex<Vec<Handed>>,
    script: Mutex<VecDeque<Reply>>,
    count: AtomicU64,
}

#[derive(Clone)]
pub struct FakeTwilio {
    inner: Arc<Inner>,
    pub base: String,
}

impl FakeTwilio {
    pub async fn start() -> FakeTwilio {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Inner::default());
        let served = inner.clone();
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                tokio::spawn(serve(served.clone(), line));
            }
        });
        FakeTwilio { inner, base }
    }

    /// What it does with the next messages; after that it accepts.
    pub fn next(&self, replies: impl IntoIterator<Item = Reply>) {
        self.inner.script.lock().unwrap().extend(replies);
    }

    /// What it answers to the next calls for the file at `path`; the last answer stays.
    pub fn file(&self, path: &str, replies: impl IntoIterator<Item = FileReply>) -> String {
        self.inner.files.lock().unwrap().insert(path.to_owned(), replies.into_iter().collect());
        format!("{}{path}", self.base)
    }

    /// The files it was asked for, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.inner.asked.lock().unwrap().clone()
    }

    /// Everything it was handed, in order.
    pub fn handed(&self) -> Vec<Handed> {
        self.inner.handed.lock().unwrap().clone()
    }

    pub fn bodies(&self) -> Vec<String> {
        self.handed().into_iter().map(|handed| handed.body).collect()
    }
}

async fn serve(inner: Arc<Inner>, mut line: TcpStream) -> Option<()> {
    let mut buffer = Vec::new();
    loop {
        let (head, body) = read_request(&mut line, &mut buffer).await?;
        if let Some(path) = head.strip_prefix("GET ").and_then(|rest| rest.split(' ').next()) {
            let asked = Asked { path: path.to_owned(), authorization: header(&head, "authorization") };
            inner.asked.lock().unwrap().push(asked);
            line.write_all(&file(&inner, path)).await.ok()?;
            continue;
        }
        assert!(head.starts_with(&format!("POST /2010-04-01/Accounts/{SID}/Messages.json ")), "{head}");
        let sid = format!("SM{:032}", inner.count.fetch_add(1, Ordering::Relaxed) + 1);
        let field = |name: &str| {
            let found = url::form_urlencoded::parse(&body).find(|(key, _)| key == name);
            found.map(|(_, value)| value.into_owned()).unwrap_or_default()
        };
        inner.handed.lock().unwrap().push(Handed {
            to: field("To"),
            from: field("From"),
            body: field("Body"),
            status_callback: field("StatusCallback"),
            media: url::form_urlencoded::parse(&body)
                .filter(|(key, _)| key == "MediaUrl")
                .map(|(_, value)| value.into_owned())
                .collect(),
            sid: sid.clone(),
        });
        let reply = inner.script.lock().unwrap().pop_front().unwrap_or(Reply::Accept);
        let (status, pause, answer) = match reply {
            Reply::HangUp => return None,
            Reply::Silence => std::future::pending().await,
            Reply::Refuse(status, code, pause) => (status, pause, format!(r#"{{"code":{code},"status":{status}}}"#)),
            Reply::Accept => (201, None, format!(r#"{{"sid":"{sid}","num_segments":"1"}}"#)),
            Reply::Hold(gate) => {
                gate.acquire().await.unwrap().forget();
                (201, None, format!(r#"{{"sid":"{sid}","num_segments":"1"}}"#))
            }
        };
        let pause = pause.map(|seconds| format!("retry-after: {seconds}\r\n")).unwrap_or_default();
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{pause}content-length: {}\r\n\r\n",
            answer.len()
        );
        line.write_all(format!("{head}{answer}").as_bytes()).await.ok()?;
    }
}

fn header(head: &str, name: &str) -> Option<String> {
    let found = head.lines().find_map(|line| line.split_once(':').filter(|(key, _)| key.eq_ignore_ascii_case(name)));
    found.map(|(_, value)| value.trim().to_owned())
}

fn file(inner: &Inner, path: &str) -> Vec<u8> {
    let mut files = inner.files.lock().unwrap();
    let replies = files.entry(path.to_owned()).or_default();
    let reply = if replies.len() > 1 { replies.pop_front() } else { replies.front().cloned() };
    let (head, body) = match reply.unwrap_or(FileReply::Refuse(404, None)) {
        FileReply::Bytes(bytes) => (format!("200 OK\r\ncontent-length: {}\r\n", bytes.len()), bytes),
        FileReply::Endless(bytes) => {
            let chunk = [format!("{:x}\r\n", bytes.len()).into_bytes(), bytes, b"\r\n0\r\n\r\n".to_vec()].concat();
            ("200 OK\r\ntransfer-encoding: chunked\r\n".into(), chunk)
        }
        FileReply::Redirect(to) => (format!("307 X\r\nlocation: {to}\r\ncontent-length: 0\r\n"), vec![]),
        FileReply::Refuse(status, pause) => {
            let pause = pause.map(|seconds| format!("retry-after: {seconds}\r\n")).unwrap_or_default();
            (format!("{status} X\r\n{pause}content-length: 0\r\n"), vec![])
        }
    };
    // What it claims is never what decides.
    [format!("HTTP/1.1 {head}content-type: text/html\r\n\r\n").into_bytes(), body].concat()
}

async fn read_request(line: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<(String, Vec<u8>)> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if line.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let length =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let length: usize = length.unwrap_or(0);
    while buffer.len() < end + length {
        if line.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    let body = buffer[end..end + length].to_vec();
    buffer.drain(..end + length);
    Some((head, body))
}

/// A form as Twilio writes it, and its signature for `url`.
pub fn signed_form(url: &str, fields: &[(&str, &str)]) -> (String, String) {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut sorted = fields.to_vec();
    sorted.sort();
    let text = sorted.iter().fold(url.to_owned(), |text, (name, value)| text + name + value);
    let mac = <Hmac<Sha1>>::new_from_slice(TOKEN.as_bytes()).unwrap().chain_update(text);
    (body, STANDARD.encode(mac.finalize().into_bytes()))
}
