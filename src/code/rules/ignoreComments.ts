import type { Symptom } from '../../domain/finding.ts';
import type { RuleName } from './rule.ts';

const COMMENT = /(?:#|\/\/)\s*goldilocks:\s*ignore(?:\[(?<rules>[\w\s,-]*)\])?/;

/** Whether a comment in the line ignores a rule, or a symptom of runs: `# goldilocks: ignore` ignores all, `# goldilocks: ignore[rate-too-high]` some. */
export function isIgnored(rule: RuleName | Symptom, line: string): boolean {
  const match = COMMENT.exec(line);
  if (!match) return false;
  const rules = match.groups?.rules?.split(',').map((name) => name.trim());
  return rules === undefined || rules.includes(rule);
}

/** The edit that makes a line ignore a rule: it appends a comment, or adds the rule to the comment that is there. */
export function ignoreEdit(
  rule: RuleName | Symptom,
  line: string,
  mark: '#' | '//',
): { readonly start: number; readonly end: number; readonly text: string } {
  const match = COMMENT.exec(line);
  const rules = match?.groups?.rules;
  if (match && rules !== undefined) {
    const end = match.index + match[0].length - 1;
    return { start: end, end, text: rules.trim() === '' ? rule : `, ${rule}` };
  }
  const end = line.trimEnd().length;
  return { start: end, end: line.length, text: `  ${mark} goldilocks: ignore[${rule}]` };
}
