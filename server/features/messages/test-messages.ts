import { sql } from 'kysely'
import { findViewer, type Viewer } from '#features/access'
import { uuidv7 } from '#lib/crypto'
import { inTransaction, type Db } from '#lib/db'
import { sendMessage, type Sending } from './send-message.ts'

/** A colleague as the server knows him; for tests. */
export async function viewerOf(db: Db, accountId: number, userId: number): Promise<Viewer> {
  const viewer = await findViewer(db, accountId, userId)
  if (!viewer) throw new Error('no such user')
  return viewer
}

/** A member who sees only what is his. */
export async function addMember(db: Db, accountId: number, name: string): Promise<Viewer> {
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, language, time_zone)
    select ${accountId}, ${uuidv7()}, ${name}, ${`${uuidv7()}@example.com`}, id, 'ru', 'UTC' from roles
    where account_id = ${accountId} and kind = 'member' returning id`.execute(db)
  return viewerOf(db, accountId, rows[0]?.id ?? 0)
}

export async function chatOf(db: Db, accountId: number, externalId: string): Promise<string> {
  const { id } = await db
    .selectFrom('chats')
    .select('id')
    .where('account_id', '=', accountId)
    .where('external_chat_id', '=', externalId)
    .executeTakeFirstOrThrow()
  return id
}

/** A stored file without bytes. */
export async function addFile(db: Db, viewer: Viewer, mime: string, name = 'файл'): Promise<string> {
  const id = uuidv7()
  await db
    .insertInto('files')
    .values({
      account_id: viewer.accountId,
      id,
      name,
      mime,
      size_bytes: 100,
      sha256: 'x',
      storage_key: id,
      uploaded_by_kind: 'user',
      uploaded_by_id: viewer.userId,
    })
    .execute()
  return id
}

export function sendAs(
  db: Db,
  viewer: Viewer,
  chatId: string,
  rest: Partial<Sending> = {},
  now: Date = new Date(),
): Promise<string> {
  const sending: Sending = {
    id: uuidv7(),
    chatId,
    text: '',
    fileIds: [],
    replyToId: null,
    card: null,
    seenMessageId: null,
    anyway: true,
    ...rest,
  }
  return inTransaction(db, (tx) => sendMessage(tx, { kind: 'user', viewer }, sending, now))
}
