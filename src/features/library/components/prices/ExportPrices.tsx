import { Download } from 'lucide-react';
import { useState } from 'react';
import { saveFile } from '../../services/files-api.ts';
import type { PriceForecast, PriceHistory } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';
import { Popup } from '../Popup.tsx';

type Csv = typeof import('./prices-csv.ts');

/** The prices that are shown as a file: each of them, or month by month. */
export function ExportPrices(props: {
  /** Names the file. */
  code: string;
  history: PriceHistory;
  forecast: PriceForecast['points'];
}) {
  const { code, history, forecast } = props;
  const [open, setOpen] = useState(false);
  const save = async (what: string, write: (csv: Csv) => string) => {
    setOpen(false);
    // Loaded when first asked for: few who look at prices take them away.
    const text = write(await import('./prices-csv.ts'));
    saveFile(new Blob([text], { type: 'text/csv' }), `${what}-${plain(code)}.csv`);
  };
  const files = [
    { name: 'Each price, CSV', what: 'prices', write: (csv: Csv) => csv.pricesCsv(history) },
    {
      name: 'Month by month, CSV',
      what: 'price-months',
      write: (csv: Csv) => csv.monthsCsv(history, forecast),
    },
  ];
  return (
    <Popup
      label="Export prices"
      button={
        <>
          <Download size={13} aria-hidden />
          Export
        </>
      }
      className="button h-7 text-small font-normal"
      open={open}
      onOpenChange={setOpen}
      box="p-2"
    >
      <ul>
        {files.map(({ name, what, write }) => (
          <li key={what}>
            <button
              type="button"
              className="w-full rounded-md px-2 py-1.5 text-left hover:bg-hover"
              onClick={() => void save(what, write).catch(tellError)}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
    </Popup>
  );
}

/** A code as a name that every file system takes. */
const plain = (code: string) => code.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '');
