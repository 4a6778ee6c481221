import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { membersApi } from '../../services/members-api.ts';
import type { AddMember, MemberRole, ProjectMember } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';

/** What may be done with who works in a project; what is done at once has a way back. */
export interface MemberActions {
  /** Throws what the server refuses. */
  add: (person: AddMember) => Promise<void>;
  change: (member: ProjectMember, role: MemberRole) => Promise<void>;
  remove: (member: ProjectMember) => Promise<void>;
}

/** How somebody is called; who has never signed in, by the beginning of their id. */
export const calledOf = ({ name, user_id }: ProjectMember) => name ?? user_id.slice(0, 8);

/** How it is changed who works in a project, on its page. */
export function useMemberActions(projectId: string): MemberActions {
  const queries = useQueryClient();
  const follow = () => queries.invalidateQueries({ queryKey: ['projects', projectId, 'members'] });
  /** Does something, and says so with the way back from what it answered, or why it could not be done. */
  const doing = async <Answer>(
    work: () => Promise<Answer>,
    done: string,
    back?: { undo: (answer: Answer) => Promise<unknown>; undone: string },
  ): Promise<void> => {
    try {
      const answer = await work();
      toast.success(
        done,
        back && {
          action: {
            label: 'Undo',
            onClick: () => void doing(() => back.undo(answer), back.undone),
          },
          duration: 10_000,
        },
      );
    } catch (error) {
      tellError(error);
    } finally {
      await follow();
    }
  };
  return {
    add: async (person) => {
      const added = await membersApi.add(projectId, person);
      toast.success(`${calledOf(added)} works in the project now.`);
      await follow();
    },
    change: (member, role) => {
      const { user_id } = member;
      const is = (one: MemberRole) => `${calledOf(member)} is an ${one} now.`;
      return doing(() => membersApi.change(projectId, user_id, role), is(role), {
        undo: () => membersApi.change(projectId, user_id, member.role),
        undone: is(member.role),
      });
    },
    remove: (member) => {
      const name = calledOf(member);
      return doing(() => membersApi.remove(projectId, member.user_id), `${name} is taken out.`, {
        // As they were: their role may be another than is shown.
        undo: ({ user_id, role }) => membersApi.add(projectId, { user_id, role }),
        undone: `${name} works in the project again.`,
      });
    },
  };
}
