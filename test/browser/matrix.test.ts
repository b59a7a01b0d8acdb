import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { matrixPage } from '../../src/report/matrix/html.ts';
import { largeMatrix, matrixData, shopMatrix } from '../report/matrix-fixture.ts';
import { useBrowser } from './browser.ts';
import { textContrasts } from './contrast.ts';

const browser = useBrowser();
const SHOP = matrixPage(shopMatrix(), '1.2.3');

const REDIS = 'data/sts/redis';
const DNS = 'kube-system/deploy/coredns';
const CART = 'shop/deploy/cart';
const WEB = 'shop/deploy/web';

/** The names of the rows and of the columns that are shown, in order. */
async function shown(page: Page): Promise<{ rows: string[]; columns: string[] }> {
  return {
    rows: await page.locator('#matrix tbody th').allTextContents(),
    columns: (await page.locator('#matrix thead th').allTextContents()).slice(1),
  };
}

/** What has the focus, as a screen reader names it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: element } = document;
    return element?.ariaLabel ?? element?.id ?? '';
  });
}

async function press(page: Page, ...keys: string[]): Promise<string> {
  for (const key of keys) await page.keyboard.press(key);
  return focused(page);
}

/** Moves the focus to the first cell as somebody without a mouse would. */
async function tabIntoGrid(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Reset' }).focus();
  await page.keyboard.press('Tab');
}

/** The cell that is seen in the middle of where the focused one is. */
function onTop(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => {
    const { left, top, width, height } = document.activeElement!.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('td')?.ariaLabel;
  });
}

describe('the page of a matrix in Chromium', () => {
  test('asks for nothing but itself, and has nothing to complain about', async () => {
    const { page, requests, messages } = await browser.open(SHOP);
    await page.getByRole('gridcell').first().click();
    await page.getByLabel('Sources', { exact: true }).fill('web');
    await page.waitForLoadState('networkidle');
    expect(requests).toEqual([page.url()]);
    expect(messages).toEqual([]);
  });

  test('cannot be made to load or run what others wrote', async () => {
    const { failures, messages } = await browser.open(
      SHOP.replace(
        '</main>',
        '<img src="https://example.com/x.png" alt=""><script>1</script></main>',
      ),
    );
    expect(failures).toEqual(['csp']);
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(message).toMatch(/Content Security Policy/);
  });

  test('shows hostile text as text', async () => {
    const hostile = `x"'></script><img src=x onerror=alert(1)>`;
    const { page, requests, messages } = await browser.open(
      matrixPage(matrixData([`a/${hostile}`, 'b'], ['- A', '. -'], { file: hostile }), '1.2.3'),
    );
    await page.getByRole('gridcell', { name: `b to a/${hostile}` }).click();
    expect(await page.getByRole('dialog').textContent()).toContain(`b does not reach a/${hostile}`);
    expect([requests, messages]).toEqual([[page.url()], []]);
  });

  test('tells a screen reader each cell in one sentence', async () => {
    const { page } = await browser.open(SHOP);
    const grid = page.getByRole('grid', { name: 'Who reaches whom: rows reach columns' });
    const name = `${CART} to ${WEB}: unknown: 8080/TCP`;
    expect(await page.getByRole('gridcell', { name, exact: true }).count()).toBe(1);
    expect((await grid.ariaSnapshot()).split('\n').slice(-5)).toEqual([
      `      - rowheader "${WEB}"`,
      `      - 'gridcell "${WEB} to ${REDIS}: 6379/TCP allowed"': ✔ 6379/TCP`,
      `      - 'gridcell "${WEB} to ${DNS}: 53/TCP 53/UDP allowed"': ✔ 53/TCP 53/UDP`,
      `      - 'gridcell "${WEB} to ${CART}: all ports allowed"': ✔`,
      `      - 'gridcell "${WEB} to ${WEB}: itself"': –`,
    ]);
  });

  test('filters sources and destinations by words', async () => {
    const { page } = await browser.open(SHOP);
    await page.getByLabel('Sources', { exact: true }).fill('SHOP dep');
    await page.getByLabel('Destinations', { exact: true }).fill('redis');
    expect(await shown(page)).toEqual({ rows: [CART, WEB], columns: [REDIS] });
    expect(await page.getByRole('status').textContent()).toBe(
      '2 of 4 sources, 1 of 4 destinations.',
    );
    await page.getByLabel('Sources', { exact: true }).fill('nobody');
    expect(await page.getByRole('status').textContent()).toBe('Nothing matches.');
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('4 of 4 sources, 4 of 4 destinations.').waitFor();
    expect((await shown(page)).rows).toHaveLength(4);
  });

  test.each([
    ['allowed', { rows: [REDIS, CART, WEB], columns: [REDIS, DNS, CART] }, 6],
    ['denied', { rows: [REDIS, DNS], columns: [REDIS, CART, WEB] }, 5],
    ['unknown', { rows: [CART], columns: [WEB] }, 1],
  ])('shows only what is %s', async (verdict, ends, count) => {
    const { page } = await browser.open(SHOP);
    await page.getByLabel('Cells').selectOption(verdict);
    expect(await shown(page)).toEqual(ends);
    const links = page.locator('#matrix td a');
    const visible = await Promise.all((await links.all()).map((link) => link.isVisible()));
    expect(visible.filter(Boolean)).toHaveLength(count);
  });

  test('sorts rows and columns by the number of open connections', async () => {
    const { page } = await browser.open(SHOP);
    await page.getByLabel('Order of sources').selectOption('open');
    expect(await shown(page)).toEqual({
      rows: [WEB, CART, REDIS, DNS],
      columns: [REDIS, DNS, CART, WEB],
    });
    await page.getByLabel('Order of destinations').selectOption('open');
    expect((await shown(page)).columns).toEqual([DNS, REDIS, CART, WEB]);
    // Cells move with their headers.
    expect(await page.getByRole('gridcell').first().ariaSnapshot()).toContain(
      `${WEB} to ${DNS}: 53`,
    );
    await page.getByLabel('Order of sources').selectOption('name');
    expect((await shown(page)).rows).toEqual([REDIS, DNS, CART, WEB]);
  });

  test('is walked with the keyboard, and takes one stop of Tab', async () => {
    const { page } = await browser.open(SHOP);
    await tabIntoGrid(page);
    expect(await focused(page)).toBe(`${REDIS} to ${REDIS}: itself`);
    expect(await press(page, 'ArrowRight')).toMatch(`${REDIS} to ${DNS}: `);
    expect(await press(page, 'ArrowDown')).toMatch(`${DNS} to ${DNS}: `);
    expect(await press(page, 'End')).toMatch(`${DNS} to ${WEB}: `);
    expect(await press(page, 'ArrowRight')).toMatch(`${DNS} to ${WEB}: `);
    expect(await press(page, 'PageDown')).toMatch(`${WEB} to ${WEB}: `);
    expect(await press(page, 'ArrowUp', 'Home')).toMatch(`${CART} to ${REDIS}: `);
    expect(await press(page, 'Control+End')).toMatch(`${WEB} to ${WEB}: `);
    expect(await press(page, 'PageUp', 'ArrowLeft')).toMatch(`${REDIS} to ${CART}: `);
    expect(await press(page, 'Control+Home')).toMatch(`${REDIS} to ${REDIS}: `);
    expect(await press(page, 'Control+End', 'Tab', 'Shift+Tab')).toMatch(`${WEB} to ${WEB}: `);
    expect(await press(page, '/')).toBe('source');
  });

  test('Enter and Space explain a cell; Escape gives the focus back', async () => {
    const { page } = await browser.open(SHOP);
    const panel = page.getByRole('dialog');
    await tabIntoGrid(page);
    await press(page, 'Control+Home', 'ArrowDown', 'ArrowDown', 'Enter');
    expect(await panel.ariaSnapshot()).toBe(
      [
        `- dialog "${CART} reaches data/redis-0 on 6379/TCP":`,
        '  - button "Close"',
        `  - heading "${CART} reaches data/redis-0 on 6379/TCP" [level=3]`,
        '  - paragraph: "Why:"',
        '  - list:',
        `    - listitem: "✔ egress allowed: no policy isolates ${CART}"`,
        '    - listitem:',
        '      - text: "✔ ingress allowed: allowed by data/redis rule 1"',
        '      - list:',
        '        - listitem:',
        '          - text: decided by data/redis, ingress rule 1',
        '          - code: policies.yaml:24:5',
        '  - paragraph:',
        '    - text: "More:"',
        `    - code: netpol check --from ${CART} --to data/redis-0`,
      ].join('\n'),
    );
    expect(await panel.locator(':focus').textContent()).toBe('Close');
    expect(await press(page, 'Escape')).toBe(`${CART} to ${REDIS}: 6379/TCP allowed`);
    expect(await panel.count()).toBe(0);
    // An explanation that is written with the names of another cell.
    await press(page, 'ArrowDown', ' ');
    expect(await panel.getByRole('heading').textContent()).toBe(
      `${WEB} reaches data/redis-0 on 6379/TCP`,
    );
    await press(page, 'Enter');
    expect(await focused(page)).toMatch(`${WEB} to ${REDIS}: `);
  });

  test('the open panel follows the focus in the grid', async () => {
    const { page } = await browser.open(SHOP);
    await page.getByRole('gridcell', { name: `${CART} to ${REDIS}` }).click();
    const heading = page.getByRole('dialog').getByRole('heading');
    expect(await heading.textContent()).toBe(`${CART} reaches data/redis-0 on 6379/TCP`);
    await press(page, 'ArrowUp');
    expect(await heading.textContent()).toBe(`${DNS} does not reach data/redis-0`);
    expect(await press(page, 'Enter', 'Escape')).toMatch(`${DNS} to ${REDIS}: denied`);
  });

  test('an explanation is told with the names of the pods that it is about', async () => {
    const { page } = await browser.open(
      matrixPage(matrixData([REDIS, CART, WEB], ['A A A', 'A A A', 'A A A']), '1.2.3'),
    );
    const heading = page.getByRole('dialog').getByRole('heading');
    const explained: string[] = [];
    for (const cell of await page.getByRole('gridcell').all()) {
      await cell.click();
      explained.push((await heading.textContent()) ?? '');
    }
    expect(explained).toEqual([
      'data/redis-0 reaches data/redis-1 on 6379/TCP',
      `data/redis-0 reaches ${CART} on 6379/TCP`,
      `data/redis-0 reaches ${WEB} on 6379/TCP`,
      `${CART} reaches data/redis-0 on 6379/TCP`,
      `${CART} reaches ${CART} on 6379/TCP`,
      `${CART} reaches ${WEB} on 6379/TCP`,
      `${WEB} reaches data/redis-0 on 6379/TCP`,
      `${WEB} reaches ${CART} on 6379/TCP`,
      `${WEB} reaches ${WEB} on 6379/TCP`,
    ]);
  });

  test.each([
    ['the headers', { width: 1280, height: 720 }],
    ['the open panel', { width: 400, height: 720 }],
  ])('a cell under the keyboard is not behind %s', async (_, viewport) => {
    const { page } = await browser.open(matrixPage(largeMatrix(40), '1.2.3'), { viewport });
    await page.getByRole('gridcell').first().click();
    for (const key of ['Control+End', 'Control+Home', ...Array<string>(30).fill('ArrowDown')]) {
      await page.keyboard.press(key);
      expect(await onTop(page), key).toBe(await focused(page));
    }
    await press(page, 'Control+End');
    for (const key of ['ArrowUp', 'ArrowLeft']) {
      await press(page, ...Array<string>(35).fill(key));
      expect(await onTop(page), key).toBe(await focused(page));
    }
  });

  test.each(['light', 'dark'] as const)(
    'can be read where the reader prefers %s',
    async (colorScheme) => {
      const { page } = await browser.open(SHOP, { colorScheme });
      await page.getByRole('gridcell', { name: `${CART} to ${WEB}` }).click();
      await page.getByText('Reasons (').click();
      const contrasts = await textContrasts(page);
      expect(new Set(contrasts.map(({ element }) => element)).size).toBeGreaterThan(15);
      expect(contrasts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
      const page1 = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(page1).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(18, 22, 27)');
    },
  );

  test('is a table with links where no script runs', async () => {
    const { page } = await browser.open(SHOP, { javaScriptEnabled: false });
    expect(await page.getByRole('table', { name: /rows reach columns/ }).count()).toBe(1);
    expect(await page.locator('#tools').isVisible()).toBe(false);
    expect(await page.locator('#legend').isVisible()).toBe(true);
    const row = page.getByRole('row', { name: CART });
    expect(await row.locator('td').allTextContents()).toEqual([
      '✔\u00a06379/TCP',
      '✔\u00a053/TCP 53/UDP',
      '–',
      '? 8080/TCP',
    ]);
    const reason = page.getByText(`no rule lets data/redis-0 reach ${CART}`);
    expect(await reason.isVisible()).toBe(false);
    await page.getByRole('row', { name: REDIS }).getByRole('link', { name: '✘' }).first().click();
    expect(await reason.isVisible()).toBe(true);
  });

  test('moves nothing by itself', async () => {
    const { page } = await browser.open(SHOP);
    await page.getByRole('gridcell').first().click();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});
