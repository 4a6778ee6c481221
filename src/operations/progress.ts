/** How far an operation is: `done` of `total` in a phase, both counted in what the phase counts. */
export interface ProgressReport {
  phase: string;
  done?: number;
  total?: number;
}

/** Is told how far an operation is. */
export type Progress = (report: ProgressReport) => Promise<void>;
