import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { VisitorMessage } from '#contract/website'
import { CallFailed } from './api.ts'
import { createOutbox } from './outbox.ts'
import { openQueueStore, type QueuedMessage } from './queue-store.ts'

beforeEach(() => vi.stubGlobal('window', globalThis))
afterEach(() => vi.unstubAllGlobals())

type Sent = { id: string; text: string; fileIds: string[] }

/** A queue without a database, and a server that answers when the test says. */
function openOutbox() {
  const store = openQueueStore('test')
  const server = {
    sent: [] as Sent[],
    uploaded: [] as string[],
    upload: async (_id: string): Promise<void> => {},
    refuse: async (_message: Sent): Promise<void> => {},
  }
  const outbox = createOutbox({
    api: {
      nowMs: () => Date.now(),
      async upload({ id, signal }) {
        const aborted = Promise.withResolvers<void>()
        signal.addEventListener('abort', () => aborted.reject(new CallFailed(0, 'cancelled')))
        await Promise.race([server.upload(id), aborted.promise])
        server.uploaded.push(id)
      },
      async send({ id, text, fileIds, at }): Promise<VisitorMessage> {
        await server.refuse({ id, text, fileIds })
        server.sent.push({ id, text, fileIds })
        const shown = { isMine: true, authorName: null, isAutomatic: false, isRead: false, isEdited: false }
        return { id, text, at, files: [], ...shown }
      },
    },
    store,
    lockName: crypto.randomUUID(),
    ensureVisitor: async () => {},
    forgetVisitor() {},
    onSent() {},
    onChange() {},
    onProgress() {},
  })
  return { outbox, store, server }
}

function write(id: string, fileIds: string[] = []): QueuedMessage {
  const content = new Blob(['x'])
  const file = { name: 'x.txt', mime: 'text/plain', sizeBytes: 1, content, isStored: false }
  const files = fileIds.map((fileId) => ({ ...file, id: fileId }))
  return {
    id,
    at: `2026-11-27T10:00:0${id}Z`,
    text: id,
    files,
    name: '',
    pageUrl: '',
    pageTitle: '',
    failed: null,
  }
}

test('a file cancelled in the moment another one becomes stored does not leave', async () => {
  const { outbox, server } = openOutbox()
  const arrived = Promise.withResolvers<void>()
  server.upload = (id) => (id === 'a' ? arrived.promise : Promise.resolve())
  const upload = vi.spyOn(server, 'upload')
  await outbox.add(write('1', ['a', 'b']))
  await expect.poll(() => upload.mock.calls).toEqual([['a']])
  const cancelled = outbox.cancelFile('1', 'b')
  arrived.resolve()
  await cancelled
  await expect.poll(() => server.sent).toEqual([{ id: '1', text: '1', fileIds: ['a'] }])
  expect(server.uploaded).toEqual(['a'])
})

test('a message deleted in whatever moment of its refusal does not come back', async () => {
  for (let moment = 0; moment < 20; moment++) {
    const { outbox, store, server } = openOutbox()
    const answered = Promise.withResolvers<void>()
    server.refuse = () => answered.promise
    const refuse = vi.spyOn(server, 'refuse')
    await outbox.add(write('1'))
    await expect.poll(() => refuse.mock.calls.length).toBe(1)
    answered.reject(new CallFailed(409, 'channel.disconnected'))
    for (let step = 0; step < moment; step++) await Promise.resolve()
    await outbox.cancel('1')
    server.refuse = async () => {}
    await outbox.add(write('2'))
    await expect.poll(() => server.sent.map(({ id }) => id)).toEqual(['2'])
    expect(await store.list()).toEqual([])
  }
})
