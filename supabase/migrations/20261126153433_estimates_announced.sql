-- An estimate that is begun or renamed is seen by who has its project open, as what is in it is.
create trigger announce_added after insert on public.estimates
  referencing new table as changed for each statement execute function ratebook.announce_projects();
create trigger announce_changed after update on public.estimates
  referencing new table as changed for each statement execute function ratebook.announce_projects();
create trigger announce_removed after delete on public.estimates
  referencing old table as changed for each statement execute function ratebook.announce_projects();
