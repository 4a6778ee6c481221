import type { HeadingRecord } from '../records.ts';
import { bc3Line } from './codes.ts';
import type { Bc3File, Concept } from './concepts.ts';

/** Where an item stands in the library. */
export interface Place {
  section: string;
  assembly: string | null;
}

/** The headings of a file, and the place of each concept under them that is no heading. */
export interface Outline {
  headings: HeadingRecord[];
  places: Map<Concept, Place>;
}

/**
 * The chapters of a file as divisions, sections and assemblies, by their depth under the root. What lies deeper belongs
 * to the assembly above it; an item that stands in a division itself gets a section of the division's name; one in no
 * chapter stands where the first item that uses it does.
 */
export function outlineOf(file: Bc3File): Outline {
  const headings = new Map<string, HeadingRecord>();
  const places = new Map<Concept, Place>();
  const seen = new Set<Concept>();
  const heading = (level: HeadingRecord['level'], chapter: Concept, parent: string | null) => {
    const code = codeOf(chapter);
    const key = `${level} ${code}`;
    const made = {
      is: 'heading' as const,
      line: chapter.line,
      level,
      code,
      name: nameOf(chapter),
      parent,
    };
    if (!headings.has(key)) headings.set(key, made);
    return code;
  };
  const place = (concept: Concept, path: readonly Concept[]) => {
    const [division, section = division, assembly] = path;
    if (!division || !section || places.has(concept)) return;
    places.set(concept, {
      section: heading('section', section, heading('division', division, null)),
      assembly: assembly ? heading('assembly', assembly, codeOf(section)) : null,
    });
  };
  const walk = (chapter: Concept, path: readonly Concept[]) => {
    // A chapter in itself, or in two: once is enough.
    if (seen.has(chapter)) return;
    seen.add(chapter);
    announce(path, heading);
    for (const { code } of chapter.children) {
      const child = file.concepts.get(code);
      if (!child) continue;
      if (child.chapter) walk(child, [...path, child].slice(0, 3));
      else place(child, path.length === 0 ? [chapter] : path);
    }
  };
  for (const top of tops(file)) walk(top, top.root ? [] : [top]);
  placeUsed(file, places);
  return { headings: [...headings.values()], places };
}

/** Chapters without items are headings, too. */
function announce(
  path: readonly Concept[],
  heading: (level: HeadingRecord['level'], chapter: Concept, parent: string | null) => string,
): void {
  const [division, section, assembly] = path;
  if (!division) return;
  const code = heading('division', division, null);
  if (section) heading('section', section, code);
  if (section && assembly) heading('assembly', assembly, codeOf(section));
}

/** The root, and the chapters that stand in no other. */
function tops(file: Bc3File): Concept[] {
  const inside = new Set<string>();
  for (const { children } of file.concepts.values()) {
    for (const { code } of children) inside.add(code);
  }
  const chapters = [...file.concepts.values()].filter(({ chapter }) => chapter);
  const roots = chapters.filter(({ root }) => root);
  return [...roots, ...chapters.filter(({ root, code }) => !root && !inside.has(code))];
}

/** Items that only other items name. */
function placeUsed(file: Bc3File, places: Map<Concept, Place>): void {
  const waiting = [...places.keys()];
  for (let user = waiting.pop(); user; user = waiting.pop()) {
    const where = places.get(user);
    for (const { code } of user.children) {
      const used = file.concepts.get(code);
      if (!used || used.chapter || !where || places.has(used) || used.children.length === 0) {
        continue;
      }
      places.set(used, { section: where.section, assembly: null });
      waiting.push(used);
    }
  }
}

/** A chapter's code in the library. */
export function codeOf({ code, beside }: Concept): string {
  return beside.get('code') ?? code;
}

/** A name: the one that was written beside it, as long as nobody wrote another one since. */
export function nameOf({ name, beside }: Concept): string | null {
  const whole = beside.get('name');
  return (whole !== undefined && sameLine(whole, name) ? whole : name) || null;
}

/** Whether a line is what became of a text in the file. */
function sameLine(whole: string, written: string): boolean {
  return bc3Line(whole) === written;
}
