import { request, withQuery } from './api.ts';
import type {
  ChangeEvidence,
  ChangeThresholds,
  PriceChangesPage,
  PriceDrivers,
  PriceForecast,
  PriceIndex,
  PriceTrend,
  PriceTrendsPage,
} from './types.ts';

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
  /** Whether items whose prices are for a whole are among them; without, where left out. */
  lump_sums?: 'with' | 'without' | undefined;
}

/** How its items are listed. */
export interface MarketSearch extends MarketScope {
  over?: number | undefined;
  minimum?: number | undefined;
  sort?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** Which of the changes that were found are asked for. */
export interface ChangesSearch {
  item?: string | undefined;
  section?: string | undefined;
  division?: string | undefined;
  project?: string | undefined;
  kind?: 'shift' | 'outlier' | undefined;
  state?: 'open' | 'settled' | undefined;
  touching?: 'true' | undefined;
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
  forecast: (itemId: string) => request<PriceForecast>(`/api/library/items/${itemId}/forecast`),

  changes: (search: ChangesSearch, signal?: AbortSignal) =>
    request<PriceChangesPage>(withQuery('/api/price-changes', { ...search }), { signal }),
  evidence: (changeId: string) =>
    request<ChangeEvidence>(`/api/price-changes/${changeId}/evidence`),
  settle: (changeId: string, state: 'open' | 'settled') =>
    request<null>(`/api/price-changes/${changeId}`, { method: 'PATCH', body: { state } }),
  thresholds: () => request<ChangeThresholds>('/api/price-changes/thresholds'),
  setThreshold: (threshold: {
    item?: string | undefined;
    section?: string | undefined;
    least_size: number;
    is_on: boolean;
  }) => request<null>('/api/price-changes/thresholds', { method: 'PUT', body: threshold }),
  removeThreshold: (of: { item?: string | undefined; section?: string | undefined }) =>
    request<null>(withQuery('/api/price-changes/thresholds', of), { method: 'DELETE' }),
};
