-- A notice may be news in words of its own, such as of prices that changed, and not only the end of a job.
alter table public.notices drop constraint notices_outcome_check;
alter table public.notices add constraint notices_outcome_check check (outcome in ('completed', 'failed', 'news'));
