//! The generator's side of HTTP: keep-alive connections that cost little, and calls as Twilio signs them.

use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use url::form_urlencoded;

use crate::ground::{PUBLIC_URL, TWILIO_TOKEN};

/// One connection, one call at a time.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    pub async fn open(address: SocketAddr) -> io::Result<Line> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Line { stream, buffer: Vec::with_capacity(2048) })
    }

    /// Sends a request and reads its whole answer; returns the status.
    pub async fn ask(&mut self, request: &[u8]) -> io::Result<u16> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.read().await?;
        };
        let head = std::str::from_utf8(&self.buffer[..end]).map_err(|_| ErrorKind::InvalidData)?;
        let status = head.get(9..12).and_then(|status| status.parse().ok()).ok_or(ErrorKind::InvalidData)?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let length: usize = length.unwrap_or(0);
        while self.buffer.len() < end + length {
            self.read().await?;
        }
        Ok(status)
    }

    /// Asks for a page, which may come in pieces; returns its status and the time from `at` to its first byte.
    pub async fn page(&mut self, request: &[u8], at: Instant) -> io::Result<(u16, Duration)> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        self.read().await?;
        let first_byte = at.elapsed();
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.read().await?;
        };
        let head = std::str::from_utf8(&self.buffer[..end]).map_err(|_| ErrorKind::InvalidData)?.to_owned();
        let status = head.get(9..12).and_then(|status| status.parse().ok()).ok_or(ErrorKind::InvalidData)?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let length: Option<usize> = length;
        while match length {
            Some(length) => self.buffer.len() < end + length,
            None => !self.buffer.ends_with(b"0\r\n\r\n"),
        } {
            self.read().await?;
        }
        Ok((status, first_byte))
    }

    /// Waits for whatever comes next and appends it to what was read.
    pub async fn read(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// Opens an event stream here and returns once its first bytes came.
    pub async fn listen(&mut self, path: &str, cookie: &str) -> io::Result<()> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: desk.test\r\ncookie: sid={cookie}\r\n\r\n");
        self.stream.write_all(request.as_bytes()).await?;
        while !self.buffer.windows(6).any(|six| six == b"hello\n") {
            self.read().await?;
        }
        Ok(())
    }

    /// What was read since this was asked last.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.buffer)
    }
}

/// The provider's machine that calls a webhook.
#[derive(Clone)]
pub struct Caller {
    mac: Hmac<Sha1>,
    path: String,
}

impl Caller {
    /// `path`: of the webhook.
    pub fn new(path: &str) -> Caller {
        let mac = <Hmac<Sha1>>::new_from_slice(TWILIO_TOKEN.as_bytes()).unwrap();
        Caller { mac: mac.chain_update(PUBLIC_URL).chain_update(path), path: path.to_owned() }
    }

    /// A text as Twilio posts it, with every field it sends, ready for the wire.
    pub fn text(&self, id: &str, from: &str, words: &str) -> Vec<u8> {
        // In the order of their names, as they are signed.
        let fields = [
            ("AccountSid", "AC00000000000000000000000000000000"),
            ("ApiVersion", "2010-04-01"),
            ("Body", words),
            ("From", from),
            ("FromCity", "SAN FRANCISCO"),
            ("FromCountry", "US"),
            ("FromState", "CA"),
            ("FromZip", "94105"),
            ("MessageSid", id),
            ("NumMedia", "0"),
            ("NumSegments", "1"),
            ("SmsMessageSid", id),
            ("SmsSid", id),
            ("SmsStatus", "received"),
            ("To", "+15550100199"),
            ("ToCity", "OAKLAND"),
            ("ToCountry", "US"),
            ("ToState", "CA"),
            ("ToZip", "94601"),
        ];
        let mut mac = self.mac.clone();
        for (name, value) in fields {
            mac.update(name.as_bytes());
            mac.update(value.as_bytes());
        }
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        let body = form_urlencoded::Serializer::new(String::with_capacity(512)).extend_pairs(fields).finish();
        format!(
            "POST {} HTTP/1.1\r\nhost: desk.test\r\nuser-agent: TwilioProxy/1.1\r\naccept: */*\r\n\
             content-type: application/x-www-form-urlencoded; charset=UTF-8\r\nx-twilio-signature: {signature}\r\n\
             content-length: {}\r\n\r\n{body}",
            self.path,
            body.len()
        )
        .into_bytes()
    }
}
