import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './features/library/router.tsx';
import { ApiError } from './features/library/services/api.ts';
import { onSessionChange } from './features/library/services/session.ts';
import { applyTheme } from './features/library/services/theme.ts';
import './features/library/styles.css';

applyTheme();

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What was refused is refused again; a network that fails may come back.
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});

// What was fetched for one person is not for the next to see. Before the first render, so before any page is told.
onSessionChange(() => queryClient.clear());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root.');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
