//! The list of interactions, and what is done to several of them at once.

use std::collections::BTreeSet;

use serde_json::json;
use smsdesk::{
    domain::{
        AccountId, DispositionId, InteractionId,
        disposition::{Disposal, DispositionDraft, RequiredBy, Scope},
        event::Event,
        history::{Filter, MOST_AT_ONCE, Outcome, Place, Status},
        interaction::{Interaction, State},
        message::Happening,
        queue::Strategy,
        tag::{TagDraft, TagPick},
        transfer::Destination,
        user::{Me, Role},
    },
    server::failure::Failure,
};

use crate::{
    closing::{disposition, facts, lines, rules},
    house::TestHouse,
};

fn peer(n: usize) -> String {
    format!("+1555040{n:04}")
}

/// Everything that fits, as somebody reads it who always asks for the next page.
async fn all(house: &TestHouse, filter: &Filter, page: i64) -> Vec<Interaction> {
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let rows = house.state.store.history(filter, before, page, &house.state.house()).await.unwrap();
        let Some(last) = rows.last() else { return found };
        assert!(before.is_none_or(|before| Place::of(last) < before), "it goes round in circles");
        before = Some(Place::of(last));
        found.extend(rows);
    }
}

/// Every filter there is over these accounts and people.
pub fn filters(accounts: &[AccountId], people: &[&Me]) -> Vec<Filter> {
    let mut filters = Vec::new();
    for status in Status::ALL {
        for account in [None].into_iter().chain(accounts.iter().copied().map(Some)) {
            for agent in [None].into_iter().chain(people.iter().map(|me| Some(me.id))) {
                for owner in [None].into_iter().chain(people.iter().map(|me| Some(me.id))) {
                    filters.push(Filter { status, account, agent, owner });
                }
            }
        }
    }
    filters
}

fn refusals(outcome: &Outcome) -> Vec<(InteractionId, String)> {
    outcome.not.iter().map(|not| (not.interaction, not.why.to_string())).collect()
}

async fn sue(house: &TestHouse) -> Me {
    house.person("sue", Role::Supervisor, None).await
}

on_both! {
    async fn every_filter_finds_what_fits_newest_first_and_paging_skips_and_repeats_nothing(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let boss = sue(&house).await;
        let first = house.queue_account(Strategy::RingAll, &[&a]).await;
        let second = house.account("OTHER", vec![]).await;
        for n in 0..9 {
            let id = house.conversation(&a, first, &peer(n)).await;
            // Some at the very same instant.
            house.clock.advance(i64::from(n % 3 == 0));
            if n % 3 == 1 {
                house.state.desktop.assign(&boss, id, Destination::Agent(b.id)).await.unwrap();
            }
            if n % 2 == 0 {
                house.state.desktop.close(&boss, id).await.unwrap();
            }
        }
        for n in 20..25 {
            house.text(second, &peer(n), "hello").await;
        }
        let everything = all(&house, &Filter { status: Status::All, ..Filter::default() }, 50).await;
        assert_eq!(everything.len(), 14);
        let mut found = 0;
        for filter in filters(&[first, second], &[&a, &b]) {
            let expected: Vec<InteractionId> = everything.iter().filter(|it| filter.fits(it)).map(|it| it.id).collect();
            for page in [1, 4, 50] {
                let rows: Vec<InteractionId> = all(&house, &filter, page).await.iter().map(|it| it.id).collect();
                assert_eq!(rows, expected, "{filter:?} by {page}");
            }
            found += expected.len();
        }
        assert!(found > 60, "the filters tell something apart: {found}");
        let places: Vec<Place> = everything.iter().map(Place::of).collect();
        assert!(places.is_sorted_by(|a, b| a > b), "{places:?}");
        assert!(places.iter().map(|place| place.at).collect::<BTreeSet<_>>().len() < 14, "none was at the same instant");
        // The one who managed it first, whoever has it now.
        let hers = Filter { agent: Some(a.id), owner: Some(b.id), ..Filter::default() };
        assert_eq!(all(&house, &hers, 50).await.len(), 2);
    }

    async fn what_moves_up_while_somebody_pages_is_not_repeated(house) {
        let account = house.account("CARE", vec![]).await;
        for n in 0..4 {
            house.text(account, &peer(n), "hello").await;
            house.clock.advance(1);
        }
        let page = async |before| {
            house.state.store.history(&Filter::default(), before, 2, &house.state.house()).await.unwrap()
        };
        let first = page(None).await;
        house.text(account, &peer(0), "again").await;
        let second = page(first.last().map(Place::of)).await;
        let peers: Vec<&str> = first.iter().chain(&second).map(|it| it.peer.as_str()).collect();
        assert_eq!(peers, [peer(3), peer(2), peer(1)]);
    }

    async fn every_list_is_read_from_its_index(house) {
        let a = house.present("ada").await;
        let account = house.account("CARE", vec![]).await;
        house.text(account, &peer(1), "hello").await;
        // Enough that a plan which reads it all would be told from one which does not.
        house
            .execute(&format!(
                "insert into interaction (account_id, peer, contact_id, state, owner_id, first_handler_id, started_at, \
                 last_at, last_direction, first_words, unread, version) \
                 with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) \
                 select 1, 'peer' || i, 1, case when i % 50 = 0 then 'open' else 'closed' end, {0}, {0}, 0, i, \
                 'outbound', '', 0, 1 from n",
                a.id
            ))
            .await;
        house.execute("analyze").await;
        crate::migrations::write_down_statements();
        for filter in filters(&[account], &[&a]) {
            house.state.store.history(&filter, None, 51, &house.state.house()).await.unwrap();
        }
        let statements = crate::migrations::STATEMENTS.lock().unwrap().clone();
        // Both databases' tests write into the same list; each spells a row in its own way.
        let ours = |sql: &&String| sql.contains("json_build_array") == house.is_postgres();
        let lists: Vec<&String> =
            statements.iter().filter(|sql| sql.starts_with("select") && sql.contains("limit $3) as ")).filter(ours).collect();
        assert!(lists.len() >= 22, "{lists:#?}");
        for sql in lists {
            let plan = match house.is_postgres() {
                true => house.words(&format!("explain {}", filled(sql))).await,
                false => {
                    let rows = house.rows(&format!("explain query plan {sql}")).await;
                    rows.iter().map(|row| sqlx::Row::get(row, "detail")).collect()
                }
            };
            let reads_it_all = |line: &String| ["Seq Scan on interaction", "SCAN interaction"].iter().any(|it| line.contains(it));
            assert!(!plan.iter().any(reads_it_all), "{sql}: {plan:#?}");
            // Where all rows are of one account and one agent, PostgreSQL sees nothing that narrows.
            let own = match (sql.contains("and account_id"), sql.contains("and first_handler_id")) {
                _ if !sql.contains("as closed") => "interaction_o",
                _ if house.is_postgres() => "interaction_closed_",
                (false, false) => "interaction_closed_newest (",
                (true, false) => "interaction_closed_account (",
                (false, true) => "interaction_closed_agent (",
                (true, true) => "interaction_closed_account_agent (",
            };
            assert!(plan.iter().any(|line| line.contains(own)), "{sql}: {plan:#?}");
            // Only the page itself is put in order. PostgreSQL knows how few are open, and may sort them too.
            let sorts = plan.iter().filter(|line| line.contains("B-TREE FOR ORDER BY")).count();
            assert!(sorts <= 1, "{sql}: {plan:#?}");
        }
    }

    async fn a_row_tells_its_tags_and_who_else_looks_at_it(house) {
        let a = house.present("ada").await;
        let boss = sue(&house).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, &peer(1)).await;
        for name in ["Late", "angry"] {
            let tag = house.state.tags.save_as(None, None, TagDraft { name: name.into(), ..TagDraft::default() }).await.unwrap();
            house.state.tags.tag_interaction(&a, interaction, TagPick::Known(tag), true).await.unwrap();
        }
        let mut stream = house.listen(&boss).await;
        let mut hers = house.listen(&a).await;
        for me in [&a, &boss] {
            house.state.attention.look(me, format!("page0{}", me.login), Some(interaction), None).await.unwrap();
        }
        let page = house.state.history.list(&boss, &Filter::default(), None).await.unwrap();
        assert_eq!(page.next, None);
        let row = &page.rows[0];
        assert_eq!(row.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["angry", "Late"]);
        assert_eq!(row.looking.iter().map(|person| person.id).collect::<Vec<_>>(), [a.id]);
        assert_eq!(house.state.history.rows(&boss, &[interaction]).await.unwrap(), page.rows);
        let watched = |events: Vec<Event>| {
            let people = events.into_iter().filter_map(|event| match event {
                Event::Watched { people, .. } => Some(people.into_iter().map(|person| person.name).collect::<Vec<_>>()),
                _ => None,
            });
            people.collect::<Vec<_>>()
        };
        assert_eq!(watched(stream.heard().await), [vec!["Ada".to_owned()], vec!["Ada".into(), "Sue".into()]]);
        assert!(watched(hers.heard().await).is_empty(), "who watches is for supervisors");
    }

    async fn the_list_and_its_deeds_are_for_supervisors(house) {
        let a = house.present("ada").await;
        let boss = sue(&house).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, &peer(1)).await;
        let (hers, his) = (house.browser(&a).await, house.browser(&boss).await);
        let ids = json!([interaction]);
        let to = json!({ "agent": a.id });
        for (endpoint, body) in [
            ("history.rows", json!({ "interactions": ids })),
            ("history.closing", json!({ "interactions": ids })),
            ("history.assign", json!({ "interactions": ids, "to": to })),
            ("history.close", json!({ "interactions": ids })),
        ] {
            assert_eq!(hers.post(endpoint, body.clone()).await.0, 403, "{endpoint}");
            assert_eq!(facts(&house, interaction).await.state, State::Open);
            assert_eq!(his.post(endpoint, body).await.0, 200, "{endpoint}");
        }
        for endpoint in ["history", "history.choices", "history.targets"] {
            assert_eq!(hers.get(endpoint).await.0, 403, "{endpoint}");
            assert_eq!(his.get(endpoint).await.0, 200, "{endpoint}");
        }
        let (_, page) = his.get(&format!("history?status=all&account={account}&agent={}&before=9000000000000-1", a.id)).await;
        assert_eq!(page["rows"][0]["interaction"]["id"], json!(interaction));
        assert!(matches!(house.state.history.list(&a, &Filter::default(), None).await, Err(Failure::NotFound)));
        assert!(matches!(house.state.history.close(&a, &[interaction], None).await, Err(Failure::NotFound)));
    }

    async fn several_are_closed_each_by_itself_and_what_is_refused_harms_no_other(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let boss = sue(&house).await;
        let account = house.queue_account(Strategy::RingAll, &[&a, &b]).await;
        let strict = house.account("OTHER", vec![]).await;
        rules(&house, strict, |rules| rules.disposition_required = true).await;
        let done = disposition(&house, None, "Done").await;
        let mut mine = Vec::new();
        for n in 0..3 {
            mine.push(house.conversation(&a, account, &peer(n)).await);
        }
        house.state.desktop.close(&a, mine[1]).await.unwrap();
        house.text(strict, &peer(9), "hello").await;
        let waiting = all(&house, &Filter { account: Some(strict), ..Filter::default() }, 9).await[0].id;
        let unheard = InteractionId(4711);
        let mut hers = house.listen(&a).await;
        let ids = [mine[0], mine[1], waiting, unheard, mine[2], mine[0]];
        let outcome = house.state.history.close(&boss, &ids, None).await.unwrap();
        assert_eq!(outcome.done, [mine[0], mine[2]]);
        let [closed, required, gone] = refusals(&outcome).try_into().unwrap();
        assert_eq!((closed.0, required.0, gone.0), (mine[1], waiting, unheard));
        assert!(closed.1.contains("closed meanwhile") && required.1.contains("only be closed with a disposition"));
        assert!(gone.1.contains("does not exist"));
        assert_eq!(facts(&house, waiting).await.state, State::Open);
        // The tabs go: each close is told to its owner.
        let told = hers.heard().await.into_iter().filter(|event| {
            matches!(event, Event::InteractionChanged { interaction } if interaction.state == State::Closed)
        });
        assert_eq!(told.count(), 2);
        assert_eq!(house.number(&format!("select open_count from presence where user_id = {}", a.id)).await, 0);
        let disposal = Disposal { disposition: done, remark: "all at once".into() };
        let outcome = house.state.history.close(&boss, &[waiting], Some(disposal)).await.unwrap();
        assert_eq!((outcome.done, outcome.not), (vec![waiting], vec![]));
        let said = Happening::Closed { by: "Sue".into(), disposition: Some("Done".into()), remark: Some("all at once".into()) };
        assert_eq!(lines(&house, waiting).await.last(), Some(&said));
        // As audited as one forced close each.
        let audit = "select subject || ': ' || detail from audit where act = 'interaction.close' order by id";
        let expected = [
            format!("interaction {}: Ada had it", mine[0]),
            format!("interaction {}: Ada had it", mine[2]),
            format!("interaction {waiting}: nobody had it"),
        ];
        assert_eq!(house.words(audit).await, expected);
        crate::walk::check(&house).await;
    }

    async fn only_dispositions_of_all_of_them_are_offered_and_one_that_demands_it_demands_it_of_all(house) {
        let a = house.present("ada").await;
        let boss = sue(&house).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let other = house.account("OTHER", vec![]).await;
        let everywhere = disposition(&house, None, "Everywhere").await;
        let scoped = DispositionDraft {
            parent: None,
            name: "Here".into(),
            scope: Scope { accounts: vec![account], queues: vec![] },
        };
        let here: DispositionId = house.state.dispositions.save_as(None, None, scoped).await.unwrap();
        let first = house.conversation(&a, account, &peer(1)).await;
        house.text(other, &peer(2), "hello").await;
        let second = all(&house, &Filter { account: Some(other), ..Filter::default() }, 9).await[0].id;
        let offered = async |ids: &[InteractionId]| {
            let form = house.state.history.closing_form(&boss, ids).await.unwrap();
            (form.choices.into_iter().map(|choice| choice.id).collect::<Vec<_>>(), form.required)
        };
        assert_eq!(offered(&[first]).await, (vec![everywhere, here], None));
        assert_eq!(offered(&[first, second]).await, (vec![everywhere], None));
        rules(&house, other, |rules| rules.disposition_required = true).await;
        assert_eq!(offered(&[first]).await.1, None);
        assert_eq!(offered(&[first, second]).await.1, Some(RequiredBy::Account));
        // Whatever a page believes: each is checked where it is closed.
        let outcome = house
            .state
            .history
            .close(&boss, &[first, second], Some(Disposal { disposition: here, remark: String::new() }))
            .await
            .unwrap();
        assert_eq!(outcome.done, [first]);
        assert!(refusals(&outcome)[0].1.contains("not offered here"));
    }

    async fn several_are_reassigned_until_the_agent_is_full(house) {
        let a = house.present("ada").await;
        let boss = sue(&house).await;
        let b = house.person("ben", Role::Agent, Some(2)).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let mut ids = Vec::new();
        for n in 0..3 {
            ids.push(house.conversation(&a, account, &peer(n)).await);
        }
        let outcome = house.state.history.assign(&boss, &ids, Destination::Agent(b.id)).await.unwrap();
        assert_eq!(outcome.done, ids[..2]);
        assert!(refusals(&outcome)[0].1.contains("Ben has 2 open"));
        assert_eq!(facts(&house, ids[2]).await.owner, Some(a.id));
        let queue = house.queue("Second level", Strategy::RingAll, &[&a]).await;
        house.state.desktop.close(&a, ids[2]).await.unwrap();
        let outcome = house.state.history.assign(&boss, &ids, Destination::Queue(queue)).await.unwrap();
        assert_eq!(outcome.done, ids[..2]);
        assert!(refusals(&outcome)[0].1.contains("closed meanwhile"));
        assert_eq!(all(&house, &Filter { status: Status::Waiting, ..Filter::default() }, 9).await.len(), 2);
        let audit = "select detail from audit where act = 'interaction.assign' order by id";
        assert_eq!(
            house.words(audit).await,
            ["from Ada to ben", "from Ada to ben", "from Ben to queue Second level", "from Ben to queue Second level"]
        );
        crate::walk::check(&house).await;
    }

    async fn no_more_than_two_hundred_at_once(house) {
        let boss = sue(&house).await;
        let ids: Vec<InteractionId> = (1..=MOST_AT_ONCE as i64 + 1).map(InteractionId).collect();
        let refused = house.state.history.close(&boss, &ids, None).await;
        assert!(matches!(refused, Err(Failure::Refused(words)) if words.to_string().contains("At most 200")));
        assert_eq!(house.state.history.close(&boss, &ids[1..], None).await.unwrap().not.len(), MOST_AT_ONCE);
    }
}

/// A statement with numbers in the place of its parameters.
fn filled(sql: &str) -> String {
    (1..=6).fold(sql.to_owned(), |sql, n| sql.replace(&format!("${n}"), if n == 3 { "51" } else { "1" }))
}
