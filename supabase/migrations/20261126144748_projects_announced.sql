-- Who has a project's page open hears of what others change in it.
create function ratebook.announce_projects() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  -- Ids of projects alone: the server passes each on to those who see that project.
  perform pg_notify('ratebook_changes', 'project ' || c.project_id)
  from (select distinct project_id from changed) c;
  return null;
end $$;
do $$
declare t text;
begin
  foreach t in array array['estimate_items', 'estimate_elements', 'project_rates', 'frozen_estimates'] loop
    execute format('create trigger announce_added after insert on public.%I
      referencing new table as changed for each statement execute function ratebook.announce_projects()', t);
    execute format('create trigger announce_changed after update on public.%I
      referencing new table as changed for each statement execute function ratebook.announce_projects()', t);
    execute format('create trigger announce_removed after delete on public.%I
      referencing old table as changed for each statement execute function ratebook.announce_projects()', t);
  end loop;
end $$;
