/** The file cannot be imported at all; `message` is one sentence that says what it is or lacks. */
export class ImportRefused extends Error {
  override name = 'ImportRefused';
}
