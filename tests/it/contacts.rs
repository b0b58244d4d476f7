//! Contacts: found by any of their numbers, changed by several people at once, made one of two, seen by the right ones.

use smsdesk::{
    domain::{
        ContactId, InteractionId,
        contact::{ContactEdit, Edited, NumberKind, Origin, Part},
        contact_field::{ContactFieldDraft, FieldKind},
        event::Event,
        facts::Facts,
        flow::Step,
        offer::OfferState,
        presence::Availability,
        queue::Strategy,
        routing::PassedOver,
        tag::{TagColour, TagDraft, TagPick},
        user::{Me, Role},
    },
    server::failure::Failure,
};

use crate::house::{Listener, TestHouse};

const ANNA: &str = "+15550100001";
const WORK: &str = "+15550100002";
const OTHER: &str = "+15550100003";

async fn facts(house: &TestHouse, me: &Me, interaction: InteractionId) -> Facts {
    house.state.contacts.facts(me, interaction).await.unwrap()
}

async fn contact_of(house: &TestHouse, number: &str) -> ContactId {
    let peer = smsdesk::domain::Peer::parse(number);
    house.state.store.contact_with_number(&peer).await.unwrap().expect("somebody has this number")
}

fn set(part: Part, was: &str, value: &str) -> ContactEdit {
    ContactEdit::Set { part, was: was.into(), value: value.into() }
}

fn add(number: &str) -> ContactEdit {
    ContactEdit::AddNumber { number: number.into(), kind: NumberKind::Work }
}

async fn edit(house: &TestHouse, me: &Me, contact: ContactId, edit: ContactEdit) -> Edited {
    house.state.contacts.edit(me, contact, edit).await.unwrap()
}

fn field_error(result: Result<impl std::fmt::Debug, Failure>) -> String {
    match result {
        Err(Failure::Invalid(invalid)) => invalid.0[0].field.clone(),
        other => panic!("{other:?}"),
    }
}

/// An agent with an account, and a conversation with each of `peers`.
async fn talking(house: &TestHouse, peers: &[&str]) -> (Me, Vec<InteractionId>) {
    let me = house.present("ben").await;
    let account = house.queue_account(Strategy::RingAll, &[&me]).await;
    let mut interactions = Vec::new();
    for peer in peers {
        interactions.push(house.conversation(&me, account, peer).await);
    }
    (me, interactions)
}

on_both! {
    async fn a_contact_is_found_by_any_of_its_numbers(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let contact = facts(&house, &me, interactions[0]).await.contact.id;
        let Edited::Done { contact: changed } = edit(&house, &me, contact, add(" +1 (555) 010-0002 ")).await else {
            panic!("not added");
        };
        let numbers: Vec<_> = changed.numbers.iter().map(|n| (n.number.as_str(), n.kind)).collect();
        assert_eq!(numbers, [(ANNA, NumberKind::Mobile), (WORK, NumberKind::Work)]);

        let account = smsdesk::domain::AccountId(1);
        house.text(account, WORK, "from work").await;
        house.route().await;
        let second = house.take(&me).await;
        let beside = facts(&house, &me, second).await;
        assert_eq!(beside.contact.id, contact);
        assert_eq!(house.count("contact").await, 1);
        let journey = house.state.contacts.journey(&me, contact, None).await.unwrap();
        assert_eq!(journey.rows.iter().map(|row| row.interaction).collect::<Vec<_>>(), [second, interactions[0]]);
        assert_eq!(journey.rows[0].first_words, "from work");
        assert_eq!((journey.rows[0].messages, journey.rows[0].account_key.as_str()), (1, "CARE"));
    }

    async fn a_number_is_read_as_for_a_first_message_in_the_country_of_the_account(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let id = facts(&house, &me, interactions[0]).await.contact.id;
        for (typed, number) in [
            ("(202) 555-0143", "+12025550143"),
            ("0039 347 7654321", "+393477654321"),
            ("tel:+44\u{2011}7400\u{2011}123456", "+447400123456"),
            ("38438", "38438"),
        ] {
            let edited = edit(&house, &me, id, add(typed)).await;
            let Edited::Done { contact } = edited else { panic!("{typed}: {edited:?}") };
            assert!(contact.numbers.iter().any(|known| known.number.as_str() == number), "{typed}: {contact:?}");
        }
        let contacts = &house.state.contacts;
        for wrong in ["202 555 0143 x12", "202 555", "+999 123 456 789", "My Bank", "", "+1 202 555 0143", ANNA] {
            assert_eq!(field_error(contacts.edit(&me, id, add(wrong)).await), "number", "{wrong}");
        }
    }

    async fn a_name_keeps_no_signs_that_turn_the_sentences_around_it(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let id = facts(&house, &me, interactions[0]).await.contact.id;
        let typed = "\u{202e}evil\u{202c} \u{2067}Shop\u{2069}\u{7}\tof שלום 👩\u{200d}💻";
        let Edited::Done { contact } = edit(&house, &me, id, set(Part::Name, "", typed)).await else { panic!("not set") };
        assert_eq!(contact.name, "evil Shop of שלום 👩\u{200d}💻");
    }

    async fn a_number_with_an_open_conversation_stays_and_any_other_goes(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let contact = facts(&house, &me, interactions[0]).await.contact;
        let own = contact.numbers[0].number.clone();
        let remove = ContactEdit::RemoveNumber { number: own };
        let refused = house.state.contacts.edit(&me, contact.id, remove.clone()).await;
        assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
        house.state.desktop.close(&me, interactions[0]).await.unwrap();
        let Edited::Done { contact } = edit(&house, &me, contact.id, remove).await else { panic!("not removed") };
        assert!(contact.numbers.is_empty());
        // The journey is the contact's, whatever its numbers.
        assert_eq!(house.state.contacts.journey(&me, contact.id, None).await.unwrap().rows.len(), 1);
    }

    async fn of_two_who_change_one_field_the_second_is_told_and_loses_nothing(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let id = facts(&house, &me, interactions[0]).await.contact.id;
        let done = edit(&house, &me, id, set(Part::Name, "", "  Corner   Shop ")).await;
        let Edited::Done { contact } = done else { panic!("{done:?}") };
        assert_eq!((contact.name.as_str(), contact.version), ("Corner Shop", 2));

        let late = edit(&house, &boss, id, set(Part::Name, "", "Shop")).await;
        let Edited::Overtaken { contact } = late else { panic!("{late:?}") };
        assert_eq!((contact.name.as_str(), contact.version), ("Corner Shop", 2));
        // Another field is nobody's business, and the same value again changes nothing.
        assert!(matches!(edit(&house, &boss, id, set(Part::Company, "", "Shops Ltd")).await, Edited::Done { .. }));
        let again = edit(&house, &boss, id, set(Part::Name, "", "Corner Shop")).await;
        assert!(matches!(&again, Edited::Done { contact } if contact.version == 3), "{again:?}");
        // Told, she may replace it.
        let replaced = edit(&house, &boss, id, set(Part::Name, "Corner Shop", "Shop")).await;
        assert!(matches!(&replaced, Edited::Done { contact } if contact.name == "Shop"), "{replaced:?}");
    }

    async fn of_many_changes_at_the_same_instant_one_wins(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let id = facts(&house, &me, interactions[0]).await.contact.id;
        let values: Vec<String> = (0..12).map(|n| format!("Shop {n}")).collect();
        let tries = values.iter().map(|value| edit(&house, &me, id, set(Part::Name, "", value)));
        let outcomes = futures::future::join_all(tries).await;
        let won = outcomes.iter().filter(|outcome| matches!(outcome, Edited::Done { .. })).count();
        assert_eq!(won, 1, "{outcomes:?}");
        assert_eq!(house.number("select version from contact").await, 2);
    }

    async fn a_new_name_reaches_the_tab_and_those_who_may_see_the_contact_alone(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let stranger = house.agent("max").await;
        let contact = facts(&house, &me, interactions[0]).await.contact.id;
        let mut listeners = Vec::new();
        for who in [&me, &boss, &stranger] {
            listeners.push(house.listen(who).await);
        }
        edit(&house, &boss, contact, set(Part::Name, "", "Corner Shop")).await;
        let heard = listeners[0].heard().await;
        assert!(heard.contains(&Event::ContactChanged { contact, version: 2 }), "{heard:?}");
        let renamed = |event: &Event| {
            matches!(event, Event::InteractionChanged { interaction } if interaction.contact_name == "Corner Shop")
        };
        assert!(heard.iter().any(renamed), "{heard:?}");
        assert!(listeners[1].heard().await.iter().any(|e| matches!(e, Event::ContactChanged { .. })));
        assert_eq!(listeners[2].heard().await, []);
    }

    async fn who_was_named_in_a_note_reads_what_stands_beside_it_and_changes_nothing(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let (guest, boss) = (house.agent("max").await, house.person("sue", Role::Supervisor, None).await);
        let (desktop, contacts) = (&house.state.desktop, &house.state.contacts);
        desktop.close(&me, interactions[0]).await.unwrap();
        let second = house.conversation(&me, smsdesk::domain::AccountId(1), ANNA).await;
        desktop.note(&me, second, "@max do you know?".into(), "named".into()).await.unwrap();
        let beside = facts(&house, &guest, second).await;
        assert!(!beside.choices.edit_contact && !beside.choices.tag_interaction, "and is told so");
        let contact = beside.contact.id;
        let rows = contacts.journey(&guest, contact, None).await.unwrap().rows;
        let shown: Vec<_> = rows.iter().map(|row| (row.interaction, row.readable, row.first_words.as_str())).collect();
        assert_eq!(shown, [(second, true, "hello"), (interactions[0], false, "")]);
        assert!(desktop.conversation(&guest, interactions[0], smsdesk::domain::interaction::Stretch::Newest).await.is_err());
        assert!(matches!(contacts.edit(&guest, contact, set(Part::Name, "", "x")).await, Err(Failure::NotFound)));
        // What is changed by others, he sees.
        let mut heard = house.listen(&guest).await;
        edit(&house, &me, contact, set(Part::Name, "", "Corner shop")).await;
        assert!(heard.heard().await.iter().any(|event| matches!(event, Event::ContactChanged { .. })));
        for (who, tags) in [(&me, true), (&boss, true)] {
            let choices = facts(&house, who, second).await.choices;
            assert_eq!((choices.edit_contact, choices.tag_interaction), (true, tags));
            let rows = contacts.journey(who, contact, None).await.unwrap().rows;
            assert!(rows.iter().all(|row| row.readable && row.first_words == "hello"));
        }
        // Named in a session of one customer, he knows nothing of another.
        let stranger = house.conversation(&me, smsdesk::domain::AccountId(1), "+15550100009").await;
        let stranger = facts(&house, &me, stranger).await.contact.id;
        assert!(matches!(contacts.journey(&guest, stranger, None).await, Err(Failure::NotFound)));
    }

    async fn a_contact_is_nobodys_business_who_never_served_it(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let stranger = house.agent("max").await;
        let (interaction, contacts) = (interactions[0], &house.state.contacts);
        let contact = facts(&house, &me, interaction).await.contact.id;
        let not_found = |failure: Option<Failure>| assert!(matches!(failure, Some(Failure::NotFound)), "{failure:?}");
        not_found(contacts.facts(&stranger, interaction).await.err());
        not_found(contacts.journey(&stranger, contact, None).await.err());
        not_found(contacts.edit(&stranger, contact, set(Part::Name, "", "x")).await.err());
        not_found(contacts.set_opt_out(&stranger, contact, true, "x".into()).await.err());
        not_found(contacts.merge(&stranger, contact, contact).await.err());
        not_found(house.state.desktop.conversation(&stranger, interaction, smsdesk::domain::interaction::Stretch::Newest).await.err());
        not_found(house.state.tags.tag_contact(&stranger, contact, TagPick::Named("x".into()), true).await.err());
        assert_eq!(contacts.facts(&boss, interaction).await.unwrap().contact.id, contact);

        // Once a colleague has served the customer, all that was said before is his to read, and nothing to write.
        house.state.desktop.close(&me, interaction).await.unwrap();
        house.state.queues.save_as(None, Some(smsdesk::domain::QueueId(1)), smsdesk::domain::queue::QueueDraft {
            name: "Care".into(), strategy: Strategy::RingAll, agent_timeout: 30, round_pause: 10, priority: 0,
            agents: vec![stranger.id], teams: vec![],
        }).await.unwrap();
        house.connect(&stranger).await;
        let second = house.conversation(&stranger, smsdesk::domain::AccountId(1), ANNA).await;
        assert_eq!(contacts.journey(&stranger, contact, None).await.unwrap().rows.len(), 2);
        assert!(!house.state.desktop.conversation(&stranger, interaction, smsdesk::domain::interaction::Stretch::Newest).await.unwrap().messages.is_empty());
        let tag = house.state.tags.save_as(None, None, TagDraft { name: "Late".into(), ..TagDraft::default() });
        let tag = TagPick::Known(tag.await.unwrap());
        let refused = house.state.tags.tag_interaction(&stranger, interaction, tag.clone(), true).await;
        assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
        assert_eq!(house.state.tags.tag_interaction(&stranger, second, tag, true).await.unwrap().len(), 1);
        // The first one had it: he still may.
        assert!(contacts.facts(&me, second).await.is_ok());
    }

    async fn the_doors_of_the_browser_check_the_right(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let stranger = house.agent("max").await;
        let (own, foreign) = (house.browser(&me).await, house.browser(&stranger).await);
        let facts = format!("facts?interaction={}", interactions[0]);
        assert_eq!(own.get(&facts).await.0, 200);
        assert_eq!(foreign.get(&facts).await.0, 404);
        assert_eq!(own.get("journey?contact=1").await.0, 200);
        assert_eq!(foreign.get("journey?contact=1").await.0, 404);
        for endpoint in ["tags", "contact_fields"] {
            assert_eq!(own.get(endpoint).await.0, 403, "{endpoint}");
        }
        let draft = serde_json::json!({ "id": null, "draft": { "name": "x", "colour": "red", "archived": false } });
        assert_eq!(own.post("tag.save", draft).await.0, 403);
        let edit = serde_json::json!({
            "contact": 1, "edit": { "edit": "set", "part": { "part": "name" }, "was": "", "value": "Shop" }
        });
        let (status, answer) = own.post("contact.edit", edit.clone()).await;
        assert_eq!((status.as_u16(), answer["contact"]["name"].as_str()), (200, Some("Shop")), "{answer}");
        assert_eq!(foreign.post("contact.edit", edit).await.0, 404);
    }

    async fn two_contacts_that_share_a_number_become_one_and_nothing_is_lost(house) {
        let (me, interactions) = talking(&house, &[ANNA, OTHER]).await;
        let tags = &house.state.tags;
        let mut picks = Vec::new();
        for name in ["VIP", "Late"] {
            let draft = TagDraft { name: name.into(), colour: TagColour::Red, archived: false };
            picks.push(TagPick::Known(tags.save_as(None, None, draft).await.unwrap()));
        }
        let field = ContactFieldDraft { name: "Customer number".into(), ..ContactFieldDraft::default() };
        let field = Part::Own(house.state.contact_fields.save_as(None, None, field).await.unwrap());
        let (kept, gone) = (contact_of(&house, ANNA).await, contact_of(&house, OTHER).await);
        edit(&house, &me, kept, set(Part::Name, "", "Corner Shop")).await;
        edit(&house, &me, kept, set(Part::Notes, "", "Rings twice.")).await;
        edit(&house, &me, gone, set(Part::Name, "", "Shop at the corner")).await;
        edit(&house, &me, gone, set(Part::Email, "", "shop@example.com")).await;
        edit(&house, &me, gone, set(field, "", "4711")).await;
        edit(&house, &me, gone, add(WORK)).await;
        tags.tag_contact(&me, kept, picks[0].clone(), true).await.unwrap();
        tags.tag_contact(&me, gone, picks[0].clone(), true).await.unwrap();
        tags.tag_contact(&me, gone, picks[1].clone(), true).await.unwrap();
        house.state.contacts.set_opt_out(&me, gone, true, "by phone".into()).await.unwrap();

        let told = edit(&house, &me, kept, add(WORK)).await;
        let Edited::KnownElsewhere { proposal } = told else { panic!("{told:?}") };
        assert_eq!((proposal.kept.contact.id, proposal.gone.contact.id), (kept, gone));
        assert_eq!((proposal.kept.interactions, proposal.gone.interactions), (1, 1));
        assert_eq!(proposal.gone.contact.numbers.len(), 2);

        let mut stream = house.listen(&me).await;
        let merged = house.state.contacts.merge(&me, kept, gone).await.unwrap();
        let numbers: Vec<_> = merged.numbers.iter().map(|n| n.number.as_str()).collect();
        assert_eq!(numbers.len(), 3);
        assert!([ANNA, OTHER, WORK].iter().all(|number| numbers.contains(number)), "{numbers:?}");
        assert_eq!(merged.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["Late", "VIP"]);
        assert_eq!((merged.name.as_str(), merged.email.as_str()), ("Corner Shop", "shop@example.com"));
        assert_eq!(merged.notes, "Rings twice.\nName: Shop at the corner");
        assert_eq!(merged.value_of(field), "4711");
        assert!(merged.opted_out.is_some());
        let heard = stream.heard().await;
        assert!(heard.contains(&Event::ContactMerged { contact: gone, into: kept }), "{heard:?}");
        for id in &interactions {
            assert_eq!(facts(&house, &me, *id).await.contact.id, kept);
        }
        assert_eq!(house.state.contacts.journey(&me, kept, None).await.unwrap().rows.len(), 2);
        assert!(matches!(house.state.contacts.journey(&me, gone, None).await, Err(Failure::NotFound)));
        let noted = house.words("select detail from audit where act = 'contact.merge'").await;
        assert_eq!(noted, [format!("contact {gone} with 2 numbers, 2 tags and 1 interactions")]);

        // The next text of a number that came over finds the one that stayed.
        house.state.desktop.close(&me, interactions[1]).await.unwrap();
        let third = house.conversation(&me, smsdesk::domain::AccountId(1), OTHER).await;
        assert_eq!(facts(&house, &me, third).await.contact.id, kept);
    }

    async fn texts_that_come_while_two_contacts_are_merged_are_all_kept(house) {
        let (me, _) = talking(&house, &[ANNA, OTHER]).await;
        let account = house.account("SECND", vec![]).await;
        let (kept, gone) = (contact_of(&house, ANNA).await, contact_of(&house, OTHER).await);
        let texts = async {
            for n in 0..20 {
                house.text_as(account, &format!("SMm{n}"), OTHER, &format!("text {n}")).await;
                house.execute(&format!("update interaction set state = 'closed' where account_id = {account}")).await;
            }
        };
        let merge = async { house.state.contacts.merge(&me, kept, gone).await.unwrap() };
        futures::join!(texts, merge);
        assert_eq!(house.number("select count(*) from message where text like 'text %'").await, 20);
        assert_eq!(house.number("select count(distinct contact_id) from interaction").await, 1);
        assert_eq!(house.count("contact").await, 1);
    }

    async fn a_contact_one_never_served_is_not_shown_in_a_proposal(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        house.text(smsdesk::domain::AccountId(1), OTHER, "hello").await;
        let contact = facts(&house, &me, interactions[0]).await.contact.id;
        let told = house.state.contacts.edit(&me, contact, add(OTHER)).await;
        assert_eq!(field_error(told), "number");
        let other = contact_of(&house, OTHER).await;
        let refused = house.state.contacts.merge(&me, contact, other).await;
        assert!(matches!(refused, Err(Failure::NotFound)), "{refused:?}");
        let boss = house.person("sue", Role::Supervisor, None).await;
        assert!(matches!(edit(&house, &boss, contact, add(OTHER)).await, Edited::KnownElsewhere { .. }));
    }

    async fn what_can_not_stand_in_a_field_is_told_at_it(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let id = facts(&house, &me, interactions[0]).await.contact.id;
        let fields = &house.state.contact_fields;
        let draft = ContactFieldDraft {
            name: "Plan".into(), kind: FieldKind::Select, options: vec!["Gold".into(), "Silver".into()],
            ..ContactFieldDraft::default()
        };
        let plan = fields.save_as(None, None, draft.clone()).await.unwrap();
        assert_eq!(field_error(fields.save_as(None, None, draft.clone()).await), "name");
        let contacts = &house.state.contacts;
        for edit in [
            set(Part::Email, "", "nobody"),
            set(Part::List, "1", "99"),
            set(Part::Own(plan), "", "Bronze"),
            set(Part::Name, "", &"x".repeat(500)),
            set(Part::Notes, "", "zero \0"),
        ] {
            assert_eq!(field_error(contacts.edit(&me, id, edit).await), "value");
        }
        assert_eq!(field_error(contacts.edit(&me, id, add("My Bank")).await), "number");
        assert!(matches!(edit(&house, &me, id, set(Part::Own(plan), "", "Gold")).await, Edited::Done { .. }));
        // An option that goes stays where it was chosen, and the kind of a field never changes.
        let draft = ContactFieldDraft { options: vec!["Silver".into()], kind: FieldKind::Text, ..draft };
        fields.save_as(None, Some(plan), draft.clone()).await.unwrap();
        let contact = facts(&house, &me, interactions[0]).await.contact;
        assert_eq!((contact.fields[0].value.as_str(), contact.fields[0].field.kind), ("Gold", FieldKind::Select));
        fields.save_as(None, Some(plan), ContactFieldDraft { archived: true, ..draft }).await.unwrap();
        assert!(facts(&house, &me, interactions[0]).await.contact.fields.is_empty());
        assert_eq!(house.count("contact_value").await, 1);
    }

    async fn an_opt_out_is_noted_with_its_reason_and_lifted_by_a_supervisor_alone(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let id = facts(&house, &me, interactions[0]).await.contact.id;
        let contacts = &house.state.contacts;
        let mut stream = house.listen(&me).await;
        assert_eq!(field_error(contacts.set_opt_out(&me, id, true, "  ".into()).await), "reason");
        let out = contacts.set_opt_out(&me, id, true, "asked on the phone".into()).await.unwrap().opted_out.unwrap();
        assert_eq!((out.since, out.how), (house.clock.now(), Origin::Noted("Ben: asked on the phone".into())));
        // The composer hears of it as the side bar does.
        let consents = async |stream: &mut Listener| -> Vec<bool> {
            let heard = stream.heard().await.into_iter();
            heard.filter_map(|event| match event {
                Event::ConsentChanged { opted_out_at, .. } => Some(opted_out_at.is_some()),
                _ => None,
            }).collect()
        };
        assert_eq!(consents(&mut stream).await, [true]);
        let refused = contacts.set_opt_out(&me, id, false, "changed their mind".into()).await;
        assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
        assert!(contacts.set_opt_out(&boss, id, false, "wrote again".into()).await.unwrap().opted_out.is_none());
        assert_eq!(consents(&mut stream).await, [false]);
        let noted = house.words("select act || ': ' || detail from audit where act like 'contact.opt%' order by id").await;
        assert_eq!(noted, ["contact.opt_out: asked on the phone", "contact.opt_in: wrote again"]);
    }

    async fn tags_are_put_on_and_taken_away_and_made_only_where_that_is_allowed(house) {
        let (me, interactions) = talking(&house, &[ANNA]).await;
        let (id, tags) = (interactions[0], &house.state.tags);
        let named = |name: &str| TagPick::Named(name.into());
        assert_eq!(field_error(tags.tag_interaction(&me, id, named("Billing"), true).await), "tag");
        house.settings(|settings| settings.agents_create_tags = true).await;
        let mut stream = house.listen(&me).await;
        let on = tags.tag_interaction(&me, id, named(" Billing "), true).await.unwrap();
        assert_eq!(on.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["Billing"]);
        let heard = stream.heard().await;
        assert!(heard.contains(&Event::TagsChanged { interaction: id }), "{heard:?}");
        // Another spelling is the same tag, and twice is once.
        assert_eq!(tags.tag_interaction(&me, id, named("billing"), true).await.unwrap().len(), 1);
        assert_eq!(facts(&house, &me, id).await.tags, on);

        let draft = TagDraft { name: "Invoices".into(), colour: TagColour::Teal, archived: true };
        tags.save_as(None, Some(on[0].id), draft).await.unwrap();
        let beside = facts(&house, &me, id).await;
        assert_eq!((beside.tags[0].name.as_str(), beside.tags[0].colour), ("Invoices", TagColour::Teal));
        assert!(beside.choices.tags.is_empty());
        let contact = beside.contact.id;
        assert_eq!(field_error(tags.tag_contact(&me, contact, TagPick::Known(on[0].id), true).await), "tag");
        assert!(tags.tag_interaction(&me, id, TagPick::Known(on[0].id), false).await.unwrap().is_empty());
    }

    async fn a_journey_is_paged_whole_and_without_doubles(house) {
        let (me, _) = talking(&house, &[ANNA]).await;
        let contact = contact_of(&house, ANNA).await;
        // Many began in the same millisecond.
        for n in 0..57 {
            house.execute(&format!(
                "insert into interaction (account_id, peer, contact_id, state, started_at, last_at, last_direction, \
                 first_words, unread, version) values (1, '{ANNA}', {contact}, 'closed', {}, 1, 'inbound', '', 0, 1)",
                1_000 + n / 7
            )).await;
        }
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = house.state.contacts.journey(&me, contact, before).await.unwrap();
            seen.extend(page.rows.iter().map(|row| (row.started_at, row.interaction)));
            before = seen.last().map(|(_, id)| *id);
            if !page.more {
                break;
            }
            // What begins meanwhile stands before everything and moves nothing.
            house.execute(&format!(
                "insert into interaction (account_id, peer, contact_id, state, started_at, last_at, last_direction, \
                 first_words, unread, version) values (1, '{ANNA}', {contact}, 'closed', 2000000000000, 1, 'inbound', '', 0, 1)"
            )).await;
        }
        assert_eq!(seen.len(), 58);
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "{seen:?}");
    }

    async fn the_side_bar_tells_who_was_asked_and_who_was_not_and_why(house) {
        let [anna, ben, max] = [house.present("anna").await, house.present("ben").await, house.present("max").await];
        house.be(&max, Availability::Paused).await;
        let queue = house.queue("Care", Strategy::RoundRobin, &[&anna, &ben, &max]).await;
        let account = house.account("CARE", vec![Step::Queue { queue, timeout: None }]).await;
        house.text(account, ANNA, "hello").await;
        house.route().await;
        house.clock.advance(4_000);
        house.reject(&anna).await;
        house.clock.advance(2_000);
        let interaction = house.take(&ben).await;
        let routing = facts(&house, &ben, interaction).await.routing;
        let told: Vec<_> = routing
            .iter()
            .map(|asking| {
                let asked: Vec<_> = asking.asked.iter().map(|a| (a.name.as_str(), a.state, a.after)).collect();
                let passed: Vec<_> = asking.passed_over.iter().map(|p| (p.name.as_str(), p.why)).collect();
                (asking.queue.as_deref(), asking.round, asking.strategy, asked, passed)
            })
            .collect();
        let strategy = Some(Strategy::RoundRobin);
        assert_eq!(told, [
            (
                Some("Care"), 1, strategy,
                vec![("Anna", Some(OfferState::Rejected), Some(4_000))],
                vec![("Ben", PassedOver::NotHisTurn), ("Max", PassedOver::Paused)],
            ),
            (
                Some("Care"), 1, strategy,
                vec![("Ben", Some(OfferState::Accepted), Some(2_000))],
                vec![("Anna", PassedOver::Rejected), ("Max", PassedOver::Paused)],
            ),
        ]);
    }
}
