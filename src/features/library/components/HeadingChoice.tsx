import type { LibraryHeadings } from '../services/types.ts';

/** Divisions and their sections in one choice. */
export function HeadingChoice(props: {
  headings: LibraryHeadings | undefined;
  value: { division?: string | undefined; section?: string | undefined };
  onChange: (value: { division?: string | undefined; section?: string | undefined }) => unknown;
}) {
  const { headings, value, onChange } = props;
  return (
    <select
      aria-label="Division or section"
      className="field max-w-52"
      value={value.section ?? value.division ?? ''}
      onChange={(event) => {
        const id = event.target.value;
        const isDivision = headings?.divisions.some((division) => division.id === id);
        void onChange({
          division: isDivision ? id : undefined,
          section: isDivision || id === '' ? undefined : id,
        });
      }}
    >
      <option value="">All divisions</option>
      {headings?.divisions.map((division) => (
        <optgroup key={division.id} label={division.name}>
          <option value={division.id}>
            All of {division.name} ({division.items})
          </option>
          {division.sections.map((section) => (
            <option key={section.id} value={section.id}>
              {section.name} ({section.items})
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
