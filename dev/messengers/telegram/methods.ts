import type { BotState } from './bot-state.ts'
import type { CallParameters } from './call-parameters.ts'
import {
  answerCallbackQuery,
  getChat,
  getFile,
  getMe,
  getUserProfilePhotos,
  setMessageReaction,
} from './chat-methods.ts'
import { deleteMessage, editMessageCaption, editMessageReplyMarkup, editMessageText } from './edit-methods.ts'
import { getUpdates } from './get-updates.ts'
import { sendMediaGroup } from './send-media-group.ts'
import { sendChatAction, sendFile, sendLocation, sendMessage } from './send-methods.ts'
import { deleteWebhook, getWebhookInfo, setWebhook } from './webhook-methods.ts'

/** Gives the `result`, or throws ApiError. */
export type Method = (bot: BotState, parameters: CallParameters, signal: AbortSignal) => unknown

const methods: Record<string, Method> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  sendPhoto: sendFile('sendPhoto', 'photo'),
  sendDocument: sendFile('sendDocument', 'document'),
  sendVideo: sendFile('sendVideo', 'video'),
  sendAudio: sendFile('sendAudio', 'audio'),
  sendVoice: sendFile('sendVoice', 'voice'),
  sendAnimation: sendFile('sendAnimation', 'animation'),
  sendVideoNote: sendFile('sendVideoNote', 'video_note'),
  sendSticker: sendFile('sendSticker', 'sticker'),
  sendMediaGroup,
  sendLocation,
  sendChatAction,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  answerCallbackQuery,
  setMessageReaction,
  getFile,
  getChat,
  getUserProfilePhotos,
}
const byLowerCase = new Map(
  Object.entries(methods).map(([name, method]) => [name.toLowerCase(), { name, method }]),
)

/** Names of methods are case-insensitive. */
export const findMethod = (name: string): { name: string; method: Method } | null =>
  byLowerCase.get(name.toLowerCase()) ?? null
