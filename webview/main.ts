import { registerControls } from './controls.ts';
import { Page } from './page.ts';
import { startPage } from './startPage.ts';

startPage((root, host) => {
  registerControls();
  return new Page(root, host);
});
