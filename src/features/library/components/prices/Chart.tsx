import type { EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef } from 'react';
import { useTheme } from '../../services/theme.ts';
import { useMachineIsDark } from '../../services/use-media.ts';
import { type Chart as Drawn, drawChart, type Inks } from './chart-frame.ts';

/** Draws what is shown, again whenever that or the theme changes. `optionsOf` is one function for good. */
export function Chart<Shown>(props: {
  shown: Shown;
  optionsOf: (shown: Shown, ink: Inks) => EChartsCoreOption;
}) {
  const { shown, optionsOf } = props;
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<Drawn<Shown> | null>(null);
  const theme = useTheme();
  const machineIsDark = useMachineIsDark();

  useEffect(() => {
    if (!element.current) return;
    chart.current = drawChart(element.current, optionsOf);
    return () => chart.current?.dispose();
  }, [optionsOf]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the theme the colours change.
  useEffect(() => {
    chart.current?.show(shown);
  }, [shown, theme, machineIsDark]);

  return <div ref={element} className="h-72 w-full" />;
}
