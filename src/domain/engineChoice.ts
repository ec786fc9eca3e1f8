/**
 * What a user asks for: an engine by its name, the built-in one as far as it can do what is asked (`auto`), or each run with both, to
 * compare them.
 */
export const ENGINE_CHOICES = ['auto', 'wasm', 'tensorflow', 'both'] as const;

export type EngineChoice = (typeof ENGINE_CHOICES)[number];
