//! Pictures and files: fetched after the commit from where it is safe, shown to who may see them, sent with replies.

use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use serde_json::{Value, json};
use smsdesk::{
    domain::{
        AccountId, InteractionId, MediaId, MessageId,
        event::Event,
        media::{Media, MediaKind, MediaProblem, MediaState},
        message::Message,
        queue::Strategy,
        user::{Me, Role},
    },
    server::media::guard::Reach,
};

use crate::{
    house::{PUBLIC_URL, TestHouse},
    twilio::{Asked, FakeTwilio, FileReply, SID, TOKEN},
};

/// A picture of 3 × 2 pixels as far as its head says, then `size` bytes.
fn png(size: usize) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x06\0\0\0".to_vec();
    bytes.resize(bytes.len().max(size), 7);
    // Pieces must come back in their order.
    for (index, byte) in bytes.iter_mut().enumerate().skip(32) {
        *byte = (index / 1024) as u8;
    }
    bytes
}

fn basic() -> Option<String> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    Some(format!("Basic {}", STANDARD.encode(format!("{SID}:{TOKEN}"))))
}

impl TestHouse {
    /// A customer sends pictures.
    async fn pictures(&self, account: AccountId, id: &str, from: &str, text: &str, urls: &[&str]) {
        let path = format!("/hooks/{}/inbound", self.token(account));
        let count = urls.len().to_string();
        let names: Vec<_> = (0..urls.len()).map(|i| (format!("MediaUrl{i}"), format!("MediaContentType{i}"))).collect();
        let mut fields =
            vec![("MessageSid", id), ("From", from), ("To", "+15550100199"), ("Body", text), ("NumMedia", &count)];
        for ((url, kind), address) in names.iter().zip(urls) {
            fields.extend([(url.as_str(), *address), (kind.as_str(), "image/png")]);
        }
        assert_eq!(self.hook(&path, &fields).await, StatusCode::OK);
    }

    /// Fetches what is due at this moment.
    async fn fetch(&self) {
        self.state.media.run_due().await.unwrap();
        self.state.media.settle().await;
    }

    async fn newest(&self, me: &Me, interaction: InteractionId) -> Message {
        let conversation = self.state.desktop.conversation(me, interaction, Default::default()).await.unwrap();
        conversation.messages.into_iter().rfind(|message| !message.content.media().is_empty()).expect("no picture")
    }

    async fn picture(&self, me: &Me, interaction: InteractionId) -> Media {
        self.newest(me, interaction).await.content.media()[0].clone()
    }

    /// An agent with a customer's picture before him, not fetched yet.
    async fn with_picture(&self, url: &str) -> (Me, AccountId, InteractionId) {
        let me = self.present("ben").await;
        let account = self.queue_account(Strategy::RingAll, &[&me]).await;
        self.pictures(account, "MM1", "+15550100001", "look", &[url]).await;
        self.route().await;
        let interaction = self.take(&me).await;
        (me, account, interaction)
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.respond(request.body(Body::empty()).unwrap()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
    }

    async fn upload(
        &self,
        cookie: &str,
        interaction: InteractionId,
        name: &str,
        bytes: Vec<u8>,
    ) -> (StatusCode, Value) {
        let path = format!("/media/upload?interaction={interaction}&name={name}");
        let (status, answer) = self.post(&path, &[("cookie", cookie)], bytes).await;
        (status, serde_json::from_str(&answer).unwrap_or(Value::String(answer)))
    }

    async fn uploaded(&self, cookie: &str, interaction: InteractionId, name: &str, bytes: Vec<u8>) -> MediaId {
        let (status, media) = self.upload(cookie, interaction, name, bytes).await;
        assert_eq!(status, StatusCode::OK, "{media}");
        serde_json::from_value::<Media>(media).unwrap().id
    }

    async fn reply_with(&self, me: &Me, interaction: InteractionId, text: &str, media: &[MediaId]) -> Message {
        let key = format!("key-{media:?}-{text}");
        self.state.desktop.reply_with(me, interaction, text.into(), media.to_vec(), key).await.unwrap()
    }
}

/// What happens to pictures on any day.
pub async fn a_day(house: &TestHouse, me: &Me, account: AccountId, interaction: InteractionId) {
    let good = house.twilio.file("/good", [FileReply::Bytes(png(100))]);
    let away = house.twilio.file("/away", [FileReply::Refuse(503, None)]);
    let peer = house.words(&format!("select peer from interaction where id = {interaction}")).await.remove(0);
    house.pictures(account, "MMday", &peer, "", &[&good, &away, "http://10.0.0.1/"]).await;
    house.fetch().await;
    let cookie = house.browser(me).await.cookie;
    for media in house.newest(me, interaction).await.content.media() {
        house.get(&format!("/media/{}", media.id), &[("cookie", &cookie)]).await;
        house.state.media.fetch_again(me, media.id).await.unwrap();
    }
    let sent = house.uploaded(&cookie, interaction, "a.png", png(150)).await;
    let thrown = house.uploaded(&cookie, interaction, "b.png", png(200)).await;
    house.state.media.discard(me, thrown).await.unwrap();
    let message = house.reply_with(me, interaction, "", &[sent]).await;
    house.send().await;
    let path = house.twilio.handed().pop().unwrap().media[0].strip_prefix(PUBLIC_URL).unwrap().to_owned();
    assert_eq!(house.get(&path, &[]).await.0, StatusCode::OK);
    house.state.store.remove_media_of(message.id, house.clock.now()).await.unwrap();
    house.state.media.sweep().await.unwrap();

    let mut phone = house.account_draft("SIM", vec![]);
    (phone.provider, phone.api_base) = ("sandbox".into(), String::new());
    let phone = house.state.accounts.save_as(None, None, phone).await.unwrap();
    let (status, token) = house.post(&format!("/sandbox/media?account={phone}"), &[("cookie", &cookie)], png(90)).await;
    assert_eq!(status, StatusCode::OK);
    let token: String = serde_json::from_str(&token).unwrap();
    let number = "+15550100007".to_owned();
    house.state.sandbox.text(phone, number.clone(), String::new(), vec![token.clone()]).await.unwrap();
    let texts = house.state.sandbox.handset(phone, number).await.unwrap();
    assert_eq!(texts[0].media[0].token, token);
    assert_eq!(house.get(&format!("/sandbox/media/{token}"), &[("cookie", &cookie)]).await.0, StatusCode::OK);
    assert_eq!(house.get(&format!("/sandbox/media/{token}"), &[]).await.0, StatusCode::UNAUTHORIZED);
    let stranger = [("authorization", "Bearer not-the-secret")];
    assert_eq!(house.get(&format!("/sandbox/media/{token}"), &stranger).await.0, StatusCode::NOT_FOUND);
}

on_both! {
    async fn a_picture_is_fetched_after_its_message_is_stored_and_told_to_who_may_see_it(house) {
        let url = house.twilio.file("/media/1", [FileReply::Bytes(png(700_000))]);
        let (me, _, interaction) = house.with_picture(&url).await;
        let pending = house.picture(&me, interaction).await;
        assert_eq!((pending.state, pending.kind()), (MediaState::Pending, MediaKind::Picture));
        assert!(house.twilio.asked().is_empty(), "nothing is fetched within the webhook");

        let mut stream = house.listen(&me).await;
        house.fetch().await;
        let stored = house.picture(&me, interaction).await;
        assert_eq!((stored.state, &*stored.content_type, stored.size), (MediaState::Stored, "image/png", 700_000));
        assert_eq!((stored.width, stored.height), (Some(3), Some(2)));
        assert_eq!(house.twilio.asked(), [Asked { path: "/media/1".into(), authorization: basic() }]);
        let heard = stream.heard().await;
        assert!(
            heard.iter().any(|it| matches!(it, Event::MediaChanged { media, .. } if *media == stored)),
            "{heard:?}"
        );

        let browser = house.browser(&me).await;
        let (status, headers, bytes) =
            house.get(&format!("/media/{}", stored.id), &[("cookie", &browser.cookie), ("accept-encoding", "br")]).await;
        assert_eq!(status, StatusCode::OK);
        assert!(bytes == png(700_000), "the bytes as they were sent");
        assert_eq!(headers[header::CONTENT_TYPE], "image/png");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("inline; "));
        assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().ends_with("; sandbox"));
        assert!(headers[header::CACHE_CONTROL].to_str().unwrap().starts_with("private"));
        assert!(headers.get(header::CONTENT_ENCODING).is_none());

        // What is fetched is fetched.
        house.clock.advance(3_600_000);
        house.fetch().await;
        assert_eq!(house.twilio.asked().len(), 1);
    }

    async fn several_pictures_of_one_message_keep_their_order_and_the_same_one_is_kept_once(house) {
        let me = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let same = house.twilio.file("/a", [FileReply::Bytes(png(100))]);
        let other = house.twilio.file("/b", [FileReply::Bytes(b"BEGIN:VCARD\nEND:VCARD".to_vec())]);
        let third = house.twilio.file("/c", [FileReply::Bytes(png(100))]);
        house.pictures(account, "MM1", "+15550100001", "", &[&same, &other, &third]).await;
        // The provider says it again.
        house.pictures(account, "MM1", "+15550100001", "", &[&same, &other, &third]).await;
        house.route().await;
        let interaction = house.take(&me).await;
        house.fetch().await;
        let message = house.newest(&me, interaction).await;
        let kinds: Vec<_> = message.content.media().iter().map(Media::kind).collect();
        assert_eq!(kinds, [MediaKind::Picture, MediaKind::Vcard, MediaKind::Picture]);
        assert!(message.content.media().iter().all(Media::is_stored));
        assert_eq!(house.count("media_blob").await, 2);
    }

    async fn a_part_of_a_recording_is_served_as_a_part(house) {
        let sound = [b"ID3\x03\0\0\0\0\0\0".to_vec(), (0..600_000u32).map(|n| (n / 4096) as u8).collect()].concat();
        let url = house.twilio.file("/sound", [FileReply::Bytes(sound.clone())]);
        let (me, _, interaction) = house.with_picture(&url).await;
        house.fetch().await;
        let path = format!("/media/{}", house.picture(&me, interaction).await.id);
        let cookie = house.browser(&me).await.cookie;
        let get = async |range: &str| house.get(&path, &[("cookie", &cookie), ("range", range)]).await;

        let (status, headers, bytes) = get("bytes=262140-262149").await;
        assert_eq!(status, StatusCode::PARTIAL_CONTENT);
        assert_eq!(headers[header::CONTENT_RANGE], "bytes 262140-262149/600010");
        assert_eq!(headers[header::CONTENT_LENGTH], "10");
        assert_eq!(bytes, sound[262_140..=262_149]);
        let (_, _, bytes) = get("bytes=524280-").await;
        assert_eq!(bytes, sound[524_280..]);
        assert_eq!(get("bytes=600010-").await.0, StatusCode::RANGE_NOT_SATISFIABLE);

        let (_, headers, _) = get("bytes=0-0").await;
        let tag = headers[header::ETAG].to_str().unwrap().to_owned();
        let (status, _, bytes) = house.get(&path, &[("cookie", &cookie), ("if-none-match", &tag)]).await;
        assert_eq!((status, bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    }

    async fn a_picture_is_shown_to_nobody_who_may_not_see_its_conversation(house) {
        let url = house.twilio.file("/media/1", [FileReply::Bytes(png(100))]);
        let (me, _, interaction) = house.with_picture(&url).await;
        let other = house.agent("anna").await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        house.fetch().await;
        let path = format!("/media/{}", house.picture(&me, interaction).await.id);
        for (who, expected) in [(&me, StatusCode::OK), (&boss, StatusCode::OK), (&other, StatusCode::NOT_FOUND)] {
            let cookie = house.browser(who).await.cookie;
            assert_eq!(house.get(&path, &[("cookie", &cookie)]).await.0, expected, "{}", who.login);
        }
        assert_eq!(house.get(&path, &[]).await.0, StatusCode::UNAUTHORIZED);
        let cookie = house.browser(&me).await.cookie;
        assert_eq!(house.get("/media/4711", &[("cookie", &cookie)]).await.0, StatusCode::NOT_FOUND);
    }

    async fn what_is_too_large_or_no_picture_is_refused_by_its_bytes(house) {
        house.settings(|settings| settings.media_megabytes = 1).await;
        let me = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let at = |path: &str, reply| house.twilio.file(path, [reply]);
        let announced = at("/announced", FileReply::Bytes(png(1_048_577)));
        let unannounced = at("/unannounced", FileReply::Endless(png(1_048_577)));
        let page = at("/page", FileReply::Bytes(b"<html><script>alert(1)</script>".to_vec()));
        let program = at("/program", FileReply::Bytes(b"MZ\x90\0\x03\0\0\0".to_vec()));
        let empty = at("/empty", FileReply::Bytes(vec![]));
        let just = at("/just", FileReply::Endless(png(1_048_576)));
        house.pictures(account, "MM1", "+15550100001", "", &[&announced, &unannounced, &page, &program, &empty, &just]).await;
        house.route().await;
        let interaction = house.take(&me).await;
        house.fetch().await;
        let found: Vec<_> =
            house.newest(&me, interaction).await.content.media().iter().map(|it| (it.state, it.problem)).collect();
        let refused = |problem| (MediaState::Refused, Some(problem));
        assert_eq!(found, [
            refused(MediaProblem::TooLarge),
            refused(MediaProblem::TooLarge),
            refused(MediaProblem::Kind),
            refused(MediaProblem::Kind),
            refused(MediaProblem::Empty),
            (MediaState::Stored, None),
        ]);
        assert_eq!(house.count("media_blob").await, 1);
    }

    async fn a_kind_the_house_does_not_take_is_refused_until_it_does(house) {
        house.settings(|settings| settings.media_kinds = vec![MediaKind::Pdf]).await;
        let url = house.twilio.file("/media/1", [FileReply::Bytes(png(100))]);
        let (me, _, interaction) = house.with_picture(&url).await;
        house.fetch().await;
        let media = house.picture(&me, interaction).await;
        assert_eq!((media.state, media.problem), (MediaState::Refused, Some(MediaProblem::Kind)));

        house.settings(|settings| settings.media_kinds = MediaKind::TAKEN.to_vec()).await;
        let other = house.agent("anna").await;
        let browser = house.browser(&other).await;
        assert_eq!(browser.post("media.retry", json!({ "media": media.id })).await.0, StatusCode::NOT_FOUND);
        let browser = house.browser(&me).await;
        assert_eq!(browser.post("media.retry", json!({ "media": media.id })).await.0, StatusCode::OK);
        assert_eq!(house.picture(&me, interaction).await.state, MediaState::Pending);
        house.fetch().await;
        assert!(house.picture(&me, interaction).await.is_stored());
        // A second click changes nothing.
        assert_eq!(browser.post("media.retry", json!({ "media": media.id })).await.0, StatusCode::OK);
        assert!(house.picture(&me, interaction).await.is_stored());
    }

    async fn a_provider_that_is_away_is_asked_again_later_and_given_up_in_the_end(house) {
        let url = house.twilio.file("/media/1", [FileReply::Refuse(503, Some(30)), FileReply::Refuse(500, None)]);
        let (me, _, interaction) = house.with_picture(&url).await;
        house.fetch().await;
        house.clock.advance(29_000);
        house.fetch().await;
        assert_eq!(house.twilio.asked().len(), 1, "it asked for half a minute");
        house.clock.advance(1_000);
        house.fetch().await;
        assert_eq!(house.twilio.asked().len(), 2);
        for _ in 0..10 {
            house.clock.advance(7_200_000);
            house.fetch().await;
        }
        let media = house.picture(&me, interaction).await;
        assert_eq!((media.state, media.problem), (MediaState::Failed, Some(MediaProblem::Provider)));
        assert_eq!(house.twilio.asked().len(), 7);

        // Asked for by a person, it comes.
        house.twilio.file("/media/1", [FileReply::Bytes(png(100))]);
        house.state.media.fetch_again(&me, media.id).await.unwrap();
        house.fetch().await;
        assert!(house.picture(&me, interaction).await.is_stored());
    }

    async fn what_the_provider_does_not_have_or_give_is_not_asked_for_twice(house) {
        let me = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let gone = house.twilio.file("/gone", [FileReply::Refuse(404, None)]);
        let secret = house.twilio.file("/secret", [FileReply::Refuse(401, None)]);
        house.pictures(account, "MM1", "+15550100001", "", &[&gone, &secret]).await;
        house.route().await;
        let interaction = house.take(&me).await;
        for _ in 0..3 {
            house.fetch().await;
            house.clock.advance(7_200_000);
        }
        let problems: Vec<_> =
            house.newest(&me, interaction).await.content.media().iter().map(|it| it.problem).collect();
        assert_eq!(problems, [Some(MediaProblem::Gone), Some(MediaProblem::Credentials)]);
        assert_eq!(house.twilio.asked().len(), 2);
    }

    async fn a_worker_that_dies_loses_no_picture(house) {
        let url = house.twilio.file("/media/1", [FileReply::Bytes(png(100))]);
        let (me, _, interaction) = house.with_picture(&url).await;
        let (taken, _) = house.state.store.claim_fetches(5, 300_000, house.clock.now()).await.unwrap();
        assert_eq!(taken.len(), 1);
        house.fetch().await;
        assert!(house.twilio.asked().is_empty(), "somebody else is at it");
        house.clock.advance(300_000);
        house.node().await.fetch().await;
        assert!(house.picture(&me, interaction).await.is_stored());
        // The dead one comes back to life, too late.
        let late = smsdesk::server::store::Fetched::Failed(MediaProblem::Gone);
        house.state.store.finish_fetch(taken[0].clone(), late, house.clock.now()).await.unwrap();
        assert!(house.picture(&me, interaction).await.is_stored());
    }

    async fn a_redirect_is_followed_and_the_password_stays_with_the_provider(house) {
        let store = FakeTwilio::start().await;
        let last = store.file("/signed?x=y", [FileReply::Bytes(png(100))]);
        house.twilio.file("/here", [FileReply::Redirect(last)]);
        let url = house.twilio.file("/media/1", [FileReply::Redirect("/here".into())]);
        let (me, _, interaction) = house.with_picture(&url).await;
        // The other host stands on this machine, which only a test may reach.
        let library = house.state.media.reaching(Reach::ThisMachineToo);
        library.run_due().await.unwrap();
        library.settle().await;
        assert!(house.picture(&me, interaction).await.is_stored());
        assert!(house.twilio.asked().iter().all(|asked| asked.authorization == basic()));
        assert_eq!(house.twilio.asked().len(), 2);
        assert_eq!(store.asked(), [Asked { path: "/signed?x=y".into(), authorization: None }]);
    }

    async fn a_redirect_to_a_neighbour_of_the_server_leads_nowhere(house) {
        let neighbour = FakeTwilio::start().await;
        let inside = neighbour.file("/", [FileReply::Bytes(png(100))]);
        let url = house.twilio.file("/media/1", [FileReply::Redirect(inside)]);
        let (me, _, interaction) = house.with_picture(&url).await;
        house.fetch().await;
        let media = house.picture(&me, interaction).await;
        assert_eq!((media.state, media.problem), (MediaState::Refused, Some(MediaProblem::Address)));
        assert!(neighbour.asked().is_empty());
    }

    async fn addresses_beside_the_open_internet_are_never_called(house) {
        let me = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let neighbour = FakeTwilio::start().await;
        let here = neighbour.file("/a", [FileReply::Bytes(png(100))]);
        let encrypted = here.replace("http:", "https:");
        let named = encrypted.replace("127.0.0.1", "localhost");
        let urls = [&here, &encrypted, &named, "https://169.254.169.254/latest", "https://[::1]/x", "file:///etc/passwd"];
        house.pictures(account, "MM1", "+15550100001", "", &urls).await;
        house.route().await;
        let interaction = house.take(&me).await;
        house.fetch().await;
        for media in house.newest(&me, interaction).await.content.media() {
            assert_eq!((media.state, media.problem), (MediaState::Refused, Some(MediaProblem::Address)));
        }
        assert!(neighbour.asked().is_empty());
    }

    async fn a_redirect_in_a_circle_ends(house) {
        let url = house.twilio.file("/media/1", [FileReply::Redirect("/media/1".into())]);
        let (me, _, interaction) = house.with_picture(&url).await;
        house.fetch().await;
        assert_eq!(house.picture(&me, interaction).await.problem, Some(MediaProblem::Redirects));
        assert_eq!(house.twilio.asked().len(), 4);
    }

    async fn uploads_go_with_a_reply_and_the_provider_finds_them_for_a_day(house) {
        let url = house.twilio.file("/media/1", [FileReply::Bytes(png(100))]);
        let (me, _, interaction) = house.with_picture(&url).await;
        let cookie = house.browser(&me).await.cookie;
        let card = b"BEGIN:VCARD\nEND:VCARD".to_vec();
        let first = house.uploaded(&cookie, interaction, "a%20house.png", png(300_000)).await;
        let second = house.uploaded(&cookie, interaction, "card.vcf", card.clone()).await;
        assert_eq!(house.get(&format!("/media/{first}"), &[("cookie", &cookie)]).await.0, StatusCode::OK);
        let message = house.reply_with(&me, interaction, "two things", &[second, first]).await;
        let names: Vec<_> = message.content.media().iter().map(|media| media.name.as_str()).collect();
        assert_eq!(names, ["card.vcf", "a house.png"]);
        let again = house.reply_with(&me, interaction, "two things", &[second, first]).await;
        assert_eq!(again, message, "a second click");
        assert_eq!(house.newest(&me, interaction).await.content.media(), message.content.media());

        let tokens = house.words("select token from media where direction = 'outbound' order by position").await;
        let early = house.get(&format!("/m/{}", tokens[0]), &[]).await.0;
        assert_eq!(early, StatusCode::NOT_FOUND, "nobody fetches what was not handed over");
        house.send().await;
        let handed = house.twilio.handed().remove(0);
        assert_eq!(handed.body, "two things");
        let paths: Vec<_> = handed.media.iter().map(|url| url.strip_prefix(PUBLIC_URL).unwrap()).collect();
        assert_eq!(paths, tokens.iter().map(|token| format!("/m/{token}")).collect::<Vec<_>>());

        let (status, headers, bytes) = house.get(paths[1], &[]).await;
        assert_eq!((status, bytes == png(300_000)), (StatusCode::OK, true));
        assert_eq!(headers[header::CONTENT_TYPE], "image/png");
        assert_eq!(house.get(paths[0], &[]).await.2, card);
        assert_eq!(house.get(&format!("{}x", paths[1]), &[]).await.0, StatusCode::NOT_FOUND);
        house.clock.advance(24 * 3_600_000);
        assert_eq!(house.get(paths[1], &[]).await.0, StatusCode::NOT_FOUND, "a day is over");

        // Sent again, it is there again.
        house.execute("update message set delivery = 'failed' where text = 'two things'").await;
        house.state.desktop.resend(&me, message.id).await.unwrap();
        house.send().await;
        assert_eq!(house.twilio.handed()[1].media, handed.media);
        assert_eq!(house.get(paths[1], &[]).await.0, StatusCode::OK);
    }

    async fn a_picture_needs_no_words_and_what_came_in_is_never_public(house) {
        let url = house.twilio.file("/media/1", [FileReply::Bytes(png(100))]);
        let (me, _, interaction) = house.with_picture(&url).await;
        house.fetch().await;
        assert_eq!(house.words("select token from media").await, [""]);
        let cookie = house.browser(&me).await.cookie;
        let media = house.uploaded(&cookie, interaction, "a.png", png(50)).await;
        house.reply_with(&me, interaction, "", &[media]).await;
        house.send().await;
        let handed = house.twilio.handed().remove(0);
        assert_eq!((handed.body.as_str(), handed.media.len()), ("", 1));
        assert!(house.state.desktop.reply(&me, interaction, " ".into(), "k".into()).await.is_err());
    }

    async fn nobody_attaches_what_is_not_his_or_not_allowed(house) {
        let url = house.twilio.file("/media/1", [FileReply::Bytes(png(100))]);
        let (me, account, interaction) = house.with_picture(&url).await;
        let other = house.present("anna").await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let mine = house.browser(&me).await.cookie;
        for (who, expected) in [(&other, StatusCode::NOT_FOUND), (&boss, StatusCode::CONFLICT)] {
            let cookie = house.browser(who).await.cookie;
            assert_eq!(house.upload(&cookie, interaction, "a.png", png(50)).await.0, expected);
        }
        assert_eq!(house.upload("", interaction, "a.png", png(50)).await.0, StatusCode::UNAUTHORIZED);
        for bytes in [vec![], b"<html>".to_vec(), png(5 * 1024 * 1024 + 1)] {
            let (status, answer) = house.upload(&mine, interaction, "a.png", bytes).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(answer["detail"][0]["field"], "file", "{answer}");
        }
        // From another site, with the cookie.
        let path = format!("/media/upload?interaction={interaction}&name=a.png");
        let cross = [("cookie", mine.as_str()), ("sec-fetch-site", "cross-site")];
        assert_eq!(house.post(&path, &cross, png(50)).await.0, StatusCode::FORBIDDEN);

        let media = house.uploaded(&mine, interaction, "a.png", png(50)).await;
        let theirs = house.browser(&boss).await.cookie;
        assert_eq!(house.get(&format!("/media/{media}"), &[("cookie", &theirs)]).await.0, StatusCode::NOT_FOUND);
        let reply = async |who: &Me, media: &[MediaId], key: &str| {
            house.state.desktop.reply_with(who, interaction, "x".into(), media.to_vec(), key.into()).await
        };
        assert!(reply(&me, &[media, media], "twice").await.is_err());
        assert!(reply(&me, &[MediaId(4711)], "unknown").await.is_err());
        assert_eq!(house.number("select count(*) from message where kind = 'outbound'").await, 0);
        reply(&me, &[media], "once").await.unwrap();
        assert!(reply(&me, &[media], "sent before").await.is_err());

        let mut draft = house.account_draft("CARE", vec![]);
        draft.mms = false;
        house.state.accounts.save_as(None, Some(account), draft).await.unwrap();
        let (status, answer) = house.upload(&mine, interaction, "a.png", png(50)).await;
        assert_eq!((status, &answer["detail"]["en"]), (StatusCode::CONFLICT, &json!("This account sends texts only.")));
    }

    async fn what_is_not_sent_within_a_day_goes_and_its_bytes_with_it(house) {
        let url = house.twilio.file("/media/1", [FileReply::Bytes(png(100))]);
        let (me, _, interaction) = house.with_picture(&url).await;
        house.fetch().await;
        let cookie = house.browser(&me).await.cookie;
        // The same bytes as the customer's: they must stay.
        house.uploaded(&cookie, interaction, "same.png", png(100)).await;
        house.uploaded(&cookie, interaction, "other.png", png(300_000)).await;
        let sent = house.uploaded(&cookie, interaction, "sent.png", png(200)).await;
        house.reply_with(&me, interaction, "", &[sent]).await;
        let thrown = house.uploaded(&cookie, interaction, "thrown.png", png(150)).await;
        house.state.media.discard(&me, thrown).await.unwrap();
        house.state.media.discard(&me, sent).await.unwrap();
        assert_eq!(house.count("media_blob").await, 4);

        house.clock.advance(23 * 3_600_000);
        house.state.media.sweep().await.unwrap();
        assert_eq!((house.count("media").await, house.count("media_blob").await), (4, 3));
        house.clock.advance(2 * 3_600_000);
        house.state.media.sweep().await.unwrap();
        house.clock.advance(2 * 3_600_000);
        house.state.media.sweep().await.unwrap();
        assert_eq!((house.count("media").await, house.count("media_blob").await), (2, 2));
        assert_eq!(house.count("media_chunk").await, 2);
        let picture = house.state.desktop.conversation(&me, interaction, Default::default()).await.unwrap();
        for media in picture.messages.iter().flat_map(|message| message.content.media()) {
            // The session has ended meanwhile.
            assert!(house.state.media.show(&me, media.id).await.is_ok());
        }
    }

    async fn what_a_message_carries_can_be_removed_and_that_is_told(house) {
        let url = house.twilio.file("/media/1", [FileReply::Bytes(png(100))]);
        let (me, _, interaction) = house.with_picture(&url).await;
        house.fetch().await;
        let message = house.newest(&me, interaction).await;
        let mut stream = house.listen(&me).await;
        assert_eq!(house.state.store.remove_media_of(message.id, house.clock.now()).await.unwrap(), 1);
        assert_eq!(house.state.store.remove_media_of(message.id, house.clock.now()).await.unwrap(), 0);
        assert_eq!(house.state.store.remove_media_of(MessageId(4711), house.clock.now()).await.unwrap(), 0);
        let media = house.picture(&me, interaction).await;
        assert_eq!(media.state, MediaState::Removed);
        assert!(stream.heard().await.iter().any(|it| matches!(it, Event::MediaChanged { .. })));
        assert!(house.state.media.show(&me, media.id).await.is_err());
        house.clock.advance(2 * 3_600_000);
        house.state.media.sweep().await.unwrap();
        assert_eq!((house.count("media_blob").await, house.count("media_chunk").await), (0, 0));
    }
}
