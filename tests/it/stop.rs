//! The real process, asked to stop.

use std::{fs, sync::Arc};

use smsdesk::{domain::queue::Strategy, server::clock::Clock};
use tempfile::TempDir;

use crate::{
    house::{PUBLIC_URL, TestHouse, sqlite_url},
    process::Server,
    twilio::{self, FakeTwilio},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_of_a_stopped_server_alone_holds_what_was_acknowledged() {
    let (data, copy, fake) =
        (Arc::new(TempDir::new().unwrap()), Arc::new(TempDir::new().unwrap()), FakeTwilio::start().await);
    let house = TestHouse::again(&sqlite_url(&data), &data, Clock::System, &fake).await;
    let account = house.queue_account(Strategy::RingAll, &[]).await;
    let path = format!("/hooks/{}/inbound", house.token(account));
    drop(house);

    let server = Server::start(data.path(), &[]).await;
    let fields = [("MessageSid", "SM1"), ("From", "+15550100001"), ("To", "+15550100199"), ("Body", "hello")];
    let (body, signature) = twilio::signed_form(&format!("{PUBLIC_URL}{path}"), &fields);
    let call = reqwest::Client::new()
        .post(format!("{}{path}", server.url))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-twilio-signature", signature)
        .body(body);
    assert_eq!(call.send().await.unwrap().status(), 200);
    assert!(server.stop().await, "it did not end well");

    fs::copy(data.path().join("smsdesk.db"), copy.path().join("smsdesk.db")).unwrap();
    let restored = TestHouse::again(&sqlite_url(&copy), &copy, Clock::System, &fake).await;
    assert_eq!(restored.words("select text from message").await, ["hello"]);
}
