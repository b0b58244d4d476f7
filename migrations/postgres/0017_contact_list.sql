-- The list of contacts.
--
-- Whom somebody serves or ever served, for an agent sees these and no others: read by one index, whatever the order, however
-- many contacts the house has. `name` is the contact's in lower case; the list is in its order.
create table served (
    user_id bigint not null references app_user (id),
    contact_id bigint not null references contact (id),
    name text collate "C" not null,
    primary key (user_id, contact_id)
);
create index served_by_name on served (user_id, name, contact_id);
create index served_contact on served (contact_id);
insert into served (user_id, contact_id, name)
select u.user_id, c.id, lower(c.name) from (
    select owner_id as user_id, contact_id from interaction where owner_id is not null
    union select first_handler_id, contact_id from interaction where first_handler_id is not null
    union select h.user_id, i.contact_id from handled h, interaction i where i.id = h.interaction_id
) u, contact c where c.id = u.contact_id;
create function rename_served() returns trigger language plpgsql as $$
begin
    update served set name = lower(new.name) where contact_id = new.id;
    return new;
end
$$;
create trigger served_contact_is_renamed after update of name on contact
for each row when (new.name <> old.name) execute function rename_served();

-- Those without a name come last, the newest of them first.
create index contact_unnamed on contact (id) where name = '';
create index contact_by_email on contact (lower(email) collate "C") where email <> '';
