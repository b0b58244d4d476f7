// A conversation, with all that can stand in it.

import { expect } from '@playwright/test';
import { hydrated } from '../people.ts';
import {
  type Chapter, accepted, agent, call, composer, delivered, faults, interaction, name, photograph, say, settings, text,
  uploaded,
} from './chapter.ts';

export const talking: Chapter[] = [
  {
    name: 'conversation',
    minutes: 4,
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      const number = '+15550100031';
      // What there was before.
      const before = await accepted(anna, number, 'Hello, is the harbour shop open on Sunday?');
      await name(anna, before, 'Harbour hotel');
      await say(anna, 'Good morning! Yes, from 10 to 14.');
      await delivered(anna, 'from 10 to 14');
      await text(anna, number, 'Thank you!');
      await expect(anna.getByRole('log')).toContainText('Thank you!');
      await call(anna, 'close', { interaction: before, disposal: null });
      await expect(anna.getByRole('list', { name: 'Open sessions' }).getByRole('link')).toHaveCount(0);

      await anna.goto('/');
      await hydrated(anna);
      await accepted(anna, number, 'Good morning! Our order 20481 should have come yesterday, and our breakfast room is waiting for it.');
      const log = anna.getByRole('log');
      await say(anna, 'Good morning, I am sorry to hear that. I am looking into it.');
      await delivered(anna, 'looking into it');
      await text(anna, number, 'This is what came instead:');
      const picture = await uploaded(anna, await photograph(anna), 'image/png');
      const card = await uploaded(anna, Buffer.from('BEGIN:VCARD\nVERSION:3.0\nFN:Harbour hotel\nEND:VCARD\n'), 'text/vcard');
      await text(anna, number, '', 1, [picture]);
      await expect(log.getByRole('img', { name: /^Picture/ })).toBeVisible();
      await text(anna, number, 'And our card, for the driver', 1, [card]);
      await expect(log).toContainText('Business card');
      await anna.keyboard.press('Alt+i');
      await say(anna, 'The driver has the wrong pallet. @ben, can you call the depot?');
      await anna.keyboard.press('Alt+i');
      await say(anna, 'You can follow it at https://example.com/orders/20481, the code is 4711 82.');
      await delivered(anna, 'follow it');
      await faults(anna, { reject: 'permanently' });
      await say(anna, 'Shall I send a second driver?');
      const failed = log.locator('.message.ours', { hasText: 'second driver' });
      await expect(failed.locator('[data-tick=single]')).toBeVisible();
      await failed.locator('.ticks').click();
      await expect(failed).toContainText('Being sent');
      await faults(anna, { delay_ms: 30_000, no_receipt: true });
      await say(anna, 'He would be with you by noon.');
      await anna.getByRole('button', { name: 'To the newest' }).click({ timeout: 1_000 }).catch(() => {});
      await stop(anna, 'conversation-states');
      await faults(anna, {});

      const thread = anna.locator('#thread');
      await thread.evaluate((it) => it.scrollTo({ top: -it.scrollHeight }));
      await expect(log).toContainText('is the harbour shop open');
      await stop(anna, 'conversation-earlier');
      // Somebody is elsewhere while texts come.
      await anna.goto('/');
      await hydrated(anna);
      await text(anna, number, 'Yes please, by noon is fine.');
      await text(anna, number, 'He may come to the back door.');
      await expect(anna.locator('.tab .badge.count')).toBeVisible();
      await stop(anna, 'desktop-choose');
      await anna.getByRole('list', { name: 'Open sessions' }).getByRole('link').click();
      await anna.locator('.new-divider').scrollIntoViewIfNeeded();
      await stop(anna, 'conversation-new');
      await log.getByRole('button', { name: /Show it larger/ }).click();
      await expect(anna.getByRole('dialog')).toBeVisible();
      await stop(anna, 'conversation-picture');
      await anna.keyboard.press('Escape');

      const ben = await agent(house, 'ben');
      await ben.goto(new URL(anna.url()).pathname);
      await hydrated(ben);
      await expect(ben.getByRole('log')).toContainText('by noon is fine');
      await expect.soft(ben.getByText('could not be loaded')).toHaveCount(0);
      await stop(ben, 'conversation-colleague');
      await expect(anna.locator('.lookers')).toContainText('Ben');
      await stop(anna, 'conversation-looked-at');
      await call(anna, 'close', { interaction: interaction(anna), disposal: null });
      await expect(anna.getByText('This session is closed.')).toBeVisible();
      await stop(anna, 'conversation-closed');
      await ben.route('**/api/conversation?*', (route) => route.abort());
      await ben.goto('/');
      await hydrated(ben);
      await ben.keyboard.press('Alt+m');
      await ben.getByRole('menuitem', { name: /mentioned you/ }).click();
      await expect(ben.getByText('The conversation could not be loaded.')).toBeVisible();
      await stop(ben, 'conversation-error');
      for (const page of [anna, ben]) await page.context().close();
    },
  },
  {
    name: 'files',
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      const number = '+15550100051';
      await accepted(anna, number, 'Here is all of it:');
      const log = anna.getByRole('log');
      const picture = await photograph(anna);
      const small = await uploaded(anna, picture, 'image/png');
      const other = await uploaded(anna, await photograph(anna, 480, 640), 'image/png');
      const bill = await uploaded(anna, Buffer.from('%PDF-1.4\n%%EOF\n'), 'application/pdf');
      const large = await uploaded(anna, Buffer.concat([picture, Buffer.alloc(6 * 1024 * 1024)]), 'image/png');
      await text(anna, number, 'Both sides, and the bill', 1, [small, other, bill]);
      await expect(log.getByRole('img')).toHaveCount(2);
      await text(anna, number, '', 1, [large]);
      await expect(log).toContainText('The picture is larger than this house takes.');
      await stop(anna, 'files-all');
      await log.getByRole('button', { name: /Show it larger/ }).first().click();
      await expect(anna.getByRole('dialog', { name: /1 of 2/ })).toBeVisible();
      await stop(anna, 'files-larger');
      await anna.keyboard.press('Escape');
      const dataTransfer = await anna.evaluateHandle(() => {
        const carried = new DataTransfer();
        carried.items.add(new File(['%PDF-1.4'], 'terms of delivery.pdf', { type: 'application/pdf' }));
        return carried;
      });
      await anna.getByRole('form', { name: 'Composer' }).dispatchEvent('dragover', { dataTransfer });
      await expect(anna.getByText('Drop it here to attach it')).toBeVisible();
      await stop(anna, 'files-dropping');
      await anna.context().close();
    },
  },
  {
    name: 'composer',
    minutes: 4,
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      const id = await accepted(anna, '+15550100041', 'Can I change my order?');
      await name(anna, id, 'Maria Bianchi');
      await expect(anna.getByRole('textbox', { name: 'Reply to Maria Bianchi' })).toBeVisible();
      const box = composer(anna);
      await box.fill(
        'Certainly! Tell me what you would like – a different colour, a different size… – and I change it for you. It leaves the house today at four, so please “hurry” a little.\nThe new total is on the page of your order.',
      );
      await stop(anna, 'composer-unicode');
      await box.fill('Long. '.repeat(90));
      await stop(anna, 'composer-long');
      await box.fill('Good morning /');
      await box.press('End');
      await anna.keyboard.type('m');
      await anna.keyboard.press('Backspace');
      await expect(anna.getByRole('listbox', { name: 'Canned answers' })).toBeVisible();
      await stop(anna, 'composer-canned');
      await box.fill('');
      await anna.keyboard.type('/zz');
      await stop(anna, 'composer-canned-nothing');
      await box.fill('Good morning {contact.first_name}, it is here.');
      await expect(anna.getByText('fill it in before you send')).toBeVisible();
      await stop(anna, 'composer-gap');
      await box.fill('');
      await anna.getByRole('button', { name: /emoji/i }).click();
      await expect(anna.locator('.emoji-panel')).toBeVisible();
      await stop(anna, 'composer-emoji');
      await anna.keyboard.press('Escape');
      const form = anna.getByRole('form', { name: 'Composer' });
      await form.locator('input[type=file]').setInputFiles([
        { name: 'chair in blue.png', mimeType: 'image/png', buffer: await photograph(anna, 320, 240) },
        { name: 'terms of delivery.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') },
        { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<!DOCTYPE html>') },
      ]);
      await expect(form.getByRole('list', { name: 'Attached' }).getByRole('listitem')).toHaveCount(2);
      await box.fill('Here is the new one:');
      await stop(anna, 'composer-attached');
      const remove = form.getByRole('button', { name: /^Remove/ });
      while ((await remove.count()) > 0) await remove.first().click();
      await box.fill('');
      await anna.keyboard.press('Alt+i');
      const note = composer(anna);
      await note.pressSequentially('Let me ask @');
      await expect(anna.getByRole('listbox', { name: 'Colleagues' })).toBeVisible();
      await stop(anna, 'composer-note');
      await anna.keyboard.press('Escape');
      await note.fill('');
      await anna.keyboard.press('Alt+i');
      await box.fill('One moment, please');
      await anna.getByRole('button', { name: 'Send later' }).click();
      await anna.getByRole('radio', { name: 'Another time' }).check();
      await stop(anna, 'later-dialog');
      await anna.getByRole('radio', { name: /In an hour/ }).check();
      await anna.getByRole('button', { name: 'Schedule' }).click();
      const waits = anna.getByRole('log').locator('.message.ours', { has: anna.locator('.scheduled') });
      await expect(waits).toBeVisible();
      await stop(anna, 'later-scheduled');
      await waits.getByRole('button', { name: 'Edit' }).click();
      await stop(anna, 'later-edit');
      await anna.keyboard.press('Escape');
      await box.fill('And the other one');
      await anna.getByRole('button', { name: 'Close the session with Maria Bianchi' }).click();
      await expect(anna.getByRole('dialog').getByText('One text is scheduled.')).toBeVisible();
      await stop(anna, 'later-close');
      await anna.keyboard.press('Escape');
      await text(anna, '+15550100041', 'STOP');
      await expect(anna.getByText('opted out of texts, so nothing')).toBeVisible();
      await stop(anna, 'composer-opted-out');
      await anna.context().close();
    },
  },
  {
    name: 'many',
    minutes: 5,
    visit: async (house) => {
      const { stop } = house;
      const admin = await agent(house, 'admin');
      await settings(admin, { default_capacity: 40, tab_limit: 40 });
      await admin.context().close();
      const anna = await agent(house, 'anna');
      for (let i = 1; i <= 22; i += 1) {
        await text(anna, `+155501005${String(i).padStart(2, '0')}`, `Question ${i}`);
        await anna.getByRole('button', { name: /^Accept/ }).first().click();
        await expect(anna.getByRole('list', { name: 'Open sessions' }).getByRole('link')).toHaveCount(i);
        await expect(anna.getByRole('log')).toContainText(`Question ${i}`);
      }
      const back = async () => anna.getByRole('link', { name: 'Sessions', exact: true }).click();
      await text(anna, '+15550100502', 'Are you still there?');
      await text(anna, '+15550100503', 'Hello?');
      await stop(anna, 'tabs-many', back);
      await anna.goto('/s/12');
      await hydrated(anna);
      await anna.getByRole('button', { name: /^All 22 sessions/ }).click();
      await stop(anna, 'tabs-finder');
      // At phone width there is no such button: the list itself is on the screen.
      await anna.getByRole('button', { name: /^All 22 sessions/ }).click();
      await anna.getByLabel('Find a session').fill('xylophone');
      await expect(anna.getByText('No open session matches.')).toBeVisible();
      await stop(anna, 'tabs-finder-nothing');
      await anna.context().close();
    },
  },
];
