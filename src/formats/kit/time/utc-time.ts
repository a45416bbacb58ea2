// Times of abuse.ch: all in UTC, which some exports write behind them.
import { isoPattern, type TimePattern } from './pattern.ts';

export const utcPattern: TimePattern = (bytes, from, to) => {
  const isNamed = to - from > 4 && bytes[to - 4] === 32 && bytes[to - 3] === 85 && bytes[to - 1] === 67;
  return isoPattern(bytes, from, isNamed ? to - 4 : to);
};
