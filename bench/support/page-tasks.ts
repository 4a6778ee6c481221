/** One task of a page's main thread, milliseconds. */
export interface PageTask {
  /** From its beginning to its end, also while other programs had the processor. */
  took: number;
  /** What the thread itself worked. */
  worked: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

/** What Chromium is to trace so that `pageTasks` can read it. */
export const tracedCategories = ['toplevel', '__metadata'];

/** The tasks of the main threads of pages in a trace of Chromium (JSON of Trace Event Format, microseconds); a task within a task is part of it. */
export function pageTasks(trace: string): PageTask[] {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const pages = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(threadOf),
  );
  const tasks = traceEvents
    .filter((event) => event.ph === 'X' && /RunTask$/.test(event.name))
    .filter((event) => pages.has(threadOf(event)))
    .sort((a, b) => a.ts - b.ts);
  const ends = new Map<string, number>();
  return tasks.flatMap((event) => {
    const { ts, dur = 0, tdur = 0 } = event;
    if (ts < (ends.get(threadOf(event)) ?? 0)) return [];
    ends.set(threadOf(event), ts + dur);
    return [{ took: dur / 1000, worked: tdur / 1000 }];
  });
}
