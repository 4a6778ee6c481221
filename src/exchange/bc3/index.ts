/**
 * FIEBDC-3, the format in which estimating programs of the Spanish-speaking world hand each other price bases and
 * budgets (files `*.bc3`): concepts (`~C`) with prices, decompositions (`~D`, `~Y`) with factor and yield, texts
 * (`~T`), chapters marked by `#`. Read by the rules of FIEBDC-3/2016, which later versions keep.
 */
export { fitsAnsi } from './charsets.ts';
export { readBc3File } from './concepts.ts';
export { readBc3 } from './read.ts';
export { writeBc3 } from './write.ts';
