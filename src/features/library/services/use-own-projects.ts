import { useQuery } from '@tanstack/react-query';
import { api, mostProjects } from './api.ts';

/** The projects that the reader is a member of, as many as are told at once; undefined until they are known. */
export function useOwnProjects() {
  const projects = useQuery({
    queryKey: ['projects', 'of the reader'],
    queryFn: () => api.projects({ member: 'true', limit: mostProjects }),
  });
  return projects.data?.projects;
}
