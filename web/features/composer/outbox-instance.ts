import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { onUserLeft } from '../../lib/page-user.ts'
import { useSession } from '../../lib/session.ts'
import { applySent } from '../chat/thread-cache.ts'
import { Outbox } from './outbox.ts'
import type { OutboxEntry } from './outbox.ts'
import { OutboxStore } from './outbox-store.ts'
import { sendEntry } from './send-entry.ts'

let current: { userId: number; outbox: Outbox; stop: () => void } | null = null

/** What the browser's storage would not take of those who have left, by their ids: it waits in this page for who comes back to it. */
const refused = new Map<number, readonly OutboxEntry[]>()

/** Who leaves the page takes his outbox along: nothing of it may go in the name of the next. It waits in the browser's storage. */
function part(): void {
  current?.stop()
  current = null
}
onUserLeft(part)

/** The one outbox of the signed-in user in this tab; what an earlier page left in it is sent when it is first asked for. */
export function openOutbox(client: QueryClient, userId: number): Outbox {
  if (current?.userId === userId) return current.outbox
  part()
  const store = new OutboxStore(localStorage, userId)
  const outbox = new Outbox(
    {
      send: (entry) => sendEntry(entry, userId),
      onSent: (message) => applySent(client, message),
      store: (entries) => store.save(entries),
      later: (callback, delayMs) => {
        const timer = setTimeout(callback, delayMs)
        return () => clearTimeout(timer)
      },
    },
    [...store.load(), ...(refused.get(userId) ?? [])],
  )
  refused.delete(userId)
  const stopping = new AbortController()
  addEventListener('online', () => outbox.run(), { signal: stopping.signal })
  addEventListener(
    'storage',
    (event) => {
      const id = event.newValue === null ? store.entryId(event.key) : null
      if (id !== null) outbox.settle(id)
    },
    { signal: stopping.signal },
  )
  const stop = (): void => {
    stopping.abort()
    outbox.stop()
    refused.set(userId, store.refused)
  }
  current = { userId, outbox, stop }
  outbox.run()
  return outbox
}

export function useOutbox(): Outbox {
  const client = useQueryClient()
  const { user } = useSession()
  return useMemo(() => openOutbox(client, user.id), [client, user.id])
}

const none: readonly OutboxEntry[] = []

/** Everything that is on its way, in the order of writing. */
export function useAllUnderway(): readonly OutboxEntry[] {
  const outbox = useOutbox()
  return useSyncExternalStore(outbox.subscribe, outbox.snapshot)
}

/** What is on its way in a chat, in the order of writing. */
export function useUnderway(chatId: string | null): readonly OutboxEntry[] {
  const entries = useAllUnderway()
  return useMemo(() => {
    const own = entries.filter((entry) => entry.chatId === chatId)
    return own.length === 0 ? none : own
  }, [entries, chatId])
}
