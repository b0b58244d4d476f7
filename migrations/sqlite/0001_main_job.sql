-- People.

create table app_user (
    id integer primary key autoincrement,
    login text not null unique,           -- lower case
    name text not null,
    role text not null,
    active integer not null,
    capacity integer,                     -- null: the house's default
    password_hash text not null,
    theme text not null,
    created_at integer not null
) strict;

create table session (
    token_hash text primary key,          -- sha-256 of the cookie; the cookie itself is stored nowhere
    user_id integer not null references app_user (id),
    created_at integer not null,
    seen_at integer not null,
    expires_at integer not null,
    user_agent text not null
) strict;
create index session_user on session (user_id);
create index session_expiry on session (expires_at);

create table team (
    id integer primary key autoincrement,
    name text not null unique
) strict;

create table team_member (
    team_id integer not null references team (id),
    user_id integer not null references app_user (id),
    primary key (team_id, user_id)
) strict;
create index team_member_user on team_member (user_id);

-- What routing knows of an agent. `open_count` and `pending_count` change in the transaction that opens, closes, offers.
create table presence (
    user_id integer primary key references app_user (id),
    availability text not null,
    reason text,
    since integer not null,
    connected integer not null,
    seen_at integer not null,             -- last heartbeat of a node that holds a stream of his
    open_count integer not null,
    pending_count integer not null,
    last_offered_at integer not null,
    idle_since integer not null
) strict;
create index presence_connected on presence (connected, seen_at);

create table setting (
    key text primary key,
    value text not null
) strict;

-- Accounts and queues.

create table account (
    id integer primary key autoincrement,
    key text not null unique,
    name text not null,
    provider text not null,
    sender text not null,
    token text not null unique,           -- the unguessable part of the webhook addresses
    public_url text not null,             -- empty: the server's own
    country text not null,
    rate real not null,                   -- segments a second
    api_base text not null,               -- empty: the provider's own
    active integer not null,
    flow text not null,
    credentials blob not null,            -- sealed with the key outside the database
    secrets_set text not null,            -- which fields hold a value, since when
    created_at integer not null
) strict;

-- Apart from `account`, because every message touches it.
create table account_state (
    account_id integer primary key references account (id),
    next_slot_at integer not null,        -- pacing: when the next segment may leave
    paused_until integer not null,        -- the provider asked us to wait
    last_inbound_at integer,
    last_receipt_at integer,
    last_sent_at integer,
    last_error_at integer,
    last_error text
) strict;

create table account_agent (
    account_id integer not null references account (id),
    user_id integer not null references app_user (id),
    primary key (account_id, user_id)
) strict;

create table account_team (
    account_id integer not null references account (id),
    team_id integer not null references team (id),
    primary key (account_id, team_id)
) strict;

create table queue (
    id integer primary key autoincrement,
    name text not null unique,
    strategy text not null,
    agent_timeout integer not null,
    round_pause integer not null,
    priority integer not null,
    active integer not null,
    waiting integer not null,             -- open interactions in it that nobody owns
    last_agent integer                    -- where round robin stopped
) strict;

create table queue_agent (
    queue_id integer not null references queue (id),
    user_id integer not null references app_user (id),
    primary key (queue_id, user_id)
) strict;
create index queue_agent_user on queue_agent (user_id);

create table queue_team (
    queue_id integer not null references queue (id),
    team_id integer not null references team (id),
    primary key (queue_id, team_id)
) strict;

-- Contacts.

create table contact_list (
    id integer primary key autoincrement,
    name text not null unique
) strict;

create table contact (
    id integer primary key autoincrement,
    list_id integer not null references contact_list (id),
    name text not null,                   -- empty: known by number only
    opted_out_at integer,
    created_at integer not null
) strict;

create table contact_number (
    number text primary key,              -- as a peer
    contact_id integer not null references contact (id)
) strict;
create index contact_number_contact on contact_number (contact_id);

insert into contact_list (name) values ('Customers');

-- Conversations.

create table interaction (
    id integer primary key autoincrement,
    account_id integer not null references account (id),
    peer text not null,
    contact_id integer not null references contact (id),
    state text not null,
    queue_id integer references queue (id),
    owner_id integer references app_user (id),
    first_handler_id integer references app_user (id),
    started_at integer not null,
    first_response_at integer,
    closed_at integer,
    closed_by integer references app_user (id),
    last_at integer not null,
    last_inbound_at integer,
    last_direction text not null,
    first_words text not null,
    unread integer not null,
    version integer not null
) strict;
-- One session per account and peer, whatever arrives at the same instant.
create unique index interaction_open on interaction (account_id, peer) where state = 'open';
create index interaction_owner on interaction (owner_id, id) where state = 'open';
create index interaction_contact on interaction (contact_id, started_at);
create index interaction_recent on interaction (last_at, id);

create table message (
    id integer primary key autoincrement,
    interaction_id integer not null references interaction (id),
    account_id integer not null references account (id),
    kind text not null,                   -- inbound, outbound, note, system
    at integer not null,
    sent_at integer,                      -- inbound: the provider's time
    author_id integer references app_user (id),
    text text not null,                   -- system: the happening as json
    media text not null,                  -- json array
    external_id text,                     -- inbound: the provider's id
    compose_key text,                     -- outbound: the browser's name for it, so a second click sends nothing
    delivery text,                        -- outbound only, as the next five
    delivery_rank integer,
    attempt integer,
    segments integer,
    problem_words text,
    problem_code text
) strict;
create index message_thread on message (interaction_id, id);
create unique index message_external on message (account_id, external_id) where external_id is not null;
create unique index message_compose on message (author_id, compose_key) where compose_key is not null;
create index message_on_its_way on message (at, id) where delivery_rank = 3;

-- One try to hand a message to the provider.
create table attempt (
    message_id integer not null references message (id),
    attempt integer not null,
    account_id integer not null references account (id),
    external_id text,
    started_at integer not null,
    primary key (message_id, attempt)
) strict;
create unique index attempt_external on attempt (account_id, external_id) where external_id is not null;

-- The story behind the ticks.
create table delivery_step (
    id integer primary key autoincrement,
    message_id integer not null references message (id),
    attempt integer not null,
    at integer not null,
    state text not null,
    applied integer not null,
    problem_words text,
    problem_code text
) strict;
create index delivery_step_message on delivery_step (message_id, id);

-- Receipts that came before the answer to their send.
create table parked_receipt (
    id integer primary key autoincrement,
    account_id integer not null references account (id),
    external_id text not null,
    at integer not null,
    state text not null,
    problem_words text,
    problem_code text,
    opted_out integer not null
) strict;
create index parked_receipt_message on parked_receipt (account_id, external_id);
create index parked_receipt_age on parked_receipt (at);

-- What must still leave. A row goes when its outcome is written.
create table outbox (
    message_id integer primary key references message (id),
    account_id integer not null references account (id),
    priority integer not null,            -- 0: an agent waits for it
    due_at integer not null,
    leased_until integer not null,        -- 0: free
    lease text not null,                  -- which worker holds it
    segments integer not null,
    tries integer not null
) strict;
create index outbox_due on outbox (account_id, priority, due_at, message_id);
create index outbox_lease on outbox (leased_until) where leased_until > 0;

-- Every call of a provider, byte for byte.
create table webhook_call (
    id integer primary key autoincrement,
    at integer not null,
    account_id integer,
    hook text not null,
    method text not null,
    url text not null,
    headers text not null,
    body text not null,
    body_base64 integer not null,         -- 1: it was not text
    verdict text not null,                -- accepted, duplicate, bad_signature, unreadable, no_account
    reason text
) strict;
create index webhook_call_account on webhook_call (account_id, id);

-- Routing.

-- An interaction that nobody owns yet: where it is in its flow, and when to look at it again.
create table route (
    interaction_id integer primary key references interaction (id),
    step integer not null,
    entered_at integer not null,
    expires_at integer,                   -- the step's time-out
    queue_id integer,
    priority integer not null,
    round integer not null,
    waiting_since integer not null,
    due_at integer                        -- null: until somebody becomes available
) strict;
create index route_due on route (due_at) where due_at is not null;
create index route_queue on route (queue_id, priority, waiting_since);

create table offer (
    id integer primary key autoincrement,
    interaction_id integer not null references interaction (id),
    user_id integer not null references app_user (id),
    queue_id integer references queue (id),
    step integer not null,
    round integer not null,
    state text not null,
    offered_at integer not null,
    due_at integer not null,
    ended_at integer
) strict;
create unique index offer_pending on offer (interaction_id, user_id) where state = 'pending';
create index offer_agent on offer (user_id) where state = 'pending';
create index offer_interaction on offer (interaction_id, id);

-- Why an interaction was offered to whom, and why not to others.
create table explanation (
    id integer primary key autoincrement,
    interaction_id integer not null references interaction (id),
    at integer not null,
    what text not null                    -- json
) strict;
create index explanation_interaction on explanation (interaction_id, id);

-- What browsers are told. `tx` is 0 on SQLite, whose single writer keeps ids in order; on PostgreSQL it is the
-- transaction, because ids are given before the commit and a reader must not pass over one that commits late.
create table event (
    id integer primary key autoincrement,
    tx integer not null default 0,
    at integer not null,
    audience text not null,               -- json
    body text not null                    -- json
) strict;
create index event_order on event (tx, id);
create index event_age on event (at);

-- Administrative acts, append-only.
create table audit (
    id integer primary key autoincrement,
    at integer not null,
    user_id integer,
    act text not null,
    subject text not null,
    detail text not null
) strict;

-- The phone simulator: what its handsets hold, and what it will still tell us.
create table sandbox_text (
    id integer primary key autoincrement,
    account_id integer not null references account (id),
    handset text not null,
    direction text not null,              -- inbound: from the handset to us
    external_id text not null,
    text text not null,
    at integer not null,
    state text not null
) strict;
create index sandbox_text_handset on sandbox_text (account_id, handset, id);

create table sandbox_call (
    id integer primary key autoincrement,
    account_id integer not null references account (id),
    due_at integer not null,
    url text not null,
    body text not null,
    tries integer not null
) strict;
create index sandbox_call_due on sandbox_call (due_at);
