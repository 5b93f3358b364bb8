import type { Message } from '@grammyjs/types'
import type { ChatRecord } from './bot-state.ts'

/** The message with a button of this data: the one named, else the newest. */
export const findButton = (
  record: ChatRecord,
  callbackData: string,
  messageId: number | undefined,
): Message => {
  const candidates =
    messageId === undefined ? [...record.messages.values()].toReversed() : [record.messages.get(messageId)]
  const found = candidates.find((message) => message && hasButton(message, callbackData))
  if (!found) throw new Error(`no message has a button with the data "${callbackData}"`)
  return found
}

const hasButton = (message: Message, callbackData: string): boolean =>
  (message.reply_markup?.inline_keyboard ?? [])
    .flat()
    .some((button) => 'callback_data' in button && button.callback_data === callbackData)
