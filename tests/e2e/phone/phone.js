// A telephone: a real browser with a small touch screen, which notes what no page of ours may do.

import fs from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const { PATIENCE_MS } = createRequire(import.meta.url)('../independent_client/server');

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-first-run', '--disable-quic',
];
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export function launchBrowser() {
  // Pages come back from the browser's memory as they do on a telephone.
  return chromium.launch({
    executablePath: CHROMIUM, args: ARGUMENTS, ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}

const SCREEN = { hasTouch: true, isMobile: true, deviceScaleFactor: 2, reducedMotion: 'reduce' };

// What the browser itself says of a call that failed, which a page cannot keep from the console.
const FAILED_CALL = /^Failed to load resource/;

export class Phone {
  // `scripts: false` is a browser without them; `allowFailedCalls` when the server or the network is
  // taken away.
  static async buy(browser, { scripts = true, width = 360, height = 640, dark = false, language = 'en-GB',
                              allowFailedCalls = false } = {}) {
    const context = await browser.newContext({
      ...SCREEN, viewport: { width, height }, javaScriptEnabled: scripts,
      colorScheme: dark ? 'dark' : 'light', locale: language,
    });
    const phone = new Phone(context, allowFailedCalls);
    phone.browser = browser;
    await phone.switchOn();
    return phone;
  }

  // One that keeps what it knows in `folder` from one time to the next, and whose clock stands at `time`.
  static async keep(folder, time) {
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: CHROMIUM, args: ARGUMENTS, ...SCREEN, viewport: { width: 360, height: 640 },
      locale: 'en-GB', timezoneId: 'UTC',
    });
    await context.clock.setFixedTime(time);
    const phone = new Phone(context, true);
    await phone.switchOn();
    return phone;
  }

  constructor(context, allowFailedCalls) {
    this.context = context;
    this.faults = [];
    this.requests = [];
    this.transfers = [];
    this.taps = 0;
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('request', (request) => this.requests.push(request.url()));
    context.on('console', (message) => {
      if (!['error', 'warning', 'assert'].includes(message.type())) return;
      if (allowFailedCalls && FAILED_CALL.test(message.text())) return;
      this.faults.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.faults.push(`script: ${error.error()}`));
  }

  async switchOn() {
    await this.context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    this.page = await this.context.newPage();
    this.context.on('requestfinished', (request) => {
      this.transfers.push(request.sizes().then(
        (sizes) => ({ url: request.url(), bytes: sizes.responseBodySize }),
        () => ({ url: request.url(), bytes: 0 })));
    });
  }

  // A second one, with scripts.
  another(options = {}) {
    return Phone.buy(this.browser, options);
  }

  async open(url) {
    this.origin = new URL(url).origin;
    await this.page.goto(url);
  }

  async tap(what) {
    await what.tap();
    ++this.taps;
  }

  async offline(isOffline) {
    await this.context.setOffline(isOffline);
  }

  // What was asked of others than the clinic.
  foreignRequests() {
    return this.requests.filter((url) => !url.startsWith(this.origin) && /^(https?|wss?):/.test(url));
  }

  // Problems that axe finds, one line each.
  async axe() {
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(AXE_TAGS)
      .setLegacyMode(true).analyze();
    return violations.flatMap((found) => found.nodes.map(
      (node) => `${found.id}: ${found.help}: ${node.target.join(' ')}: ${node.failureSummary}`));
  }

  // Whether all of it can be seen without scrolling.
  isInView(what) {
    return what.evaluate((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && box.top >= 0 && box.left >= 0 &&
             box.bottom <= innerHeight && box.right <= innerWidth;
    });
  }

  scrollsSideways() {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  }

  // What the browser keeps for the page: every record of every database, the caches, the storages.
  kept() {
    return this.page.evaluate(async () => {
      const found = { databases: {}, caches: [], storage: {}, cookies: document.cookie };
      const done = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const { name } of await indexedDB.databases()) {
        const database = await done(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
          found.databases[`${name}/${store}`] =
            await done(database.transaction(store).objectStore(store).getAll());
        }
        database.close();
      }
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          found.caches.push({ url: request.url, text: await (await cache.match(request)).text() });
        }
      }
      for (const storage of [localStorage, sessionStorage]) {
        for (const key of Object.keys(storage)) found.storage[key] = storage.getItem(key);
      }
      return found;
    });
  }

  // Check-ins that wait to be sent.
  async waiting() {
    const rows = (await this.kept()).databases['check-in/kept'] ?? [];
    return rows.filter(({ key }) => key !== 'draft');
  }

  // What is filled in and not sent, as text; empty when there is none.
  async draft() {
    const rows = (await this.kept()).databases['check-in/kept'] ?? [];
    const draft = rows.find(({ key }) => key === 'draft');
    return draft ? JSON.stringify(draft) : '';
  }

  async paint(scheme) {
    await this.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  }

  async picture(folder, name) {
    fs.mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  }

  async throwAway() {
    await this.context.close();
  }
}
