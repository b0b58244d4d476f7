-- Texts kept ready, and the name under which customers know an agent.

create table canned_answer (
    id integer primary key autoincrement,
    scope text not null,                  -- global, account, personal
    account_id integer references account (id),
    user_id integer references app_user (id),
    shortcut text not null,               -- lower case
    title text not null,
    text text not null,
    changed_at integer not null
) strict;
create unique index canned_answer_global on canned_answer (scope, shortcut) where scope = 'global';
create unique index canned_answer_account on canned_answer (account_id, shortcut) where account_id is not null;
create unique index canned_answer_user on canned_answer (user_id, shortcut) where user_id is not null;

alter table app_user add column alias text not null default '';
