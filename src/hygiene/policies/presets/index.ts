// The policies that ship with the tool, as the texts a person would write. Each states what is published and no more.
import { cleanfeed } from './cleanfeed.ts';
import { inhopeBaseline } from './inhope-baseline.ts';
import { ispDefault } from './isp-default.ts';
import { iwfUrl } from './iwf-url.ts';
import { iwol } from './iwol.ts';
import { ncmec } from './ncmec.ts';

export const presets: ReadonlyMap<string, string> = new Map([
  ['cleanfeed', cleanfeed],
  ['inhope-baseline', inhopeBaseline],
  ['isp-default', ispDefault],
  ['iwf-url', iwfUrl],
  ['iwol', iwol],
  ['ncmec', ncmec],
]);
