import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'

/** Generous: a browser on a busy machine is slow, and a wait ends as soon as what it waits for is there. */
const patienceMs = 60_000

export type TestBrowser = {
  /** Somebody's own browser: cookies, storage and a page of its own. */
  openPage: (options?: BrowserContextOptions) => Promise<Page>
  newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>
  /** What went wrong inside pages. */
  problems: string[]
}

/** The machine's Chromium, closed after the file. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  afterAll(() => browser.close())
  const problems: string[] = []
  const newContext = async (options: BrowserContextOptions = {}): Promise<BrowserContext> => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'ru-RU',
      timezoneId: 'Europe/Moscow',
      ...options,
    })
    context.setDefaultTimeout(patienceMs)
    context.on('weberror', (error) => problems.push(error.error().message))
    return context
  }
  return { problems, newContext, openPage: async (options) => (await newContext(options)).newPage() }
}

/** Asks again until it is as expected. */
export const eventually = (ask: () => unknown): ReturnType<typeof expect.poll> =>
  expect.poll(ask, { timeout: patienceMs })

/** The next frame of a page comes late, as on a machine that has much to do, until the returned function is called. */
export async function delayFrames(page: Page): Promise<() => Promise<void>> {
  const handle = await page.evaluateHandle(() => {
    const real = globalThis.requestAnimationFrame
    globalThis.requestAnimationFrame = (callback) =>
      Number(setTimeout(() => real.call(globalThis, callback), 500))
    return () => {
      globalThis.requestAnimationFrame = real
    }
  })
  return () => handle.evaluate((restore) => restore())
}

/**
 * No call and no live connection of these pages reaches us until the returned function is called. Chromium's own "offline" is not
 * enough: it lets a page that has just been reloaded out for a moment.
 */
export async function cutOff(context: BrowserContext): Promise<() => Promise<void>> {
  const ours = /\/api\//
  let isCut = true
  await context.route(ours, (route) => (isCut ? route.abort() : route.continue()))
  await context.routeWebSocket(ours, (socket) => {
    if (isCut) void socket.close()
    else socket.connectToServer()
  })
  return async () => {
    isCut = false
    for (const page of context.pages()) await page.evaluate(() => dispatchEvent(new Event('online')))
  }
}
