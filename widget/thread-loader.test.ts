import { expect, test } from 'vitest'
import type { VisitorMessage } from '#contract/website'
import { createThreadLoader } from './thread-loader.ts'
import { createThread } from './thread.ts'

/** A server with numbered messages in pages of 10, whose network can fail. */
function openServer() {
  const all: VisitorMessage[] = []
  const server = {
    failsAfterPages: Infinity,
    /** Whether the visitor has a token. */
    isKnown: true,
    write(count: number): void {
      for (let index = 0; index < count; index++) {
        const at = new Date(Date.UTC(2026, 10, 24) + all.length * 1000).toISOString()
        const id = String(all.length)
        all.push({ id, at, isMine: false, authorName: null, text: id, files: [], isRead: false })
      }
    },
    last: (): VisitorMessage[] => all.slice(-1),
    async messages(before: string | null) {
      if (server.failsAfterPages-- <= 0) throw new Error('no network')
      const end = before === null ? all.length : Number(before)
      const start = Math.max(0, end - 10)
      return { items: all.slice(start, end), before: start === 0 ? null : String(start) }
    },
  }
  const thread = createThread()
  const loader = createThreadLoader({
    api: server,
    thread,
    mayLoad: () => server.isKnown,
    onLoaded() {},
    onFailed() {},
  })
  const shown = (): number[] => thread.items.map(({ id }) => Number(id))
  return { server, loader, shown }
}
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

test('the first load shows the newest page, and paging up the rest without a gap', async () => {
  const { server, loader, shown } = openServer()
  server.write(25)
  await loader.refresh()
  expect(shown()).toEqual(range(15, 25))
  await loader.loadEarlier()
  await loader.loadEarlier()
  expect(shown()).toEqual(range(0, 25))
  expect(loader.hasEarlier()).toBe(false)
})

test('what was missed is fetched whole, though a live message came first and the network failed in the middle', async () => {
  const { server, loader, shown } = openServer()
  server.write(5)
  loader.setLive(true)
  await loader.refresh()
  loader.setLive(false)
  server.write(30)
  loader.setLive(true)
  server.write(1)
  loader.add(server.last())
  server.failsAfterPages = 2
  await loader.refresh()
  server.failsAfterPages = Infinity
  await loader.refresh()
  expect(shown()).toEqual(range(0, 36))
})

test('of a very long absence the newest pages are shown, and the older ones by paging up', async () => {
  const { server, loader, shown } = openServer()
  server.write(5)
  await loader.refresh()
  server.write(400)
  await loader.refresh()
  expect(shown()).toEqual(range(205, 405))
  await loader.loadEarlier()
  expect(shown()).toEqual(range(195, 405))
})

test('a refresh asked for while one is under way asks once more', async () => {
  const { server, loader, shown } = openServer()
  server.write(3)
  const first = loader.refresh()
  server.write(3)
  await Promise.all([first, loader.refresh()])
  expect(shown()).toEqual(range(0, 6))
})

test('a visitor who has no token yet asks nothing, and everything once he has one', async () => {
  const { server, loader, shown } = openServer()
  server.write(3)
  server.isKnown = false
  await loader.refresh()
  expect(shown()).toEqual([])
  server.isKnown = true
  await loader.refresh()
  expect(shown()).toEqual(range(0, 3))
})
