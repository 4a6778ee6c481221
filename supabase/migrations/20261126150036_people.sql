-- How people are called, as the tokens they come with say: runs and the audit log keep whose they are by id, which nobody
-- knows anyone by.
create table public.people (
  user_id uuid primary key,
  name    text not null check (name <> '')
);
alter table public.people enable row level security;
revoke all on public.people from anon, authenticated;
grant select on public.people to authenticated;
grant select, insert, update, delete on public.people to service_role;
create policy "administrators, and oneself" on public.people for select to authenticated
  using ((select ratebook.is_admin()) or user_id = (select auth.uid()));
