import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#lib/db'
import type { Office, Offices } from './test-offices.ts'

export async function upload({ base }: Offices, { admin }: Office): Promise<string> {
  const id = randomUUID()
  const answer = await fetch(`${base}/api/files/${id}?name=a.txt`, {
    method: 'PUT',
    headers: { origin: base, cookie: admin.cookie, 'content-type': 'application/octet-stream' },
    body: 'text',
  })
  if (!answer.ok) throw new Error(`A file was not taken: ${await answer.text()}`)
  return id
}

export async function addImport(db: Db, { accountId, admin, secret }: Office): Promise<number> {
  const { id } = await db
    .insertInto('imports')
    .values({
      account_id: accountId,
      kind: 'contacts',
      file_id: randomUUID(),
      file_name: secret,
      format: JSON.stringify({ kind: 'xlsx' }),
      columns: JSON.stringify([{ header: secret, samples: [secret], target: 'contact.name' }]),
      on_match: 'skip',
      state: 'done',
      created_by: admin.userId,
      ended_at: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function addAvatar(offices: Offices, office: Office, contactId: number): Promise<string> {
  const id = await upload(offices, office)
  await sql`update contacts set avatar_file_id = ${id} where account_id = ${office.accountId} and id = ${contactId}`.execute(
    offices.database.db,
  )
  return id
}

export async function addUpload(db: Db, { accountId, admin, secret }: Office): Promise<string> {
  const id = randomUUID()
  await sql`insert into uploads (account_id, id, user_id, name, size_bytes, at)
    values (${accountId}, ${id}, ${admin.userId}, ${secret}, 4, now())`.execute(db)
  return id
}
