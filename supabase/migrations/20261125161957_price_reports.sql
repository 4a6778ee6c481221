-- Reports of prices: asked for by a person or by their schedule, made in the background, kept until their days are over.

create table public.price_reports (
  -- Its run's. Logs of runs may go sooner than this, so it is no foreign key.
  id               uuid primary key,
  owner_id         uuid not null,
  -- Of one project: its members read it as well.
  project_id       uuid references public.projects on delete cascade,
  request          jsonb not null check (jsonb_typeof(request) = 'object'),
  title            text not null check (title <> ''),
  scheduled        boolean not null default false,
  -- Whether it was asked for as an administrator, who sees every project: then only administrators read it.
  by_administrator boolean not null default false,
  -- Projects that not everybody may read whose prices are in it.
  sources          uuid[] not null default '{}',
  file_name        text,
  size             integer check (size >= 0),
  created_at       timestamptz not null default now(),
  made_at          timestamptz,
  check ((made_at is null) = (file_name is null) and (made_at is null) = (size is null))
);
create index on public.price_reports (created_at desc, id desc);
create index on public.price_reports (owner_id, created_at desc);
create index on public.price_reports (project_id) where project_id is not null;

-- Apart from them, so that a list never reads a file.
create table public.price_report_files (
  report_id uuid primary key references public.price_reports on delete cascade,
  bytes     bytea not null
);
-- They are compressed already, or small.
alter table public.price_report_files alter column bytes set storage external;

do $$
declare t text;
begin
  foreach t in array array['price_reports', 'price_report_files'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('revoke all on public.%I from anon, authenticated', t);
    execute format('grant select on public.%I to authenticated', t);
    execute format('grant select, insert, update, delete on public.%I to service_role', t);
  end loop;
end $$;
grant delete on public.price_reports to authenticated;

-- Whoever left a project reads none of its prices any more, also not in a report made before.
create policy "by those who may see all that is in it" on public.price_reports for select to authenticated
  using ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects())
    or (owner_id = (select auth.uid()) and not by_administrator
      and sources <@ (select array(select ratebook.readable_projects()))));
create policy "removed by its owner or an administrator" on public.price_reports for delete to authenticated
  using ((select ratebook.is_admin()) or owner_id = (select auth.uid()));
create policy "as the report" on public.price_report_files for select to authenticated
  using (report_id in (select r.id from public.price_reports r));

-- A report's list says when each goes.
insert into public.retention_rules (kind, keep_days, least_days, most_days) values ('reports', 90, 7, 3650);
create function ratebook.reports_keep_days() returns integer
  language sql stable security definer set search_path = ''
as $$ select keep_days from public.retention_rules where kind = 'reports' $$;
grant execute on function ratebook.reports_keep_days() to authenticated, service_role;

-- A run that made something says where it is; the notice leads there.
create or replace function ratebook.tell_end_of_run() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.notices (user_id, run_id, outcome, title, body, link)
  values (new.requested_by, new.id, new.status, new.job_name,
    coalesce(new.error_message, new.output ->> 'message', ''),
    case when new.status = 'completed' and new.output ->> 'link' like '/%' then new.output ->> 'link'
      else '/jobs/runs/' || new.id end);
  return null;
end $$;
