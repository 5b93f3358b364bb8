import {
  listNotifications as listEndpoint,
  readAllNotifications as readAllEndpoint,
  readNotification as readEndpoint,
} from '#contract/notifications'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { listNotifications } from './list-notifications.ts'
import { readAllNotifications, readNotification } from './read-notifications.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(listEndpoint, (input, { caller }) => listNotifications(db, caller, input)),
    route(readEndpoint, async (input, { caller }) => {
      await inTransaction(db, (tx) => readNotification(tx, caller, input.notificationId, clock()))
      return {}
    }),
    route(readAllEndpoint, async (_input, { caller }) => {
      await inTransaction(db, (tx) => readAllNotifications(tx, caller, clock()))
      return {}
    }),
  ]
}
