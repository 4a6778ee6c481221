import { spawnSync } from 'node:child_process';
import { installDebianPackages } from './debian.ts';

/** Programs of Poppler's that the tests open PDFs with. */
const programs = ['pdftotext', 'pdftoppm', 'pdfinfo'];

const isThere = () => programs.every((program) => spawnSync(program, ['-v']).error === undefined);

/** Whether PDFs can be opened by Poppler here; installed now where it is not there and we may. */
export function findPoppler(): boolean {
  if (!isThere()) installDebianPackages('poppler-utils');
  if (isThere()) return true;
  console.error(
    `PDFs are not opened in the tests: install Poppler (${programs.join(', ')}), then run npm test again.`,
  );
  return false;
}
