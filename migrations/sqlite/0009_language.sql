-- The language somebody chose, by its code; null where nobody chose yet.
alter table app_user add column language text;
