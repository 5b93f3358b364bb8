import { sql } from 'kysely'
import { z } from 'zod'
import { tellOpenOf } from '#features/conversations'
import { inTransaction, type Tx } from '#lib/db'
import { change } from '#lib/events'
import { addJob } from '#lib/jobs'
import type { FetchDeps } from './jobs.ts'

export const strangerSchema = z.object({
  accountId: z.int(),
  channelId: z.int(),
  contactId: z.int(),
  chatId: z.uuid(),
  /** The person's id in the messenger. */
  externalId: z.string(),
})
export type Stranger = z.output<typeof strangerSchema>

/** Some messengers tell a person's name only when they are asked for it: a job asks, added with the contact. */
export async function findPersonJob(
  tx: Tx,
  accountId: number,
  strangers: Omit<Stranger, 'accountId'>[],
): Promise<void> {
  for (const stranger of strangers) {
    const key = `person:${stranger.chatId}`
    await addJob(tx, 'find-person', { accountId, ...stranger }, { key, maxAttempts: 12 })
  }
}

/** Gives a nameless contact, and what was named after it, the name its messenger knows. A name that a colleague typed stays. */
export async function findPerson(deps: FetchDeps, stranger: Stranger): Promise<void> {
  const { accountId, channelId, externalId } = stranger
  const channel = await deps.connect(accountId, channelId)
  const find = channel?.messenger.actions.findPerson
  if (!channel || !find) return
  const found = await find(channel.connection, externalId)
  if (found.outcome === 'later') throw new Error('The messenger asked to come later')
  if (found.outcome === 'gone' || found.name === '') return
  await inTransaction(deps.db, (tx) => giveName(tx, stranger, found.name, found.handle))
}

async function giveName(tx: Tx, stranger: Stranger, name: string, handle: string | null): Promise<void> {
  const { accountId, contactId, chatId } = stranger
  await sql`update chats set person_name = ${name}, person_handle = ${handle}
    where account_id = ${accountId} and id = ${chatId} and person_name = ''`.execute(tx)
  const { rows } = await sql<{ id: number }>`
    update contacts k set name = ${name}, updated_at = now()
    where k.account_id = ${accountId} and k.name = '' and k.id = (
      select asked.root_id from contacts asked where asked.account_id = ${accountId} and asked.id = ${contactId})
    returning k.id`.execute(tx)
  const [contact] = rows
  if (!contact) return
  const deals = await sql<{ id: number }>`
    update deals set name = ${name}, updated_at = now()
    where account_id = ${accountId} and name = '' and main_contact_id = ${contact.id} returning id`.execute(
    tx,
  )
  await change(tx, { accountId, topic: 'contact.named', contactId: contact.id })
  for (const { id } of deals.rows) {
    await change(tx, { accountId, topic: 'deal.named', card: { kind: 'deal', id } })
  }
  await tellOpenOf(tx, accountId, { kind: 'contact', id: contact.id })
}
