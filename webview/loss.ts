import { LossPage } from './lossPage.ts';
import { startPage } from './startPage.ts';

startPage((root, host) => new LossPage(root, host));
