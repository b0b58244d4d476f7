import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe says of a page, asked for within the page itself: its other way opens a second page for each question, which takes
 *  twice as long and is for frames, of which we have none. */
export function axeFor(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}
