-- Routing keeps in memory how the agents stand, and asks for those who moved since: each change of one has a number that is
-- higher than all before.

alter table presence add column version bigint not null default 0;
create index presence_version on presence (version);
create sequence presence_version_numbers;

create function number_presence() returns trigger language plpgsql as $$
begin
    new.version := nextval('presence_version_numbers');
    return new;
end
$$;

create trigger presence_moved
before insert or update of availability, connected, audible, open_count, pending_count, last_offered_at, idle_since on presence
for each row execute function number_presence();
