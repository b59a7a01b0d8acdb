import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

/** The browser of the system; the variable CHROMIUM names another. Nothing is ever downloaded. */
const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page that was opened from a file, and what it did on its own. */
export interface OpenPage {
  readonly page: Page;
  /** Addresses of everything that was asked for, the file itself first. */
  readonly requests: readonly string[];
  /** What became of those that failed: `csp` where the page's policy forbade it. */
  readonly failures: readonly string[];
  /** Messages of the console, uncaught errors, violations of the page's policy. */
  readonly messages: readonly string[];
}

/**
 * A browser for the tests of a file. It opens each page from the disk, as who was sent one does, in
 * a context of its own.
 */
export function useBrowser(): {
  open(html: string, options?: BrowserContextOptions): Promise<OpenPage>;
} {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'netpol-browser-'));
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    async open(html, options = {}) {
      const file = join(folder, 'matrix.html');
      writeFileSync(file, html);
      const context = await browser.newContext(options);
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      const requests: string[] = [];
      const failures: string[] = [];
      const messages: string[] = [];
      context.on('request', (request) => requests.push(request.url()));
      context.on('requestfailed', (request) => failures.push(request.failure()?.errorText ?? ''));
      page.on('console', (message) => messages.push(message.text()));
      page.on('pageerror', (error) => messages.push(String(error)));
      await page.goto(pathToFileURL(file).href);
      return { page, requests, failures, messages };
    },
  };
}
