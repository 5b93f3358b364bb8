import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Incoming, Person } from '#channels/channel'
import { createMessengers } from '#channels/messengers'
import { findViewer, type Viewer } from '#features/access'
import { createIntake } from '#features/intake'
import { AppError } from '#lib/errors'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf } from '../intake/test-account.ts'
import { createStartLink } from './create-start-link.ts'
import { findWriting } from './find-writing.ts'
import { sweepStartLinks } from './sweep-start-links.ts'

const database = await createTestDatabase()
const { db, pool } = database
const account = await createTestAccount(database)
const { accountId, channelId: telegramId } = account
const messengers = createMessengers({
  apiRoots: { telegram: null, viber: null, vk: null },
  allowsPrivateNetwork: false,
})
const secretKey = Buffer.alloc(32, 7)
const viewer = await viewerOf(account.adminId)
const [viberId, vkId, websiteId, namelessId] = [
  await addChannel('viber', 'zernopar'),
  await addChannel('vk', 'zernopar'),
  await addChannel('website', null),
  await addChannel('telegram', null),
]
await db.updateTable('channels').set({ handle: 'zernopar_bot' }).where('id', '=', telegramId).execute()
const intake = createIntake({
  pool,
  db,
  clock: () => new Date(),
  secretKey,
  log: createLog({ level: 'silent' }),
  onCommit: () => {},
})

async function viewerOf(userId: number): Promise<Viewer> {
  const found = await findViewer(db, accountId, userId)
  if (!found) throw new Error('no viewer')
  return found
}

async function addChannel(kind: string, handle: string | null): Promise<number> {
  const { id } = await db
    .insertInto('channels')
    .values({ account_id: accountId, kind, name: kind, external_id: crypto.randomUUID(), handle })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('channel_health')
    .values({ account_id: accountId, channel_id: id, mode: 'polling' })
    .execute()
  return id
}

async function addContact(name: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with i as (select nextval('contact_ids') as id)
    insert into contacts (account_id, id, root_id, name, name_source) select ${accountId}, id, id, ${name}, 'user' from i
    returning id`.execute(db)
  return rows[0]?.id ?? 0
}

const linkFor = (
  contactId: number,
  channelId: number,
  as: Viewer = viewer,
  now = new Date(),
  requestId?: string,
) =>
  db
    .transaction()
    .execute((tx) =>
      createStartLink(tx, as, { contactId, channelId, requestId }, { secretKey, messengers, now }),
    )

const tokenOf = (url: string): string => /c_[\w-]{22}$/.exec(url)?.[0] ?? ''

async function take(channelId: number, kind: 'telegram' | 'viber' | 'vk', ...items: Incoming[]) {
  await intake.take({ accountId, id: channelId, kind }, items, {})
}

let people = 5000
const nobodyYet = (scope: Person['scope'] = 'messenger'): Person => {
  people += 1
  return { ...personOf(String(people), `Незнакомец ${people}`), scope }
}

/** Which contact somebody's chat belongs to. */
async function contactOf(channelId: number, person: Person) {
  return db
    .selectFrom('chats as c')
    .innerJoin('contacts as k', 'k.id', 'c.contact_id')
    .select(['k.id', 'k.name', 'c.id as chatId'])
    .where('c.channel_id', '=', channelId)
    .where('c.external_chat_id', '=', person.externalId)
    .executeTakeFirst()
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof AppError ? error.code : String(error)
}

describe('a start link', () => {
  it('is one for one request, also when five come at once; another person, contact or request has another', async () => {
    const [contactId, otherId] = [await addContact('Один запрос'), await addContact('Другой')]
    const requestId = randomUUID()
    const ask = (contact: number, channelId: number, id: string) =>
      linkFor(contact, channelId, viewer, new Date(), id)
    const links = await Promise.all([1, 2, 3, 4, 5].map(() => ask(contactId, telegramId, requestId)))
    expect(links).toEqual(links.map(() => links[0]))
    expect(await ask(contactId, telegramId, requestId)).toEqual(links[0])
    const others = await Promise.all([
      ask(otherId, telegramId, requestId),
      ask(contactId, vkId, requestId),
      ask(contactId, telegramId, randomUUID()),
      linkFor(contactId, telegramId),
    ])
    expect(new Set([links[0], ...others].map((link) => tokenOf(link?.url ?? ''))).size).toBe(5)
    const { rows } =
      await sql`select from start_links where account_id = ${accountId} and contact_id = ${contactId}`.execute(
        db,
      )
    expect(rows).toHaveLength(4)
  })

  it('brings the contact it was made for: its new chat is there, with its name, deals and responsible as they were', async () => {
    const contactId = await addContact('Ольга из записной книжки')
    const { url } = await linkFor(contactId, telegramId)
    expect(url).toMatch(/^https:\/\/t\.me\/zernopar_bot\?start=c_[\w-]{22}$/)
    const person = nobodyYet()
    await take(
      telegramId,
      'telegram',
      messageOf(person, `/start ${tokenOf(url)}`, { source: { start: tokenOf(url) } }),
    )
    expect(await contactOf(telegramId, person)).toMatchObject({
      id: contactId,
      name: 'Ольга из записной книжки',
    })
    const writing = await findWriting(db, viewer, contactId)
    expect(writing.chats).toMatchObject([{ channel: { id: telegramId }, cannotWrite: null }])
    expect(writing.chats[0]?.openNumber).not.toBeNull()
    expect(writing.others.map((other) => other.id)).not.toContain(telegramId)
  })

  it('binds one person once: whoever comes by it later is himself, also when all come at once', async () => {
    const contactId = await addContact('Одна')
    const { url } = await linkFor(contactId, telegramId)
    const source = { start: tokenOf(url) }
    const crowd = Array.from({ length: 5 }, () => nobodyYet())
    await Promise.all(
      crowd.map((person) => take(telegramId, 'telegram', messageOf(person, '/start', { source }))),
    )
    await take(telegramId, 'telegram', ...crowd.map((person) => messageOf(person, 'и ещё', { source })))
    const owners = await Promise.all(crowd.map((person) => contactOf(telegramId, person)))
    expect(owners.filter((owner) => owner?.id === contactId)).toHaveLength(1)
    expect(new Set(owners.map((owner) => owner?.id)).size).toBe(5)
  })

  it('of two people in one batch binds one', async () => {
    const contactId = await addContact('Одна из двух')
    const source = { start: tokenOf((await linkFor(contactId, telegramId)).url) }
    const pair = [nobodyYet(), nobodyYet()]
    await take(telegramId, 'telegram', ...pair.map((person) => messageOf(person, '/start', { source })))
    const owners = await Promise.all(pair.map((person) => contactOf(telegramId, person)))
    expect(owners.filter((owner) => owner?.id === contactId)).toHaveLength(1)
  })

  it('does not make somebody we know into somebody else', async () => {
    const person = nobodyYet()
    await take(telegramId, 'telegram', messageOf(person, 'здравствуйте'))
    const known = await contactOf(telegramId, person)
    const contactId = await addContact('Другая')
    const source = { start: tokenOf((await linkFor(contactId, telegramId)).url) }
    await take(telegramId, 'telegram', messageOf(person, '/start', { source }))
    expect((await contactOf(telegramId, person))?.id).toBe(known?.id)
  })

  it('binds nobody in another channel, after its time, or for a contact that is deleted', async () => {
    const contactId = await addContact('Никто')
    const inVk = tokenOf((await linkFor(contactId, vkId)).url)
    const old = tokenOf((await linkFor(contactId, telegramId, viewer, new Date('2026-01-01'))).url)
    const deletedId = await addContact('Удалённая')
    const ofDeleted = tokenOf((await linkFor(deletedId, telegramId)).url)
    await db.updateTable('contacts').set({ deleted_at: new Date() }).where('id', '=', deletedId).execute()
    for (const start of [inVk, old, ofDeleted, `c_${'a'.repeat(22)}`]) {
      const person = nobodyYet()
      await take(telegramId, 'telegram', messageOf(person, '/start', { source: { start } }))
      expect([contactId, deletedId]).not.toContain((await contactOf(telegramId, person))?.id)
    }
  })

  it('of a contact that was merged meanwhile brings the one it was merged into', async () => {
    const [loser, survivor] = [await addContact('Дубль'), await addContact('Настоящая')]
    const source = { ref: tokenOf((await linkFor(loser, vkId)).url) }
    await db.updateTable('contacts').set({ root_id: survivor }).where('id', '=', loser).execute()
    const person = nobodyYet()
    await take(vkId, 'vk', messageOf(person, 'по ссылке', { source }))
    expect((await contactOf(vkId, person))?.id).toBe(survivor)
  })

  it('in Viber knows by his opening of the chat who writes there later', async () => {
    const contactId = await addContact('Вайберова')
    const { url } = await linkFor(contactId, viberId)
    expect(url).toMatch(/^viber:\/\/pa\?chatURI=zernopar&context=c_/)
    const [person, stranger] = [nobodyYet('channel'), nobodyYet('channel')]
    const met: Incoming = {
      kind: 'met',
      chat: person.externalId,
      source: { context: tokenOf(url) },
      at: new Date(),
    }
    await take(viberId, 'viber', met)
    // Opening is not writing: no chat, no conversation, no deal.
    expect(await contactOf(viberId, person)).toBeUndefined()
    await take(viberId, 'viber', messageOf(stranger, 'мимо'), messageOf(person, 'это я'))
    expect((await contactOf(viberId, person))?.id).toBe(contactId)
    expect((await contactOf(viberId, stranger))?.id).not.toBe(contactId)
  })

  it('cannot be had where none works, without the right to answer, or of what one may not see', async () => {
    const contactId = await addContact('Кто-то')
    for (const channelId of [websiteId, namelessId]) {
      expect(await codeOf(linkFor(contactId, channelId))).toBe('channel.no_start_link')
    }
    expect(await codeOf(linkFor(contactId, telegramId, { ...viewer, answersClients: false }))).toBe(
      'session.forbidden',
    )
    expect(await codeOf(linkFor(contactId, 999_999))).toBe('channel.not_found')
    expect(await codeOf(linkFor(999_999, telegramId))).toBe('contact.not_found')
  })

  it('is forgotten when nobody came in time; no more than twenty of a contact wait in a channel', async () => {
    const contactId = await addContact('Много ссылок')
    for (let index = 0; index < 25; index += 1) await linkFor(contactId, telegramId)
    const count = async (): Promise<number> =>
      (await db.selectFrom('start_links').select('at').where('contact_id', '=', contactId).execute()).length
    expect(await count()).toBe(20)
    await sweepStartLinks(db, new Date(Date.now() + 31 * 24 * 3_600_000))
    expect(await count()).toBe(0)
  })
})

it('where a contact can be written to: its chats with what stands in the way, and where it has to begin itself', async () => {
  const person = nobodyYet()
  await take(vkId, 'vk', messageOf(person, 'здравствуйте'))
  const contact = await contactOf(vkId, person)
  if (!contact) throw new Error('no contact')
  await db.updateTable('chats').set({ blocked_at: new Date() }).where('id', '=', contact.chatId).execute()
  const writing = await findWriting(db, viewer, contact.id)
  expect(writing.chats).toMatchObject([
    { id: contact.chatId, channel: { kind: 'vk', isPaused: false }, cannotWrite: 'blocked_by_client' },
  ])
  expect(writing.chats[0]?.lastMessageAt).not.toBeNull()
  expect(Object.fromEntries(writing.others.map((other) => [other.id, other.obstacle]))).toMatchObject({
    [telegramId]: null,
    [viberId]: null,
    [websiteId]: 'visitor_first',
    [namelessId]: 'no_address',
  })
})
