import type { FormMessage } from '../src/protocol/newExperiment.ts';
import { connectHost } from './connectHost.ts';
import { NewExperimentView } from './newExperimentView.ts';

const host = connectHost();
const view = new NewExperimentView((request) => host.send(request));
document.getElementById('page')!.append(view.root);
window.addEventListener('message', (event: MessageEvent<FormMessage>) => view.onMessage(event.data));
host.send({ type: 'ready' });
