import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PanelMessage } from '../../../src/protocol/panel.ts';
import { packMessage } from '../../../src/protocol/panelWire.ts';

/** Stands in a message for an array of numbers, which follow apart. */
interface Numbers {
  readonly numbers: number;
}

/** Gives messages of any size to a page in a browser, as VS Code does: numbers as they are. Playwright writes each as a text. */
export class MessageServer {
  #text = '';
  #numbers: readonly Float64Array[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', ({ url }, response) => {
      response.setHeader('Access-Control-Allow-Origin', '*');
      if (url === '/text') response.end(this.#text);
      else
        response.end(
          Buffer.concat(this.#numbers.map((each) => new Uint8Array(each.buffer, each.byteOffset, each.byteLength))),
        );
    });
  }

  static async open(): Promise<MessageServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new MessageServer(server);
  }

  /** An expression for the page that resolves to the message. */
  offer(message: PanelMessage): string {
    const numbers: Float64Array[] = [];
    this.#text = JSON.stringify(packMessage(message), (_, value: unknown): unknown => {
      if (!(value instanceof Float64Array)) return value;
      numbers.push(value);
      return { numbers: value.length } satisfies Numbers;
    });
    this.#numbers = numbers;
    const { port } = this.server.address() as AddressInfo;
    return `(async () => {
      const text = await (await fetch('http://127.0.0.1:${port}/text')).text();
      const numbers = await (await fetch('http://127.0.0.1:${port}/numbers')).arrayBuffer();
      let at = 0;
      return JSON.parse(text, (_, value) => {
        if (typeof value?.numbers !== 'number') return value;
        const from = at;
        at += 8 * value.numbers;
        return new Float64Array(numbers.slice(from, at));
      });
    })()`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
