-- The list of interactions, newest activity first.
--
-- An open one moves with every text: it stands in one index, which replaces the one nothing was read by. A closed one stays
-- where it is, so there is one for each way to narrow the list.

drop index interaction_recent;
create index interaction_open_newest on interaction (last_at, id) where state = 'open';
create index interaction_closed_newest on interaction (last_at, id) where state = 'closed';
create index interaction_closed_account on interaction (account_id, last_at, id) where state = 'closed';
create index interaction_closed_agent on interaction (first_handler_id, last_at, id) where state = 'closed';
create index interaction_closed_account_agent on interaction (account_id, first_handler_id, last_at, id)
    where state = 'closed';
