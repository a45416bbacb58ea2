// How well text stands out from what is behind it, by the rule of WCAG 2, as a browser has painted it.
import type { Page } from 'playwright-core';

export interface Painted {
  readonly text: string;
  readonly ratio: number;
}

/** Every piece of text on the page, in pictures too, with the contrast it has; hidden text has none to have. */
export function contrasts(page: Page): Promise<Painted[]> {
  return page.evaluate(() => {
    type Colour = readonly [red: number, green: number, blue: number, alpha: number];
    const colourOf = (text: string): Colour => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/gu) ?? []).map(Number);
      return [red, green, blue, alpha];
    };
    const light = ([red, green, blue]: Colour): number => {
      const part = (value: number): number =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
    };
    const behind = (element: Element | null): Colour => {
      for (let at = element; at !== null; at = at.parentElement) {
        const colour = colourOf(getComputedStyle(at).backgroundColor);
        if (colour[3] === 1) return colour;
      }
      return [255, 255, 255, 1];
    };
    const found: { text: string; ratio: number }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (element === null || text === '' || element.closest('.hidden, .skip, title, desc') !== null) continue;
      const style = getComputedStyle(element);
      const isDrawn = element instanceof SVGElement;
      const [front, back] = [light(colourOf(isDrawn ? style.fill : style.color)), light(behind(element))];
      found.push({ text, ratio: (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05) });
    }
    return found;
  });
}
