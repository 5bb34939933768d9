import { configure } from '@testing-library/react';

// A busy machine is no reason to fail.
configure({ asyncUtilTimeout: 60_000 });

/**
 * Gives elements and texts a size: Grafana's comboboxes measure their options and draw only those in view, and without
 * a layout engine none of them is. Undone by `jest.restoreAllMocks`.
 */
export function giveElementsASize(): void {
  const size = 1000;
  for (const property of ['clientHeight', 'clientWidth'] as const) {
    jest.spyOn(Element.prototype, property, 'get').mockReturnValue(size);
  }
  const rectangle = { x: 0, y: 0, top: 0, left: 0, width: size, height: size, bottom: size, right: size };
  jest.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ ...rectangle, toJSON: () => rectangle });
  // All that is ever drawn on a canvas here is text, to be measured.
  const context = { measureText: (text: string) => ({ width: text.length * 8 }) } as unknown as RenderingContext;
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context);
  // Working out the cascade for every element takes most of a test's time, and no test asks how things look.
  const style = document.createElement('div').style;
  jest.spyOn(window, 'getComputedStyle').mockReturnValue(style);
  globalThis.IntersectionObserver = NothingScrolls;
}

/** Lists watch where they are scrolled to; here nothing ever scrolls. */
class NothingScrolls implements IntersectionObserver {
  readonly root = null;
  readonly rootMargin = '';
  readonly thresholds = [];
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}
