//! A provider that answers at once, and remembers what it was handed and when.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Instant,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A message it took.
#[derive(Clone)]
pub struct Taken {
    pub at: Instant,
    pub from: String,
    pub text: String,
}

#[derive(Clone)]
pub struct Fake {
    taken: Arc<Mutex<Vec<Taken>>>,
    pub base: String,
}

impl Fake {
    pub async fn start() -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Fake { taken: Arc::default(), base: format!("http://{}", listener.local_addr().unwrap()) };
        let taken = fake.taken.clone();
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                tokio::spawn(serve(taken.clone(), line));
            }
        });
        fake
    }

    pub fn count(&self) -> usize {
        self.taken.lock().unwrap().len()
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    /// How often it was handed each text.
    pub fn times(&self) -> HashMap<String, usize> {
        let mut times = HashMap::new();
        for taken in self.taken() {
            *times.entry(taken.text).or_default() += 1;
        }
        times
    }
}

async fn serve(taken: Arc<Mutex<Vec<Taken>>>, mut line: TcpStream) -> Option<()> {
    line.set_nodelay(true).ok()?;
    let mut buffer = Vec::new();
    loop {
        let end = loop {
            if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            read(&mut line, &mut buffer).await?;
        };
        let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let length: usize = length.unwrap_or(0);
        while buffer.len() < end + length {
            read(&mut line, &mut buffer).await?;
        }
        let mut one = Taken { at: Instant::now(), from: String::new(), text: String::new() };
        for (name, value) in url::form_urlencoded::parse(&buffer[end..end + length]) {
            match &*name {
                "From" => one.from = value.into_owned(),
                "Body" => one.text = value.into_owned(),
                _ => {}
            }
        }
        buffer.drain(..end + length);
        let number = {
            let mut taken = taken.lock().unwrap();
            taken.push(one);
            taken.len()
        };
        let answer = format!(r#"{{"sid":"SM{number:032}","num_segments":"1"}}"#);
        let head = format!(
            "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            answer.len()
        );
        line.write_all(format!("{head}{answer}").as_bytes()).await.ok()?;
    }
}

async fn read(line: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    (line.read_buf(buffer).await.ok()? > 0).then_some(())
}
