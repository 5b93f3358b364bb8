import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import {
  digestMinutes,
  notificationKinds,
  notificationSettings,
  notificationWays,
  type NotificationKind,
  type NotificationSettings,
  type NotificationWay,
} from '#contract/notifications'
import type { Viewer } from '#features/access'
import type { Read, Tx } from '#lib/db'
import { change } from '#lib/events'

type Choices = NotificationSettings['choices']
/** Kept is only what differs from the product's own choice, so that a kind that is new comes as the product means it. */
type Kept = { [Kind in NotificationKind]?: { [Way in NotificationWay]?: boolean } }
export type Settings = Pick<NotificationSettings, 'choices' | 'digestMinutes' | 'showsText'>
export type SettingsChange = { choices?: Kept | undefined } & {
  [Key in 'digestMinutes' | 'showsText']?: Settings[Key] | undefined
}

const kept = z.record(z.string(), z.record(z.string(), z.boolean()))

/** What somebody has chosen; the product's own choice where he has not. */
export async function findSettings(db: Read, accountId: number, userId: number): Promise<Settings> {
  const row = await db
    .selectFrom('notification_settings')
    .select(['choices', 'digest_minutes', 'shows_text'])
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return {
    choices: withDefaults(kept.parse(row?.choices ?? {})),
    digestMinutes: digestMinutes.find((minutes) => minutes === row?.digest_minutes) ?? 0,
    showsText: row?.shows_text ?? false,
  }
}

export async function changeSettings(tx: Tx, viewer: Viewer, wish: SettingsChange): Promise<Settings> {
  const { accountId, userId } = viewer
  // One row of one person: whoever comes second goes on from what the first has written.
  await sql`insert into notification_settings (account_id, user_id) values (${accountId}, ${userId}) on conflict do nothing`.execute(
    tx,
  )
  await sql`select from notification_settings where account_id = ${accountId} and user_id = ${userId} for update`.execute(
    tx,
  )
  const before = await findSettings(tx, accountId, userId)
  const after = { ...before, ...withoutUndefined(wish), choices: merged(before.choices, wish.choices ?? {}) }
  await sql`update notification_settings set choices = ${JSON.stringify(differences(after.choices))}::jsonb,
      digest_minutes = ${after.digestMinutes}, shows_text = ${after.showsText}
    where account_id = ${accountId} and user_id = ${userId}`.execute(tx)
  // Other pages of the same person show the new choice, and their bell counts by it.
  await change(tx, { accountId, topic: 'notification.changed', userId })
  return after
}

/** Whether the line `n` is to be seen in the centre at all. */
export const isInCentre: RawBuilder<boolean> = sql<boolean>`not exists (select from notification_settings o
  where o.account_id = n.account_id and o.user_id = n.user_id and o.choices -> n.kind ->> 'centre' = 'false')`

const kinds = Object.keys(notificationKinds) as NotificationKind[]

function mapChoices(of: (kind: NotificationKind, way: NotificationWay) => boolean): Choices {
  const entries = kinds.map((kind) => [
    kind,
    Object.fromEntries(notificationWays.map((way) => [way, of(kind, way)])),
  ])
  return notificationSettings.shape.choices.parse(Object.fromEntries(entries))
}

function withDefaults(stored: z.output<typeof kept>): Choices {
  return mapChoices((kind, way) => stored[kind]?.[way] ?? notificationKinds[kind][way])
}

function merged(before: Choices, wish: Kept): Choices {
  return mapChoices((kind, way) => wish[kind]?.[way] ?? before[kind][way])
}

function differences(choices: Choices): Kept {
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const ways = notificationWays.filter((way) => choices[kind][way] !== notificationKinds[kind][way])
      return ways.length === 0
        ? []
        : [[kind, Object.fromEntries(ways.map((way) => [way, choices[kind][way]]))]]
    }),
  )
}

function withoutUndefined({ digestMinutes: minutes, showsText }: SettingsChange): Partial<Settings> {
  return {
    ...(minutes !== undefined && { digestMinutes: minutes }),
    ...(showsText !== undefined && { showsText }),
  }
}
