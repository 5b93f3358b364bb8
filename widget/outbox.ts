import type { VisitorMessage } from '#contract/website'
import { CallFailed, type Api } from './api.ts'
import { clientId } from './client-id.ts'
import type { QueuedFile, QueuedMessage, QueueStore } from './queue-store.ts'

/** A message that the server itself fails on is set aside after so many tries, so that it does not hold up the rest. */
const maxServerFailures = 6
const firstWaitMs = 1000
const longestWaitMs = 30_000

type Options = {
  api: Pick<Api, 'nowMs' | 'send' | 'upload'>
  store: QueueStore
  lockName: string
  /** Makes sure there is a token; the first message creates the visitor. */
  ensureVisitor: () => Promise<void>
  /** The server does not know this token. */
  forgetVisitor: (token: string | null) => void
  onSent: (message: VisitorMessage) => void
  /** The queue differs from what was shown. */
  onChange: () => void
  onProgress: (fileId: string, share: number | null) => void
}

export type Outbox = {
  add: (message: QueuedMessage) => Promise<void>
  /** Tries again at once, also what has failed when its id is given. */
  retry: (id?: string) => Promise<void>
  cancel: (id: string) => Promise<void>
  cancelFile: (id: string, fileId: string) => Promise<void>
  /** Another tab changed the queue: an upload of something that is gone ends. */
  checkUpload: () => Promise<void>
}

/** Sends the queue in order, one tab at a time; a repeat carries the same id and is the same message for the server. */
export function createOutbox(options: Options): Outbox {
  const { api, store } = options
  let isDraining = false
  let isAgain = false
  let waits = 0
  let timer = 0
  let upload: { messageId: string; fileId: string; abort: AbortController } | null = null
  const serverFailures = new Map<string, number>()

  async function drain(): Promise<void> {
    isAgain = true
    if (isDraining) return
    isDraining = true
    clearTimeout(timer)
    try {
      while (isAgain) {
        isAgain = false
        await alone(options.lockName, sendAll)
      }
    } finally {
      isDraining = false
    }
  }

  async function sendAll(): Promise<void> {
    for (;;) {
      const next = (await store.list()).find((message) => message.failed === null)
      if (next === undefined) return
      try {
        await sendOne(next)
        waits = 0
      } catch (error) {
        if (!(await settle(next, error))) return
      }
    }
  }

  async function sendOne(message: QueuedMessage): Promise<void> {
    await options.ensureVisitor()
    for (const file of message.files) {
      if (!file.isStored) await storeFile(message.id, file)
    }
    const current = await store.get(message.id)
    if (current === null) return
    const { text, at, pageUrl, pageTitle, files } = current
    if (text === '' && files.length === 0) return remove(message.id)
    const sent = await api.send({
      id: message.id,
      text,
      at,
      pageUrl,
      pageTitle,
      fileIds: files.map((file) => file.id),
      ...(current.name === '' ? {} : { name: current.name }),
    })
    await store.remove(message.id)
    options.onSent(sent)
  }

  async function storeFile(messageId: string, file: QueuedFile): Promise<void> {
    const current = await store.get(messageId)
    if (current === null || !current.files.some(({ id }) => id === file.id)) return
    const abort = new AbortController()
    upload = { messageId, fileId: file.id, abort }
    try {
      const onProgress = (share: number): void => options.onProgress(file.id, share)
      onProgress(0)
      await api.upload({
        id: file.id,
        name: file.name,
        content: file.content,
        onProgress,
        signal: abort.signal,
      })
      await changeFiles(messageId, (files) =>
        files.map((one) => (one.id === file.id ? { ...one, isStored: true } : one)),
      )
    } finally {
      upload = null
      options.onProgress(file.id, null)
    }
  }

  /** @returns whether the next message may be tried now. */
  async function settle(message: QueuedMessage, error: unknown): Promise<boolean> {
    const failed = error instanceof CallFailed ? error : new CallFailed(0, 'offline')
    if (failed.code === 'cancelled') return true
    if (failed.code === 'visitor.unknown') {
      options.forgetVisitor(failed.token)
      await uploadAnew(message.id)
      return retryLater(0)
    }
    if (failed.code === 'file.not_found' && countFailure(message.id) < maxServerFailures) {
      await uploadAnew(message.id)
      return retryLater(0)
    }
    const isRefused =
      failed.status >= 400 && failed.status < 500 && failed.status !== 429 && failed.status !== 408
    // Without room for files the visitor decides: to wait, or to write without them.
    if (isRefused || failed.code === 'file.storage_full') {
      await setAside(message.id, failed.code)
      return true
    }
    if (failed.status === 500 && countFailure(message.id) >= maxServerFailures) {
      await setAside(message.id, failed.code)
      return true
    }
    return retryLater(failed.retryAfterMs)
  }

  function retryLater(askedMs: number): false {
    const own = Math.min(longestWaitMs, firstWaitMs * 2 ** waits) * (0.5 + Math.random() / 2)
    waits = Math.min(waits + 1, 10)
    clearTimeout(timer)
    timer = window.setTimeout(() => void drain(), Math.max(askedMs, own))
    return false
  }

  function countFailure(id: string): number {
    const count = (serverFailures.get(id) ?? 0) + 1
    serverFailures.set(id, count)
    return count
  }

  /** What was uploaded is gone, or belongs to a visitor who is no more: other ids, since the old ones may be taken. */
  function uploadAnew(id: string): Promise<void> {
    return changeFiles(id, (files) =>
      files.map((file) => (file.isStored ? { ...file, id: clientId(api.nowMs()), isStored: false } : file)),
    )
  }

  async function setAside(id: string, code: string): Promise<void> {
    await store.change(id, (message) => ({ ...message, failed: code }))
    options.onChange()
  }

  async function remove(id: string): Promise<void> {
    await store.remove(id)
    options.onChange()
  }

  async function changeFiles(id: string, change: (files: QueuedFile[]) => QueuedFile[]): Promise<void> {
    await store.change(id, (message) => {
      const files = change(message.files)
      return message.text === '' && files.length === 0 ? null : { ...message, files }
    })
    options.onChange()
  }

  return {
    async add(message) {
      await store.put(message)
      options.onChange()
      void drain()
    },
    async retry(id) {
      if (id !== undefined) {
        serverFailures.delete(id)
        await store.change(id, (message) => ({ ...message, failed: null }))
        options.onChange()
      }
      waits = 0
      void drain()
    },
    async cancel(id) {
      await remove(id)
      if (upload?.messageId === id) upload.abort.abort()
    },
    async cancelFile(id, fileId) {
      await changeFiles(id, (files) => files.filter((file) => file.id !== fileId))
      if (upload?.fileId === fileId) upload.abort.abort()
    },
    async checkUpload() {
      if (upload === null) return
      const current = await store.get(upload.messageId)
      if (!current?.files.some((file) => file.id === upload?.fileId)) upload?.abort.abort()
    },
  }
}

/** Runs while no other tab does; without locks (plain http) tabs may meet, and the message ids keep doubles away. */
async function alone(name: string, act: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return act()
  await navigator.locks.request(name, act)
}
