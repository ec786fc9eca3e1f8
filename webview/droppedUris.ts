/** What VS Code's explorer says is dragged: URIs, one a line; the same as JSON; what other programs say. Browsers write the names small. */
export const URI_LISTS = ['application/vnd.code.uri-list', 'text/uri-list'] as const;
export const JSON_LIST = 'resourceurls';

/** The part of a DataTransfer that is read. */
export interface DroppedData {
  readonly types: readonly string[];
  getData(type: string): string;
}

/** The URIs of the files and folders that are dropped; none where something else is. */
export function droppedUris(data: DroppedData): string[] {
  for (const type of URI_LISTS) {
    // A line that begins with # is a comment (RFC 2483).
    const uris = data.getData(type).split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')); // prettier-ignore
    if (uris.length > 0) return uris;
  }
  try {
    const uris: unknown = JSON.parse(data.getData(JSON_LIST));
    return Array.isArray(uris) ? uris.filter((uri): uri is string => typeof uri === 'string') : [];
  } catch {
    return [];
  }
}
