import type { InlineKeyboardButton } from '@grammyjs/types'
import { badRequest } from './api-error.ts'
import { type CallParameters, isRecord } from './call-parameters.ts'

const maxInlineButtons = 100
const maxInlineRow = 8
const maxKeyboardButtons = 300
const maxCallbackBytes = 64
const inlineActions = [
  'url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat copy_text callback_game pay',
]
  .join(' ')
  .split(' ')

export type ReplyMarkup = {
  inline_keyboard?: InlineKeyboardButton[][]
  keyboard?: unknown
  remove_keyboard?: unknown
  force_reply?: unknown
}

/** Checks reply_markup; null when there is none. `inlineOnly` where a message is edited. */
export const readReplyMarkup = (
  parameters: CallParameters,
  options: { inlineOnly?: boolean } = {},
): ReplyMarkup | null => {
  const value = parameters.json('reply_markup', 'reply keyboard markup')
  if (value === undefined) return null
  if (!isRecord(value)) throw badRequest('object expected as reply markup')
  if (value.inline_keyboard !== undefined) {
    const rows = readRows(value.inline_keyboard, 'inline keyboard')
    checkInline(rows)
    // Every row and button was just checked.
    return rows.length === 0 ? null : ({ inline_keyboard: rows } as ReplyMarkup)
  }
  if (options.inlineOnly) throw badRequest('inline keyboard expected')
  if (value.keyboard !== undefined) {
    checkKeyboard(readRows(value.keyboard, 'keyboard'))
    return value
  }
  if (value.remove_keyboard === true || value.force_reply === true) return value
  return null
}

const readRows = (value: unknown, what: string): unknown[][] => {
  if (!Array.isArray(value))
    throw badRequest(`field "${what.replace(' ', '_')}" of the markup must be an Array`)
  return value.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest(`can't parse ${what}: expected an Array of Arrays`)
    return row
  })
}

const checkInline = (rows: unknown[][]): void => {
  if (rows.flat().length > maxInlineButtons) throw badRequest('reply markup is too long')
  if (rows.some((row) => row.length > maxInlineRow)) throw badRequest('reply markup is too long')
  for (const button of rows.flat()) {
    if (!isRecord(button)) throw badRequest("can't parse inline keyboard button: expected an Object")
    checkButtonText(button.text, 'inline keyboard button')
    const actions = inlineActions.filter((action) => button[action] !== undefined)
    if (actions.length === 0) {
      throw badRequest(
        "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
      )
    }
    if (actions.length > 1)
      throw badRequest("can't parse inline keyboard button: exactly one action is expected")
    if (actions[0] === 'callback_data') checkCallbackData(button.callback_data)
    if (actions[0] === 'url') checkUrl(button.url)
  }
}

const checkCallbackData = (value: unknown): void => {
  const bytes = typeof value === 'string' ? Buffer.byteLength(value) : 0
  if (bytes < 1 || bytes > maxCallbackBytes) throw badRequest('BUTTON_DATA_INVALID')
}

const checkUrl = (value: unknown): void => {
  if (typeof value !== 'string' || !/^(https?|tg|ton):\/\/\S+$/i.test(value)) {
    throw badRequest(`inline keyboard button URL '${String(value)}' is invalid: wrong HTTP URL`)
  }
}

const checkKeyboard = (rows: unknown[][]): void => {
  if (rows.flat().length > maxKeyboardButtons) throw badRequest('reply markup is too long')
  for (const button of rows.flat()) {
    if (typeof button === 'string') checkButtonText(button, 'keyboard button')
    else if (isRecord(button)) checkButtonText(button.text, 'keyboard button')
    else throw badRequest("can't parse keyboard button: expected an Object or a String")
  }
}

const checkButtonText = (value: unknown, what: string): void => {
  if (typeof value !== 'string') throw badRequest(`can't parse ${what}: field "text" must be of type String`)
  if (value.trim() === '') throw badRequest(`can't parse ${what}: text must be non-empty`)
}
