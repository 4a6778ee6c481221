import { X } from 'lucide-react';
import * as format from '../../services/format.ts';
import type { MemberRole, ProjectMember } from '../../services/types.ts';
import { calledOf, type MemberActions } from './use-member-actions.ts';

/** Who works in a project; where the reader may, with ways to give others another role and to take them out. */
export function MemberList(props: {
  members: readonly ProjectMember[];
  actions: MemberActions | null;
}) {
  return (
    <ul>
      {props.members.map((member) => (
        <Member
          key={member.user_id}
          member={member}
          // Who takes themselves out could not come back.
          actions={member.you ? null : props.actions}
        />
      ))}
    </ul>
  );
}

function Member({ member, actions }: { member: ProjectMember; actions: MemberActions | null }) {
  const name = calledOf(member);
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1 last:border-b-0">
      <div className="min-w-0 flex-1 basis-40">
        <span className={member.name === null ? 'code text-quiet' : 'font-medium'}>{name}</span>
        {member.you && <span className="text-quiet"> you</span>}
        {member.name === null && (
          <span className="text-small text-quiet"> has not signed in yet</span>
        )}
      </div>
      <span className="text-small text-quiet max-sm:hidden">since {format.date(member.since)}</span>
      {actions ? (
        <>
          <select
            aria-label={`Role of ${name}`}
            className="field"
            value={member.role}
            onChange={({ target }) => void actions.change(member, target.value as MemberRole)}
          >
            <option value="owner">owner</option>
            <option value="estimator">estimator</option>
          </select>
          <button
            type="button"
            className="icon-button"
            aria-label={`Take ${name} out`}
            onClick={() => void actions.remove(member)}
          >
            <X size={15} aria-hidden />
          </button>
        </>
      ) : (
        <span>{member.role}</span>
      )}
    </li>
  );
}
