import { sql } from 'kysely'
import type { channelKind } from '#contract/channels'
import type { z } from 'zod'
import type { Read } from '#lib/db'

export type ReportNames = {
  people: ReadonlyMap<number, string>
  channels: ReadonlyMap<number, { id: number; name: string; kind: z.output<typeof channelKind> }>
}

/** How people and channels of the account are called, those that are no more included: facts of the past name them. */
export async function findNames(db: Read, accountId: number): Promise<ReportNames> {
  const { rows } = await sql<{
    people: { id: number; name: string }[]
    channels: { id: number; name: string; kind: z.output<typeof channelKind> }[]
  }>`
    select coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name)) from users u
        where u.account_id = ${accountId}), '[]') as people,
      coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'kind', c.kind)) from channels c
        where c.account_id = ${accountId}), '[]') as channels`.execute(db)
  const { people = [], channels = [] } = rows[0] ?? {}
  return {
    people: new Map(people.map(({ id, name }) => [id, name])),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
  }
}
