import type { LearnMessage } from '../src/protocol/learn.ts';
import { connectHost } from './connectHost.ts';
import { LearnView } from './learnView.ts';

const host = connectHost();
const view = new LearnView((request) => host.send(request));
document.getElementById('page')!.append(view.root);
window.addEventListener('message', (event: MessageEvent<LearnMessage>) => view.update(event.data.results));
host.send({ type: 'ready' });
