-- Writing first, writing later, and those who want no texts.

-- The word that opted a contact out, where it was the customer's own.
alter table contact add column opted_out_by_word text;

-- When nothing is sent, as json; empty: at all hours.
alter table account add column quiet_hours text not null default '';

-- Texts to the customer that wait for their time.
alter table interaction add column scheduled bigint not null default 0;

-- When a message was written for; null: for at once. Its row in the outbox is due then.
alter table message add column send_at bigint;
alter table message add column cancel_if_they_write bigint;
create index message_scheduled on message (interaction_id) where delivery_rank = -1;

-- 1: leaves even for a contact who opted out; somebody gave a reason.
alter table outbox add column despite bigint not null default 0;

-- A recipient is looked for by the beginning of a name or of its second word, by the beginning of a number or its end.
create index contact_by_name on contact (lower(name) collate "C") where name <> '';
create index contact_by_second_name on contact (lower(substr(name, strpos(name, ' ') + 1)) collate "C") where name <> '';
create index contact_number_start on contact_number (number collate "C");
create index contact_number_tail on contact_number (right(number, 4));
