-- The name of the message a draft is to become: the same in every window that shows it, so that sent from two of them it is
-- one message.
alter table draft add column compose_key text not null default '';
update draft set compose_key = 'draft-' || interaction_id || '-' || mode || '-' || at where text <> '';
