import type { VisitorFrame, VisitorMessage } from '#contract/website'
import { CallFailed, createApi, type ButtonInfo } from './api.ts'
import { clientId } from './client-id.ts'
import { createLiveSocket } from './live-socket.ts'
import { openMemory, type Memory } from './memory.ts'
import { createOutbox } from './outbox.ts'
import { openQueueStore, type QueuedMessage } from './queue-store.ts'
import type { Settings } from './settings.ts'
import { openTabs, type TabNews } from './tabs.ts'
import { createThread } from './thread.ts'

/** A colleague who says nothing more for this long has stopped writing. */
const typingLastsMs = 6000
const typingEveryMs = 3000
/** The net under a socket that died without a word, and under addresses of files that grow old. */
const refreshEveryMs = 120_000
const pollEveryMs = 8000
const maxPagesToCatchUp = 20

export type ChatState = {
  button: ButtonInfo | null
  isOpen: boolean
  messages: readonly VisitorMessage[]
  queue: readonly QueuedMessage[]
  /** Share of a file that has been uploaded, by its id. */
  progress: ReadonlyMap<string, number>
  /** Who is writing; '' when the name is not told. */
  typing: string | null
  connection: 'idle' | 'working' | 'lost'
  unread: number
  hasEarlier: boolean
  /** A colleague's message that has just come, to be read out. */
  announced: VisitorMessage | null
}

export type NewMessage = { text: string; files: File[]; name: string }

export type Chat = {
  getState: () => ChatState
  subscribe: (listener: () => void) => () => void
  start: () => Promise<void>
  setOpen: (isOpen: boolean) => void
  send: (message: NewMessage) => Promise<void>
  retry: (id: string) => void
  cancel: (id: string) => void
  cancelFile: (id: string, fileId: string) => void
  loadEarlier: () => Promise<void>
  /** The visitor sees the end of the thread. */
  markSeen: () => void
  tellTyping: () => void
  draft: { get: () => string; set: (text: string) => void }
}

export function createChat(settings: Settings): Chat {
  const memory = openMemory(settings.button)
  const api = createApi(settings, () => memory.get('token'))
  const store = openQueueStore(settings.button)
  const thread = createThread()
  const tabs = openTabs(settings.button, onTabNews)
  const listeners = new Set<() => void>()
  const progress = new Map<string, number>()
  let earlier: string | null = null
  let typingTimer = 0
  let typedAtMs = 0
  let lastAtMs = 0
  let loading: Promise<void> | null = null
  let isStale = false
  let isLive = false
  let refreshedAtMs = 0
  let state: ChatState = {
    button: null,
    isOpen: false,
    messages: [],
    queue: [],
    progress: new Map(),
    typing: null,
    connection: 'idle',
    unread: 0,
    hasEarlier: false,
    announced: null,
  }

  const live = createLiveSocket({
    url: api.liveUrl,
    getToken: () => memory.get('token'),
    onLost() {
      isLive = false
      update({ connection: 'lost', typing: null })
    },
    onFrame,
  })

  const outbox = createOutbox({
    api,
    store,
    lockName: `beseda:${settings.button}:send`,
    async ensureVisitor() {
      if (memory.get('token') !== null) return
      const { token } = await api.createVisitor()
      memory.set('token', token)
    },
    forgetVisitor,
    onSent(message) {
      merge([message])
      void showQueue()
      tabs.tell('sent')
      live.start()
    },
    onChange() {
      void showQueue()
      tabs.tell('queue')
    },
    onProgress(fileId, share) {
      if (share === null) progress.delete(fileId)
      else progress.set(fileId, share)
      update({ progress: new Map(progress) })
    },
  })

  /** The server does not know the token: the next message makes a new visitor. */
  function forgetVisitor(): void {
    memory.remove('token')
    live.stop()
    thread.clear()
    earlier = null
    update({ connection: 'idle' })
    showThread()
  }

  function update(changes: Partial<ChatState>): void {
    state = { ...state, ...changes }
    for (const listener of listeners) listener()
  }

  function showThread(): void {
    const sent = new Set(thread.items.map(({ id }) => id))
    const seen = memory.get('seen') ?? ''
    update({
      messages: thread.items,
      queue: state.queue.filter(({ id }) => !sent.has(id)),
      unread: thread.items.filter(({ isMine, at }) => !isMine && at > seen).length,
      hasEarlier: earlier !== null,
    })
  }

  async function showQueue(): Promise<void> {
    const queue = await store.list()
    update({ queue })
    showThread()
  }

  function merge(incoming: readonly VisitorMessage[]): VisitorMessage[] {
    const isNew = thread.merge(incoming)
    showThread()
    return isNew
  }

  /** Fetches what is missing; asked again meanwhile, once more: the answer under way may be too old. */
  function refresh(): Promise<void> {
    isStale = true
    loading ??= load().finally(() => {
      loading = null
    })
    return loading
  }

  async function load(): Promise<void> {
    while (isStale && memory.get('token') !== null) {
      isStale = false
      try {
        await catchUp()
        if (state.connection === 'lost') update({ connection: 'working' })
      } catch (error) {
        if (error instanceof CallFailed && error.code === 'visitor.unknown') forgetVisitor()
        else update({ connection: 'lost' })
        return
      }
    }
  }

  /** Loads the newest page, and older ones until they meet what is known. */
  async function catchUp(): Promise<void> {
    const known = new Set(thread.items.map(({ id }) => id))
    let before: string | null = null
    for (let pages = 0; pages < maxPagesToCatchUp; pages++) {
      const page = await api.messages(before)
      const meets = page.items.some(({ id }) => known.has(id))
      if (!meets) earlier = page.before
      merge(page.items)
      before = page.before
      if (known.size === 0 || meets || before === null) break
    }
    showThread()
    refreshedAtMs = Date.now()
  }

  /** Without a live connection (some proxies allow none) the open chat asks; with one this is only the net under it. */
  function refreshWhenDue(): void {
    if (document.visibilityState !== 'visible') return
    const everyMs = isLive || !state.isOpen ? refreshEveryMs : pollEveryMs
    if (Date.now() - refreshedAtMs >= everyMs) void refresh()
  }

  function onFrame(frame: VisitorFrame): void {
    if (frame.type === 'ready') {
      isLive = true
      update({ connection: 'working' })
      void refresh()
      void outbox.retry()
    } else if (frame.type === 'message') {
      const isNew = merge([frame.message]).length > 0
      if (isNew && !frame.message.isMine) {
        clearTimeout(typingTimer)
        update({ typing: null, announced: frame.message })
      }
    } else if (frame.type === 'read') {
      thread.markRead(frame.upTo)
      showThread()
    } else if (frame.type === 'typing') {
      clearTimeout(typingTimer)
      typingTimer = window.setTimeout(() => update({ typing: null }), typingLastsMs)
      update({ typing: frame.authorName ?? '' })
    }
  }

  function onTabNews(news: TabNews): void {
    if (news === 'queue') {
      void showQueue()
      void outbox.checkUpload()
    } else if (news === 'sent') {
      live.start()
      // Out of the queue only when it stands in the thread.
      void refresh().then(showQueue)
    } else showThread()
  }

  /** Strictly later than the one before, so that quick messages keep their order. */
  function nextAt(): string {
    lastAtMs = Math.max(api.nowMs(), lastAtMs + 1)
    return new Date(lastAtMs).toISOString()
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async start() {
      addEventListener('online', () => {
        live.restart()
        void refresh()
        void outbox.retry()
      })
      addEventListener('offline', () => update({ connection: 'lost' }))
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') void refresh()
      })
      setInterval(refreshWhenDue, pollEveryMs)
      await showQueue()
      live.start()
      void refresh()
      void outbox.retry()
      update({ button: rememberedButton(memory) })
      const button = await fetchButton(api.button)
      if (button === null) memory.remove('button')
      else memory.set('button', JSON.stringify(button))
      update({ button })
    },
    setOpen(isOpen) {
      update({ isOpen })
      if (isOpen) refreshWhenDue()
    },
    async send({ text, files, name }) {
      if (name !== '') memory.set('name', name)
      await outbox.add({
        id: clientId(api.nowMs()),
        at: nextAt(),
        text,
        files: files.map((file) => ({
          id: clientId(api.nowMs()),
          name: file.name.slice(-200) || 'file',
          mime: file.type,
          sizeBytes: file.size,
          content: file,
          isStored: false,
        })),
        name: memory.get('name') ?? '',
        pageUrl: (location.origin + location.pathname + location.search).slice(0, 2000),
        pageTitle: document.title.slice(0, 300),
        failed: null,
      })
    },
    retry: (id) => void outbox.retry(id),
    cancel: (id) => void outbox.cancel(id),
    cancelFile: (id, fileId) => void outbox.cancelFile(id, fileId),
    async loadEarlier() {
      if (earlier === null) return
      const page = await api.messages(earlier).catch(() => null)
      if (page === null) return
      earlier = page.before
      merge(page.items)
    },
    markSeen() {
      const last = thread.items.findLast(({ isMine }) => !isMine)
      if (last === undefined || last.at <= (memory.get('seen') ?? '')) return
      memory.set('seen', last.at)
      showThread()
      tabs.tell('seen')
      void api.read(last.id).catch(() => {})
    },
    tellTyping() {
      if (memory.get('token') === null || Date.now() - typedAtMs < typingEveryMs) return
      typedAtMs = Date.now()
      void api.typing().catch(() => {})
    },
    draft: {
      get: () => memory.get('draft') ?? '',
      set: (text) => (text === '' ? memory.remove('draft') : memory.set('draft', text)),
    },
  }
}

/** As it was last time, so that the chat is there even when the network is not. */
function rememberedButton(memory: Memory): ButtonInfo | null {
  try {
    return JSON.parse(memory.get('button') ?? 'null') as ButtonInfo | null
  } catch {
    return null
  }
}

/** The page may load while there is no network: asks again until there is an answer. Null: the server refuses. */
async function fetchButton(ask: () => Promise<ButtonInfo>): Promise<ButtonInfo | null> {
  for (let waitMs = 2000; ; waitMs = Math.min(waitMs * 2, 60_000)) {
    try {
      return await ask()
    } catch (error) {
      const status = error instanceof CallFailed ? error.status : 0
      if (status >= 400 && status < 500 && status !== 429) return null
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
}
