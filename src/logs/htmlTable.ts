import { roleOf } from './columnRoles.ts';

/** Characters of HTML that are looked at. */
const MAX_HTML = 5_000_000;
/** How the text of a number begins. */
const NUMBER = /^(?:[-+.\d]|nan|inf)/i;

/**
 * The rows of a table of losses in a notebook, as Hugging Face's Trainer and fastai display it, as lines of names and numbers: "Step: 10,
 * Training Loss: 0.5". "No log" and empty cells are left out.
 * @returns "" if there is no table with a loss and a step or an epoch
 */
export function linesOfTable(html: string): string {
  const [header, ...rows] = html.slice(0, MAX_HTML).split(/<tr\b/i).slice(1).map(cellsOf);
  const roles = (header ?? []).map(roleOf);
  const isOfTraining =
    (roles.includes('loss') || roles.includes('validationLoss')) && (roles.includes('step') || roles.includes('epoch'));
  if (!isOfTraining) return '';
  return rows
    .map((cells) =>
      header.flatMap((name, index) => (NUMBER.test(cells[index] ?? '') ? `${name}: ${cells[index]}` : [])),
    )
    .map((entries) => `${entries.join(', ')}\n`)
    .join('');
}

function cellsOf(row: string): string[] {
  return row
    .split(/<t[dh]\b[^>]*>/i)
    .slice(1)
    .map((cell) => cell.replace(/<[^<>]*>/g, '').trim());
}
