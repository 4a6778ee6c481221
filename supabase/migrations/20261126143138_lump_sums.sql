-- Some items are priced for a whole: mobilization, clearing, the removal of a bridge. Such a price follows what the whole
-- comprises, and says nothing of how prices move. Their unit may say so, or be "each".

create function ratebook.is_lump_sum(unit text, prices float8[], quantities float8[]) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select translate(upper(unit), '. -', '') in ('$', 'LS', 'LSUM', 'LUMP', 'LUMPSUM')
    or coalesce((
      select avg((quantity = 1)::int) >= 0.5
        and percentile_cont(0.9) within group (order by price) >= 5 * percentile_cont(0.1) within group (order by price)
      from unnest(prices, quantities) as o (price, quantity) where quantity > 0 and price > 0), false)
$$;

comment on function ratebook.is_lump_sum is
  'Whether prices of an item, each for its quantity, are for a whole: its unit says so, or at least half of them are for exactly one, and the dearest tenth costs five times what the cheapest tenth does.';

revoke all on function ratebook.is_lump_sum from public;
grant execute on function ratebook.is_lump_sum to authenticated, service_role;
