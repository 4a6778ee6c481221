import { useEffect, useRef } from 'react';
import { useTheme } from '../../services/theme.ts';
import type { PriceHistory } from '../../services/types.ts';
import { useMachineIsDark } from '../../services/use-media.ts';
import { type ChartOptions, drawPrices } from './chart.ts';

/** An item's prices over time. Loaded when first shown: the chart's library is larger than the rest of the page. */
export default function PriceChart(props: { history: PriceHistory } & ChartOptions) {
  const { history, scale, fromZero } = props;
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof drawPrices> | null>(null);
  const theme = useTheme();
  const machineIsDark = useMachineIsDark();

  useEffect(() => {
    if (!element.current) return;
    chart.current = drawPrices(element.current);
    return () => chart.current?.dispose();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the theme the colours change.
  useEffect(() => {
    chart.current?.show(history, { scale, fromZero });
  }, [history, scale, fromZero, theme, machineIsDark]);

  return <div ref={element} className="h-72 w-full" />;
}
