import { useCallback } from 'react';

/** The part of an infinite query that fetches on. */
interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/**
 * Fetches the next page of a list where there is one and none is on its way: asked again meanwhile, it would begin anew.
 * The same function as long as nothing of that changes.
 */
export function useLoadMore({ hasNextPage, isFetchingNextPage, fetchNextPage }: Pages): () => void {
  return useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
}
