import { noActions, type ActionResult, type Connection, type Messenger, type Target } from '../channel.ts'
import type { ApiResult, TelegramClient } from './client.ts'
import { findPerson } from './find-person.ts'
import { readRefusal } from './read-refusal.ts'
import { writeEntities } from './write-entities.ts'

export function createActions(client: TelegramClient): Messenger['actions'] {
  return {
    ...noActions,
    async edit({ token }, target, { text, entities, isCaption }) {
      const written = writeEntities(text, entities)
      return isCaption
        ? changed(
            await client.call(token, 'editMessageCaption', {
              ...idsOf(target),
              caption: text,
              caption_entities: written,
            }),
          )
        : changed(await client.call(token, 'editMessageText', { ...idsOf(target), text, entities: written }))
    },
    async remove({ token }, target) {
      return changed(await client.call(token, 'deleteMessage', idsOf(target)))
    },
    async react({ token }, target, emoji) {
      const reaction = emoji === null ? [] : [{ type: 'emoji', emoji }]
      return changed(await client.call(token, 'setMessageReaction', { ...idsOf(target), reaction }))
    },
    async showTyping({ token }: Connection, chat: string) {
      await client.call(token, 'sendChatAction', { chat_id: chat, action: 'typing' })
    },
    async answerPress({ token }, pressId) {
      await client.call(token, 'answerCallbackQuery', { callback_query_id: pressId })
    },
    findPerson: (connection, externalId) => findPerson(client, connection, externalId),
  }
}

function idsOf({ chat, externalId }: Target): { chat_id: string; message_id: number } {
  return { chat_id: chat, message_id: Number(externalId) }
}

/** #editmessagetext, #deletemessage: what stands so already, or is gone already, is as it shall be. */
const alreadyDone = /message is not modified|message to delete not found/i

function changed(answer: ApiResult): ActionResult {
  if (answer.outcome === 'ok') return { outcome: 'done' }
  if (answer.outcome !== 'refused') return { outcome: 'unknown', retryAfterMs: null }
  if (alreadyDone.test(answer.description)) return { outcome: 'done' }
  const meaning = readRefusal(answer)
  if (meaning.outcome === 'refused') return meaning
  return { outcome: 'unknown', retryAfterMs: meaning.outcome === 'unsent' ? meaning.retryAfterMs : null }
}
