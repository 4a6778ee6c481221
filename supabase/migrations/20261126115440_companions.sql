-- What is used with an item, one row an item: a row a pair, each with two references to check and three indexes to keep,
-- took most of a night's run.

-- A number for each item that anything was learned of, by which the rows below name it.
alter table public.library_item_prevalence add column number integer;
update public.library_item_prevalence p set number = n.number
  from (select library_item_id, (row_number() over (order by library_item_id) - 1)::int as number
    from public.library_item_prevalence) n
  where n.library_item_id = p.library_item_id;
alter table public.library_item_prevalence alter column number set not null, add unique (number);
comment on column public.library_item_prevalence.number is 'Its place within one learning, by which library_item_companions name it.';

create table public.library_item_companions (
  library_item_id uuid primary key references public.library_items on delete cascade,
  -- The items most strongly used with it, the strongest first, by their numbers in library_item_prevalence.
  paired          integer[] not null,
  -- Estimates that have both.
  together        integer[] not null check (cardinality(together) = cardinality(paired)),
  as_of           timestamptz not null
);

insert into public.library_item_companions (library_item_id, paired, together, as_of)
select r.library_item_id, array_agg(p.number order by r.rank), array_agg(r.together order by r.rank), max(r.as_of)
from public.library_item_pairs r join public.library_item_prevalence p on p.library_item_id = r.paired_item_id
group by r.library_item_id;
drop table public.library_item_pairs;

-- 'Estimates with library_item_id also have paired_item_id', a row a pair, with the figures that follow from the counts.
create view public.library_item_pairs with (security_invoker = true) as
select c.library_item_id, o.library_item_id as paired_item_id, u.rank::int as rank, u.together,
  i.estimates as of, o.estimates as paired_estimates, i.of_estimates,
  u.together::float8 / i.of_estimates as support,
  u.together::float8 / i.estimates as confidence,
  u.together::float8 * i.of_estimates / (i.estimates::float8 * o.estimates) as lift,
  c.as_of
from public.library_item_companions c
join public.library_item_prevalence i on i.library_item_id = c.library_item_id
cross join unnest(c.paired, c.together) with ordinality as u (number, together, rank)
join public.library_item_prevalence o on o.number = u.number;
comment on column public.library_item_pairs.confidence is 'Share of the estimates with library_item_id that also have paired_item_id.';
comment on column public.library_item_pairs.lift is 'Confidence over the share of all estimates that have paired_item_id: 1 means no relation.';

alter table public.library_item_companions enable row level security;
revoke all on public.library_item_companions, public.library_item_pairs from anon, authenticated;
grant select on public.library_item_companions, public.library_item_pairs to authenticated;
grant select, insert, update, delete on public.library_item_companions to service_role;
grant select on public.library_item_pairs to service_role;
create policy "signed-in users read" on public.library_item_companions for select to authenticated using (true);

-- Every use of every item is sorted for it, once a night.
alter function ratebook.refresh_popularity(timestamptz) set work_mem = '128MB';
