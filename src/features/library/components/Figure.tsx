import type { ReactNode } from 'react';
import { Why } from './Why.tsx';

/** Figures side by side, separated by hairlines. */
export function Figures({ children, label }: { children: ReactNode; label: string }) {
  return (
    <dl
      aria-label={label}
      className="card grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] overflow-hidden"
    >
      {children}
    </dl>
  );
}

/** One figure with its name, a quieter note below, and where it comes from. */
export function Figure(props: {
  name: string;
  value: ReactNode;
  note?: ReactNode;
  why?: ReactNode;
}) {
  return (
    <div className="-mt-px -ml-px border-t border-l border-line px-3 py-2.5">
      <dt className="flex h-6 items-center justify-between text-small text-quiet">
        {props.name}
        {props.why && <Why of={props.name}>{props.why}</Why>}
      </dt>
      <dd className="text-large font-semibold">
        {props.value}
        {props.note && <div className="text-small font-normal text-quiet">{props.note}</div>}
      </dd>
    </div>
  );
}
