import type { Message, MessageEntity } from '@grammyjs/types'
import { ApiError, badRequest, migrated } from './api-error.ts'
import type { BotState, ChatRecord, SentFile } from './bot-state.ts'
import { type CallParameters, isRecord } from './call-parameters.ts'
import type { StoredFile } from './file-store.ts'
import { type ReplyMarkup, readReplyMarkup } from './reply-markup.ts'

export type Target = { record: ChatRecord; replyTo: number | null; markup: ReplyMarkup | null }

/** One message about to be delivered. */
export type Part = {
  fields: Partial<Message>
  text: string | null
  caption: string | null
  entities: MessageEntity[]
  files: StoredFile[]
}

/** The chat named by `chat_id`, whether or not the bot may write into it. */
export const findChat = (bot: BotState, parameters: CallParameters): ChatRecord => {
  const wanted = parameters.text('chat_id').trim()
  if (wanted === '') throw badRequest('chat_id is empty')
  if (wanted.startsWith('@')) {
    const name = wanted.slice(1).toLowerCase()
    for (const record of bot.chats.values()) {
      const isPublic = record.chat.type === 'supergroup' || record.chat.type === 'channel'
      if (isPublic && record.chat.username?.toLowerCase() === name) return record
    }
    throw badRequest('chat not found')
  }
  const record = /^-?\d{1,16}$/.test(wanted) ? bot.chats.get(Number(wanted)) : undefined
  if (!record) throw badRequest('chat not found')
  return record
}

/** The chat, if the bot may write there now. */
export const findOpenChat = (bot: BotState, parameters: CallParameters): ChatRecord => {
  const record = findChat(bot, parameters)
  switch (record.standing) {
    case 'open':
      return record
    case 'silent':
      throw new ApiError(403, "bot can't initiate conversation with a user")
    case 'blocked':
      throw new ApiError(403, 'bot was blocked by the user')
    case 'deactivated':
      throw new ApiError(403, 'user is deactivated')
    case 'left':
      throw new ApiError(403, `bot was kicked from the ${record.chat.type} chat`)
    case 'migrated':
      throw migrated(record.migratedTo ?? 0)
  }
}

export const openTarget = (
  bot: BotState,
  parameters: CallParameters,
  options: { keyboard: boolean },
): Target => {
  const record = findOpenChat(bot, parameters)
  const replyTo = readReply(parameters, record)
  return { record, replyTo, markup: options.keyboard ? readReplyMarkup(parameters) : null }
}

const readReply = (parameters: CallParameters, record: ChatRecord): number | null => {
  const value = parameters.json('reply_parameters', 'reply parameters')
  const plain = parameters.integer('reply_to_message_id')
  if (value === undefined && plain === undefined) return null
  if (value !== undefined && !isRecord(value)) throw badRequest('object expected as reply parameters')
  const wanted = value ? value.message_id : plain
  if (typeof wanted !== 'number' || !Number.isInteger(wanted)) {
    throw badRequest('can\'t parse reply parameters: field "message_id" must be of type Number')
  }
  if (record.messages.has(wanted)) return wanted
  const lenient = value
    ? value.allow_sending_without_reply === true
    : parameters.flag('allow_sending_without_reply')
  if (!lenient) throw badRequest('message to be replied not found')
  return null
}

/** Delivers the parts in order and tells what the Bot API answers for each. */
export const deliver = (
  bot: BotState,
  target: Target,
  method: string,
  parts: Part[],
  mediaGroupId?: string,
): Message[] => {
  const { record, replyTo, markup } = target
  bot.flood.spend(record.chat.id, parts.length)
  if (markup?.keyboard !== undefined) record.replyKeyboard = markup.keyboard
  if (markup?.remove_keyboard === true) record.replyKeyboard = null
  const inline = markup?.inline_keyboard ? { reply_markup: { inline_keyboard: markup.inline_keyboard } } : {}
  const repliedTo = replyTo === null ? undefined : record.messages.get(replyTo)
  const messages = parts.map((part) => {
    const message = bot.addMessage(record, {
      from: bot.user,
      ...part.fields,
      ...(repliedTo ? { reply_to_message: withoutReply(repliedTo) } : {}),
      ...(mediaGroupId ? { media_group_id: mediaGroupId } : {}),
      ...inline,
    })
    bot.sent.push({
      chatId: record.chat.id,
      messageId: message.message_id,
      method,
      text: part.text,
      caption: part.caption,
      entities: part.entities,
      files: part.files.map(sentFile),
      mediaGroupId: mediaGroupId ?? null,
      replyTo,
      replyMarkup: markup,
      at: bot.surroundings.clock(),
    })
    return message
  })
  for (const waiter of bot.sentWaiters) waiter()
  return messages
}

/** A message inside reply_to_message never carries a further one. */
export const withoutReply = (message: Message): Message & { reply_to_message: undefined } => ({
  ...message,
  reply_to_message: undefined,
})

const sentFile = (file: StoredFile): SentFile => ({
  kind: file.kind,
  name: file.name,
  mime: file.mime,
  size: file.size,
  sha256: file.sha256,
  bytes: file.bytes ?? Buffer.alloc(0),
})
