import assert from 'node:assert/strict';
import { droppedUris } from '../../../webview/droppedUris.ts';

/** What is dropped with these contents by type. */
function dropped(contents: Readonly<Record<string, string>>): Parameters<typeof droppedUris>[0] {
  return { types: Object.keys(contents), getData: (type) => contents[type] ?? '' };
}

describe('what is dropped on a page', () => {
  const uris = ['file:///a/b%20c.csv', 'file:///d.log'];
  const list = `# two\r\n${uris.join('\r\n')}\r\n`;

  for (const [what, contents] of [
    ["the explorer's list", { 'application/vnd.code.uri-list': list, 'text/uri-list': 'file:///other' }],
    ['the list of other programs', { 'text/uri-list': list }],
    ["the explorer's JSON", { resourceurls: JSON.stringify([...uris, 7]) }],
  ] as const) {
    it(`is known from ${what}`, () => assert.deepEqual(droppedUris(dropped(contents)), uris));
  }

  it('is nothing to open where it is something else', () => {
    assert.deepEqual(droppedUris(dropped({ 'text/plain': 'file:///a', resourceurls: '{torn' })), []);
    assert.deepEqual(droppedUris(dropped({ resourceurls: '{"a": 1}' })), []);
  });
});
