/** PostgreSQL cuts the name of a connection, which carries it, at 63 bytes. */
const hostLength = 40;

/** What a worker process is called in the log of runs and in the manager, such as `build-7:4711`. */
export function workerName(host: string, pid: number): string {
  return `${host.slice(0, hostLength)}:${pid}`;
}
