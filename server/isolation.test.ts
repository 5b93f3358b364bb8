import { beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '#contract/endpoint'
import { endpoints } from '#contract/endpoints'
import { errors, type ErrorBody, type FieldProblem } from '#contract/errors'
import { ask, sameOf, type Reply } from './isolation/ask.ts'
import { cases, type Call, type Case, type Outcome } from './isolation/cases/index.ts'
import { makeRoom } from './isolation/make-room.ts'
import { openOffices, type Person } from './isolation/test-offices.ts'
import { addThings, nothing, type Things } from './isolation/test-things.ts'

const offices = await openOffices()
const { base, anna, boris, written } = offices

const table = endpoints.map((endpoint) => {
  const found = cases[endpoint.id]
  // The first test tells what is missing; the others go on without it.
  const each: Case = found ?? { call: () => ({}), wrong: null, blind: 'ok', reader: 'ok' }
  return [endpoint.id, endpoint, each] as const
})
const isSocket = ({ kind }: Endpoint): boolean => kind === 'live'
const needsSession = ({ permission }: Endpoint): boolean =>
  permission !== 'public' && permission !== 'visitor'

const send = (endpoint: Endpoint, call: Call, person: Person | null): Promise<Reply> =>
  ask(base, endpoint, call, person)
const errorOf = ({ body }: Reply): ErrorBody['error'] => (JSON.parse(body) as ErrorBody).error

/** What is refused leaves everything stored as it was. */
async function expectNothingWritten<T>(work: () => Promise<T>): Promise<T> {
  const before = await written()
  const result = await work()
  expect(await written()).toBe(before)
  return result
}

async function expectRefused(
  endpoint: Endpoint,
  call: Call,
  person: Person | null,
  code: string,
): Promise<void> {
  const reply = await expectNothingWritten(() => send(endpoint, call, person))
  expect(errorOf(reply).code, reply.body).toBe(code)
}

test('every endpoint of the contract has a case, and every case its endpoint', () => {
  expect(Object.keys(cases).toSorted()).toEqual(endpoints.map(({ id }) => id).toSorted())
})

test('what needs nobody to be signed in is a decision', () => {
  const isPublic = endpoints.filter(({ permission }) => permission === 'public').map(({ id }) => id)
  expect(isPublic.toSorted()).toEqual([
    'invitations.accept',
    'invitations.get',
    'password-resets.create',
    'password-resets.get',
    'password-resets.use',
    'session.create',
    'session.delete',
    'setup.create',
    'setup.get',
    'website.button',
    'website.live',
    'website.visit',
  ])
})

/** Things for a call that may change them: new ones, unless it only reads. */
async function thingsFor({ method }: Endpoint): Promise<Things> {
  if (method === 'GET') return mine
  await makeRoom(offices.database.db, anna.accountId, mine)
  return addThings(offices, anna)
}

let theirs: Things
let mine: Things
beforeAll(async () => {
  theirs = await addThings(offices, boris)
  mine = await addThings(offices, anna)
})

describe('nobody signed in', () => {
  const closed = table.filter(([, { permission }]) => permission !== 'public')
  test.each(closed)('%s is refused', async (_id, endpoint, { call }) => {
    const { visitor: _token, ...rest } = call(mine, mine)
    await expectRefused(endpoint, rest, null, needsSession(endpoint) ? 'session.required' : 'visitor.unknown')
  })
})

describe('another account', () => {
  const callers = (endpoint: Endpoint): Person | null => (needsSession(endpoint) ? anna.admin : null)

  // A call that takes no things of others can name nothing.
  test.each(table.filter(([, , { call }]) => call.length === 2))(
    '%s: its things answer as what is not there, and stay as they were',
    async (_id, endpoint, { call }) => {
      const absent = await send(endpoint, call(mine, nothing()), callers(endpoint))
      expect(absent.status, absent.body).toBeGreaterThanOrEqual(400)
      const foreign = await expectNothingWritten(() => send(endpoint, call(mine, theirs), callers(endpoint)))
      expect(sameOf(foreign)).toEqual(sameOf(absent))
    },
  )

  const named = table.flatMap(([id, endpoint, { naming = {} }]) =>
    Object.entries(naming).map(([what, call]) => [`${id} naming ${what}`, endpoint, call] as const),
  )
  test.each(named)('%s of it: as if that were not there', async (_what, endpoint, call) => {
    const absent = await expectNothingWritten(() => send(endpoint, call(mine, nothing()), callers(endpoint)))
    expect(absent.status, absent.body).toBeGreaterThanOrEqual(400)
    const foreign = await expectNothingWritten(() => send(endpoint, call(mine, theirs), callers(endpoint)))
    expect(sameOf(foreign)).toEqual(sameOf(absent))
  })

  test.each(table.filter(([, endpoint]) => endpoint.method === 'GET' && !isSocket(endpoint)))(
    '%s tells nothing of it',
    async (_id, endpoint, { call }) => {
      const { body } = await send(endpoint, call(mine, mine), callers(endpoint))
      expect(body).not.toContain(boris.secret)
      for (const id of [theirs.chatId, theirs.incomingId, theirs.fileId, theirs.notificationId]) {
        expect(body).not.toContain(id)
      }
    },
  )
})

describe('what is wrong is named, and nothing is written', () => {
  test.each(table)('%s', async (_id, endpoint, { wrong }) => {
    const bringsNothing = !endpoint.params && !endpoint.query && !endpoint.body
    expect(wrong === null, 'only what brings nothing can bring nothing wrong').toBe(bringsNothing)
    if (wrong === null) return
    const visitor = endpoint.permission === 'visitor' ? mine.visitorToken : undefined
    const call = { ...wrong.call(mine), ...(visitor !== undefined && { visitor }) }
    const person = needsSession(endpoint) ? anna.admin : null
    const reply = await expectNothingWritten(() => send(endpoint, call, person))
    expect(reply.status, reply.body).toBe(422)
    const { code, details } = errorOf(reply)
    expect(code).toBe('request.invalid')
    expect((details['fields'] as FieldProblem[]).map((field) => field.path)).toContain(wrong.field)
  })
})

describe('rights', () => {
  const judged = table.filter(([, endpoint]) => needsSession(endpoint) && !isSocket(endpoint))

  async function expectOutcome(
    endpoint: Endpoint,
    { call }: Case,
    person: Person,
    outcome: Outcome,
    own: Things,
  ): Promise<void> {
    if (outcome === 'ok') {
      const reply = await send(endpoint, call(own, own), person)
      expect(reply.status, reply.body).toBe(200)
      if (person === anna.blind) expect(reply.body).not.toContain(anna.secret)
      return
    }
    const reply = await expectNothingWritten(() => send(endpoint, call(own, own), person))
    if (outcome === 'hidden') {
      expect(sameOf(reply)).toEqual(sameOf(await send(endpoint, call(own, nothing()), person)))
      expect(reply.status).toBe(404)
    } else expect([errorOf(reply).code, reply.status]).toEqual([outcome, errors[outcome]])
  }

  test.each(judged)('%s for who may see nothing', (_id, endpoint, each) =>
    expectOutcome(endpoint, each, anna.blind, each.blind, mine),
  )
  test.each(judged)('%s for who may see all and change nothing', async (_id, endpoint, each) =>
    expectOutcome(
      endpoint,
      each,
      anna.reader,
      each.reader,
      each.reader === 'ok' ? await thingsFor(endpoint) : mine,
    ),
  )

  test('settings are only for whose role says so', () => {
    for (const [id, { permission }, { blind, reader }] of table) {
      if (permission === 'settings') {
        expect([blind, reader], id).toEqual(['session.forbidden', 'session.forbidden'])
      }
    }
  })
})

describe('the same calls of who may are answered', () => {
  test.each(table.filter(([, endpoint]) => !isSocket(endpoint)))('%s', async (_id, endpoint, each) => {
    const own = await thingsFor(endpoint)
    const reply = await send(endpoint, each.call(own, own), needsSession(endpoint) ? anna.admin : null)
    if (each.good) expect(errorOf(reply).code).toBe(each.good)
    else expect(reply.status, reply.body).toBe(200)
  })
})
