-- A customer reads what was written to him in the order in which it was written: a message waits for those of its
-- interaction that were to leave before it.

alter table outbox add column interaction_id integer not null default 0;
update outbox set interaction_id = (select interaction_id from message where message.id = outbox.message_id);
create index outbox_interaction on outbox (interaction_id, message_id);
