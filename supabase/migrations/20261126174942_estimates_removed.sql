-- An estimate can be removed: with it what was used in it, but never what was bid of it.

-- A frozen version goes by itself, which is kept, or with its whole project; no longer with its estimate.
alter table public.frozen_estimates
  drop constraint frozen_estimates_estimate_id_project_id_fkey,
  add constraint frozen_estimates_estimate_id_project_id_fkey foreign key (estimate_id, project_id)
    references public.estimates (id, project_id),
  add constraint frozen_estimates_project_id_fkey foreign key (project_id) references public.projects on delete cascade;

-- Takes back all uses in an estimate that is about to be removed, for a member of its project; gives how many.
create function ratebook.take_back_all_uses(p_estimate_id uuid) returns integer
  language plpgsql security definer set search_path = ''
as $$
declare
  v_project uuid := ratebook.project_of_uses(p_estimate_id);
  v_items uuid[];
  v_count integer;
begin
  select array_agg(distinct library_item_id) into v_items
  from public.estimate_library_usage where estimate_id = p_estimate_id;
  perform ratebook.hold_popularity(v_items);
  delete from public.estimate_library_usage where estimate_id = p_estimate_id and project_id = v_project;
  get diagnostics v_count = row_count;
  perform ratebook.count_uses(v_items, clock_timestamp());
  return v_count;
end $$;
grant execute on function ratebook.take_back_all_uses(uuid) to authenticated, service_role;
