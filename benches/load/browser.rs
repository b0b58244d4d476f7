//! The desktop in Chromium: `end2end/bench.mjs` drives it, in a house that this prepares.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde_json::json;

use crate::{
    ground::{Ground, Kind, PUBLIC_URL, Setup, TWILIO_TOKEN, number_of, session_of},
    on_one_thread,
    process::Program,
    report::Figure,
};

/// Open tabs, and messages in the first of them.
const TABS: usize = 20;
const LONG: usize = 5_000;
/// More tabs than that: there must be room for the cards that are timed.
const CAPACITY: usize = 80;
const CONTACTS: usize = 200;

pub fn measure() -> Vec<Figure> {
    on_one_thread(async {
        let setup = Setup { capacity: CAPACITY, strategy: "ring_all", ..Setup::default() };
        let ground = Ground::new(Kind::Sqlite, setup).await.unwrap();
        ground.contacts(CONTACTS).await;
        ground.agents(1).await;
        ground.desk(TABS, LONG).await;
        let server = Program::server(&ground);
        let house = json!({
            "url": format!("http://{}", server.address),
            "session": session_of(1),
            "webhook": ground.inbound[0],
            "publicUrl": PUBLIC_URL,
            "token": TWILIO_TOKEN,
            "tabs": TABS,
            "long": LONG,
            "peer": number_of(1),
            // Of customers who have not written yet.
            "others": (TABS + 1..=CONTACTS).map(number_of).collect::<Vec<_>>(),
        });
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("end2end");
        let driven = Command::new("node")
            .args(["bench.mjs", &house.to_string()])
            .current_dir(folder)
            .stderr(Stdio::inherit())
            .output()
            .expect("Node.js is not installed");
        assert!(driven.status.success(), "the browser's part ended with {}", driven.status);
        server.kill();
        let told = String::from_utf8(driven.stdout).unwrap();
        told.lines().map(|line| serde_json::from_str::<Figure>(line).unwrap()).inspect(|f| eprintln!("{f}")).collect()
    })
}
