-- A project that is renamed, closed or opened again is seen by who has it open, as what is in it is.
create function ratebook.announce_project_itself() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  perform pg_notify('ratebook_changes', 'project ' || c.id) from changed c;
  return null;
end $$;
create trigger announce_changed after update on public.projects
  referencing new table as changed for each statement execute function ratebook.announce_project_itself();
