import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { pricesApi } from './prices-api.ts';

/** The same each time, so that nothing is drawn anew for it. */
const none: never[] = [];

/** All that is told of an item's prices, each part as soon as it is there. */
export function useItemPrices(itemId: string) {
  const key = ['library', 'item', itemId] as const;
  // Settled ones as well: these are marked on the chart.
  const changes = useQuery({
    queryKey: ['library', 'changes', 'of', itemId],
    queryFn: () => pricesApi.changes({ item: itemId, limit: 100 }),
  });
  return {
    // All of them at once: another range then takes no time.
    history: useQuery({ queryKey: [...key, 'prices'], queryFn: () => api.prices(itemId) }),
    trend: useQuery({ queryKey: [...key, 'trend'], queryFn: () => pricesApi.trend(itemId) }),
    drivers: useQuery({ queryKey: [...key, 'drivers'], queryFn: () => pricesApi.drivers(itemId) }),
    forecast: useQuery({
      queryKey: [...key, 'forecast'],
      queryFn: () => pricesApi.forecast(itemId),
    }),
    changes: changes.data?.changes ?? none,
  };
}
