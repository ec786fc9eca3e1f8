/** Ways to write that a setting is what another one is: `${model.lr}`, `@model#lr`, `<model[lr]>` (behind HyperPyYAML's `!ref`). */
const REFERENCES: readonly RegExp[] = [/^\$\{\.*([\w.]+)\}$/, /^\$?@([A-Za-z_][\w#:]*)$/];
const TAGGED = /^<([\w.[\]]+)>(?:\s*[*/]\s*[\d.e+-]+)?$/;

/** The keys that lead to the setting which a text refers to, from the top of the file; null if the text is no reference. */
export function referenceIn(text: string, tag: string | undefined): readonly string[] | null {
  const patterns = tag === '!ref' ? [TAGGED] : REFERENCES;
  const written = patterns.map((pattern) => pattern.exec(text.trim())?.[1]).find((match) => match !== undefined);
  const names = written?.split(/[^\w]+/).filter((name) => name !== '') ?? [];
  return names.length > 0 ? names : null;
}

/** The class that a tag of HyperPyYAML creates or names: `!new:torch.optim.Adam`. */
export function classOfTag(tag: string | undefined): string | null {
  return /^!(?:new|name|apply):([\w.]+)$/.exec(tag ?? '')?.[1] ?? null;
}
