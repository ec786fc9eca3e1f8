import { connectHost } from './connectHost.ts';
import { DemoPage } from './demoPage.ts';

const host = connectHost();
const page = new DemoPage(host);
document.getElementById('page')!.append(page.root);
page.play();
host.send({ type: 'rendered', folder: null });
