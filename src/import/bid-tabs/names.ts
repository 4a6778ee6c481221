/** Words that stay as they are when a text in capitals becomes a sentence. */
const acronyms = new Set([
  'ADA',
  'HMA',
  'IDIQ',
  'ITS',
  'PCC',
  'PCCP',
  'SMA',
  'QC',
  'QA',
  'U',
  'US',
  'SR',
  'I',
]);

/** Names whose second capital a text in capitals hides. */
const properNames: Record<string, string> = {
  DEKALB: 'DeKalb',
  LAGRANGE: 'LaGrange',
  LAPORTE: 'LaPorte',
};

/**
 * A project's name from what the tabulation says of it: `BRIDGE REPLACEMENT` in `LAKE, LAPORTE` becomes
 * `Bridge replacement – Lake, LaPorte`. Newer tabulations write two spaces where older ones wrote a comma.
 */
export function projectName(jobDescription: string, county: string): string {
  const job = sentenceCase(tidyList(jobDescription));
  const place = titleCase(tidyList(county));
  return [job, place].filter((part) => part !== '').join(' – ');
}

/** A county or list of counties: `LAKE, LAPORTE` becomes `Lake, LaPorte`. */
export function countyName(county: string): string {
  return titleCase(tidyList(county));
}

function tidyList(text: string): string {
  return text
    .trim()
    .replace(/\s{2,}/g, ', ')
    .replace(/\s*(,\s*)+/g, ', ');
}

// A text that is not all capitals was written by someone who meant its case.
function isShouted(text: string): boolean {
  return text === text.toUpperCase();
}

function sentenceCase(text: string): string {
  if (!isShouted(text)) return text;
  const words = text.replace(/[A-Z]+/g, (word) => (acronyms.has(word) ? word : word.toLowerCase()));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function titleCase(text: string): string {
  if (!isShouted(text)) return text;
  return text.replace(
    /[A-Z]+/g,
    (word) => properNames[word] ?? word.charAt(0) + word.slice(1).toLowerCase(),
  );
}
