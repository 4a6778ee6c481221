import { type ReactNode, useEffect } from 'react';

/** A page's title, one sentence, and at most one action; names the browser's tab, too. */
export function PageHeader(props: {
  title: string;
  above?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${props.title} · Ratebook`;
  }, [props.title]);
  return (
    <header className="flex flex-wrap items-end gap-x-6 gap-y-2 px-4 pt-4 pb-3 sm:px-6">
      <div className="min-w-0 flex-1 basis-64">
        {props.above && <div className="mb-0.5 text-small text-quiet">{props.above}</div>}
        <h1 className="text-title font-semibold tracking-tight text-balance">{props.title}</h1>
        {props.children && <p className="mt-0.5 text-quiet">{props.children}</p>}
      </div>
      {props.action}
    </header>
  );
}
