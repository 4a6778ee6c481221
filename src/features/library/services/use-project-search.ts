import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, mostProjects } from './api.ts';

/**
 * The projects one is chosen from, as many as are told at once, by the words that are searched for.
 * @param limits of one currency alone; not yet, while `enabled` is false
 */
export function useProjectSearch(
  limits: { currency?: string | undefined; enabled?: boolean } = {},
) {
  const { currency, enabled = true } = limits;
  const [search, setSearch] = useState('');
  const projects = useQuery({
    queryKey: ['projects', 'to choose from', currency, search],
    queryFn: () => api.projects({ currency, search, limit: mostProjects }),
    enabled,
    placeholderData: keepPreviousData,
  });
  return { search, setSearch, projects };
}
