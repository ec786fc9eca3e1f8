/** What an argument of a tool may be: the part of JSON Schema that the tools of the manifest use. */
export type ArgumentSchema = {
  readonly description?: string;
} & (
  | { readonly type: 'string'; readonly enum?: readonly string[] }
  | { readonly type: 'number' | 'integer' | 'boolean' }
  | { readonly type: 'array'; readonly items: { readonly type: 'string' }; readonly minItems?: number }
);

/** The arguments of a tool, as JSON Schema. */
export interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, ArgumentSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

/**
 * A tool as the extension's manifest defines it under `languageModelTools`. That is the one table of tools: VS Code reads it there, and
 * the MCP server announces the same names, texts and arguments.
 */
export interface ToolDefinition {
  readonly name: string;
  /** For users; a key of package.nls.json between percent signs. */
  readonly displayName: string;
  /** What it does, when to call it, and what it returns, for the model that decides. */
  readonly modelDescription: string;
  readonly inputSchema: InputSchema;
}

/** The manifest, as far as it defines tools. */
export interface ToolManifest {
  readonly contributes: { readonly languageModelTools: readonly ToolDefinition[] };
}
