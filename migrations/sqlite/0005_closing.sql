-- How sessions end and change hands.

alter table account add column rules text not null default '{}';

-- Reasons chosen at close: a tree of up to three levels. Never deleted, because history names them.
create table disposition (
    id integer primary key autoincrement,
    parent_id integer references disposition (id),
    name text not null,
    position integer not null,            -- among its siblings
    archived integer not null,
    scope text not null                   -- json; counts for the first level only
) strict;
create unique index disposition_name on disposition (coalesce(parent_id, 0), name);

-- When somebody last chose one: those stand on top of the picker.
create table disposition_use (
    user_id integer not null references app_user (id),
    disposition_id integer not null references disposition (id),
    used_at integer not null,
    primary key (user_id, disposition_id)
) strict;
create index disposition_use_newest on disposition_use (user_id, used_at);

-- The path is kept as it read when it was chosen.
alter table interaction add column disposition_id integer references disposition (id);
alter table interaction add column disposition text;
alter table interaction add column remark text;
-- Whom the owner is handing it to just now; he owns it until the other accepts.
alter table interaction add column transfer_to integer references app_user (id);
create index interaction_closed on interaction (account_id, peer, closed_at) where state = 'closed';

-- A transfer is an offer from a colleague.
alter table offer add column from_id integer references app_user (id);
alter table offer add column note text;
create unique index offer_transfer on offer (interaction_id) where state = 'pending' and from_id is not null;
create index offer_transfer_due on offer (due_at) where state = 'pending' and from_id is not null;

-- The queue that somebody sent it to: it waits there, whatever the flow says.
alter table route add column sent_to integer;

-- Everybody who ever owned an interaction: they may read it afterwards.
create table handled (
    interaction_id integer not null references interaction (id),
    user_id integer not null references app_user (id),
    primary key (interaction_id, user_id)
) strict;
insert into handled (interaction_id, user_id) select id, owner_id from interaction where owner_id is not null;
insert into handled (interaction_id, user_id)
    select id, first_handler_id from interaction where first_handler_id is not null on conflict do nothing;
insert into handled (interaction_id, user_id)
    select interaction_id, user_id from offer where state = 'accepted' on conflict do nothing;
