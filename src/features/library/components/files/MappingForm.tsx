import * as format from '../../services/format.ts';
import type {
  FileMapping,
  LibraryImport,
  LibraryTable,
  SheetMapping,
  SheetPreview,
} from '../../services/types.ts';

const tables: Record<LibraryTable, string> = {
  items: 'Items',
  resources: 'Resources',
  'build-ups': 'Build-ups',
};

/** Which column is what: guessed by the names of the columns, corrected here. */
export function MappingForm(props: {
  given: LibraryImport;
  mapping: FileMapping;
  disabled: boolean;
  onChange: (mapping: FileMapping) => void;
}) {
  const { given, mapping, disabled, onChange } = props;
  const change = (next: Partial<FileMapping>) => onChange({ ...mapping, ...next });
  return (
    <section aria-labelledby="mapping" className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="mapping" className="heading mr-auto">
          {given.format === 'bc3' ? 'What the file says' : 'Which column is what'}
        </h2>
        {given.format !== 'bc3' && (
          <label className="flex items-center gap-2 text-quiet">
            Decimal mark
            <select
              className="field"
              disabled={disabled}
              value={mapping.decimal_mark}
              onChange={({ target }) => change({ decimal_mark: target.value === ',' ? ',' : '.' })}
            >
              <option value=".">1,234.50</option>
              <option value=",">1.234,50</option>
            </select>
          </label>
        )}
        <label className="flex items-center gap-2 text-quiet">
          Currency, where none is named
          <input
            className="field w-16 uppercase"
            disabled={disabled}
            maxLength={3}
            value={mapping.currency}
            onChange={({ target }) => change({ currency: target.value.toUpperCase() })}
          />
        </label>
      </div>
      {given.about && <p className="text-quiet">{given.about}</p>}
      {mapping.sheets.map((sheet, at) => (
        <Sheet
          key={sheet.sheet}
          sheet={sheet}
          preview={given.sheets.find((one) => one.sheet === sheet.sheet)}
          fields={given.fields}
          disabled={disabled}
          onChange={(next) => change({ sheets: mapping.sheets.with(at, next) })}
        />
      ))}
    </section>
  );
}

function Sheet(props: {
  sheet: SheetMapping;
  preview: SheetPreview | undefined;
  fields: LibraryImport['fields'];
  disabled: boolean;
  onChange: (sheet: SheetMapping) => void;
}) {
  const { sheet, preview, fields, disabled, onChange } = props;
  const name = sheet.sheet || 'The file';
  const own = sheet.table === null ? [] : fields[sheet.table];
  const fieldOf = (column: number) =>
    Object.entries(sheet.columns).find(([, at]) => at === column)?.[0] ?? '';
  const assign = (column: number, field: string) => {
    const others = Object.entries(sheet.columns).filter(
      ([other, at]) => at !== column && other !== field,
    );
    onChange({
      ...sheet,
      columns: Object.fromEntries(field === '' ? others : [...others, [field, column]]),
    });
  };
  const missing = own.filter(
    ({ name: field, needed }) => needed === 'always' && sheet.columns[field] === undefined,
  );
  return (
    <section aria-label={name} className="card overflow-x-auto">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1.5">
        <h3 className="font-medium">{name}</h3>
        <label className="flex items-center gap-2 text-quiet">
          holds
          <select
            className="field"
            disabled={disabled}
            value={sheet.table ?? ''}
            onChange={({ target }) => {
              const table = (target.value || null) as LibraryTable | null;
              const known = table === null ? [] : fields[table].map((field) => field.name);
              const kept = Object.entries(sheet.columns).filter(([field]) => known.includes(field));
              onChange({ ...sheet, table, columns: Object.fromEntries(kept) });
            }}
          >
            <option value="">nothing to import</option>
            {Object.entries(tables).map(([table, label]) => (
              <option key={table} value={table}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {missing.length > 0 && (
          <p className="text-small text-warning">
            Say which column is {missing.map(({ label }) => label).join(' and ')}.
          </p>
        )}
      </div>
      {sheet.table !== null && preview && (
        <table className="data">
          <thead>
            <tr>
              {preview.columns.map((column, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name that is theirs alone.
                <th key={at} scope="col">
                  <select
                    aria-label={`Column ${column || at + 1} is`}
                    className={`field mt-1.5 -ml-1 ${fieldOf(at) === '' ? 'text-quiet' : ''}`}
                    disabled={disabled}
                    value={fieldOf(at)}
                    onChange={({ target }) => assign(at, target.value)}
                  >
                    <option value="">not used</option>
                    {own.map((field) => (
                      <option key={field.name} value={field.name}>
                        {field.label}
                      </option>
                    ))}
                  </select>
                  <div className="py-1 font-normal">
                    {column || `Column ${format.count(at + 1)}`}
                  </div>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are where they are.
              <tr key={line}>
                {preview.columns.map((_, at) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                    key={at}
                    className={`max-w-56 truncate whitespace-nowrap ${fieldOf(at) === '' ? 'text-quiet' : ''}`}
                  >
                    {row[at] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
