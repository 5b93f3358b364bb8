import {
  cancelScheduled as cancelEndpoint,
  changeScheduled as changeEndpoint,
  listScheduled as listEndpoint,
  scheduleMessage as scheduleEndpoint,
  sendScheduledNow as sendEndpoint,
} from '#contract/scheduled'
import { canSeeChat } from '#features/access'
import { findMessages } from '#features/messages'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import { route, type Route } from '#lib/http/route'
import { cancelScheduled, changeScheduled } from './change-scheduled.ts'
import { listWaiting, toViews } from './queries.ts'
import { scheduleMessage } from './schedule-message.ts'
import { sendNow } from './send-scheduled.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(listEndpoint, async ({ chatId }, { caller }) => {
      if (!(await canSeeChat(db, caller, chatId))) throw new AppError('chat.not_found')
      return { items: await toViews(db, caller, await listWaiting(db, caller.accountId, chatId)) }
    }),
    route(scheduleEndpoint, (input, { caller }) =>
      inTransaction(db, (tx) => scheduleMessage(tx, caller, input, clock())),
    ),
    route(changeEndpoint, (input, { caller }) =>
      inTransaction(db, (tx) => changeScheduled(tx, caller, input, clock())),
    ),
    route(cancelEndpoint, async ({ scheduledId }, { caller }) => {
      await inTransaction(db, (tx) => cancelScheduled(tx, caller, scheduledId, clock()))
      return {}
    }),
    route(sendEndpoint, async ({ scheduledId }, { caller }) => {
      await inTransaction(db, (tx) => sendNow(tx, caller, scheduledId, clock()))
      const [message] = await findMessages(db, caller.accountId, [scheduledId])
      if (!message) throw new AppError('scheduled.not_found')
      return message
    }),
  ]
}
