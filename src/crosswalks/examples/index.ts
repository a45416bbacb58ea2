// The crosswalks that come along, as the texts a person would write.
import { ncmecUkAbc } from './ncmec-uk-abc.ts';
import { ncmecVicsUs } from './ncmec-vics-us.ts';

export const shippedCrosswalks: ReadonlyMap<string, string> = new Map([
  ['ncmec-uk-abc', ncmecUkAbc],
  ['ncmec-vics-us', ncmecVicsUs],
]);
