import pg from 'pg';

/** What changed, as triggers tell it: a kind of thing, or what is in one project; `projects` where it may be any of them. */
export type Change = (typeof kinds)[number] | `project ${string}`;

const kinds = ['jobs', 'notices', 'queues', 'schedules', 'projects'] as const;

function isChange(payload: string): payload is Change {
  return kinds.some((kind) => kind === payload) || payload.startsWith('project ');
}

/** The database's announcements of changes. */
export interface Changes {
  /** Calls `listener` at each change, once it is committed. Gives what ends that. */
  subscribe(listener: (change: Change) => void): () => void;
  close(): Promise<void>;
}

/** Wait before the connection is made again after it was lost, in milliseconds. */
const reconnectAfter = 1_000;

/**
 * Listens to the database's announcements on a connection of its own, made anew where it is lost; whoever listens is
 * then told of a change, as some may have been missed. Needs a session connection, not a transaction pooler.
 */
export async function listenForChanges(url: string): Promise<Changes> {
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  let client: pg.Client | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const connect = async () => {
    const fresh = new pg.Client({ connectionString: url, application_name: 'ratebook changes' });
    fresh.on('notification', ({ payload = '' }) => {
      if (isChange(payload)) tell(payload);
    });
    const lost = () => {
      if (client === fresh) client = null;
      if (closed) return;
      clearTimeout(timer);
      timer = setTimeout(() => void again(), reconnectAfter);
    };
    fresh.on('error', lost);
    fresh.on('end', lost);
    await fresh.connect();
    await fresh.query('listen ratebook_changes');
    client = fresh;
  };
  const again = async () => {
    try {
      await connect();
      for (const kind of kinds) tell(kind);
    } catch {
      clearTimeout(timer);
      if (!closed) timer = setTimeout(() => void again(), reconnectAfter);
    }
  };

  await connect();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
