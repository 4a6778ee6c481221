/** A row that was not imported. `field` is null where the row as a whole is at fault. */
export interface RowProblem {
  line: number;
  field: string | null;
  reason: string;
  /** What stood there, shortened. */
  value?: string;
}

/** What a report says of the rows that were left out: how many, why, and the first of them in full. */
export interface RowProblems {
  total: number;
  /** Rows by `field: reason`. */
  byReason: Record<string, number>;
  first: RowProblem[];
}

const kept = 100;
const valueLength = 60;

/** Counts problems and keeps the first hundred, so that a file of nothing but bad rows needs no memory. */
export class ProblemLog {
  #total = 0;
  readonly #byReason = new Map<string, number>();
  readonly #first: RowProblem[] = [];

  add(problem: RowProblem): void {
    this.count(problem.field, problem.reason, 1);
    if (this.#first.length < kept) this.#first.push(shortened(problem));
  }

  /** Counts `rows` more without their lines. */
  count(field: string | null, reason: string, rows: number): void {
    if (rows === 0) return;
    this.#total += rows;
    const key = field === null ? reason : `${field}: ${reason}`;
    this.#byReason.set(key, (this.#byReason.get(key) ?? 0) + rows);
  }

  /** All of it, in the order of the file. */
  summary(): RowProblems {
    return {
      total: this.#total,
      byReason: Object.fromEntries(this.#byReason),
      first: this.#first.toSorted((a, b) => a.line - b.line),
    };
  }
}

function shortened(problem: RowProblem): RowProblem {
  const { value } = problem;
  if (value === undefined || value.length <= valueLength) return problem;
  return { ...problem, value: `${value.slice(0, valueLength)}…` };
}
