-- What people have begun to write, one row for each person, interaction and mode. An empty text is kept until the session is
-- closed: a late older one must not come back.
create table draft (
    user_id bigint not null references app_user (id),
    interaction_id bigint not null references interaction (id),
    mode text not null,                   -- reply, note
    text text not null,
    at bigint not null,                   -- when it was typed, by the browser's clock
    primary key (user_id, interaction_id, mode)
);
create index draft_interaction on draft (interaction_id);

-- The earlier sessions of a peer with an account.
create index interaction_peer on interaction (account_id, peer, id);
