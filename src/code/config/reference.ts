/** References to another setting: `${model.lr}`, `@model#lr`, and `<model[lr]>` after HyperPyYAML's `!ref`. */
const REFERENCES: readonly RegExp[] = [/^\$\{([\w.]+)\}$/, /^\$?@([A-Za-z_][\w#:]*)$/];
const TAGGED = /^<([\w.[\]]+)>(?:\s*[*/]\s*[\d.e+-]+)?$/;

/** The key path of the setting that a text refers to; null if the text isn't a reference. */
export function referenceIn(text: string, tag: string | undefined): readonly string[] | null {
  const patterns = tag === '!ref' ? [TAGGED] : REFERENCES;
  const written = patterns.map((pattern) => pattern.exec(text.trim())?.[1]).find((match) => match !== undefined);
  const names = written?.split(/[^\w]+/).filter((name) => name !== '') ?? [];
  return names.length > 0 ? names : null;
}

/** The class in a tag of HyperPyYAML: `!new:torch.optim.Adam`. */
export function classOfTag(tag: string | undefined): string | null {
  return /^!(?:new|name|apply):([\w.]+)$/.exec(tag ?? '')?.[1] ?? null;
}
