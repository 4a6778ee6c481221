-- Projects, who works on them, what they pay, and their estimates.

create table public.projects (
  id          uuid primary key default gen_random_uuid(),
  code        text not null unique check (code <> ''),
  name        text not null check (name <> ''),
  county      text,
  region      text,
  currency    text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  status      text not null default 'active' check (status in ('active', 'closed')),
  visibility  text not null default 'members' check (visibility in ('members', 'everyone')),
  source      text not null default 'user' check (source in ('user', 'demo', 'bid-tabs')),
  started_on  date not null default current_date,
  created_by  uuid,
  created_at  timestamptz not null default now()
);
comment on column public.projects.visibility is
  'everyone: a public record, such as a bid tabulation, which all who are signed in may read. Changing it still takes a member.';
create index on public.projects (started_on desc, id);

-- user_id has no foreign key: identities may come from any issuer (JWKS), not only from auth.users.
create table public.project_members (
  project_id uuid not null references public.projects on delete cascade,
  user_id    uuid not null,
  role       text not null default 'estimator' check (role in ('owner', 'estimator')),
  created_at timestamptz not null default now(),
  primary key (project_id, user_id)
);
create index on public.project_members (user_id, project_id);

-- The caller's projects. Definer, since project_members' own policies ask it.
create function ratebook.my_projects() returns setof uuid
  language sql stable security definer set search_path = ''
as $$ select project_id from public.project_members where user_id = auth.uid() $$;

create function ratebook.owned_projects() returns setof uuid
  language sql stable security definer set search_path = ''
as $$ select project_id from public.project_members where user_id = auth.uid() and role = 'owner' $$;

create function ratebook.is_member(p_project_id uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$ select exists (select from public.project_members where project_id = p_project_id and user_id = auth.uid()) $$;

-- What the caller may read: all of it for administrators, else their own projects and public records.
create function ratebook.readable_projects() returns setof uuid
  language sql stable security definer set search_path = ''
as $$
  select id from public.projects
  where (select ratebook.is_admin()) or visibility = 'everyone' or id in (select ratebook.my_projects())
$$;

-- What the caller may change.
create function ratebook.writable_projects() returns setof uuid
  language sql stable security definer set search_path = ''
as $$
  select id from public.projects
  where (select ratebook.is_admin()) or id in (select ratebook.my_projects())
$$;

grant execute on function ratebook.my_projects(), ratebook.owned_projects(), ratebook.is_member(uuid),
  ratebook.readable_projects(), ratebook.writable_projects() to authenticated, service_role;

-- Whoever creates a project owns it; otherwise nobody could add its first member.
create function ratebook.add_creator_as_owner() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  if new.created_by is not null then
    insert into public.project_members (project_id, user_id, role) values (new.id, new.created_by, 'owner');
  end if;
  return new;
end $$;
create trigger add_creator_as_owner after insert on public.projects
  for each row execute function ratebook.add_creator_as_owner();

-- What a project pays instead of the catalogue's rate, in the project's currency, over [from, to).
create table public.project_rates (
  id             uuid primary key default gen_random_uuid(),
  project_id     uuid not null references public.projects on delete cascade,
  resource_id    uuid not null references public.resources,
  rate           numeric not null check (rate >= 0 and rate < 'infinity'),
  effective_from timestamptz not null default now(),
  effective_to   timestamptz check (effective_to > effective_from),
  created_by     uuid default auth.uid(),
  created_at     timestamptz not null default now(),
  exclude using gist (
    project_id extensions.gist_uuid_ops with =,
    resource_id extensions.gist_uuid_ops with =,
    tstzrange(effective_from, effective_to) with &&
  )
);
create index on public.project_rates (project_id, resource_id, effective_from desc);
create index on public.project_rates (resource_id);

create table public.estimates (
  id         uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects on delete cascade,
  name       text not null check (name <> ''),
  status     text not null default 'open' check (status in ('open', 'frozen')),
  created_at timestamptz not null default now(),
  unique (id, project_id)
);
create index on public.estimates (project_id);

-- A part of the building within an estimate, such as 'Foundations'.
create table public.estimate_elements (
  id          uuid primary key default gen_random_uuid(),
  estimate_id uuid not null,
  project_id  uuid not null,
  name        text not null check (name <> ''),
  position    integer not null default 0,
  unique (id, estimate_id),
  foreign key (estimate_id, project_id) references public.estimates (id, project_id) on delete cascade
);
create index on public.estimate_elements (estimate_id, project_id);

-- project_id repeats on the children so that row-level security needs no joins; the foreign key keeps it true.
create table public.estimate_items (
  id              uuid primary key default gen_random_uuid(),
  estimate_id     uuid not null,
  project_id      uuid not null,
  element_id      uuid,
  library_item_id uuid not null references public.library_items,
  quantity        numeric not null check (quantity > 0 and quantity < 'infinity'),
  unit_price      numeric check (unit_price >= 0 and unit_price < 'infinity'),
  created_at      timestamptz not null default now(),
  foreign key (estimate_id, project_id) references public.estimates (id, project_id) on delete cascade,
  foreign key (element_id, estimate_id) references public.estimate_elements (id, estimate_id)
);
comment on column public.estimate_items.unit_price is
  'The price agreed in this estimate; null where the price follows the item''s build-up.';
create index on public.estimate_items (estimate_id, project_id);
create index on public.estimate_items (element_id, estimate_id);
create index on public.estimate_items (library_item_id);

alter table public.projects enable row level security;
alter table public.project_members enable row level security;
alter table public.project_rates enable row level security;
alter table public.estimates enable row level security;
alter table public.estimate_elements enable row level security;
alter table public.estimate_items enable row level security;

revoke all on public.projects, public.project_members, public.project_rates, public.estimates,
  public.estimate_elements, public.estimate_items from anon, authenticated;
grant select, insert, update, delete on public.projects, public.project_members, public.project_rates,
  public.estimates, public.estimate_elements, public.estimate_items to authenticated, service_role;

-- created_by is asked as well: the membership of a project's creator is written after the row is returned.
create policy "members and public records read" on public.projects for select to authenticated
  using (id in (select ratebook.readable_projects()) or created_by = (select auth.uid()));
create policy "signed-in users add their own" on public.projects for insert to authenticated
  with check (created_by = (select auth.uid()));
create policy "owners change" on public.projects for update to authenticated
  using ((select ratebook.is_admin()) or id in (select ratebook.owned_projects()))
  with check ((select ratebook.is_admin()) or id in (select ratebook.owned_projects()));
create policy "owners remove" on public.projects for delete to authenticated
  using ((select ratebook.is_admin()) or id in (select ratebook.owned_projects()));

create policy "members read" on public.project_members for select to authenticated
  using ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects()));
create policy "owners add" on public.project_members for insert to authenticated
  with check ((select ratebook.is_admin()) or project_id in (select ratebook.owned_projects()));
create policy "owners change" on public.project_members for update to authenticated
  using ((select ratebook.is_admin()) or project_id in (select ratebook.owned_projects()))
  with check ((select ratebook.is_admin()) or project_id in (select ratebook.owned_projects()));
create policy "owners remove" on public.project_members for delete to authenticated
  using ((select ratebook.is_admin()) or project_id in (select ratebook.owned_projects()));

do $$
declare t text;
begin
  foreach t in array array['project_rates', 'estimates', 'estimate_elements', 'estimate_items'] loop
    execute format('create policy "members and public records read" on public.%I for select to authenticated using (project_id in (select ratebook.readable_projects()))', t);
    execute format('create policy "members add" on public.%I for insert to authenticated with check (project_id in (select ratebook.writable_projects()))', t);
    execute format('create policy "members change" on public.%I for update to authenticated using (project_id in (select ratebook.writable_projects())) with check (project_id in (select ratebook.writable_projects()))', t);
    execute format('create policy "members remove" on public.%I for delete to authenticated using (project_id in (select ratebook.writable_projects()))', t);
  end loop;
end $$;
