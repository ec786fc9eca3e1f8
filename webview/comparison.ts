import type { ComparisonMessage } from '../src/protocol/experimentComparison.ts';
import { ComparisonView } from './comparisonView.ts';
import { connectHost } from './connectHost.ts';

const host = connectHost();
const view = new ComparisonView((request) => host.send(request));
document.getElementById('page')!.append(view.root);
window.addEventListener('message', (event: MessageEvent<ComparisonMessage>) => view.update(event.data.comparison));
host.send({ type: 'ready' });
