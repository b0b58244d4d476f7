// What stands around every screen: finding, keys, mentions, sound, themes, lost connections, wrong addresses.

import { expect } from '@playwright/test';
import { hydrated } from '../people.ts';
import { type Chapter, accepted, agent, call, composer, name, photograph, say, settings, tag, text } from './chapter.ts';

export const around: Chapter[] = [
  {
    name: 'frame',
    minutes: 5,
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      const ben = await agent(house, 'ben');
      await call(ben, 'presence.set', { availability: 'paused', reason: 'Break' });
      const id = await accepted(anna, '+15550100081', 'Does the warranty cover the battery?');
      await name(anna, id, 'Bicycle club');
      await call(anna, 'note', { interaction: id, text: '@ben: does it? The club has twelve of them.', compose_key: 'tour-1' });
      await expect(ben.getByRole('button', { name: 'Mentions: 1 unread' })).toBeVisible();
      await ben.keyboard.press('Alt+m');
      await stop(ben, 'frame-mentions');
      await ben.keyboard.press('Escape');
      await anna.getByRole('button', { name: 'Mentions', exact: true }).click();
      await expect(anna.getByText('Nobody has mentioned you yet.')).toBeVisible();
      await stop(anna, 'frame-mentions-none');
      await anna.keyboard.press('Escape');
      await anna.keyboard.press('Control+k');
      await expect(anna.getByRole('combobox', { name: 'Find or do' })).toBeFocused();
      await stop(anna, 'palette-open');
      await anna.keyboard.type('b');
      await expect(anna.getByRole('listbox', { name: 'Results' }).getByRole('option').first()).toBeVisible();
      await anna.keyboard.type('i');
      await expect(anna.getByRole('option', { name: /Bicycle club/ }).first()).toBeVisible();
      await stop(anna, 'palette-found');
      await anna.getByRole('combobox', { name: 'Find or do' }).fill('xylophone');
      await expect(anna.getByText('Nothing found for “xylophone”.').first()).toBeVisible();
      await stop(anna, 'palette-nothing');
      await anna.route('**/api/find', (route) => route.abort());
      await anna.getByRole('combobox', { name: 'Find or do' }).fill('bells');
      await expect(anna.getByText('The search failed.').first()).toBeVisible();
      await stop(anna, 'palette-error');
      await anna.keyboard.press('Escape');
      await ben.keyboard.press('?');
      await expect(ben.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      await stop(ben, 'frame-keys');
      await ben.keyboard.press('Escape');
      await ben.getByRole('button', { name: /^Sound/ }).last().click();
      await stop(ben, 'frame-sound');
      await ben.getByRole('menuitem', { name: 'Sound and notifications' }).click();
      await stop(ben, 'frame-alerts');
      await ben.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      await ben.getByRole('button', { name: 'Theme' }).click();
      await stop(ben, 'frame-theme');
      await ben.keyboard.press('Escape');
      await ben.getByRole('button', { name: 'Account: Ben' }).click();
      await stop(ben, 'frame-account');
      await ben.keyboard.press('Escape');

      await anna.context().setOffline(true);
      await expect(anna.getByText('No connection')).toBeVisible();
      await composer(anna).fill('The battery too, for two years.');
      await stop(anna, 'frame-offline');
      await composer(anna).press('Enter');
      await expect(anna.getByRole('dialog', { name: 'Send without the newest texts?' })).toBeVisible();
      await stop(anna, 'frame-stale');
      await anna.getByRole('button', { name: 'Send anyway' }).click();
      await expect(anna.getByRole('log')).toContainText('for two years');
      await stop(anna, 'frame-unsent');
      await anna.context().setOffline(false);

      // The stream of events does not begin; then it is of another build.
      await anna.route('**/live?*', () => {});
      await anna.reload();
      await expect(anna.getByText('Catching up…')).toBeVisible();
      await stop(anna, 'frame-catching-up');
      const hello = { contentType: 'text/event-stream', body: 'event: hello\ndata: another\n\n' };
      await anna.unroute('**/live?*');
      await anna.route('**/live?*', (route) => route.fulfill(hello));
      await anna.reload();
      await expect(anna.getByText('smsdesk was updated.')).toBeVisible();
      await stop(anna, 'frame-outdated');
      await anna.unroute('**/live?*');

      // What is loaded later comes slowly, or not at all.
      const later = /\/pkg\/split_(extras|pages)\./;
      await ben.route(later, () => {});
      await ben.reload();
      await ben.getByRole('button', { name: 'New SMS' }).click();
      await expect(ben.getByRole('dialog').getByRole('status', { name: 'Loading…' })).toBeVisible();
      await stop(ben, 'frame-part-coming');
      await ben.unroute(later);
      await ben.route(later, (route) => route.abort());
      await ben.goto('/simulator');
      await hydrated(ben);
      await expect(ben.getByRole('alert').filter({ hasText: 'could not be loaded' }).first()).toBeVisible();
      await stop(ben, 'frame-part-missing');
      await ben.unroute(later);

      await ben.goto('/admin');
      await hydrated(ben);
      await stop(ben, 'frame-not-allowed');
      await ben.goto('/s/999');
      await hydrated(ben);
      await expect(ben.getByText('There is nothing here')).toBeVisible();
      await stop(ben, 'frame-gone');
      await ben.goto('/no/such/page');
      await hydrated(ben);
      await stop(ben, 'frame-404');
      await ben.goto('/simulator');
      await hydrated(ben);
      await stop(ben, 'simulator-none');
      await ben.getByLabel('Take a phone').fill('+15550100081');
      await ben.getByRole('button', { name: 'Open', exact: true }).click();
      await expect(ben.getByRole('region', { name: 'Phone +15550100081' })).toContainText('warranty');
      await ben.getByLabel('Texts we send').selectOption('temporarily');
      const first = ben.getByRole('region', { name: 'Phone +15550100081' });
      await stop(ben, 'simulator-phone', () => first.scrollIntoViewIfNeeded());
      await ben.getByLabel('Take a phone').fill('+15550100082');
      await ben.getByRole('button', { name: 'Open', exact: true }).click();
      const second = ben.getByRole('region', { name: 'Phone +15550100082' });
      await second.getByRole('textbox').fill('And the tyres?');
      await second.locator('input[type=file]').setInputFiles([
        { name: 'tyre.png', mimeType: 'image/png', buffer: await photograph(ben, 320, 240) },
      ]);
      await expect(second.getByText('tyre.png')).toBeVisible();
      await stop(ben, 'simulator-two', () => second.scrollIntoViewIfNeeded());
      for (const page of [anna, ben]) await page.context().close();
    },
  },
  {
    name: 'deaf',
    minutes: 5,
    picturesOnly: true,
    visit: async (house) => {
      const admin = await agent(house, 'admin');
      await settings(admin, { deaf_minutes: 1 });
      await admin.context().close();
      const ben = await agent(house, 'ben');
      await ben.getByRole('button', { name: /^Sound/ }).last().click();
      await ben.getByRole('menuitem', { name: 'Mute' }).click();
      await ben.evaluate(() => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
        window.dispatchEvent(new Event('visibilitychange'));
      });
      await expect(ben.getByText('Requests are not offered to you now.')).toBeVisible({ timeout: 90_000 });
      await house.stop(ben, 'frame-deaf');
      await ben.context().close();
    },
  },
  {
    name: 'lively',
    picturesOnly: true,
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      const others = [
        ['+15550100091', 'Corner shop', 'Do you still have the small boxes?'],
        ['+15550100092', 'Harbour hotel', 'Thanks, that worked!'],
        ['+15550100093', 'Book corner', 'Could you call me back this afternoon?'],
      ] as const;
      for (const [number, title, words] of others) {
        const id = await accepted(anna, number, words);
        await name(anna, id, title);
      }
      const number = '+15550100094';
      const id = await accepted(anna, number, 'Good morning! My parcel should have come yesterday. Where is it?');
      await name(anna, id, 'Maria Bianchi');
      await name(anna, id, 'Green grocer', 'company');
      await name(anna, id, 'maria@example.com', 'email');
      await say(anna, 'Good morning! I am sorry it is late. May I have the order number, please?');
      await text(anna, number, 'It is 20481.');
      await expect(anna.getByRole('log')).toContainText('20481');
      await call(anna, 'note', { interaction: id, text: 'The depot says: wrong van, comes today between 14 and 16.', compose_key: 'tour-2' });
      await say(anna, 'Found it: it was on the wrong van. It comes today between 14 and 16, and you can follow it at https://example.com/p/20481');
      await text(anna, number, 'Perfect, I am at home then. Thank you for the quick answer!');
      await expect(anna.getByRole('log')).toContainText('quick answer');
      await text(anna, '+15550100092', 'One more question…');
      await tag(anna, 'contact', 'Delivery');
      await composer(anna).fill('You are welcome! Have a good day.');
      await expect(anna.locator('.message.ours', { hasText: 'wrong van' }).locator('[data-tick=double]')).toBeVisible();
      await stop(anna, 'desktop-lively');
      await anna.context().close();
    },
  },
];
