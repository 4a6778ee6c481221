-- An element that is removed leaves its lines in the estimate, in no element; what was used in it stays used.
-- Lines first: who removes a line holds it before its use, so that the two never wait for each other.
alter table public.estimate_items
  drop constraint estimate_items_element_id_estimate_id_fkey,
  add constraint estimate_items_element_id_estimate_id_fkey foreign key (element_id, estimate_id)
    references public.estimate_elements (id, estimate_id) on delete set null (element_id);
alter table public.estimate_library_usage
  drop constraint estimate_library_usage_element_id_estimate_id_fkey,
  add constraint estimate_library_usage_element_id_estimate_id_fkey foreign key (element_id, estimate_id)
    references public.estimate_elements (id, estimate_id) on delete set null (element_id);
