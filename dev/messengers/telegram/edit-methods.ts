import { isDeepStrictEqual } from 'node:util'
import type { Message } from '@grammyjs/types'
import { badRequest } from './api-error.ts'
import type { BotState, ChatRecord } from './bot-state.ts'
import type { CallParameters } from './call-parameters.ts'
import { readFormattedText } from './entities.ts'
import { findOpenChat } from './outgoing.ts'
import { readReplyMarkup } from './reply-markup.ts'
import { captionFields, readCaption, readMessageText, textFields } from './send-methods.ts'

const deletableSeconds = 48 * 3600
const unchanged =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'

/** The bot's own message named by chat_id and message_id. */
const findOwn = (bot: BotState, parameters: CallParameters): { record: ChatRecord; message: Message } => {
  const messageId = parameters.requiredInteger('message_id', 'message identifier is not specified')
  const record = findOpenChat(bot, parameters)
  const message = record.messages.get(messageId)
  if (!message) throw badRequest('message to edit not found')
  if (message.from?.id !== bot.user.id) throw badRequest("message can't be edited")
  return { record, message }
}

/** Puts `fields` in the place of the old content, which are the fields named by `content`, and of the old markup. */
const store = (
  bot: BotState,
  record: ChatRecord,
  before: Message,
  content: (keyof Message)[],
  fields: Partial<Message>,
): Message => {
  const { edit_date: _, ...current } = before
  const after: Message = { ...current }
  for (const name of content) delete after[name]
  delete after.reply_markup
  Object.assign(after, fields)
  if (isDeepStrictEqual(after, current)) throw badRequest(unchanged)
  const edited: Message = { ...after, edit_date: bot.surroundings.now() }
  record.messages.set(before.message_id, edited)
  bot.surroundings.changed(bot.user.id, record.chat.id)
  return edited
}

const markupFields = (parameters: CallParameters): Partial<Message> => {
  const markup = readReplyMarkup(parameters, { inlineOnly: true })
  return markup?.inline_keyboard ? { reply_markup: { inline_keyboard: markup.inline_keyboard } } : {}
}

export const editMessageText = (bot: BotState, parameters: CallParameters): Message => {
  const formatted = readMessageText(parameters)
  const { record, message } = findOwn(bot, parameters)
  if (message.text === undefined) throw badRequest('there is no text in the message to edit')
  const fields = { ...textFields(formatted), ...markupFields(parameters) }
  return store(bot, record, message, ['text', 'entities'], fields)
}

export const editMessageCaption = (bot: BotState, parameters: CallParameters): Message => {
  const caption = readCaption(readFormattedText(parameters, 'caption', 'caption_entities'))
  const { record, message } = findOwn(bot, parameters)
  const isCaptionable = message.photo ?? message.document ?? message.video ?? message.audio ?? message.voice
  if (!isCaptionable) throw badRequest('there is no caption in the message to edit')
  const fields = { ...captionFields(caption), ...markupFields(parameters) }
  return store(bot, record, message, ['caption', 'caption_entities'], fields)
}

export const editMessageReplyMarkup = (bot: BotState, parameters: CallParameters): Message => {
  const { record, message } = findOwn(bot, parameters)
  return store(bot, record, message, [], markupFields(parameters))
}

/** Own and others' messages of a private chat, until 48 hours old; one that is gone already is an error. */
export const deleteMessage = (bot: BotState, parameters: CallParameters): true => {
  const messageId = parameters.requiredInteger('message_id', 'message identifier is not specified')
  const record = findOpenChat(bot, parameters)
  const message = record.messages.get(messageId)
  if (!message) throw badRequest('message to delete not found')
  if (bot.surroundings.now() - message.date > deletableSeconds)
    throw badRequest("message can't be deleted for everyone")
  record.messages.delete(messageId)
  bot.surroundings.changed(bot.user.id, record.chat.id)
  return true
}
