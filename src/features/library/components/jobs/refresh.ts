/** How often the page asks how things stand, in milliseconds, where no change is told: while something runs, and otherwise. */
export const refresh = { live: 1_000, idle: 10_000 };
