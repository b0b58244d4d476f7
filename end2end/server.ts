// Every test has a server of its own, with demo data of its own, on a free port (it is up in half a second): tests can't
// disturb each other, in whatever order they run. They run on SQLite, and on PostgreSQL where they ask for it with
// `test.use({ database: 'postgres' })`, or all of them when SMSDESK_TEST_DATABASE=postgres.
// Specs import `test` and `expect` from here.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { type Postgres, ended, programs, start as startPostgres } from './postgres.ts';

export { expect } from '@playwright/test';

export type Database = 'sqlite' | 'postgres';

export type Server = {
  url: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
};

/** What the servers of one test share. */
type House = {
  /** Where they keep their key, and SQLite its file. */
  folder: string;
  environment: NodeJS.ProcessEnv;
};

/** What the browser complained about: console errors, exceptions, refused by the content security policy. */
export type Complaints = string[];

type Fixtures = {
  database: Database;
  house: House;
  server: Server;
  /** One more server of the same house. SQLite has room for one only. */
  secondServer: Server;
  complaints: Complaints;
};

/** Started when a test first asks for it. */
type WorkerFixtures = { postgres: () => Promise<Postgres | undefined> };

const binary = process.env.SMSDESK_BINARY ?? fileURLToPath(new URL('../target/debug/smsdesk', import.meta.url));

export const test = base.extend<Fixtures, WorkerFixtures>({
  database: [process.env.SMSDESK_TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite', { option: true }],

  postgres: [
    async ({}, use) => {
      const bin = programs();
      let postgres: Promise<Postgres> | undefined;
      await use(async () => (bin ? await (postgres ??= startPostgres(bin)) : undefined));
      await (await postgres)?.stop();
    },
    { scope: 'worker' },
  ],

  house: async ({ database, postgres }, use, testInfo) => {
    const server = database === 'postgres' ? await postgres() : undefined;
    if (database === 'postgres' && !server) {
      if (process.env.CI) throw new Error('CI must test PostgreSQL, and initdb, postgres or setpriv is not installed');
      testInfo.skip(true, 'PostgreSQL can not be started: initdb, postgres or setpriv is not found');
    }
    const address = server?.create();
    const folder = mkdtempSync(join(tmpdir(), 'smsdesk-end2end-'));
    const environment = { ...withoutSettings(process.env), SMSDESK_DATA: folder };
    try {
      await use({ folder, environment: address ? { ...environment, DATABASE_URL: address } : environment });
    } finally {
      rmSync(folder, { recursive: true, force: true });
      if (address) server!.drop(address);
    }
  },

  server: async ({ house }, use) => running(house, use),

  // After the first one, which fills the house.
  secondServer: async ({ house, server: _ }, use) => running(house, use),

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

async function running(house: House, use: (server: Server) => Promise<void>): Promise<void> {
  if (!existsSync(binary)) throw new Error(`${binary} does not exist: run \`make build\` first`);
  const child = spawn(binary, ['demo', '--no-open', '--listen', '127.0.0.1:0'], {
    cwd: house.folder,
    env: house.environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await use({ url: await address(child), kill: () => ended(child, 'SIGKILL') });
  } finally {
    await ended(child, 'SIGTERM');
  }
}

/** Changes the house beside its running server, as an operator does. `secrets`: what the description takes from there. */
export function apply(house: House, description: string, secrets: NodeJS.ProcessEnv): void {
  const environment = { ...house.environment, ...secrets };
  const applied = spawnSync(binary, ['apply', '-'], { cwd: house.folder, env: environment, input: description });
  if (applied.status !== 0) throw new Error(applied.stderr.toString());
}

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
