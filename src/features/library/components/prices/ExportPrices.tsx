import { Download } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { saveFile } from '../../services/files-api.ts';
import type { PriceForecast, PriceHistory } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';

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
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="button h-7 text-small font-normal">
        <Download size={13} aria-hidden />
        Export
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Export prices"
          align="end"
          sideOffset={4}
          collisionPadding={12}
          className="z-30 rounded-lg border border-line bg-raised p-2 shadow-lg"
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
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** A code as a name that every file system takes. */
const plain = (code: string) => code.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '');
