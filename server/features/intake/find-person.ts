import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import type { FoundPerson } from '#channels/channel'
import { tellOpenOf } from '#features/conversations'
import { forgetFile } from '#features/files'
import { uuidv7 } from '#lib/crypto'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { change } from '#lib/events'
import { addJob } from '#lib/jobs'
import { dropAvatar, showsOtherAvatar } from './contact-avatar.ts'
import type { FetchDeps } from './jobs.ts'
import { freshDays } from './look-at-people.ts'

export const personSchema = z.object({ accountId: z.int(), chatId: z.uuid() })
type Which = z.output<typeof personSchema>

type KnownPerson = {
  channelId: number
  /** The person's id in the messenger. */
  externalId: string
  name: string
  avatarRef: string | null
}
type Found = FoundPerson & { outcome: 'ok' }

/** Of each channel one person is asked about at a time; then it rests so many times as long, but no longer than this. */
const restTimes = 9
const longestRestMs = 500

/** Nobody waits for a name or a picture: in a flood of new people their messages go first. */
export async function findPersonInNoHurry(deps: FetchDeps, which: Which): Promise<void> {
  const from = performance.now()
  await findPerson(deps, which)
  await pause(Math.min((performance.now() - from) * restTimes, longestRestMs))
}

/** Asks the messenger how a person is called and looks now. A name that a colleague typed stays. */
async function findPerson(deps: FetchDeps, which: Which): Promise<void> {
  const known = await findKnown(deps.db, which)
  const channel = known && (await deps.connect(which.accountId, known.channelId))
  const find = channel?.messenger.actions.findPerson
  if (!known || !channel || !find) return
  const found = await find(channel.connection, known.externalId)
  if (found.outcome === 'later') throw new Error('The messenger asked to come later')
  const unused = await inTransaction(deps.db, async (tx) => {
    await sql`update chats set person_asked_at = now()
      where account_id = ${which.accountId} and id = ${which.chatId}`.execute(tx)
    if (found.outcome === 'gone') return null
    if (found.name !== '' && found.name !== known.name) await rename(tx, which, known.name, found)
    if (found.avatarRef !== null) await comparePicture(tx, which, known.avatarRef, found)
    const former = found.avatarRef === null ? await dropAvatar(tx, which) : null
    return former === null ? null : forgetFile(tx, which.accountId, former)
  })
  if (unused !== null) await deps.storage.delete(unused)
}

/** Null: somebody was asked about lately, or nobody is to be asked about any more. */
async function findKnown(db: Db, { accountId, chatId }: Which): Promise<KnownPerson | null> {
  const { rows } = await sql<KnownPerson>`
    select c.channel_id as "channelId", i.external_id as "externalId", c.person_name as name, c.person_avatar_ref as "avatarRef"
    from chats c
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id and k.deleted_at is null and k.erased_at is null
    join contact_identities i on i.account_id = c.account_id and i.contact_id = c.contact_id and i.kind = h.kind
      and i.scope in ('', h.id::text)
    where c.account_id = ${accountId} and c.id = ${chatId}
      and (c.person_asked_at is null or c.person_asked_at < now() - make_interval(days => ${freshDays}))
    order by i.external_id = c.external_chat_id desc limit 1`.execute(db)
  return rows[0] ?? null
}

/** The chat takes the name, and so do the contact while the messenger names it, and what was named after a nameless one. */
async function rename(
  tx: Tx,
  { accountId, chatId }: Which,
  former: string,
  { name, handle }: Found,
): Promise<void> {
  await sql`update chats set person_name = ${name}, person_handle = ${handle}
    where account_id = ${accountId} and id = ${chatId} and person_name = ${former}`.execute(tx)
  const { rows } = await sql<{ id: number }>`
    update contacts k set name = ${name}, updated_at = now()
    where k.account_id = ${accountId} and k.name_source = 'messenger' and k.name = ${former} and k.id = (
      select own.root_id from chats c join contacts own on own.account_id = c.account_id and own.id = c.contact_id
      where c.account_id = ${accountId} and c.id = ${chatId})
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

/** Another picture is fetched by a job of its own, so that whatever becomes of it the person is not asked about again. */
async function comparePicture(tx: Tx, which: Which, knownKey: string | null, found: Found): Promise<void> {
  const { avatarRef } = found
  const avatarKey = found.avatarKey ?? avatarRef
  if (avatarKey === knownKey || (await showsOtherAvatar(tx, which))) return
  const picture = { ...which, fileId: uuidv7(), avatarRef, avatarKey }
  await addJob(tx, 'fetch-avatar', picture, { key: `avatar:${which.chatId}`, maxAttempts: 8 })
}
