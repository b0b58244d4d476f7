// Every test has a server of its own, with demo data of its own, on a free port (it is up in half a second): tests can't
// disturb each other, in whatever order they run.
// Specs import `test` and `expect` from here.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

export type Server = {
  url: string;
  /** Where this server keeps its data. */
  folder: string;
};

/** What the browser complained about: console errors, exceptions, refused by the content security policy. */
export type Complaints = string[];

type Fixtures = { server: Server; complaints: Complaints };

const binary = process.env.SMSDESK_BINARY ?? fileURLToPath(new URL('../target/debug/smsdesk', import.meta.url));

export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    if (!existsSync(binary)) throw new Error(`${binary} does not exist: run \`make build\` first`);
    const folder = mkdtempSync(join(tmpdir(), 'smsdesk-end2end-'));
    const child = spawn(binary, ['demo', '--no-open', '--listen', '127.0.0.1:0'], {
      cwd: folder,
      env: { ...withoutSettings(process.env), SMSDESK_DATA: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await use({ url: await address(child), folder });
    } finally {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    }
  },

  baseURL: async ({ server }, use) => use(server.url),

  complaints: async ({ page }, use) => {
    const complaints: Complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await use(complaints);
  },
});

/** What a developer has set for servers of their own must not reach these. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL, LISTEN, PUBLIC_URL, SMSDESK_KEY, TRUST_PROXY, ...rest } = environment;
  return rest;
}

/** The address a starting server announces on its standard output. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    child.once('exit', (code) => failed(new Error(`the server ended with ${code} before it listened`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const match = line.match(/http:\/\/\S+/);
      if (match) found(match[0]);
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((stopped) => {
    if (child.exitCode !== null) return stopped();
    child.once('exit', () => stopped());
    child.kill('SIGTERM');
  });
}
