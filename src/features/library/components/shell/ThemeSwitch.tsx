import { setTheme, type Theme, useTheme } from '../../services/theme.ts';
import { Segmented } from '../Segmented.tsx';

const themes: Readonly<Record<Theme, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' };

/** Light, dark, or as the machine is. */
export function ThemeSwitch() {
  return <Segmented label="Theme" options={themes} value={useTheme()} onChange={setTheme} />;
}
