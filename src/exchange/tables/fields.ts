import type { LibraryTable } from '../../contract/library-files.ts';

/** A field of a table of the library, as a column of a spreadsheet. */
export interface Field {
  /** Column name of a file we write, and what a person reads. */
  label: string;
  needed: 'always' | 'for new rows' | 'no';
  /** Other names a column may have, in small letters without punctuation. */
  synonyms: readonly string[];
  /** Written as a number. */
  number?: true;
  /** What `80%` means: 80, as of wastage, or 0.8, as of a factor. Without it a percent sign makes it no number. */
  percent?: 'number' | 'share';
  width: number;
}

/** The fields of each table, in the order of the columns of a file we write. */
export const tableFields = {
  items: {
    code: {
      label: 'Code',
      needed: 'always',
      synonyms: [
        'item code',
        'item',
        'item no',
        'item number',
        'pay item',
        'no',
        'ref',
        'reference',
        'codigo',
      ],
      width: 14,
    },
    name: {
      label: 'Name',
      needed: 'for new rows',
      synonyms: [
        'item name',
        'title',
        'short description',
        'summary',
        'resumen',
        'nombre',
        'denominacion',
      ],
      width: 44,
    },
    unit: {
      label: 'Unit',
      needed: 'for new rows',
      synonyms: ['uom', 'unit of measure', 'units', 'ud', 'unidad'],
      width: 8,
    },
    unit_price: {
      label: 'Unit price',
      needed: 'no',
      synonyms: ['price', 'rate', 'cost', 'unit cost', 'precio', 'importe'],
      number: true,
      width: 14,
    },
    section_code: {
      label: 'Section code',
      needed: 'no',
      synonyms: ['section', 'chapter', 'trade', 'capitulo'],
      width: 12,
    },
    section_name: {
      label: 'Section',
      needed: 'no',
      synonyms: ['section name', 'chapter name'],
      width: 24,
    },
    division_code: { label: 'Division code', needed: 'no', synonyms: ['division'], width: 12 },
    division_name: { label: 'Division', needed: 'no', synonyms: ['division name'], width: 24 },
    assembly_code: {
      label: 'Assembly code',
      needed: 'no',
      synonyms: ['assembly', 'group', 'subchapter'],
      width: 12,
    },
    assembly_name: {
      label: 'Assembly',
      needed: 'no',
      synonyms: ['assembly name', 'group name'],
      width: 24,
    },
    description: {
      label: 'Description',
      needed: 'no',
      synonyms: ['long description', 'specification', 'text', 'notes', 'descripcion'],
      width: 50,
    },
  },
  resources: {
    code: {
      label: 'Code',
      needed: 'always',
      synonyms: ['resource code', 'resource', 'no', 'ref', 'reference', 'codigo'],
      width: 14,
    },
    name: {
      label: 'Name',
      needed: 'for new rows',
      synonyms: ['resource name', 'title', 'description', 'summary', 'resumen', 'nombre'],
      width: 44,
    },
    kind: {
      label: 'Kind',
      needed: 'for new rows',
      synonyms: ['type', 'resource kind', 'resource type', 'category', 'tipo'],
      width: 12,
    },
    unit: {
      label: 'Unit',
      needed: 'for new rows',
      synonyms: ['uom', 'unit of measure', 'units', 'ud', 'unidad'],
      width: 8,
    },
    rate: {
      label: 'Rate',
      needed: 'for new rows',
      synonyms: ['price', 'unit price', 'cost', 'unit cost', 'hourly rate', 'precio'],
      number: true,
      width: 14,
    },
    currency: { label: 'Currency', needed: 'no', synonyms: ['cur', 'moneda', 'divisa'], width: 10 },
  },
  'build-ups': {
    item_code: {
      label: 'Item code',
      needed: 'always',
      synonyms: ['item', 'parent', 'parent code', 'assembly', 'for item'],
      width: 14,
    },
    kind: { label: 'Kind', needed: 'no', synonyms: ['type', 'line kind', 'line type'], width: 12 },
    code: {
      label: 'Code',
      needed: 'always',
      synonyms: ['resource code', 'resource', 'component', 'component code', 'child', 'part'],
      width: 14,
    },
    quantity: {
      label: 'Quantity',
      needed: 'no',
      synonyms: ['quantity per unit', 'qty', 'amount', 'coefficient', 'yield', 'rendimiento'],
      number: true,
      width: 12,
    },
    wastage: {
      label: 'Wastage %',
      needed: 'no',
      synonyms: ['wastage', 'waste', 'waste %', 'wastage percent', 'merma', 'mermas'],
      number: true,
      percent: 'number',
      width: 12,
    },
    hours: {
      label: 'Hours',
      needed: 'no',
      synonyms: ['hours per unit', 'hrs', 'time', 'horas'],
      number: true,
      width: 12,
    },
    productivity: {
      label: 'Productivity',
      needed: 'no',
      synonyms: ['productivity factor', 'efficiency'],
      number: true,
      percent: 'share',
      width: 12,
    },
    crew: {
      label: 'Crew',
      needed: 'no',
      synonyms: ['crew size', 'gang', 'workers'],
      number: true,
      width: 12,
    },
    utilization: {
      label: 'Utilization',
      needed: 'no',
      synonyms: ['utilization factor', 'utilisation', 'use'],
      number: true,
      percent: 'share',
      width: 12,
    },
  },
} as const satisfies Record<LibraryTable, Readonly<Record<string, Field>>>;

/** The fields of a table, in order. */
export function fieldsOf(table: LibraryTable): [string, Field][] {
  return Object.entries(tableFields[table]);
}

/** The tables there are. */
export const tableNames = Object.keys(tableFields) as LibraryTable[];
