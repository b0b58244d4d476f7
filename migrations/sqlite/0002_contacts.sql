-- What is known of a contact beside its number. `version` grows with every change, its tags and numbers included.
alter table contact add column email text not null default '';
alter table contact add column company text not null default '';
alter table contact add column notes text not null default '';
alter table contact add column opted_out_how text;
alter table contact add column version integer not null default 1;

-- A number that texted us first is a mobile; those added by hand say what they are, and come after it.
alter table contact_number add column kind text not null default 'mobile';
alter table contact_number add column added_at integer not null default 0;

-- Fields the house has thought of itself.
create table contact_field (
    id integer primary key autoincrement,
    name text not null unique,
    kind text not null,                   -- text, number, select, switch, date, url
    options text not null,                -- json array: what a select offers
    position integer not null,
    archived integer not null
) strict;

-- A field that is empty has no row.
create table contact_value (
    contact_id integer not null references contact (id),
    field_id integer not null references contact_field (id),
    value text not null,
    primary key (contact_id, field_id)
) strict;
create index contact_value_field on contact_value (field_id, value);

create table tag (
    id integer primary key autoincrement,
    name text not null,
    folded text not null unique,          -- lower case: two tags never differ by that alone
    colour text not null,
    archived integer not null
) strict;

create table contact_tag (
    contact_id integer not null references contact (id),
    tag_id integer not null references tag (id),
    primary key (contact_id, tag_id)
) strict;
create index contact_tag_tag on contact_tag (tag_id, contact_id);

create table interaction_tag (
    interaction_id integer not null references interaction (id),
    tag_id integer not null references tag (id),
    primary key (interaction_id, tag_id)
) strict;
create index interaction_tag_tag on interaction_tag (tag_id, interaction_id);
