import { hashToken, randomToken } from '#lib/crypto'
import type { Db } from '#lib/db'

export async function addChannel(
  db: Db,
  accountId: number,
  kind: string,
  externalId: string,
): Promise<number> {
  const { id } = await db
    .insertInto('channels')
    .values({
      account_id: accountId,
      kind,
      name: 'Канал',
      external_id: externalId,
      settings: JSON.stringify({ origins: [] }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const mode = kind === 'website' ? 'direct' : 'polling'
  await db.insertInto('channel_health').values({ account_id: accountId, channel_id: id, mode }).execute()
  await db
    .insertInto('channel_owners')
    .values({ kind, external_id: externalId, account_id: accountId, channel_id: id })
    .execute()
  return id
}

export async function addAuthor(db: Db, accountId: number, channelId: number): Promise<number> {
  const { id } = await db
    .insertInto('outside_authors')
    .values({ account_id: accountId, channel_id: channelId, external_id: '77', seen_at: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function addVisitor(db: Db, accountId: number, channelId: number): Promise<string> {
  const token = randomToken(16)
  const externalId = randomToken(16)
  await db
    .insertInto('visitor_tokens')
    .values({ hash: hashToken(token), account_id: accountId, channel_id: channelId, external_id: externalId })
    .execute()
  return token
}
