import { expect, test } from 'vitest'
import type { VisitorMessage } from '#contract/website'
import { createThreadLoader } from './thread-loader.ts'
import { createThread } from './thread.ts'

/** A server with numbered messages in pages of 10, whose network can fail. */
function openServer() {
  const all: VisitorMessage[] = []
  let written = 0
  const server = {
    failsAfterPages: Infinity,
    /** Whether the visitor has a token. */
    isKnown: true,
    write(count: number): void {
      for (let index = 0; index < count; index++) {
        const at = new Date(Date.UTC(2026, 10, 24) + written * 1000).toISOString()
        const id = String(written++)
        const shown = {
          isMine: false,
          authorName: null,
          isAutomatic: false,
          text: id,
          files: [],
          isRead: false,
          isEdited: false,
        }
        all.push({ id, at, ...shown })
      }
    },
    takeBack(...ids: number[]): void {
      for (const id of ids)
        all.splice(
          all.findIndex((one) => one.id === String(id)),
          1,
        )
    },
    last: (): VisitorMessage[] => all.slice(-1),
    async messages(before: string | null) {
      if (server.failsAfterPages-- <= 0) throw new Error('no network')
      const end = before === null ? all.length : all.findIndex(({ id }) => id === before)
      const start = Math.max(0, end - 10)
      return { items: all.slice(start, end), before: start === 0 ? null : (all[start]?.id ?? null) }
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

test('what was taken back while nobody listened is gone after the next fetch, also when it was the newest', async () => {
  const { server, loader, shown } = openServer()
  server.write(25)
  await loader.refresh()
  await loader.loadEarlier()
  server.takeBack(20, 24)
  server.write(1)
  await loader.refresh()
  expect(shown()).toEqual([...range(5, 20), 21, 22, 23, 25])
  loader.remove('21')
  expect(shown()).not.toContain(21)
  expect(loader.hasEarlier()).toBe(true)
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
