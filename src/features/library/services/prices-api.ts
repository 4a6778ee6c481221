import { request, withQuery } from './api.ts';
import type { PriceDrivers, PriceIndex, PriceTrend, PriceTrendsPage } from './types.ts';

/** Which months are looked at; left out, the newest with a price and the six before it. */
export interface Period {
  from?: string | undefined;
  to?: string | undefined;
  project?: string | undefined;
}

/** Which items a market is made of. */
export interface MarketScope extends Period {
  items?: string | undefined;
  division?: string | undefined;
  section?: string | undefined;
}

/** How its items are listed. */
export interface MarketSearch extends MarketScope {
  over?: number | undefined;
  minimum?: number | undefined;
  sort?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** The routes that tell how prices move. */
export const pricesApi = {
  trend: (itemId: string, period: Period = {}) =>
    request<PriceTrend>(withQuery(`/api/library/items/${itemId}/trend`, { ...period })),
  drivers: (itemId: string, period: Period = {}) =>
    request<PriceDrivers>(withQuery(`/api/library/items/${itemId}/price-drivers`, { ...period })),
  trends: (search: MarketSearch, signal?: AbortSignal) =>
    request<PriceTrendsPage>(withQuery('/api/price-trends', { ...search }), { signal }),
  index: (scope: MarketScope & { base?: string | undefined }) =>
    request<PriceIndex>(withQuery('/api/price-index', { ...scope })),
};
