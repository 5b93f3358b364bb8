import type { FeedItem } from '#contract/feed'
import { findMessagesOfChannels } from '#features/messages'
import type { FeedStream } from '../stream.ts'
import { cardMessages } from './card-messages.ts'

/** Messages of every conversation that is attached to the card. */
export const messages: FeedStream = {
  kind: 'message',
  places(viewer, request) {
    return request.hidden.has('messages') ? null : cardMessages(viewer, request)
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
