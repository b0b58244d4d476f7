-- Work that one node does for all: whoever finds it due puts it off, and does it. What it forgets is found from the oldest on,
-- by the primary keys: an index by time would cost every call and every receipt.
create table chore (
    name text primary key,
    due_at integer not null
) strict;
insert into chore (name, due_at) values ('forget', 0);

-- A session that is put off takes no room from its owner.
update presence set open_count = (
    select count(*) from interaction i
    where i.owner_id = presence.user_id and i.state = 'open' and i.follow_up_at is null
);
