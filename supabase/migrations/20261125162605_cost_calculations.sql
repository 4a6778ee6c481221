-- Costs that were calculated for a project and are kept: what was asked for, and the direct cost of one unit of each
-- item, exact, at the rates of one moment. Markups are taken of these when they are looked at, so that several sets of
-- them stand side by side without anything being calculated anew.
create table public.cost_calculations (
  id           uuid primary key default gen_random_uuid(),
  project_id   uuid not null references public.projects on delete cascade,
  -- What was chosen, in words.
  name         text not null check (name <> ''),
  currency     text not null,
  -- The moment whose rates are used.
  rates_at     timestamptz not null default now(),
  item_count   integer not null default 0,
  requested_by uuid default auth.uid(),
  created_at   timestamptz not null default now(),
  -- Null where it was calculated at once. Logs of runs go sooner than this, so it is no foreign key.
  run_id       uuid,
  finished_at  timestamptz
);
create index on public.cost_calculations (project_id, created_at desc, id);

create table public.cost_calculation_items (
  calculation_id  uuid not null references public.cost_calculations on delete cascade,
  -- From 1, by code.
  position        integer not null,
  -- Repeats the calculation's, for row-level security.
  project_id      uuid not null references public.projects on delete cascade,
  library_item_id uuid not null references public.library_items,
  quantity        numeric not null check (quantity >= 0 and quantity < 'infinity'),
  -- Money per unit; null until it is calculated, and where it cannot be.
  material        numeric,
  labor           numeric,
  equipment       numeric,
  error           text,
  primary key (calculation_id, position)
);
create index on public.cost_calculation_items (project_id);
create index on public.cost_calculation_items (library_item_id);

-- Markups a project uses, under names.
create table public.cost_presets (
  id         uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects on delete cascade,
  name       text not null check (name <> '' and length(name) <= 100),
  options    jsonb not null check (jsonb_typeof(options) = 'object'),
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  unique (project_id, name)
);

do $$
declare t text;
begin
  foreach t in array array['cost_calculations', 'cost_calculation_items', 'cost_presets'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('revoke all on public.%I from anon, authenticated', t);
    execute format('grant select, insert, update, delete on public.%I to service_role', t);
    -- What a project's costs come to is its members' business, also where its record is public.
    execute format('create policy "members read" on public.%I for select to authenticated using ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects()))', t);
  end loop;
end $$;
-- Kept by the service, after it has asked whether the person may.
grant select on public.cost_calculations, public.cost_calculation_items to authenticated;
grant select, insert, update, delete on public.cost_presets to authenticated;
create policy "members add" on public.cost_presets for insert to authenticated
  with check ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects()));
create policy "members change" on public.cost_presets for update to authenticated
  using ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects()))
  with check ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects()));
create policy "members remove" on public.cost_presets for delete to authenticated
  using ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects()));
