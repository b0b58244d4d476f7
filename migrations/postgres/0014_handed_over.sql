-- Who sent a session to the queue where it waits, and what he wrote to whoever takes it. Taken by nobody who was asked, it goes
-- back to him.
alter table route add column sent_by bigint;
alter table route add column sent_note text;
