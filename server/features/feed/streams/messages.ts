import { sql } from 'kysely'
import type { FeedItem } from '#contract/feed'
import { seesConversation } from '#features/access'
import { findMessagesOfChannels } from '#features/messages'
import { messagesWithWords } from '../feed-search.ts'
import type { FeedStream } from '../stream.ts'
import { cardMessages } from './card-messages.ts'

/** Messages of every conversation that is attached to the card. */
export const messages: FeedStream = {
  kind: 'message',
  places(viewer, request) {
    if (request.hidden.has('messages')) return null
    const index = request.search?.index
    if (!index) return cardMessages(viewer, request)
    const { kind, id } = request.card
    return messagesWithWords(viewer, index, request, {
      nearest: (limit) => cardMessages(viewer, { ...request, limit, search: null }),
      isOf: sql`v.card_kind = ${kind} and v.card_id = ${id} and ${seesConversation(viewer, 'v')}`,
    })
  },
  async load(db, viewer, ids) {
    const found = await findMessagesOfChannels(db, viewer.accountId, ids)
    return new Map(
      found.map(({ channelKind, message }): [string, FeedItem] => [
        message.id,
        { type: 'message', at: message.at, channelKind, message },
      ]),
    )
  },
}
