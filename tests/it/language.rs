//! Which language a page is written in, and where a choice is kept.

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use serde_json::json;

use crate::house::{PASSWORD, TestHouse};

/// The page as a browser with this cookie and these wishes gets it.
async fn page(house: &TestHouse, path: &str, cookie: &str, wishes: &str) -> String {
    let request = Request::get(path)
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT_LANGUAGE, wishes);
    house.ask(request.body(Body::empty()).unwrap()).await.1
}

/// As the browser's half calls it, and as a plain form does.
async fn choose(house: &TestHouse, cookie: &str, language: &str) -> Response<Body> {
    let request = Request::post("/api/language.set")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json")
        .header(header::COOKIE, cookie);
    house.respond(request.body(Body::from(format!("language={language}"))).unwrap()).await
}

fn is_in(page: &str, language: &str) -> bool {
    page.contains(&format!("lang=\"{language}\""))
}

on_both! {
    async fn a_stranger_reads_what_the_browser_asks_for(house) {
        for (wishes, language, words) in [
            ("it-IT,it;q=0.9,en;q=0.8", "it", "Accedi"),
            ("en-GB,en;q=0.9,it;q=0.8", "en", "Sign in"),
            ("de-DE,de;q=0.9", "en", "Sign in"),
            ("de-DE,de;q=0.9,it;q=0.2", "it", "Accedi"),
        ] {
            let page = page(&house, "/sign-in", "", wishes).await;
            assert!(is_in(&page, language) && page.contains(words), "{wishes}");
        }
    }

    async fn a_browser_that_was_told_keeps_to_it(house) {
        let page = page(&house, "/sign-in", "language=it", "en").await;
        assert!(is_in(&page, "it") && page.contains("Nome utente"));
        let page = self::page(&house, "/sign-in", "language=xx", "en").await;
        assert!(is_in(&page, "en"), "a cookie that says nothing known says nothing");
    }

    async fn what_somebody_chose_goes_before_the_browser_and_follows_to_the_next_one(house) {
        let me = house.agent("ben").await;
        let (here, there) = (house.browser(&me).await, house.browser(&me).await);
        assert!(is_in(&page(&house, "/", &there.cookie, "en").await, "en"));
        assert_eq!(choose(&house, &here.cookie, "it").await.status(), StatusCode::OK);
        let wish = format!("{}; language=en", there.cookie);
        let page = page(&house, "/", &wish, "en").await;
        assert!(is_in(&page, "it") && page.contains("Vai al contenuto"));
        // Nobody else reads Italian now.
        let other = house.browser(&house.agent("anna").await).await;
        assert!(is_in(&self::page(&house, "/", &other.cookie, "en").await, "en"));
    }

    async fn choosing_sets_the_cookie_for_strangers_and_at_the_next_sign_in(house) {
        let answer = choose(&house, "", "it").await;
        assert!(cookies(&answer).iter().any(|cookie| cookie.starts_with("language=it; Path=/; HttpOnly")));
        let answer = choose(&house, "", "klingon").await;
        assert!(!answer.status().is_success() && cookies(&answer).is_empty());

        let me = house.agent("ben").await;
        choose(&house, &house.browser(&me).await.cookie, "it").await;
        let sign_in = Request::post("/api/sign_in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json");
        let answer = house.respond(sign_in.body(Body::from(format!("login=ben&password={PASSWORD}"))).unwrap()).await;
        assert!(cookies(&answer).iter().any(|cookie| cookie.starts_with("language=it;")), "{answer:?}");
    }

    async fn a_missing_page_speaks_too(house) {
        let page = page(&house, "/nowhere", "", "it").await;
        assert!(is_in(&page, "it") && page.contains("Qui non c"), "{page}");
    }

    async fn what_is_wrong_is_told_in_every_language(house) {
        let me = house.agent("ben").await;
        let (status, answer) =
            house.browser(&me).await.post("presence.set", json!({"availability": "paused", "reason": "x"})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let words = &answer["detail"][0]["words"];
        assert_eq!(words, &json!({"en": "Choose one of the house's reasons.", "it": "Scegliere uno dei motivi previsti."}));
    }
}

fn cookies(answer: &Response<Body>) -> Vec<String> {
    answer.headers().get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap().to_owned()).collect()
}
