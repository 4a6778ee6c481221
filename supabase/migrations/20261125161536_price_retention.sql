-- Captured prices are kept in full for half a year and more, then thinned; how is said with the other kinds of data, in
-- src/database/queries/retention.
insert into public.retention_rules (kind, keep_days, least_days, most_days) values
  ('price-snapshots', 190, 184, 3650);
