// A PostgreSQL server of the tests' own, as in tests/it/postgres.rs. It dies with whoever started it and leaves nothing
// behind.

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export type Postgres = {
  /** Makes an empty database and gives its address. */
  create(): string;
  /** Drops it, whoever still holds connections to it. */
  drop(database: string): void;
  stop(): Promise<void>;
};

const USER = 'smsdesk';
/** Nothing waits for the disk. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=64MB',
  'max_wal_size=256MB',
  'jit=off',
  'max_connections=200',
];
/** Killed at once, because the folder goes with it. */
const THEN_CLEAN_UP = `"$0" "$@" & child=$!; trap 'kill -QUIT $child' INT TERM; wait $child; wait $child; rm -rf "$FOLDER"`;

/** Where `initdb` and `postgres` stand: the newest version that is installed. None where they could outlive us. */
export function programs(): string | undefined {
  if (spawnSync('setpriv', ['--pdeathsig', 'TERM', '--', 'true']).status !== 0) return undefined;
  const versions = '/usr/lib/postgresql';
  const installed = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...installed.map((version) => join(versions, version, 'bin')), ...process.env.PATH!.split(delimiter)];
  return folders.find((bin) => ['initdb', 'postgres'].every((program) => existsSync(join(bin, program))));
}

export async function start(bin: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'smsdesk-postgres-'));
  if (process.getuid!() === 0) {
    const [user, group] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
    chownSync(folder, user!, group!);
  }
  const data = join(folder, 'data');
  const make = [join(bin, 'initdb'), '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C', '--username', USER];
  execFileSync('setpriv', [...itsUser(), '--', ...make, '--pgdata', data], { stdio: ['ignore', 'ignore', 'inherit'] });

  const port = await freePort();
  const serve = [join(bin, 'postgres'), '-D', data, '-p', `${port}`, ...SETTINGS.flatMap((setting) => ['-c', setting])];
  // Ends with this process, however that ends. Not INT, which whatever runs in the background of a script ignores.
  const untilWeEnd = ['--pdeathsig', 'TERM', '--', 'sh', '-c', THEN_CLEAN_UP];
  const child = spawn('setpriv', [...itsUser(), ...untilWeEnd, ...serve], {
    cwd: folder,
    env: { ...process.env, FOLDER: folder },
    stdio: 'ignore',
  });
  const where = ['-h', '127.0.0.1', '-p', `${port}`];
  while (spawnSync(join(bin, 'pg_isready'), ['-q', ...where]).status !== 0) {
    if (child.exitCode !== null) throw new Error('PostgreSQL can not be started');
    await pause(25);
  }

  let databases = 0;
  return {
    create() {
      const name = `house_${(databases += 1)}`;
      execFileSync(join(bin, 'createdb'), [...where, '-U', USER, name]);
      return `postgres://${USER}@127.0.0.1:${port}/${name}`;
    },
    drop(database) {
      execFileSync(join(bin, 'dropdb'), [...where, '-U', USER, '--force', database.split('/').at(-1)!]);
    },
    stop: () => ended(child, 'SIGTERM'),
  };
}

/** PostgreSQL refuses to run as root. */
function itsUser(): string[] {
  return process.getuid!() === 0 ? ['--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}

/** Asks a process to end, and waits until it has. */
export function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((ended) => {
    if (child.exitCode !== null || child.signalCode !== null) return ended();
    child.once('exit', () => ended());
    child.kill(signal);
  });
}
