-- When a session wants to be looked at again, and what for.

alter table interaction add column follow_up_at bigint;
alter table interaction add column follow_up_note text;
create index interaction_follow_up on interaction (follow_up_at) where follow_up_at is not null;
