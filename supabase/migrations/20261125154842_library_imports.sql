-- Files with a library in them: given, looked at, checked, and imported by a job, import-library.

create table public.library_imports (
  id         uuid primary key default gen_random_uuid(),
  file_name  text not null check (file_name <> '' and length(file_name) <= 255),
  format     text not null check (format in ('csv', 'xlsx', 'bc3')),
  content    bytea not null check (length(content) <= 33554432),
  -- What a first look at it found, for people to see: FileLook.
  look       jsonb not null,
  -- How it is read: guessed at first, then as somebody corrected it.
  mapping    jsonb not null,
  -- What the last check said, and what was imported: LibraryImportReport.
  checked    jsonb,
  result     jsonb,
  -- The last run. Logs of runs go sooner than this, so it is no foreign key.
  run_id     uuid,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now()
);
create index on public.library_imports (created_at desc, id);
-- Spreadsheets and workbooks are packed already, or not worth the time.
alter table public.library_imports alter column content set storage external;

alter table public.library_imports enable row level security;
revoke all on public.library_imports from anon, authenticated;
grant select, delete on public.library_imports to authenticated;
grant insert (file_name, format, content, look, mapping) on public.library_imports to authenticated;
grant select, insert, update, delete on public.library_imports to service_role;
create policy "administrators read" on public.library_imports for select to authenticated
  using ((select ratebook.is_admin()));
create policy "administrators give" on public.library_imports for insert to authenticated
  with check ((select ratebook.is_admin()) and created_by = (select auth.uid()));
create policy "administrators remove" on public.library_imports for delete to authenticated
  using ((select ratebook.is_admin()));

insert into public.retention_rules (kind, keep_days, least_days, most_days) values ('library-imports', 30, 1, 3650);
