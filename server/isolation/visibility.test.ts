import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Endpoint } from '#contract/endpoint'
import { endpoints } from '#contract/endpoints'
import { liveFrame } from '#contract/live'
import { searchKinds } from '#contract/search'
import type { SearchAnswer } from '#contract/search'
import { findViewer, isLimited, reachedConversations, seesConversation } from '#features/access'
import { fillPortion, startAnew } from '#features/search'
import { inTransaction } from '#lib/db'
import { frameText } from '#lib/http/frame-text'
import { ask, sameOf, type Reply } from './ask.ts'
import { cases, type Case } from './cases/index.ts'
import { openOffices, type Person } from './test-offices.ts'
import { nothing } from './test-things.ts'
import { openWorld, owners, sees, takesPart, type Owner, type ViewerName } from './test-viewers.ts'

const offices = await openOffices()
const { base, anna } = offices
const { db } = offices.database
const { viewers, owned } = await openWorld(offices)

await inTransaction(db, (tx) => startAnew(tx, anna.accountId))
while (!(await inTransaction(db, (tx) => fillPortion(tx, anna.accountId))).isFilled);

const names = Object.keys(sees) as ViewerName[]
const seen = (name: ViewerName): readonly Owner[] => sees[name]
const unseen = (name: ViewerName): Owner[] => owners.filter((owner) => !seen(name).includes(owner))

type Judged = [id: string, endpoint: Endpoint, one: Case]
/** What is judged by who sees what: hidden from who sees nothing, and not only its maker's. */
const judged = endpoints.flatMap((endpoint): Judged[] => {
  const one = cases[endpoint.id]
  return one?.blind === 'hidden' && one.reader !== 'hidden' ? [[endpoint.id, endpoint, one]] : []
})
/** What everybody sees, whatever his role: the types of tasks one chooses from. */
const ofAll = new Set(['task-types.list'])
/** Lists, counters and the like: what is asked for by nothing of it. */
const lists = endpoints.flatMap((endpoint): Judged[] => {
  const one = cases[endpoint.id]
  const isOpen =
    ['user', 'analytics'].includes(endpoint.permission) &&
    endpoint.method === 'GET' &&
    endpoint.kind === 'json'
  return one && isOpen && one.call.length < 2 && !ofAll.has(endpoint.id) ? [[endpoint.id, endpoint, one]] : []
})

test('there is what is judged', () => {
  expect(judged.length).toBeGreaterThan(30)
  expect(lists.length).toBeGreaterThan(8)
})

describe.each(names)('to %s', (name) => {
  const viewer = viewers[name]
  const mine = owned[seen(name)[0] ?? 'admin']

  test.each(judged)('%s: what is not seen answers as what is not there', async (_id, endpoint, one) => {
    const absent = sameOf(await ask(base, endpoint, one.call(mine, nothing()), viewer))
    if (unseen(name).length > 0) expect(absent.status).toBe(404)
    for (const owner of unseen(name)) {
      const reply = await ask(base, endpoint, one.call(mine, owned[owner]), viewer)
      expect([owner, sameOf(reply)]).toEqual([owner, absent])
    }
  })

  test.each(lists)('%s tells of what is seen only, also by search', async (_id, endpoint, one) => {
    const call = one.call(mine, mine)
    const canSearch = endpoint.query !== undefined && 'search' in endpoint.query.shape
    const hidden = unseen(name).map((owner) => owned[owner].secret)
    const searches = canSearch ? hidden.map((secret) => ({ ...call.query, search: secret })) : []
    for (const query of [call.query, ...searches]) {
      const { body, status } = await ask(base, endpoint, { ...call, ...(query && { query }) }, viewer)
      expect(status, body).toBe(200)
      for (const secret of hidden) expect(body).not.toContain(secret)
    }
  })

  test('no conversation that is seen is beyond those reached by indexes', async () => {
    const who = await findViewer(db, anna.accountId, viewer.userId)
    if (!who) throw new Error('No such user')
    expect(isLimited(who)).toBe(name !== 'all')
    const seenByRow = sql<{ number: number }>`select v.number from conversations v
      where v.account_id = ${anna.accountId} and ${seesConversation(who, 'v')}`
    expect((await seenByRow.execute(db)).rows.length > 0).toBe(seen(name).length > 0)
    if (!isLimited(who)) return
    const { rows } =
      await sql`(${seenByRow}) except all (select distinct r.number from (${reachedConversations(who)}) r)`.execute(
        db,
      )
    expect(rows).toEqual([])
  })

  test.each(searchKinds)('a search of %s finds what is seen only', async (kind) => {
    const [endpoint] = find('search.find')
    for (const owner of owners) {
      const { secret, number, contactId, dealId, companyId } = owned[owner]
      const reply = await ask(base, endpoint, { query: { q: secret, kind } }, viewer)
      expect(reply.status, reply.body).toBe(200)
      const { items, things } = JSON.parse(reply.body) as SearchAnswer
      const found = [...items, ...things].map((hit) =>
        hit.kind === 'message' ? ['message', hit.number] : 'id' in hit ? [hit.kind, hit.id] : [hit.kind],
      )
      const isSeen = seen(name).includes(owner)
      const own = [
        ['message', number],
        ['contact', contactId],
        ['deal', dealId],
        ['company', companyId],
      ]
      if (!isSeen) for (const one of own) expect(found).not.toContainEqual(one)
      if (isSeen && kind === 'messages') expect(found).toContainEqual(['message', number])
    }
  })

  test('lists of conversations, deals and contacts show all that is seen', async () => {
    for (const id of ['conversations.list', 'deals.list', 'contacts.list']) {
      if (takesPart.includes(name) && id === 'contacts.list') continue
      const { body } = await get(id, viewer)
      for (const owner of seen(name)) expect(body, `${id} ${owner}`).toContain(owned[owner].secret)
    }
  })

  test('counters count what the lists show', async () => {
    const counts = JSON.parse((await get('conversations.counts', viewer)).body) as { open: number }
    const list = JSON.parse((await get('conversations.list', viewer)).body) as { items: unknown[] }
    expect(counts.open).toBe(list.items.length)
    const totals = JSON.parse((await get('deals.totals', viewer)).body) as {
      stages: { count: number }[]
    }
    const deals = JSON.parse((await get('deals.list', viewer)).body) as { items: unknown[] }
    expect(totals.stages.reduce((sum, { count }) => sum + count, 0)).toBe(deals.items.length)
  })

  test('the compatible API tells the same', async () => {
    for (const path of ['leads', 'contacts', 'talks']) {
      const { body } = await v4(`/${path}?limit=250`, viewer)
      for (const owner of unseen(name)) {
        const { secret, dealId, contactId, number } = owned[owner]
        expect(body).not.toContain(secret)
        const id = { leads: dealId, contacts: contactId, talks: number }[path]
        expect(await v4(`/${path}/${id}`, viewer)).toEqual(await v4(`/${path}/999999999`, viewer))
      }
    }
    for (const owner of seen(name)) {
      expect((await v4(`/leads/${owned[owner].dealId}`, viewer)).status).toBe(200)
    }
  })
})

describe.each(takesPart)('to %s, who takes part in a deal', (name) => {
  const viewer = viewers[name]
  const { shared } = owned
  const open = ['deals.get', 'cards.feed', 'chats.get', 'messages.list', 'conversations.get']
  const closed = ['contacts.get', 'contacts.conversations', 'customers.get', 'companies.get']

  test.each(open)('%s is open', async (id) => {
    const reply = await askFor(id, viewer, shared)
    expect(reply.status, reply.body).toBe(200)
    expect(reply.body).toContain(shared.secret)
  })

  test.each(closed)('%s of the client is as if it were not there', async (id) => {
    expect(sameOf(await askFor(id, viewer, shared))).toEqual(sameOf(await askFor(id, viewer, nothing())))
  })

  test('it is not changed by him', async () => {
    const reply = await askFor('deals.change', viewer, shared)
    expect([reply.status, reply.body]).toEqual([403, expect.stringContaining('session.forbidden') as string])
  })
})

test('live updates reach who sees what they are of, and nobody else', async () => {
  const listeners = await Promise.all(names.map(async (name) => [name, await listen(viewers[name])] as const))
  const change = endpoints.find(({ id }) => id === 'deals.change')
  if (!change) throw new Error('Deals cannot be changed')
  for (const owner of owners) {
    const { dealId, secret } = owned[owner]
    const body = { name: `Новое имя ${secret}` }
    const reply = await ask(base, change, { params: { dealId }, body }, anna.admin)
    expect(reply.status, reply.body).toBe(200)
  }
  // Updates come in the order of what happened: with this one everything before it was told.
  const self = endpoints.find(({ id }) => id === 'me.change')
  if (!self) throw new Error('Nobody can change himself')
  for (const [name, listener] of listeners) {
    await ask(base, self, { body: { language: 'en' } }, viewers[name])
    await listener.until('"topic":"me"')
    const text = listener.text()
    for (const owner of seen(name)) expect(text, `${name} ${owner}`).toContain(owned[owner].secret)
    for (const owner of unseen(name)) expect(text, `${name} ${owner}`).not.toContain(owned[owner].secret)
    listener.close()
  }
})

function find(id: string): [Endpoint, Case] {
  const endpoint = endpoints.find((each) => each.id === id)
  const one = cases[id]
  if (!endpoint || !one) throw new Error(`There is no ${id}`)
  return [endpoint, one]
}

/** A list at its longest. */
async function get(id: string, viewer: Person): Promise<Reply> {
  const [endpoint, one] = find(id)
  const call = one.call(owned.admin, owned.admin)
  const isPaged = endpoint.query !== undefined && 'limit' in endpoint.query.shape
  return ask(base, endpoint, { ...call, ...(isPaged && { query: { ...call.query, limit: '100' } }) }, viewer)
}

async function askFor(id: string, viewer: Person, things: Parameters<Case['call']>[1]): Promise<Reply> {
  const [endpoint, one] = find(id)
  return ask(base, endpoint, one.call(owned.shared, things), viewer)
}

async function v4(path: string, { token }: Person): Promise<Reply> {
  const answer = await fetch(`${base}/api/v4${path}`, { headers: { authorization: `Bearer ${token}` } })
  return { status: answer.status, body: await answer.text() }
}

type Listener = { text(): string; until(word: string): Promise<void>; close(): void }

async function listen({ cookie }: Person): Promise<Listener> {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/api/live`, {
    headers: { origin: base, cookie },
  })
  let heard = ''
  let look = (): void => {}
  const hello = Promise.withResolvers<void>()
  socket.on('error', hello.reject)
  socket.on('message', (data) => {
    const text = frameText(data)
    heard += text
    if (liveFrame.parse(JSON.parse(text)).type === 'hello') hello.resolve()
    look()
  })
  await hello.promise
  return {
    text: () => heard,
    until: (word) =>
      new Promise((resolve) => {
        look = () => {
          if (heard.includes(word)) resolve()
        }
        look()
      }),
    close: () => socket.close(),
  }
}
