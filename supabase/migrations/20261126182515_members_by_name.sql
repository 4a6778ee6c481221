-- Members of a project are added by the name they sign in with, and seen by who has it open.
create index on public.people (lower(name));

-- The people of a name, two at most, for who may add one of them to a project: they need not work together yet, which is why
-- the policy of public.people does not show them.
create function ratebook.people_called(p_name text, p_project_id uuid) returns setof uuid
  language plpgsql stable security definer set search_path = ''
as $$
begin
  if not (ratebook.is_service() or ratebook.is_admin() or p_project_id in (select ratebook.owned_projects())) then
    raise insufficient_privilege using
      message = 'Only owners of this project and administrators may say who works in it.',
      hint = 'Ask an owner of the project to add them.';
  end if;
  return query select user_id from public.people where lower(name) = lower(p_name) limit 2;
end $$;
grant execute on function ratebook.people_called(text, uuid) to authenticated, service_role;

create trigger announce_added after insert on public.project_members
  referencing new table as changed for each statement execute function ratebook.announce_projects();
create trigger announce_changed after update on public.project_members
  referencing new table as changed for each statement execute function ratebook.announce_projects();
create trigger announce_removed after delete on public.project_members
  referencing old table as changed for each statement execute function ratebook.announce_projects();
