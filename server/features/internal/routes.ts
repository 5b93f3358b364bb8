import * as contract from '#contract/internal'
import type { InternalChat, InternalMessage } from '#contract/internal'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { change } from '#lib/events'
import { route, type Caller, type Route } from '#lib/http/route'
import { getInternalChat, listChats } from './chat-views.ts'
import { deleteInternal, editInternal, reactInternal } from './change-message.ts'
import { addMember, removeMember, renameChat } from './change-members.ts'
import { listInternalMessages } from './list-messages.ts'
import { getInternalMessage } from './message-views.ts'
import { createGroupChat, openCardChat, openDirectChat } from './open-chat.ts'
import { readChat } from './read-chat.ts'
import { requireChat } from './require-chat.ts'
import { saveDraft } from './save-draft.ts'
import { sendInternal } from './send-internal.ts'

type RouteDeps = { db: Db; clock: Clock }

export function routes(deps: RouteDeps): Route[] {
  return [...chatRoutes(deps), ...messageRoutes(deps)]
}

function chatRoutes({ db, clock }: RouteDeps): Route[] {
  const chatAfter = (caller: Caller, work: (tx: Tx) => Promise<string>): Promise<InternalChat> =>
    inTransaction(db, async (tx) => getInternalChat(tx, caller, await work(tx)))
  return [
    route(contract.listInternalChats, async (_input, { caller }) => ({ items: await listChats(db, caller) })),
    route(contract.openCardChat, ({ cardKind, cardId }, { caller }) =>
      chatAfter(caller, (tx) => openCardChat(tx, caller, { kind: cardKind, id: cardId }, clock())),
    ),
    route(contract.openDirectChat, ({ userId }, { caller }) =>
      chatAfter(caller, (tx) => openDirectChat(tx, caller, userId, clock())),
    ),
    route(contract.createGroupChat, (input, { caller }) =>
      chatAfter(caller, async (tx) => {
        await createGroupChat(tx, caller, input, clock())
        return input.id
      }),
    ),
    route(contract.getInternalChat, ({ chatId }, { caller }) => getInternalChat(db, caller, chatId)),
    route(contract.renameGroupChat, ({ chatId, name }, { caller }) =>
      chatAfter(caller, async (tx) => {
        await renameChat(tx, caller, chatId, name)
        return chatId
      }),
    ),
    route(contract.addMember, (input, { caller }) =>
      chatAfter(caller, async (tx) => {
        await addMember(tx, caller, input, clock())
        return input.chatId
      }),
    ),
    route(contract.removeMember, async (input, { caller }) => {
      await inTransaction(db, (tx) => removeMember(tx, caller, input))
      return {}
    }),
    route(contract.readInternal, async (input, { caller }) => {
      await inTransaction(db, (tx) => readChat(tx, caller, input, clock()))
      return {}
    }),
    route(contract.saveInternalDraft, async (input, { caller }) => ({
      version: await inTransaction(db, (tx) => saveDraft(tx, caller, input, clock())),
    })),
    route(contract.typeInternal, async ({ chatId }, { caller }) => {
      const { accountId, userId } = caller
      await requireChat(db, caller, chatId)
      await inTransaction(db, (tx) =>
        change(tx, { accountId, topic: 'internal.typing', patch: { chatId, userId } }),
      )
      return {}
    }),
  ]
}

function messageRoutes({ db, clock }: RouteDeps): Route[] {
  const messageAfter = (
    { accountId }: Caller,
    id: string,
    work: (tx: Tx) => Promise<void>,
  ): Promise<InternalMessage> =>
    inTransaction(db, async (tx) => {
      await work(tx)
      return getInternalMessage(tx, accountId, id)
    })
  return [
    route(contract.listInternalMessages, (input, { caller }) => listInternalMessages(db, caller, input)),
    route(contract.sendInternal, (input, { caller }) =>
      messageAfter(caller, input.id, (tx) => sendInternal(tx, caller, input, clock())),
    ),
    route(contract.editInternal, (input, { caller }) =>
      messageAfter(caller, input.messageId, (tx) => editInternal(tx, caller, input, clock())),
    ),
    route(contract.deleteInternal, ({ messageId }, { caller }) =>
      messageAfter(caller, messageId, (tx) => deleteInternal(tx, caller, messageId, clock())),
    ),
    route(contract.reactInternal, (input, { caller }) =>
      messageAfter(caller, input.messageId, (tx) => reactInternal(tx, caller, input, clock())),
    ),
  ]
}
