/** How serious problems are, from the worst. */
export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** What the setting of a rule may be; `default` leaves it to the rule. */
export const RULE_SETTINGS = ['default', ...SEVERITIES, 'off'] as const;

/** How serious a problem is with a setting of its rule; null if the rule is off. Any other value counts as `default`. */
export function severityWith(setting: unknown, { severity }: { readonly severity: Severity }): Severity | null {
  if (setting === 'off') return null;
  return SEVERITIES.find((candidate) => candidate === setting) ?? severity;
}
