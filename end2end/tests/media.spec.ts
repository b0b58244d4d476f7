// Pictures and files: a customer sends some, the agent sees them and sends some back, and both read why when one can't go.

import { accessible } from '../axe.ts';
import type { Page } from '@playwright/test';
import { hydrated, live, person, someNumber, takePhone, text } from '../people.ts';
import { expect, test } from '../server.ts';

type Upload = { name: string; mimeType: string; buffer: Buffer };

/** A picture of one pixel, padded to `size` bytes. */
function picture(name: string, size = 0): Upload {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  return { name, mimeType: 'image/png', buffer: Buffer.concat([pixel, Buffer.alloc(Math.max(0, size - pixel.length))]) };
}

const card: Upload = { name: 'shop.vcf', mimeType: 'text/vcard', buffer: Buffer.from('BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n') };
const page: Upload = { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<!DOCTYPE html><script>1</script>') };

/** The phone sends files, with or without words. */
async function sendFromPhone(phone: Page, number: string, files: Upload[], words = ''): Promise<void> {
  const handset = phone.getByRole('region', { name: `Phone ${number}` });
  await handset.locator('input[type=file]').setInputFiles(files);
  for (const file of files) await expect(handset.getByText(file.name)).toBeVisible();
  await handset.getByRole('textbox').fill(words);
  await handset.getByRole('button', { name: 'Send' }).click();
  for (const file of files) await expect(handset.getByText(file.name)).not.toBeAttached();
}

async function conversation(anna: Page, phone: Page): Promise<string> {
  const number = someNumber();
  await takePhone(phone, number);
  await text(phone, number, 'Hello?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(anna.getByRole('log')).toContainText('Hello?');
  return number;
}

test('a picture without words rings, is shown, and opens larger by keyboard', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const phone = await anna.context().newPage();
  const number = someNumber();
  await takePhone(phone, number);
  await sendFromPhone(phone, number, [picture('a.png'), picture('b.png', 300_000)]);
  await expect(anna.getByRole('article', { name: number })).toContainText('Sent a picture or file');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();

  const pictures = anna.getByRole('log').getByRole('button', { name: `Picture from ${number}. Show it larger` });
  await expect(pictures).toHaveCount(2);
  await expect(anna.getByRole('log').getByRole('img', { name: `Picture from ${number}` })).toHaveCount(2);
  await pictures.first().focus();
  await anna.keyboard.press('Enter');
  const larger = anna.getByRole('dialog', { name: `Picture from ${number}, 1 of 2` });
  await expect(larger).toBeVisible();
  await anna.keyboard.press('ArrowRight');
  await expect(anna.getByRole('dialog', { name: `Picture from ${number}, 2 of 2` })).toBeVisible();
  await accessible(anna);
  await anna.keyboard.press('Escape');
  await expect(anna.getByRole('dialog')).toHaveCount(0);
  await expect(pictures.first()).toBeFocused();
  await anna.context().close();
});

test('what is too large is said, and can be asked for again', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const phone = await anna.context().newPage();
  const number = await conversation(anna, phone);
  await sendFromPhone(phone, number, [picture('large.png', 6 * 1024 * 1024), card]);
  const log = anna.getByRole('log');
  await expect(log).toContainText('The picture is larger than this house takes.');
  await expect(log.getByRole('link', { name: /Download Business card/ })).toBeVisible();

  const admin = await person(browser, server.url, 'admin');
  await admin.goto('/admin/settings');
  await hydrated(admin);
  await admin.getByLabel('Largest file').fill('8');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('Saved')).toBeVisible();
  await log.getByRole('button', { name: 'Try again' }).click();
  await expect(log.getByRole('img', { name: `Picture from ${number}` })).toBeVisible();
  for (const who of [anna, admin]) await who.context().close();
});

test('files go with a reply: chosen, dropped and pasted; what can not go is said before', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const phone = await anna.context().newPage();
  const number = await conversation(anna, phone);
  const composer = anna.getByRole('form', { name: 'Composer' });
  await composer.locator('input[type=file]').setInputFiles([picture('chosen.png'), card, page]);
  await expect(composer).toContainText('page.html is of a kind that is not sent from here.');
  const attached = composer.getByRole('list', { name: 'Attached' });
  await expect(attached.getByRole('listitem')).toHaveCount(2);

  for (const [event, holder] of [
    ['drop', 'dataTransfer'],
    ['paste', 'clipboardData'],
  ] as const) {
    await composer.evaluate(
      (form, [event, holder, bytes]) => {
        const carried = new DataTransfer();
        carried.items.add(new File([new Uint8Array(bytes)], `${event}.png`, { type: 'image/png' }));
        const happening =
          holder === 'dataTransfer'
            ? new DragEvent(event, { dataTransfer: carried, bubbles: true, cancelable: true })
            : new ClipboardEvent(event, { clipboardData: carried, bubbles: true, cancelable: true });
        form.dispatchEvent(happening);
      },
      [event, holder, [...picture('x').buffer]] as const,
    );
    await expect(attached.getByText(`${event}.png`, { exact: true })).toBeVisible();
  }
  await attached.getByRole('button', { name: 'Remove paste.png' }).click();
  await expect(attached.getByRole('listitem')).toHaveCount(3);

  // A reload loses nothing of it.
  await anna.reload();
  await expect(attached.getByRole('listitem')).toHaveCount(3);

  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await box.fill('Here it is');
  await box.press('Enter');
  const reply = anna.getByRole('log').locator('.message.ours', { hasText: 'Here it is' });
  await expect(reply.getByRole('img', { name: 'Picture we sent' })).toHaveCount(2);
  await expect(reply.getByRole('link', { name: /Download shop\.vcf/ })).toBeVisible();
  await expect(reply.locator('[data-tick=double]')).toBeVisible();
  await expect(attached).not.toBeAttached();
  const handset = phone.getByRole('region', { name: `Phone ${number}` });
  await expect(handset.getByRole('img', { name: 'Picture' })).toHaveCount(2);
  await expect(handset).toContainText('Business card');
  await expect(handset).toContainText('Here it is');
  await accessible(anna);
  await anna.context().close();
});
