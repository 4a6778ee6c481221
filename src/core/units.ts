/** Ways to write one unit of measure; the first of a line is what the line is called. In small letters, without dots. */
const spellings = [
  'each ea u ud uds un und unit units no nr pc pcs pce',
  'h hr hrs hour hours hora horas',
  'day days dia dias',
  'week wk weeks',
  'month mo mon months mes',
  'm ml lm mts metre meter metres meters',
  'm2 sqm m^2',
  'm3 cum cbm m^3',
  'ft lf lft linft foot feet',
  'ft2 sf sft sqft',
  'ft3 cf cft cuft',
  'yd2 sy sys syd sqyd',
  'yd3 cy cys cyd cuyd',
  'in inch inches',
  'mi mile miles',
  'kg kgs kilogram kilograms',
  't tonne tonnes',
  'ton tons',
  'lb lbs pound pounds',
  'l lt ltr litre liter litres liters',
  'gal gals gallon gallons',
  'acre ac acres',
  'ha hectare hectares',
  'ls lsum lumpsum sum pa',
] as const;

const namesOf = new Map(
  spellings.flatMap((line) => {
    const [name = '', ...others] = line.split(' ');
    return [name, ...others].map((spelling) => [spelling, name] as const);
  }),
);

/**
 * Whether two texts are ways to write one unit: `m3`, `M³` and `m^3`, or `EACH` and `ea.`. Units between which quantities
 * would have to be converted never are, such as tonnes and short tons. A single capital is left as it is, since `M` is a
 * thousand where `m` is a metre.
 */
export function isSameUnit(one: string, other: string): boolean {
  return nameOf(one) === nameOf(other);
}

function nameOf(unit: string): string {
  const written = unit.normalize('NFKC').replace(/[\s.]/g, '');
  const plain = written.length === 1 && written !== 'H' ? written : written.toLowerCase();
  return namesOf.get(plain) ?? plain;
}
