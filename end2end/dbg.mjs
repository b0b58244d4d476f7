import { chromium } from '@playwright/test';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] });
const p = await b.newPage({ baseURL: 'http://127.0.0.1:4000', viewport: { width: 1440, height: 900 } });
p.on('console', m => console.log(m.type(), m.text().slice(0, 1500)));
p.on('pageerror', e => console.log('ERR', e.message.slice(0, 500)));
await p.goto('/sign-in'); await p.waitForSelector('html[data-hydrated]');
await p.getByLabel('Login').fill(process.env.WHO || 'anna'); await p.getByLabel('Password', { exact: true }).fill('smsdesk-demo');
await p.getByRole('button', { name: 'Sign in' }).click();
await p.waitForURL(a => a.pathname === '/');
for (const u of process.argv.slice(2)) {
  console.log('==', u);
  await p.goto(u); await p.waitForTimeout(2500);
  await p.screenshot({ path: '/tmp/me/shot' + u.replace(/\W/g, '_') + '.png' });
}
await b.close();
