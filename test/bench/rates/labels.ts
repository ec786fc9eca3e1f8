import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BenchError } from '../engine/benchError.ts';

/** A position. Lines and columns start at 1, within the cell in a notebook; columns count UTF-16 code units. */
export interface Place {
  readonly cell?: number;
  readonly line: number;
  readonly column: number;
}

/** A rate that was labelled by hand. A doubtful one counts neither way; one without `optimizer` says nothing about the optimizer. */
export interface SiteLabel extends Place {
  readonly value: number;
  /** One name, several that are equally right, or null if the file doesn't tell. */
  readonly optimizer?: string | readonly string[] | null;
  readonly role: string;
  readonly doubtful?: boolean;
  readonly reason?: string;
}

/** An optimizer that runs at its default rate, on the line that names it. */
export interface DefaultLabel {
  readonly cell?: number;
  readonly line: number;
  readonly optimizer: string;
  readonly doubtful?: boolean;
  readonly reason?: string;
}

export interface LabelledFile {
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  readonly sha256: string;
  readonly sites: readonly SiteLabel[];
  readonly defaults: readonly DefaultLabel[];
}

const LABELS = path.join('test', 'bench', 'rates', 'labels.json');

/** @param source the path of a file with labels */
export async function readLabels(source = LABELS): Promise<readonly LabelledFile[]> {
  try {
    const { files } = JSON.parse(await readFile(source, 'utf8')) as { files?: LabelledFile[] };
    if (!Array.isArray(files)) throw new TypeError('there is no list "files" in it.');
    return files;
  } catch (error) {
    throw new BenchError(`${source} holds no labels that can be read: ${(error as Error).message}`);
  }
}

/** The expected path of a file, relative to the folder. */
export function relativePath({ repository, path: inside }: LabelledFile): string {
  return path.join(repository.replace('/', '__'), inside);
}

const LANGUAGES: Readonly<Record<string, string>> = {
  '.py': 'Python',
  '.ipynb': 'notebooks',
  '.js': 'JavaScript',
  '.ts': 'TypeScript',
  '.tsx': 'TypeScript',
  '.yaml': 'YAML',
  '.yml': 'YAML',
  '.json': 'JSON',
  '.toml': 'TOML',
};

export function languageOf(file: LabelledFile): string {
  return LANGUAGES[path.extname(file.path)] ?? 'other';
}

/** @throws BenchError with the names of files that are missing or differ from those that were labelled */
export async function checkFiles(files: readonly LabelledFile[], folder: string): Promise<void> {
  const wrong: string[] = [];
  for (const file of files) {
    const bytes = await readFile(path.join(folder, relativePath(file))).catch(() => undefined);
    if (bytes === undefined) wrong.push(`${relativePath(file)} is missing`);
    else if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) {
      wrong.push(
        `${relativePath(file)} differs from what was labelled (${file.repository} at ${file.commit.slice(0, 10)})`,
      );
    }
  }
  if (wrong.length > 0)
    throw new BenchError(
      `${folder} does not hold the labelled files; --help tells how to fetch them:\n${wrong.join('\n')}`,
    );
}
