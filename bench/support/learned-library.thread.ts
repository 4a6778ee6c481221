import { answer } from '../../src/jobs/threads/answer.ts';
import { learnLibrary } from './learned-library.ts';

/* A thread that learns a library, as a server's jobs do: whoever ranks has nothing of that in its memory. */
await answer(learnLibrary);
