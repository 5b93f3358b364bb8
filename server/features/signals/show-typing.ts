import { sql } from 'kysely'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import type { SignalDeps } from './signal-deps.ts'

/** Ends when the messenger was told, or when there was nothing to tell; never fails. */
type ShowTyping = (accountId: number, chatId: string) => Promise<void>

/** A messenger shows it for five seconds at least. */
const everyMs = 4500
const mostRemembered = 10_000

/**
 * Shows a client that somebody writes to him, however many colleagues do, not oftener than it would be seen. What is remembered
 * is this process's own: with several the client's messenger is told a little oftener, and that is all.
 */
export function createTypingSigns(deps: SignalDeps & { clock: Clock }): ShowTyping {
  const toldAtMs = new Map<string, number>()
  return async (accountId, chatId) => {
    const now = deps.clock().getTime()
    if (now - (toldAtMs.get(chatId) ?? 0) < everyMs) return
    if (toldAtMs.size >= mostRemembered) toldAtMs.clear()
    toldAtMs.set(chatId, now)
    await show(deps, accountId, chatId).catch(() => undefined)
  }
}

async function show(deps: SignalDeps, accountId: number, chatId: string): Promise<void> {
  const place = await findPlace(deps.db, accountId, chatId)
  const channel = place && (await deps.connect(accountId, place.channelId))
  if (!place || !channel || channel.isPaused) return
  await channel.messenger.actions.showTyping?.(channel.connection, place.chat)
}

/** Null where nobody would see it, or where the messenger has asked us to wait. */
async function findPlace(
  db: Db,
  accountId: number,
  chatId: string,
): Promise<{ channelId: number; chat: string } | null> {
  const { rows } = await sql<{ channelId: number; chat: string }>`
    select c.channel_id as "channelId", c.external_chat_id as chat from chats c
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id and k.blocked_at is null
    left join channel_health x on x.account_id = c.account_id and x.channel_id = c.channel_id
    where c.account_id = ${accountId} and c.id = ${chatId} and c.blocked_at is null
      and coalesce(x.state, 'working') = 'working' and (x.paused_until is null or x.paused_until < now())
      and not exists (select from outbox o where o.account_id = c.account_id and o.chat_id = c.id and o.due_at > now())`.execute(
    db,
  )
  return rows[0] ?? null
}
