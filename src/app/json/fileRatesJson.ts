import type { RateReport, RateSite } from '../../code/rateSite.ts';

/** The learning rates of a file. */
export interface FileRates extends Pick<RateReport, 'sites' | 'defaults'> {
  readonly file: string;
  /** Why the file was not read. */
  readonly message?: string;
  readonly failed: boolean;
}

/** A file as `goldilocks rates --json` lists it. Others rely on its shape: fields may be added, none may change. */
export function fileRatesJson({ file, message, sites, defaults }: Omit<FileRates, 'failed'>): object {
  return {
    file,
    ...(message === undefined ? {} : { message }),
    sites: sites.map(toSiteJson),
    defaults: defaults.map(toSiteJson),
  };
}

function toSiteJson(site: RateSite): object {
  const {
    cell,
    line,
    column,
    endLine,
    endColumn,
    text,
    value,
    framework,
    optimizer,
    others,
    role,
    usedAt,
    assessment,
    typical,
  } = site;
  return {
    ...(cell === undefined ? {} : { cell: cell + 1 }),
    line,
    column,
    endLine,
    endColumn,
    text,
    value,
    framework,
    optimizer,
    ...(others.length === 0 ? {} : { others }),
    role,
    usedAt,
    assessment,
    typical,
  };
}
