import {
  getChat as getChatEndpoint,
  listMessages as listMessagesEndpoint,
  retryMessage as retryEndpoint,
  confirmMessage as confirmEndpoint,
  continueMessage as continueEndpoint,
  deleteMessage as deleteEndpoint,
  editMessage as editEndpoint,
  reactToMessage as reactEndpoint,
  saveDraft as saveDraftEndpoint,
  sendMessage as sendEndpoint,
  sendTyping as sendTypingEndpoint,
  type MessageView,
} from '#contract/messages'
import { forwardMessages as forwardEndpoint, listChats as listChatsEndpoint } from '#contract/forwards'
import { canSeeChat } from '#features/access'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db, type Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { route, type Route } from '#lib/http/route'
import { deleteMessage, editMessage } from './change-message.ts'
import { continueMessage } from './continue-message.ts'
import { forwardMessages } from './forward-messages.ts'
import { getChat } from './get-chat.ts'
import { listChats } from './list-chats.ts'
import { listMessages } from './list-messages.ts'
import { findMessages } from './message-views.ts'
import { reactToMessage } from './react-to-message.ts'
import { confirmMessage, retryMessage } from './retry-message.ts'
import { saveDraft } from './save-draft.ts'
import { sendMessage } from './send-message.ts'

type RouteDeps = {
  db: Db
  clock: Clock
  /** Shows the client that somebody writes to him; never fails. */
  showTyping(accountId: number, chatId: string): Promise<void>
}

export function routes({ db, clock, showTyping }: RouteDeps): Route[] {
  return [
    route(getChatEndpoint, (input, { caller }) => getChat(db, caller, input.chatId)),
    route(listChatsEndpoint, async (input, { caller }) => ({
      items: await listChats(db, caller, input.search ?? ''),
    })),
    route(listMessagesEndpoint, (input, { caller }) => listMessages(db, caller, input)),
    route(sendEndpoint, async (input, { caller }) => {
      const id = await inTransaction(db, (tx) =>
        sendMessage(tx, { kind: 'user', viewer: caller }, input, clock()),
      )
      return messageOf(db, caller.accountId, id)
    }),
    route(forwardEndpoint, async (input, { caller }) => {
      const ids = await inTransaction(db, (tx) =>
        forwardMessages(tx, { kind: 'user', viewer: caller }, input, clock()),
      )
      return { items: await findMessages(db, caller.accountId, ids) }
    }),
    route(retryEndpoint, async (input, { caller }) => {
      await inTransaction(db, (tx) => retryMessage(tx, caller, input, clock()))
      return messageOf(db, caller.accountId, input.messageId)
    }),
    route(continueEndpoint, async (input, { caller }) => {
      await inTransaction(db, (tx) => continueMessage(tx, caller, input, clock()))
      return messageOf(db, caller.accountId, input.messageId)
    }),
    route(confirmEndpoint, async (input, { caller }) => {
      await inTransaction(db, (tx) => confirmMessage(tx, caller, input.messageId))
      return messageOf(db, caller.accountId, input.messageId)
    }),
    route(editEndpoint, async (input, { caller }) => {
      await inTransaction(db, (tx) => editMessage(tx, caller, input, clock()))
      return messageOf(db, caller.accountId, input.messageId)
    }),
    route(deleteEndpoint, async (input, { caller }) => {
      await inTransaction(db, (tx) => deleteMessage(tx, caller, input.messageId, clock()))
      return messageOf(db, caller.accountId, input.messageId)
    }),
    route(reactEndpoint, async (input, { caller }) => {
      await inTransaction(db, (tx) => reactToMessage(tx, caller, input, clock()))
      return messageOf(db, caller.accountId, input.messageId)
    }),
    route(saveDraftEndpoint, async (input, { caller }) => ({
      version: await inTransaction(db, (tx) => saveDraft(tx, caller, input, clock())),
    })),
    route(sendTypingEndpoint, async ({ chatId }, { caller }) => {
      if (!(await canSeeChat(db, caller, chatId))) throw new AppError('chat.not_found')
      const { accountId, userId } = caller
      await inTransaction(db, (tx) => change(tx, { accountId, topic: 'typing', chatId, patch: { userId } }))
      // Nobody waits for it: it is a courtesy to the client.
      if (caller.answersClients) void showTyping(accountId, chatId)
      return {}
    }),
  ]
}

async function messageOf(db: Read, accountId: number, id: string): Promise<MessageView> {
  const [message] = await findMessages(db, accountId, [id])
  if (!message) throw new AppError('message.not_found')
  return message
}
