import assert from 'node:assert/strict';
import { SpanCollector, SpanCursor } from '../../../src/logs/sqlite/spans.ts';

const page = (number: number): { after: number; until: number } => ({ after: 10 * number, until: 10 * number + 10 });

describe('the places of the rows of a run', () => {
  it('are the pages that have some, neighbours in one', () => {
    const collector = new SpanCollector();
    for (const number of [0, 1, 5]) collector.add(page(number));
    assert.deepEqual(collector.spans, [{ after: 0, until: 20 }, page(5)]);
  });

  it('take no more memory in a larger table, and leave nothing out', () => {
    const collector = new SpanCollector();
    const numbers = Array.from({ length: 20_000 }, (_, index) => 2 * index);
    for (const number of numbers) collector.add(page(number));
    const cursor = new SpanCursor(collector.spans);
    assert.ok(collector.spans.length <= 4096, `${collector.spans.length}`);
    for (const number of numbers) assert.ok(cursor.reaches(10 * number, 10 * number + 10), `${number}`);
  });

  it('tell which parts of a table need not be read', () => {
    const cursor = new SpanCursor([page(1), page(3)]);
    const read = Array.from({ length: 6 }, (_, number) => number).filter((number) =>
      cursor.reaches(10 * number, 10 * number + 10),
    );
    assert.deepEqual(read, [1, 3]);
  });

  it('begin above a span and end with it', () => {
    const cursor = new SpanCursor([page(1)]);
    assert.deepEqual([10, 11, 20, 21].map((id) => cursor.has(id)), [false, true, true, false]); // prettier-ignore
  });
});
