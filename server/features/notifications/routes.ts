import * as contract from '#contract/notifications'
import { findSessionId } from '#features/people'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { route, type Route } from '#lib/http/route'
import { listNotifications } from './list-notifications.ts'
import { subscribe, unsubscribe } from './push/subscriptions.ts'
import { readAllNotifications, readNotification, readPlace } from './read-notifications.ts'
import { changeSettings, findSettings, type Settings } from './settings.ts'
import type { Telling } from './telling.ts'

export function routes(telling: Telling): Route[] {
  return [...centreRoutes(telling), ...settingsRoutes(telling), ...pushRoutes(telling)]
}

function centreRoutes({ db, clock }: Telling): Route[] {
  return [
    route(contract.listNotifications, (input, { caller }) => listNotifications(db, caller, input)),
    route(contract.readNotification, async (input, { caller }) => {
      await inTransaction(db, (tx) => readNotification(tx, caller, input.notificationId, clock()))
      return {}
    }),
    route(contract.readAllNotifications, async (_input, { caller }) => {
      await inTransaction(db, (tx) => readAllNotifications(tx, caller, clock()))
      return {}
    }),
    route(contract.readPlace, async (place, { caller }) => {
      await inTransaction(db, (tx) => readPlace(tx, caller, place, clock()))
      return {}
    }),
  ]
}

function settingsRoutes({ db, sendsMail, sender }: Telling): Route[] {
  const view = async (settings: Settings): Promise<contract.NotificationSettings> => ({
    ...settings,
    sendsMail,
    pushKey: (await sender.keys()).publicKey,
  })
  return [
    route(contract.getNotificationSettings, async (_input, { caller }) =>
      view(await findSettings(db, caller.accountId, caller.userId)),
    ),
    route(contract.changeNotificationSettings, async (wish, { caller }) =>
      view(await inTransaction(db, (tx) => changeSettings(tx, caller, wish))),
    ),
  ]
}

function pushRoutes(telling: Telling): Route[] {
  const { db, clock } = telling
  return [
    route(contract.subscribeToPush, async (browser, { caller, request }) => {
      const sessionId = await findSessionId(telling, request)
      if (!sessionId) throw new AppError('session.required')
      await inTransaction(db, (tx) =>
        subscribe(tx, telling, { viewer: caller, sessionId, browser, now: clock() }),
      )
      return {}
    }),
    route(contract.unsubscribeFromPush, async ({ endpoint }, { caller }) => {
      await inTransaction(db, (tx) => unsubscribe(tx, caller, endpoint))
      return {}
    }),
  ]
}
