-- When its present owner got an interaction: the order of his tabs, also after a reload and in a second window.

alter table interaction add column owned_at integer;
update interaction set owned_at = coalesce(
    (select max(o.ended_at) from offer o
     where o.interaction_id = interaction.id and o.user_id = interaction.owner_id and o.state = 'accepted'),
    started_at
) where state = 'open' and owner_id is not null;
