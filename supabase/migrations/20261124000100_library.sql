-- The cost library: what can be built, out of what, at which catalogue rate.
--
-- division → section → assembly → library item → factors → resources (or further items).
-- Everyone who is signed in reads it; administrators and the service change it.

-- Functions are executable by everyone unless this is said first; every grant below is by name.
alter default privileges revoke execute on functions from public;

-- Not exposed by PostgREST: helpers of policies, and functions that act for their caller.
create schema ratebook;
grant usage on schema ratebook to authenticated, service_role;

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gist with schema extensions;

-- True when the caller's token carries app_metadata.role = admin. app_metadata is set by the
-- service only; user_metadata, which users edit themselves, decides nothing here.
create function ratebook.is_admin() returns boolean
  language sql stable set search_path = ''
as $$ select coalesce(auth.jwt() -> 'app_metadata' ->> 'role' = 'admin', false) $$;

-- True for the service: its key's role, or no API role at all (migrations, workers, psql).
create function ratebook.is_service() returns boolean
  language sql stable set search_path = ''
as $$ select coalesce(current_setting('request.jwt.claims', true), '') = ''
          or coalesce(auth.jwt() ->> 'role' = 'service_role', false) $$;

grant execute on function ratebook.is_admin(), ratebook.is_service() to authenticated, service_role;

create table public.divisions (
  id   uuid primary key default gen_random_uuid(),
  code text not null unique check (code <> ''),
  name text not null check (name <> ''),
  -- Where a row came from, here and below: what the demo brought goes when real data comes.
  source text not null default 'user' check (source in ('user', 'demo', 'bid-tabs'))
);

create table public.sections (
  id          uuid primary key default gen_random_uuid(),
  division_id uuid not null references public.divisions on delete cascade,
  code        text not null unique check (code <> ''),
  name        text not null check (name <> ''),
  source      text not null default 'user' check (source in ('user', 'demo', 'bid-tabs'))
);
create index on public.sections (division_id);

-- A named kind of construction within a section, such as 'strip footings': items built the same way.
create table public.assemblies (
  id         uuid primary key default gen_random_uuid(),
  section_id uuid not null references public.sections on delete cascade,
  code       text not null unique check (code <> ''),
  name       text not null check (name <> ''),
  source     text not null default 'user' check (source in ('user', 'demo', 'bid-tabs')),
  unique (id, section_id)
);
create index on public.assemblies (section_id);

create table public.resources (
  id         uuid primary key default gen_random_uuid(),
  kind       text not null check (kind in ('material', 'labor', 'equipment')),
  code       text not null unique check (code <> ''),
  name       text not null check (name <> ''),
  unit       text not null check (unit <> ''),
  rate       numeric not null check (rate >= 0 and rate < 'infinity'),
  currency   text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  source     text not null default 'user' check (source in ('user', 'demo', 'bid-tabs')),
  updated_at timestamptz not null default now(),
  unique (id, kind)
);
comment on column public.resources.rate is 'The catalogue''s rate: money per unit, where a project has none of its own.';

create table public.library_items (
  id          uuid primary key default gen_random_uuid(),
  section_id  uuid not null references public.sections,
  assembly_id uuid,
  code        text not null unique check (code <> ''),
  name        text not null check (name <> ''),
  description text,
  unit        text not null check (unit <> ''),
  unit_price  numeric check (unit_price >= 0 and unit_price < 'infinity'),
  source      text not null default 'user' check (source in ('user', 'demo', 'bid-tabs')),
  created_at  timestamptz not null default now(),
  foreign key (assembly_id, section_id) references public.assemblies (id, section_id)
);
comment on column public.library_items.unit_price is
  'A price for the whole, for items that are bought or bid as one and have no factors.';
create index on public.library_items (section_id);
create index on public.library_items (assembly_id, section_id);
create index library_items_search on public.library_items
  using gin ((lower(code || ' ' || name)) extensions.gin_trgm_ops);

-- One line of an item's build-up: so much of a resource, or of another item, per unit of the item.
create table public.factors (
  id                  uuid primary key default gen_random_uuid(),
  library_item_id     uuid not null references public.library_items on delete cascade,
  kind                text not null check (kind in ('material', 'labor', 'equipment', 'item')),
  resource_id         uuid,
  sub_item_id         uuid references public.library_items,
  quantity_per_unit   numeric check (quantity_per_unit >= 0 and quantity_per_unit < 'infinity'),
  wastage_percent     numeric not null default 0 check (wastage_percent >= 0 and wastage_percent < 'infinity'),
  hours_per_unit      numeric check (hours_per_unit >= 0 and hours_per_unit < 'infinity'),
  productivity_factor numeric not null default 1 check (productivity_factor > 0 and productivity_factor < 'infinity'),
  crew_size           numeric not null default 1 check (crew_size >= 0 and crew_size < 'infinity'),
  utilization_factor  numeric not null default 1 check (utilization_factor >= 0 and utilization_factor < 'infinity'),
  position            integer not null default 0,
  -- The pair keeps a labor line from pointing at a material.
  foreign key (resource_id, kind) references public.resources (id, kind),
  check ((kind = 'item') = (sub_item_id is not null)),
  check ((kind = 'item') = (resource_id is null)),
  check ((kind in ('material', 'item')) = (quantity_per_unit is not null)),
  check ((kind in ('labor', 'equipment')) = (hours_per_unit is not null)),
  check (sub_item_id <> library_item_id)
);
create index on public.factors (library_item_id);
create index on public.factors (resource_id, kind);
create index on public.factors (sub_item_id);

do $$
declare t text;
begin
  foreach t in array array['divisions', 'sections', 'assemblies', 'resources', 'library_items', 'factors'] loop
    execute format('alter table public.%I enable row level security', t);
    -- Projects made before November 2026 grant everything to every API role by default.
    execute format('revoke all on public.%I from anon, authenticated', t);
    execute format('grant select, insert, update, delete on public.%I to authenticated, service_role', t);
    execute format('create policy "signed-in users read" on public.%I for select to authenticated using (true)', t);
    execute format('create policy "administrators add" on public.%I for insert to authenticated with check ((select ratebook.is_admin()))', t);
    execute format('create policy "administrators change" on public.%I for update to authenticated using ((select ratebook.is_admin())) with check ((select ratebook.is_admin()))', t);
    execute format('create policy "administrators remove" on public.%I for delete to authenticated using ((select ratebook.is_admin()))', t);
  end loop;
end $$;
