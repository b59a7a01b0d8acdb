import type { Page } from 'playwright-core';

/** A piece of text on the page and how well it can be read. */
export interface TextContrast {
  readonly text: string;
  /** Its element, as a selector would name it. */
  readonly element: string;
  /** WCAG 2's contrast ratio of the text's colour and of what is behind it. */
  readonly ratio: number;
}

/** The contrast of every text that the page shows. */
export function textContrasts(page: Page): Promise<TextContrast[]> {
  return page.evaluate(() => {
    const parse = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color: number[]): number => {
      const [red = 0, green = 0, blue = 0] = color.slice(0, 3).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    /** The nearest background that is not transparent; the page has no half-transparent ones. */
    const behind = (element: Element | null): number[] => {
      for (let at = element; at !== null; at = at.parentElement) {
        const color = parse(getComputedStyle(at).backgroundColor);
        if (color[3] !== 0) return color;
      }
      throw new Error('nothing is behind the text');
    };

    const found: TextContrast[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null) {
      const element = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent?.trim() ?? '';
      if (element === null || text === '' || !element.checkVisibility()) continue;
      const front = luminance(parse(getComputedStyle(element).color));
      const back = luminance(behind(element));
      found.push({
        text,
        element: `${element.tagName.toLowerCase()}.${element.className}`,
        ratio: (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05),
      });
    }
    return found;
  });
}
