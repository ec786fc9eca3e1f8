import assert from 'node:assert/strict';
import { fromJson, toJson } from '../../../src/domain/json.ts';

describe('toJson and fromJson', () => {
  it('carry NaN and the infinities as strings', () => {
    const value = { a: NaN, b: [Infinity, -Infinity], c: 1.5, d: null };
    assert.equal(toJson(value), '{"a":"NaN","b":["Infinity","-Infinity"],"c":1.5,"d":null}');
    assert.deepEqual(fromJson(toJson(value)), value);
  });
  it('keep every bit of a number', () => assert.equal(fromJson(toJson(2.410369172581512)), 2.410369172581512));
  it('refuse a torn document', () => assert.throws(() => fromJson('{"a":1'), SyntaxError));
});
