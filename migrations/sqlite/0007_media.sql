-- What is sent and received beside texts.

-- Bytes, once for each content, however often it is sent. In the database rather than in files: every node serves them, a
-- backup holds them, and they come and go with the rows that name them.
create table media_blob (
    sha256 text primary key,              -- lower-case hex
    size integer not null,
    complete integer not null,           -- 1: every chunk is there
    touched_at integer             -- looked at an hour later: is it named? null: it was
) strict;
create index media_blob_touched on media_blob (touched_at) where touched_at is not null;

-- In pieces, so that a stream or a range reads no more than it sends.
create table media_chunk (
    sha256 text not null references media_blob (sha256),
    position integer not null,
    bytes blob not null,
    primary key (sha256, position)
) strict;

-- One part of a message, or a file that waits for its message to be sent.
create table media (
    id integer primary key autoincrement,
    account_id integer not null references account (id),
    interaction_id integer not null references interaction (id),
    message_id integer references message (id), -- null: uploaded and not sent yet
    position integer not null,           -- within its message
    direction text not null,              -- inbound, outbound
    owner_id integer references app_user (id), -- outbound: who uploaded it
    source_url text not null,             -- inbound: where it lies at the provider
    name text not null,                   -- outbound: the file's name; else empty
    content_type text not null,           -- what the provider claims; once stored, what the bytes are
    state text not null,                  -- pending, stored, refused, failed, removed
    problem text,                         -- why it is refused or failed
    size integer not null,
    width integer,
    height integer,
    sha256 text references media_blob (sha256),
    attempts integer not null,
    due_at integer,                      -- pending: when to fetch it; while one does, when another may
    version integer not null,            -- counts changes, so that no browser goes back
    token text,                           -- outbound: the unguessable part of its public address
    public_until integer not null,       -- outbound: how long that address answers
    created_at integer not null
) strict;
create index media_message on media (message_id, position) where message_id is not null;
create index media_interaction on media (interaction_id, message_id);
create index media_due on media (due_at) where due_at is not null;
create index media_unsent on media (created_at) where message_id is null;
create unique index media_token on media (token) where token is not null;
create index media_content on media (sha256) where sha256 is not null;

-- What simulated phones send and receive.
create table sandbox_media (
    id integer primary key autoincrement,
    token text not null unique,           -- the unguessable part of its address in the simulated network
    account_id integer not null references account (id),
    external_id text,                     -- of the text it belongs to; null: not sent yet
    position integer not null,
    content_type text not null,
    size integer not null,
    width integer,
    height integer,
    sha256 text not null references media_blob (sha256),
    created_at integer not null
) strict;
create index sandbox_media_text on sandbox_media (account_id, external_id) where external_id is not null;
create index sandbox_media_unsent on sandbox_media (created_at) where external_id is null;
create index sandbox_media_content on sandbox_media (sha256);

-- Whether an account sends pictures and files; not every number of a provider does.
alter table account add column mms integer not null default 0;
update account set mms = 1 where provider = 'sandbox';

-- What came before is fetched now. `message.media` is not read any more.
insert into media (account_id, interaction_id, message_id, position, direction, source_url, name, content_type, state,
    size, attempts, due_at, version, public_until, created_at)
select m.account_id, m.interaction_id, m.id, part.key, 'inbound', part.value ->> 'url', '',
    part.value ->> 'content_type', 'pending', 0, 0, 0, 1, 0, m.at
from message m, json_each(m.media) part
where m.media <> '[]';
update message set media = '[]' where media <> '[]';
