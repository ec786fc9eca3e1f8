import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { Parsers } from '../../code/parsers.ts';
import { checkFile } from './checkFile.ts';

/** The thread that checks files: it gets their paths one by one and answers each with a `CheckedFile`. */
const parsers = new Parsers((file) => readFile(path.join(__dirname, file)));

parentPort?.on('message', (file: string) => {
  void checkFile(file, parsers).then((checked) => parentPort?.postMessage(checked));
});
