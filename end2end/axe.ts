import { type Page, expect } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';

/** What axe complains of on a page, or in what a selector finds there, in words. Asked within the page itself and for nothing but
 *  complaints: the wrapper for Playwright lists all that is right, too, which takes three times as long. */
export async function violations(page: Page, options: { rules?: string[]; within?: string } = {}): Promise<string[]> {
  const { rules, within } = options;
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const run: RunOptions = { resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules } }) };
  return await page.evaluate(
    async ([run, within]) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(within ?? document, run);
      return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
    },
    [run, within] as const,
  );
}

/** Axe complains of nothing. */
export async function accessible(page: Page, within?: string): Promise<void> {
  expect(await violations(page, { ...(within && { within }) }), page.url()).toEqual([]);
}
