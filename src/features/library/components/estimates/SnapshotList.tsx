import * as format from '../../services/format.ts';
import type { ProjectDetail } from '../../services/types.ts';
import { EmptyNote } from '../states.tsx';

/** The price snapshots taken of a project, newest first. */
export function SnapshotList({ project }: { project: ProjectDetail }) {
  return (
    <section aria-labelledby="snapshots" className="card">
      <h2 id="snapshots" className="heading flex h-10 items-center border-b border-line px-3">
        Price snapshots
      </h2>
      {project.snapshots.length === 0 ? (
        <EmptyNote title="None yet">Active projects are captured every week.</EmptyNote>
      ) : (
        <table className="data">
          <thead>
            <tr>
              <th scope="col">Captured</th>
              <th scope="col" className="number">
                Items
              </th>
              <th scope="col" className="number">
                Value
              </th>
            </tr>
          </thead>
          <tbody>
            {project.snapshots.map((snapshot) => (
              <tr key={snapshot.id}>
                <td>
                  {format.date(snapshot.captured_at)}
                  {snapshot.source === 'bid' && <span className="text-quiet"> · bid</span>}
                </td>
                <td className="number text-quiet">{format.count(snapshot.items_processed)}</td>
                <td className="number">{format.money(snapshot.total_value, project.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
