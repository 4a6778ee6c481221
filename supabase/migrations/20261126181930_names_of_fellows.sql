-- Who works in a project reads by name who else does, and who changed its rates: an administrator who did is often no
-- member of it.
create index on public.project_rate_changes (changed_by, project_id);

create function ratebook.works_with(p_user_id uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$
  select exists (select from public.project_members
      where user_id = p_user_id and project_id in (select ratebook.my_projects()))
    or exists (select from public.project_rate_changes
      where changed_by = p_user_id and project_id in (select ratebook.my_projects()))
$$;
grant execute on function ratebook.works_with(uuid) to authenticated, service_role;

drop policy "administrators, and oneself" on public.people;
create policy "administrators, oneself, and fellows in a project" on public.people
  for select to authenticated
  using ((select ratebook.is_admin()) or user_id = (select auth.uid()) or ratebook.works_with(user_id));
