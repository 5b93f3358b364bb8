import { z } from 'zod'
import type { LiveChange } from '#contract/live'
import type { Viewer } from '#features/access'
import type { Change } from '#lib/changes'
import { isTouched } from './internal-changes.ts'
import type { Visible } from './visible.ts'

/** Changes that carry no rows. */
export function noticeFor(viewer: Viewer, change: Change, visible: Visible): LiveChange[] {
  const isMine = change.userId === viewer.userId
  if (change.topic === 'draft' && isMine && change.chatId !== null) {
    return [{ topic: 'draft', chatId: change.chatId, version: Number(change.patch?.['version'] ?? 0) }]
  }
  if (
    change.topic === 'typing' &&
    change.chatId !== null &&
    (visible.chats === null || visible.chats.has(change.chatId))
  ) {
    const userId = change.patch?.['userId']
    return [{ topic: 'typing', chatId: change.chatId, userId: typeof userId === 'number' ? userId : null }]
  }
  if (
    (change.topic.startsWith('chat.') || change.topic === 'scheduled') &&
    change.chatId !== null &&
    (visible.chats === null || visible.chats.has(change.chatId))
  ) {
    return [{ topic: change.topic === 'scheduled' ? 'scheduled' : 'chat', chatId: change.chatId }]
  }
  if (change.topic === 'participants' && change.cardKind !== null && change.cardId !== null) {
    const seen = change.cardKind === 'deal' ? visible.deals : visible.customers
    const card = { kind: change.cardKind, id: change.cardId }
    const isTold = isTouched(change, viewer.userId)
    return seen === null || seen.has(card.id) || isTold
      ? [{ topic: 'participants', card, isMine: isTold }]
      : []
  }
  if (change.topic === 'quick_answers' || change.topic === 'saved_views') {
    return change.userId === null || isMine ? [{ topic: change.topic }] : []
  }
  if (change.topic === 'marked' && change.number !== null)
    return isMine ? [{ topic: 'marked', number: change.number, ...mark.parse(change.patch) }] : []
  if (change.topic === 'imports') return isMine || viewer.mayChangeSettings ? [{ topic: 'imports' }] : []
  if (change.topic === 'notification.changed') return isMine ? [{ topic: 'notifications' }] : []
  if (change.topic === 'channels' || change.topic === 'users' || change.topic === 'pipelines')
    return [{ topic: change.topic }]
  if (change.topic === 'settings.changed' || change.topic === 'working_hours.changed')
    return [{ topic: 'settings' }]
  if (change.topic === 'fields' || change.topic === 'tags') return [{ topic: change.topic }]
  if (change.topic === 'dead_letters' || change.topic === 'hand_overs')
    return viewer.mayChangeSettings ? [{ topic: change.topic }] : []
  return change.topic === 'me' && isMine ? [{ topic: 'me' }] : []
}

const mark = z.object({ star: z.boolean().optional(), subscription: z.boolean().optional() })
