import * as l10n from '@vscode/l10n';
import { formatAll } from '../../domain/format.ts';
import type { ArgumentSchema, InputSchema } from './toolDefinition.ts';

/**
 * Checks the arguments of a tool, which a model has written.
 * @returns null if they fit the schema; else a sentence that says which one is wrong and what is allowed
 */
export function problemOfArguments(input: unknown, { properties, required = [] }: InputSchema): string | null {
  const names = formatAll(Object.keys(properties));
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return l10n.t('The arguments must be an object with {0}.', names);
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(properties, name))
      return l10n.t('There is no argument {0}; the arguments are {1}.', JSON.stringify(name), names);
    const problem = problemOfValue(value, properties[name]);
    if (problem !== null) return `${name}: ${problem}`;
  }
  const missing = required.find((name) => (input as Record<string, unknown>)[name] === undefined);
  return missing === undefined ? null : l10n.t('The argument {0} is missing.', JSON.stringify(missing));
}

function problemOfValue(value: unknown, schema: ArgumentSchema): string | null {
  const written = JSON.stringify(value);
  switch (schema.type) {
    case 'string':
      if (typeof value !== 'string') return l10n.t('it must be text, not {0}.', written);
      return !schema.enum || schema.enum.includes(value)
        ? null
        : l10n.t('it must be one of {0}, not {1}.', formatAll(schema.enum), written);
    case 'number':
      return Number.isFinite(value) ? null : l10n.t('it must be a number, not {0}.', written);
    case 'integer':
      return Number.isInteger(value) ? null : l10n.t('it must be a whole number, not {0}.', written);
    case 'boolean':
      return typeof value === 'boolean' ? null : l10n.t('it must be true or false, not {0}.', written);
    case 'array':
      return isTextList(value) && value.length >= (schema.minItems ?? 0)
        ? null
        : l10n.t('it must be a list of strings such as ["train.py"], not {0}.', written);
  }
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
