//! How soon the first byte of a page comes, asked for as a browser asks.

use std::time::{Duration, Instant};

use crate::{
    figures::{millis, percentile},
    ground::{Ground, Kind, Setup, session_of},
    on_one_thread,
    process::Program,
    report::Figure,
    wire::Line,
};

const CONTACTS: usize = 10_000;
const MESSAGES: usize = 100_000;
/// Open tabs of the agent, and messages in the one he looks at.
const TABS: usize = 20;
const LONG: usize = 200;
/// Of each page; the first are not counted.
const TIMES: usize = 220;
const WARM_UP: usize = 20;

const PAGES: [(&str, &str); 3] =
    [("the desktop", "/"), ("a conversation of 200 messages", "/s/1"), ("administration: settings", "/admin/settings")];

pub fn measure() -> Vec<Figure> {
    Kind::ALL.into_iter().filter_map(|kind| on_one_thread(pages(kind))).collect()
}

async fn pages(kind: Kind) -> Option<Figure> {
    let ground = Ground::new(kind, Setup { capacity: TABS, ..Setup::default() }).await?;
    ground.contacts(CONTACTS).await;
    ground.agents(1).await;
    ground.desk(TABS, LONG).await;
    ground.history(MESSAGES).await;
    ground.run(["update app_user set role = 'administrator'".into()]).await;
    ground.rest().await;
    let server = Program::server(&ground);
    let mut line = Line::open(server.address).await.unwrap();
    let (mut told, mut worst) = (Vec::new(), Duration::ZERO);
    for (name, path) in PAGES {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: desk.test\r\ncookie: sid={}\r\naccept: text/html\r\n\
             accept-encoding: gzip, deflate, br, zstd\r\n\r\n",
            session_of(1)
        );
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let at = Instant::now();
            let (status, first_byte) = line.page(request.as_bytes(), at).await.unwrap();
            assert_eq!(status, 200, "{path}");
            times.push(first_byte);
        }
        let mut times = times.split_off(WARM_UP);
        times.sort();
        let middle = percentile(&times, 0.5);
        worst = worst.max(middle);
        told.push(format!("{name} {}, {}", millis(middle), millis(percentile(&times, 0.99))));
    }
    server.kill();
    ground.leave().await;
    Some(Figure::new(
        format!("first byte of a page, {TABS} tabs open, {}: p50, p99", kind.name()),
        told.join("; "),
        "p50 ≤ 7 ms",
        Some(worst <= Duration::from_millis(7)),
    ))
}
