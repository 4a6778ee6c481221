-- No list is sorted by the score alone (all-time use settles what the last 30 days leave even), so that each use paid for an
-- index that nothing read, or that the planner took for the primary key where it knew nothing of the table yet.
drop index public.library_item_popularity_popularity_score_library_item_id_idx;
