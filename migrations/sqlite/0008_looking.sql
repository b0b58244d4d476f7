-- Who can be heard, who is looking at what, who was named in a note, and what is found by a part of it.

-- Reachable: `audible` is 0 once an agent was taken out of routing because no page of his could make him notice a request;
-- `deaf_since` says since when that is so.
alter table presence add column audible integer not null default 1;
alter table presence add column deaf_since integer;

-- What each open page of a person says. A page is a window of a browser, under a name it made up.
create table hearing (
    user_id integer not null references app_user (id),
    page text not null,
    hears integer not null,               -- a request would be noticed here
    seen_at integer not null,             -- last word of the page, or of a node that holds its stream
    primary key (user_id, page)
) strict;
create index hearing_age on hearing (seen_at);

create table looking (
    user_id integer not null references app_user (id),
    page text not null,
    interaction_id integer not null references interaction (id),
    since integer not null,
    seen_at integer not null,
    primary key (user_id, page)
) strict;
create index looking_interaction on looking (interaction_id);
create index looking_age on looking (seen_at);

-- How requests sound for a person, wherever he signs in. No row: as the house begins.
create table alert_choice (
    user_id integer primary key references app_user (id),
    tone text not null,
    volume integer not null,              -- 0 to 100
    every_seconds integer not null
) strict;

-- A colleague named in a note. Whoever was named may see that interaction: `guests` is kept with it, so that each event
-- finds its receivers without asking.
create table mention (
    id integer primary key autoincrement,
    message_id integer not null references message (id),
    interaction_id integer not null references interaction (id),
    user_id integer not null references app_user (id),
    by_id integer not null references app_user (id),
    at integer not null,
    read_at integer
) strict;
create unique index mention_once on mention (message_id, user_id);
create index mention_interaction on mention (interaction_id);
create index mention_of on mention (user_id, id);
create index mention_unread on mention (user_id, interaction_id) where read_at is null;

alter table interaction add column guests text not null default '[]';

-- A note never leaves the house, whatever the code above does.
create trigger outbox_takes_replies_only before insert on outbox
when (select kind from message where id = new.message_id) is not 'outbound'
begin
    select raise(abort, 'only replies may leave the house');
end;
create trigger outbox_keeps_its_message before update of message_id on outbox
begin
    select raise(abort, 'only replies may leave the house');
end;
create trigger message_keeps_its_kind before update of kind on message
when new.kind <> old.kind
begin
    select raise(abort, 'a message stays what it was written as');
end;

-- Numbers by any three digits or more. Its own copy of the numbers: `contact_number` has no id that lasts.
create virtual table _number_digits using fts5 (number, tokenize = 'trigram');
insert into _number_digits (number) select number from contact_number;
create trigger number_is_found after insert on contact_number
when length(new.number) > 2
begin
    insert into _number_digits (number) values (new.number);
end;
create trigger number_is_forgotten after delete on contact_number
when length(old.number) > 2
begin
    delete from _number_digits where rowid in
        (select rowid from _number_digits where _number_digits match '"' || replace(old.number, '"', '""') || '"'
         and number = old.number);
end;
create trigger number_is_changed after update of number on contact_number
when new.number <> old.number
begin
    delete from _number_digits where rowid in
        (select rowid from _number_digits where _number_digits match '"' || replace(old.number, '"', '""') || '"'
         and number = old.number);
    insert into _number_digits (number) values (new.number);
end;

-- Names by the beginning of any word. Most customers have none.
create virtual table _contact_words using fts5 (
    name, content = 'contact', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
insert into _contact_words (rowid, name) select id, name from contact where name <> '';
create trigger contact_is_found after insert on contact
when new.name <> ''
begin
    insert into _contact_words (rowid, name) values (new.id, new.name);
end;
create trigger contact_name_goes before update of name on contact
when old.name <> '' and new.name <> old.name
begin
    insert into _contact_words (_contact_words, rowid, name) values ('delete', old.id, old.name);
end;
create trigger contact_name_comes after update of name on contact
when new.name <> '' and new.name <> old.name
begin
    insert into _contact_words (rowid, name) values (new.id, new.name);
end;
create trigger contact_is_forgotten before delete on contact
when old.name <> ''
begin
    insert into _contact_words (_contact_words, rowid, name) values ('delete', old.id, old.name);
end;
