import type { ReactNode } from 'react';
import { ApiError } from '../services/api.ts';

/** Rows in the shape of what is being fetched; nothing spins. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  return (
    <div role="status" className="grid">
      <span className="sr-only">Loading</span>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: all alike, and never moved.
          key={row}
          className="flex h-9 items-center gap-6 border-b border-line px-3 last:border-b-0"
        >
          <div className="h-2.5 w-20 animate-pulse rounded bg-hover" />
          <div className="h-2.5 w-1/3 animate-pulse rounded bg-hover" />
          <div className="ml-auto h-2.5 w-24 animate-pulse rounded bg-hover" />
        </div>
      ))}
    </div>
  );
}

/** A page in the shape of what is being fetched; its heading says which. */
export function PageSkeleton({ title, rows = 8 }: { title: string; rows?: number }) {
  return (
    <>
      <h1 className="sr-only">{title}</h1>
      <div aria-hidden className="grid gap-3 px-4 pt-6 pb-5 sm:px-6">
        <div className="h-2.5 w-40 animate-pulse rounded bg-hover" />
        <div className="h-4 w-80 max-w-full animate-pulse rounded bg-hover" />
        <div className="h-2.5 w-56 animate-pulse rounded bg-hover" />
      </div>
      <div className="card mx-4 sm:mx-6">
        <SkeletonRows rows={rows} />
      </div>
    </>
  );
}

/** What went wrong, and what to do about it. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const message = error instanceof Error ? error.message : String(error);
  // What was refused is refused again; only what may pass is worth another try.
  const final = error instanceof ApiError && error.status >= 400 && error.status < 429;
  const lost = error instanceof ApiError && error.status === 404;
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 px-3 py-6">
      <p className={lost ? 'text-quiet' : 'text-bad'}>{message}</p>
      {retry && !final && (
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** What belongs here, and how to get it. */
export function EmptyNote({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="px-3 py-8">
      <p className="font-medium">{title}</p>
      {children && <p className="mt-1 max-w-prose text-quiet">{children}</p>}
    </div>
  );
}
