-- Routing keeps in memory how the agents stand, and asks for those who moved since: each change of one has a number that is
-- higher than all before.

alter table presence add column version integer not null default 0;
create index presence_version on presence (version);

create trigger presence_made after insert on presence begin
    update presence set version = (select max(version) + 1 from presence) where user_id = new.user_id;
end;

create trigger presence_moved
after update of availability, connected, audible, open_count, pending_count, last_offered_at, idle_since on presence begin
    update presence set version = (select max(version) + 1 from presence) where user_id = new.user_id;
end;
