import type { Update } from '@grammyjs/types'
import type { BotState } from './bot-state.ts'

export type RawUpdate = { update_id?: number; [kind: string]: unknown }

const dayS = 24 * 3600

/** Emits an update that need not have the shape of any known one. `known`: filtered by allowed_updates as usual. */
export const emitRaw = (bot: BotState, update: RawUpdate, how: { queue: string; known: boolean }): number => {
  const { update_id, ...content } = update
  const kind = Object.keys(content)[0] ?? 'nothing'
  // The whole point is that the content may be of no known shape.
  const shaped = content as Omit<Update, 'update_id'>
  const until = bot.surroundings.now() + dayS
  return bot.emit(shaped, how.queue, how.known ? kind : `raw:${kind}`, until, update_id)
}
