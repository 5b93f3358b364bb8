import axe from 'axe-core'
import { beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { worldEmail } from '../../dev/world.ts'
import { openBrowser } from './browser.ts'
import { startWholeProduct } from './whole-product.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 })

const password = 'correct horse battery'
const database = await createTestDatabase()
const { base } = await startWholeProduct(database, { demoPassword: password })
const { newContext } = await openBrowser()
// The checks are put into the page by us: the page's own policy lets no strange script in.
const office = await newContext({ bypassCSP: true, reducedMotion: 'reduce' })
const page = await office.newPage()

/** The first of a list of the account: what its card is looked at with. */
async function first(path: string): Promise<string> {
  const answer = await office.request.get(`${base}/api${path}`)
  const { items } = (await answer.json()) as { items: Record<string, unknown>[] }
  return String(items[0]?.['id'] ?? items[0]?.['number'])
}

beforeAll(async () => {
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('E-mail').fill(worldEmail)
  await page.getByLabel('Пароль', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.waitForURL(`${base}/imbox**`)
})

const pages: [string, () => Promise<string> | string][] = [
  ['ImBox', () => '/imbox'],
  ['a conversation', async () => `/imbox/${await first('/conversations')}`],
  ['the board of deals', () => '/deals'],
  ['the card of a deal', async () => `/deals/${await first('/deals')}`],
  ['customers', () => '/customers'],
  ['contacts', () => '/contacts'],
  ['the card of a contact', async () => `/contacts/${await first('/contacts')}`],
  ['companies', () => '/companies'],
  ['tasks', () => '/tasks'],
  ['the search', () => '/search?q=а'],
  ['reports', () => '/analytics/reports'],
  ['colleagues', () => '/colleagues'],
  ['notifications', () => '/notifications'],
  ['imports', () => '/imports'],
  ['the first steps', () => '/start'],
  ...[
    'account',
    'channels',
    'channels/rules',
    'channels/telegram',
    'channels/viber',
    'channels/vk',
    'channels/website',
    'people',
    'roles',
    'working-hours',
    'dead-letters',
    'personal-data',
    'pipelines',
    'fields',
    'tags',
    'quick-answers',
    'profile',
  ].map((name): [string, () => string] => [`settings: ${name}`, () => `/settings/${name}`]),
]

for (const scheme of ['light', 'dark'] as const) {
  test.each(pages)(`%s has nothing serious against it, ${scheme}`, async (_name, where) => {
    await page.emulateMedia({ colorScheme: scheme })
    await page.goto(base + (await where()))
    await page.getByRole('main').waitFor()
    await page.waitForLoadState('networkidle')
    expect(await serious()).toEqual([])
  })
}

/** What would keep somebody from using the page, by rule and place. */
async function serious(): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    // The border: axe has put itself into the page.
    (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
      // Initials in a circle are the picture of a name, not words of their own.
      rules: { 'label-content-name-mismatch': { enabled: false } },
    }),
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    )
}
