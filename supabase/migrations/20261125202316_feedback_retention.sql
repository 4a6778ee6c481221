-- What became of suggestions is kept as long as its figures can be asked for, and at least the year that ranking learns from.
insert into public.retention_rules (kind, keep_days, least_days, most_days) values ('suggestion-feedback', 731, 366, 3650);
