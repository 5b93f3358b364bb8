import type { VisitorFrame, VisitorMessage } from '#contract/website'
import { CallFailed, createApi } from './api.ts'
import { fetchButton, rememberedButton } from './button-info.ts'
import { emptyChat, type Chat, type ChatState, type NewMessage } from './chat-state.ts'
import { clientId } from './client-id.ts'
import { openDraft } from './draft.ts'
import { createLiveSocket } from './live-socket.ts'
import { openMemory } from './memory.ts'
import { createOutbox } from './outbox.ts'
import { openQueueStore } from './queue-store.ts'
import type { Settings } from './settings.ts'
import { openTabs, type TabNews } from './tabs.ts'
import { createThreadLoader } from './thread-loader.ts'
import { createThread } from './thread.ts'

/** A colleague who says nothing more for this long has stopped writing. */
const typingLastsMs = 6000
const typingEveryMs = 3000
/** The net under a socket that died without a word, and under addresses of files that grow old. */
const refreshEveryMs = 120_000
const pollEveryMs = 8000
/** What the server was not told because the network failed is told again, but not at every key. */
const tellSeenEveryMs = 5000

export function createChat(settings: Settings): Chat {
  const memory = openMemory(settings.button)
  const api = createApi(settings, () => memory.get('token'))
  const store = openQueueStore(settings.button)
  const thread = createThread()
  const tabs = openTabs(settings.button, onTabNews)
  const listeners = new Set<() => void>()
  const progress = new Map<string, number>()
  let typingTimer = 0
  let typedAtMs = 0
  let lastAtMs = 0
  let toldSeenAtMs = 0
  let isLive = false
  let shownToken = memory.get('token')
  let state = emptyChat

  const loader = createThreadLoader({
    api,
    thread,
    mayLoad: () => memory.get('token') !== null,
    onLoaded() {
      if (state.connection === 'lost') update({ connection: 'working' })
      showThread()
    },
    onFailed(error) {
      if (error instanceof CallFailed && error.code === 'visitor.unknown') forgetVisitor(error.token)
      else update({ connection: 'lost' })
    },
  })

  const live = createLiveSocket({
    url: api.liveUrl,
    getToken: () => memory.get('token'),
    onLost() {
      isLive = false
      loader.setLive(false)
      update({ connection: 'lost', typing: null })
    },
    onFrame,
  })

  const outbox = createOutbox({
    api,
    store,
    lockName: `beseda:${settings.button}:send`,
    async ensureVisitor() {
      if (memory.get('token') === null) {
        const { token } = await api.createVisitor()
        // Without locks another tab may have been quicker.
        if (memory.get('token') === null) memory.set('token', token)
      }
      followVisitor()
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

  /** The server does not know the token: the next message makes a new visitor, unless another tab has already. */
  function forgetVisitor(token: string | null): void {
    if (memory.get('token') === token) memory.remove('token')
    followVisitor()
    void loader.refresh()
  }

  /** What is shown and listened to belongs to the visitor of the token, whichever tab has changed it. */
  function followVisitor(): void {
    const token = memory.get('token')
    if (token === shownToken) return
    const isOther = shownToken !== null
    shownToken = token
    if (!isOther) return
    live.stop()
    isLive = false
    loader.setLive(false)
    loader.clear()
    update({ connection: 'idle' })
    showThread()
    live.start()
    void loader.refresh()
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
      hasEarlier: loader.hasEarlier(),
    })
  }

  async function showQueue(): Promise<void> {
    const queue = await store.list()
    update({ queue })
    showThread()
  }

  function merge(incoming: readonly VisitorMessage[]): VisitorMessage[] {
    const isNew = loader.add(incoming)
    showThread()
    return isNew
  }

  /** Without a live connection (some proxies allow none) the open chat asks; with one this is only the net under it. */
  function refreshWhenDue(): void {
    if (document.visibilityState !== 'visible') return
    const everyMs = isLive || !state.isOpen ? refreshEveryMs : pollEveryMs
    if (Date.now() - loader.lastLoadedAtMs() >= everyMs) void loader.refresh()
  }

  function onFrame(frame: VisitorFrame): void {
    if (frame.type === 'ready') {
      isLive = true
      loader.setLive(true)
      update({ connection: 'working' })
      void loader.refresh()
      void outbox.retry()
    } else if (frame.type === 'message') {
      const isNew = merge([frame.message]).length > 0
      if (isNew && !frame.message.isMine) {
        clearTimeout(typingTimer)
        update({ typing: null, announced: frame.message })
      }
    } else if (frame.type === 'deleted') {
      loader.remove(frame.id)
      if (state.announced?.id === frame.id) update({ announced: null })
      showThread()
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
      followVisitor()
      live.start()
      // Out of the queue only when it stands in the thread.
      void loader.refresh().then(showQueue)
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
        void loader.refresh()
        void outbox.retry()
      })
      addEventListener('offline', () => update({ connection: 'lost' }))
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') void loader.refresh()
      })
      setInterval(refreshWhenDue, pollEveryMs)
      await showQueue()
      live.start()
      void loader.refresh()
      void outbox.retry()
      update({ button: rememberedButton(memory) })
      update({ button: await fetchButton(memory, api.button) })
    },
    setOpen(isOpen) {
      update({ isOpen })
      if (isOpen) refreshWhenDue()
    },
    async send({ text, files }: NewMessage) {
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
        name: (memory.get('name') ?? '').trim(),
        pageUrl: (location.origin + location.pathname + location.search).slice(0, 2000),
        pageTitle: document.title.slice(0, 300),
        failed: null,
      })
    },
    retry: (id) => void outbox.retry(id),
    cancel: (id) => void outbox.cancel(id),
    cancelFile: (id, fileId) => void outbox.cancelFile(id, fileId),
    loadEarlier: loader.loadEarlier,
    markSeen() {
      const last = thread.items.findLast(({ isMine }) => !isMine)
      if (last === undefined) return
      if (last.at > (memory.get('seen') ?? '')) {
        memory.set('seen', last.at)
        showThread()
        tabs.tell('seen')
      }
      const isTold = last.at <= (memory.get('told') ?? '')
      if (isTold || Date.now() - toldSeenAtMs < tellSeenEveryMs) return
      toldSeenAtMs = Date.now()
      const told = (): void => {
        memory.set('told', last.at)
        toldSeenAtMs = 0
      }
      api.read(last.id).then(told, () => {})
    },
    tellTyping() {
      if (memory.get('token') === null || Date.now() - typedAtMs < typingEveryMs) return
      typedAtMs = Date.now()
      void api.typing().catch(() => {})
    },
    draft: openDraft(memory),
    name: { get: () => memory.get('name') ?? '', set: (name) => memory.set('name', name) },
    changeFiles: (change) => update({ files: change(state.files) }),
  }
}
