import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

// Playwright's own Chromium when it is installed, else the system's.
const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'tests',
  forbidOnly: !!process.env.CI,
  fullyParallel: true,
  workers: 2,
  // On a busy machine one of a hundred may lose a race of its own; what fails twice is broken. Told as flaky, not hidden.
  retries: process.env.CI ? 1 : 0,
  // Generous: on a busy machine a test may take long and still be right.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    channel: undefined,
    // A record of every step takes a fifth of the time: in CI only what is tried again is recorded.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    // Nobody watches: frames of an animation would be most of what the browser does.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.CHROMIUM || system,
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-gpu',
        '--no-first-run',
        // Chromium's sandbox refuses to run as root, as in containers.
        ...(asRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
});
