/** The colour themes that every view must look right in. */
export const THEMES = ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const;

export type Theme = (typeof THEMES)[number];

interface ThemeNames {
  /** In the picker. */
  readonly label: string;
  /** In the settings; some versions put "Default" before it. */
  readonly setting: string;
  /** The class by which the workbench wears a theme of this kind. */
  readonly wornAs: string;
}

export const THEME_NAMES: Readonly<Record<Theme, ThemeNames>> = {
  light: { label: 'Light Modern', setting: 'Light Modern', wornAs: 'vs' },
  dark: { label: 'Dark Modern', setting: 'Dark Modern', wornAs: 'vs-dark' },
  'high-contrast': { label: 'Dark High Contrast', setting: 'Default High Contrast', wornAs: 'hc-black' },
  'high-contrast-light': { label: 'Light High Contrast', setting: 'Default High Contrast Light', wornAs: 'hc-light' },
};

/** The setting that makes a version of VS Code start in a theme. */
export function themeSetting(theme: Theme, version: string): Readonly<Record<string, string>> {
  const { setting } = THEME_NAMES[theme];
  const isOldName = version === '1.100' && !setting.startsWith('Default');
  return { 'workbench.colorTheme': isOldName ? `Default ${setting}` : setting };
}
