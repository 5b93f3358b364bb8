import type {
  ChatFullInfo,
  ChatPhoto,
  File,
  PhotoSize,
  UserFromGetMe,
  UserProfilePhotos,
} from '@grammyjs/types'
import { badRequest } from './api-error.ts'
import type { BotState } from './bot-state.ts'
import { type CallParameters, isRecord } from './call-parameters.ts'
import { findChat, findOpenChat } from './outgoing.ts'

const callbackLifeSeconds = 150

export const getMe = (bot: BotState): UserFromGetMe => ({
  ...bot.user,
  is_bot: true,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  supports_guest_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
})

export const getFile = (bot: BotState, parameters: CallParameters): File =>
  bot.files.open(parameters.text('file_id'))

export const getChat = (bot: BotState, parameters: CallParameters): ChatFullInfo => {
  const record = findChat(bot, parameters)
  const [photo] = record.profilePhotos
  return {
    ...record.chat,
    ...(photo ? { photo: chatPhoto(photo) } : {}),
    accent_color_id: 1,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
  }
}

/** The newest picture in the two sizes in which a chat is shown. */
const chatPhoto = (sizes: PhotoSize[]): ChatPhoto => {
  const small = sizes[0]
  const big = sizes.at(-1)
  if (!small || !big) throw new Error('a picture without sizes')
  return {
    small_file_id: small.file_id,
    small_file_unique_id: small.file_unique_id,
    big_file_id: big.file_id,
    big_file_unique_id: big.file_unique_id,
  }
}

export const getUserProfilePhotos = (bot: BotState, parameters: CallParameters): UserProfilePhotos => {
  const userId = parameters.requiredInteger('user_id', 'invalid user_id specified')
  const record = bot.chats.get(userId)
  if (!record?.user) throw badRequest('user not found')
  const offset = Math.max(0, parameters.integer('offset') ?? 0)
  const limit = Math.min(100, Math.max(1, parameters.integer('limit') ?? 100))
  const photos = record.profilePhotos.slice(offset, offset + limit)
  return { total_count: record.profilePhotos.length, photos }
}

export const answerCallbackQuery = (bot: BotState, parameters: CallParameters): true => {
  const id = parameters.text('callback_query_id')
  const pressedAt = bot.callbacks.get(id)
  const isLate = pressedAt === undefined || bot.surroundings.now() - pressedAt > callbackLifeSeconds
  if (isLate) throw badRequest('query is too old and response timeout expired or query ID is invalid')
  if (parameters.text('text').length > 200) throw badRequest('MESSAGE_TOO_LONG')
  bot.callbacks.delete(id)
  bot.surroundings.changed(bot.user.id, null)
  return true
}

export const setMessageReaction = (bot: BotState, parameters: CallParameters): true => {
  const messageId = parameters.requiredInteger('message_id', 'message identifier is not specified')
  const reaction = parameters.json('reaction', 'reaction') ?? []
  if (!Array.isArray(reaction)) throw badRequest("can't parse reaction: expected an Array")
  if (reaction.length > 1) throw badRequest('REACTIONS_TOO_MANY')
  const first: unknown = reaction[0]
  if (
    first !== undefined &&
    !(isRecord(first) && first.type === 'emoji' && typeof first.emoji === 'string')
  ) {
    throw badRequest('REACTION_INVALID')
  }
  const record = findOpenChat(bot, parameters)
  if (!record.messages.has(messageId)) throw badRequest('message to react not found')
  if (isRecord(first)) record.reactions.set(messageId, String(first.emoji))
  else record.reactions.delete(messageId)
  bot.surroundings.changed(bot.user.id, record.chat.id)
  return true
}
