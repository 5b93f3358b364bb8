import * as contract from '#contract/conversations'
import { listLinkChoices } from '#contract/incoming-leads'
import { requireCard } from '#features/cards'
import {
  closeConversation,
  countFound,
  dismissConversation,
  listContactConversations,
  listConversations,
  markConversation,
  markRead,
  markUnread,
  type ConversationState,
  type Mark,
} from '#features/conversations'
import { attachNewCustomer } from '#features/customers'
import { attachNewDeal } from '#features/deals'
import type { Viewer } from '#features/access'
import type { Clock } from '#lib/clock'
import { addOnce } from '#lib/create-once'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { countsOf } from './counts-of.ts'
import { getConversation, getRow, requireSeen } from './get-conversation.ts'
import { listCardChoices } from './list-card-choices.ts'
import { moveConversation } from './move-conversation.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  /** Changes a conversation the caller may see and answers its row. */
  async function change(
    caller: Viewer,
    number: number,
    work: (tx: Tx) => Promise<ConversationState | void>,
  ): Promise<contract.ConversationRow> {
    await inTransaction(db, async (tx) => {
      await requireSeen(tx, caller, number)
      await work(tx)
    })
    return getRow(db, caller, number)
  }
  /** Makes the card of a conversation; a repeat finds that it is there. */
  function attachOnce(
    caller: Viewer,
    kind: 'conversation_deal' | 'conversation_customer',
    { number, requestId }: { number: number; requestId?: string | undefined },
    attach: (tx: Tx) => Promise<void>,
  ): Promise<contract.ConversationRow> {
    return change(caller, number, (tx) =>
      addOnce(tx, {
        ...caller,
        kind,
        requestId,
        now: clock(),
        add: () => attach(tx),
        answer: async () => {},
      }),
    )
  }
  /** Marks are one's own: nobody else hears of them. */
  function mark(
    caller: Viewer,
    number: number,
    which: Mark,
    isOn: boolean,
  ): Promise<contract.ConversationRow> {
    return change(caller, number, (tx) =>
      markConversation(tx, caller, { number, mark: which, isOn, now: clock() }),
    )
  }
  return [
    route(contract.listConversations, (input, { caller }) => listConversations(db, caller, input)),
    route(contract.countFound, (input, { caller }) => countFound(db, caller, input)),
    route(contract.listContactConversations, (input, { caller }) =>
      listContactConversations(db, caller, input),
    ),
    route(contract.getCounts, (_input, { caller }) => countsOf(db, caller)),
    route(contract.getConversation, (input, { caller }) => getConversation(db, caller, input.number)),
    route(contract.closeConversation, (input, { caller }) =>
      change(caller, input.number, (tx) =>
        closeConversation(tx, {
          accountId: caller.accountId,
          number: input.number,
          actor: { kind: 'user', id: caller.userId },
          way: 'hand',
          road: 'hand',
          ...(input.anyway ? {} : { seenMessageId: input.seenMessageId }),
          now: clock(),
        }),
      ),
    ),
    route(contract.dismissConversation, (input, { caller }) =>
      change(caller, input.number, (tx) =>
        dismissConversation(tx, {
          accountId: caller.accountId,
          number: input.number,
          actor: { kind: 'user', id: caller.userId },
          now: clock(),
        }),
      ),
    ),
    route(contract.readConversation, (input, { caller }) =>
      change(caller, input.number, (tx) =>
        markRead(tx, { accountId: caller.accountId, userId: caller.userId, ...input, now: clock() }),
      ),
    ),
    route(contract.unreadConversation, (input, { caller }) =>
      change(caller, input.number, (tx) =>
        markUnread(tx, { accountId: caller.accountId, number: input.number }),
      ),
    ),
    route(contract.starConversation, ({ number }, { caller }) => mark(caller, number, 'star', true)),
    route(contract.unstarConversation, ({ number }, { caller }) => mark(caller, number, 'star', false)),
    route(contract.subscribeConversation, ({ number }, { caller }) =>
      mark(caller, number, 'subscription', true),
    ),
    route(contract.unsubscribeConversation, ({ number }, { caller }) =>
      mark(caller, number, 'subscription', false),
    ),
    route(contract.createConversationDeal, (input, { caller }) =>
      attachOnce(caller, 'conversation_deal', input, (tx) => attachNewDeal(tx, caller, input, clock())),
    ),
    route(contract.createConversationCustomer, (input, { caller }) =>
      attachOnce(caller, 'conversation_customer', input, (tx) =>
        attachNewCustomer(tx, caller, input, clock()),
      ),
    ),
    route(contract.listCardChoices, async (input, { caller }) => {
      await requireSeen(db, caller, input.number)
      return { items: await listCardChoices(db, caller, input) }
    }),
    route(listLinkChoices, async (input, { caller }) => {
      await requireCard(db, caller, { kind: 'deal', id: input.dealId })
      return { items: await listCardChoices(db, caller, input) }
    }),
    route(contract.moveConversation, (input, { caller }) =>
      change(caller, input.number, (tx) => moveConversation(tx, caller, input, clock())),
    ),
  ]
}
