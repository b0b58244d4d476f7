//! Many agents accept at once: exactly one wins, everybody else is told who, and nobody has more than he may.

use std::collections::HashMap;

use smsdesk::domain::{
    event::Event,
    offer::{Claim, OfferEnd},
    queue::Strategy,
};

const PEERS: usize = 12;

on_both! {
    async fn of_many_who_accept_at_once_one_wins_and_the_others_learn_his_name(house) {
        let crowd = house.crowd(10, 3).await;
        let account = house.queue_account(Strategy::RingAll, &crowd.iter().collect::<Vec<_>>()).await;
        let nodes = [house.node().await, house.node().await];
        for peer in 0..PEERS {
            house.text(account, &format!("+1555010{peer:04}"), "hello").await;
        }
        house.route().await;
        let mut streams = Vec::new();
        for me in &crowd {
            streams.push(house.listen(me).await);
        }
        // Everybody has seen all before anybody clicks.
        let mut seen = Vec::new();
        for (index, me) in crowd.iter().enumerate() {
            seen.extend(house.offers(me).await.into_iter().map(|offer| (&nodes[index % 2], me, offer)));
        }
        // Everybody clicks on everything he sees, on either node, at the same time.
        let mut clicks = Vec::new();
        for (node, me, offer) in seen {
            let (node, me) = (node.clone(), me.clone());
            clicks.push(tokio::spawn(async move {
                let claim = node.accept(&me, offer.id).await;
                (me, offer, claim)
            }));
        }
        assert_eq!(clicks.len(), 10 * 3);
        let mut owners = HashMap::new();
        let mut lost = Vec::new();
        for click in futures::future::join_all(clicks).await {
            let (me, offer, claim) = click.unwrap();
            match claim {
                Claim::Won { interaction } => {
                    assert_eq!(interaction, offer.interaction);
                    assert_eq!(owners.insert(offer.interaction, me), None, "two owners");
                }
                Claim::TakenBy { name } => lost.push((offer, me, name)),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(owners.len(), 3, "the first three were offered to all");
        for (offer, _, name) in &lost {
            assert_eq!(*name, owners[&offer.interaction].name);
        }
        for (me, stream) in crowd.iter().zip(&mut streams) {
            for event in stream.heard().await {
                let Event::OfferEnded { interaction, agent, end, .. } = event else { continue };
                assert_eq!(agent, me.id);
                let owner = &owners[&interaction];
                let expected = OfferEnd::TakenBy { id: owner.id, name: owner.name.clone() };
                assert_eq!(end, if owner.id == me.id { OfferEnd::Accepted } else { expected });
            }
        }
        assert_eq!(house.number("select count(*) from offer where state = 'accepted'").await, 3);
        assert_eq!(house.number("select count(*) from interaction where owner_id is not null").await, 3);
        assert_eq!(house.number("select cast(sum(open_count) as bigint) from presence").await, 3);
    }

    async fn nobody_accepts_more_than_he_may_however_fast_he_clicks(house) {
        let crowd = house.crowd(4, 6).await;
        let account = house.queue_account(Strategy::RingAll, &crowd.iter().collect::<Vec<_>>()).await;
        let nodes = [house.node().await, house.node().await];
        for peer in 0..PEERS {
            house.text(account, &format!("+1555010{peer:04}"), "hello").await;
        }
        house.route().await;
        // While six cards lie on every screen, each may own only two any more.
        house.execute("update app_user set capacity = 2").await;
        for node in &nodes {
            node.state.houses.reload().await.unwrap();
        }
        let mut clicks = Vec::new();
        for me in &crowd {
            for (index, offer) in house.offers(me).await.into_iter().enumerate() {
                let (node, me) = (nodes[index % 2].clone(), me.clone());
                clicks.push(tokio::spawn(async move { node.accept(&me, offer.id).await }));
            }
        }
        let claims: Vec<Claim> =
            futures::future::join_all(clicks).await.into_iter().map(|click| click.unwrap()).collect();
        let won = claims.iter().filter(|claim| matches!(claim, Claim::Won { .. })).count();
        assert_eq!(won, 6, "{claims:?}");
        assert_eq!(house.number("select max(open_count) from presence").await, 2);
        let most = "select max(n) from (select count(*) as n from interaction where owner_id is not null group by owner_id) o";
        assert_eq!(house.number(most).await, 2);
    }

    async fn a_second_click_of_the_winner_wins_again(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        house.text(account, "+15550100001", "hello").await;
        house.route().await;
        let offer = house.offers(&a).await.remove(0).id;
        let clicks = (0..8).map(|_| {
            let (house, a) = (house.clone(), a.clone());
            tokio::spawn(async move { house.accept(&a, offer).await })
        });
        for click in futures::future::join_all(clicks).await {
            assert!(matches!(click.unwrap(), Claim::Won { .. }));
        }
        assert_eq!(house.number("select open_count from presence").await, 1);
    }

    async fn many_decisions_at_once_on_two_nodes_never_meet_in_a_deadlock(house) {
        let crowd = house.crowd(6, 4).await;
        let account = house.queue_account(Strategy::RingAll, &crowd.iter().collect::<Vec<_>>()).await;
        let nodes = [house.node().await, house.node().await];
        let work = (0..6usize).map(|worker| {
            let (node, me, crowd) = (nodes[worker % 2].clone(), crowd[worker].clone(), crowd.clone());
            tokio::spawn(async move {
                for round in 0..12usize {
                    node.text(account, &format!("+1555{worker:03}{round:04}"), "hello").await;
                    node.state.routing.run_due().await.unwrap();
                    if let Some(offer) = node.offers(&me).await.first() {
                        match (round + worker) % 3 {
                            0 => node.state.routing.reject(&me, offer.id).await.unwrap(),
                            _ => drop(node.accept(&me, offer.id).await),
                        }
                    }
                    let house = node.state.house();
                    if let Some(open) = node.state.store.sessions_of(me.id, &house).await.unwrap().first() {
                        node.state.desktop.close(&me, open.id).await.unwrap();
                    }
                    node.state.store.heartbeat(crowd.iter().map(|me| me.id).collect(), node.clock.now()).await.unwrap();
                }
            })
        });
        for worker in futures::future::join_all(work).await {
            worker.unwrap();
        }
        house.route().await;
        crate::walk::check(&house).await;
        if house.is_postgres() {
            let deadlocks = "select deadlocks from pg_stat_database where datname = current_database()";
            assert_eq!(house.number(deadlocks).await, 0);
        }
    }
}
