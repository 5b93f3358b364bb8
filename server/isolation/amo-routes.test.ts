import { beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#lib/clock'
import { writeEventId } from '../amo-api/events/event-id.ts'
import { amoRoutes } from '../amo-api/index.ts'
import { openOffices } from './test-offices.ts'
import { addThings, nothing, type Things } from './test-things.ts'

type Asked = { path: string; body?: unknown }
type Case = {
  /** A call which names something of `other`; without that parameter it can name nothing. */
  call: (other: Things) => Asked
  /** A call with a wrong part, and what is named then; null where nothing can be wrong. */
  wrong: ((mine: Things) => Asked & { field: string }) | null
}

const list = (path: string, filter: (other: Things) => string): Record<string, Case> => ({
  [`GET ${path}`]: {
    call: (other) => ({ path: `${path}?filter${filter(other)}` }),
    wrong: () => ({ path: `${path}?filter[moon]=1`, field: 'filter.moon' }),
  },
})
const one = (path: string, id: (other: Things) => number | string): Record<string, Case> => ({
  [`GET ${path}`]: { call: (other) => ({ path: path.replace(':id', String(id(other))) }), wrong: null },
})

const settingsOf = (entity: string): Record<string, Case> => ({
  ...list(`/${entity}/tags`, ({ tagId }) => `[id]=${tagId}`),
  ...list(`/${entity}/custom_fields`, ({ fieldId }) => `[id]=${fieldId}`),
  ...one(`/${entity}/custom_fields/:id`, ({ fieldId }) => fieldId),
  [`GET /${entity}/custom_fields/groups`]: {
    call: () => ({ path: `/${entity}/custom_fields/groups` }),
    wrong: () => ({ path: `/${entity}/custom_fields/groups?filter[moon]=1`, field: 'filter.moon' }),
  },
  ...one(`/${entity}/custom_fields/groups/:id`, ({ fieldGroupId }) => fieldGroupId),
})

/** Every route of the compatible API; one that is missing here fails the suite. */
const cases: Record<string, Case> = {
  'GET /account': { call: () => ({ path: '/account?with=users_groups' }), wrong: null },
  ...list('/leads', ({ dealId }) => `[id]=${dealId}`),
  ...one('/leads/:id', ({ dealId }) => dealId),
  ...list('/leads/unsorted', ({ leadDealId }) => `[uid]=${leadDealId}`),
  'GET /leads/unsorted/summary': {
    call: () => ({ path: '/leads/unsorted/summary' }),
    wrong: () => ({ path: '/leads/unsorted/summary?filter[moon]=1', field: 'filter.moon' }),
  },
  'GET /leads/unsorted/:uid': {
    call: ({ leadDealId }) => ({ path: `/leads/unsorted/${leadDealId}` }),
    wrong: null,
  },
  'POST /leads/unsorted/:uid/accept': {
    call: ({ leadDealId }) => ({ path: `/leads/unsorted/${leadDealId}/accept`, body: {} }),
    wrong: ({ leadDealId }) => ({
      path: `/leads/unsorted/${leadDealId}/accept`,
      body: { status_id: 'x' },
      field: 'status_id',
    }),
  },
  'DELETE /leads/unsorted/:uid/decline': {
    call: ({ leadDealId }) => ({ path: `/leads/unsorted/${leadDealId}/decline`, body: {} }),
    wrong: ({ leadDealId }) => ({
      path: `/leads/unsorted/${leadDealId}/decline`,
      body: { user_id: 'x' },
      field: 'user_id',
    }),
  },
  'POST /leads/unsorted/:uid/link': {
    call: ({ leadDealId, dealId }) => ({
      path: `/leads/unsorted/${leadDealId}/link`,
      body: { link: { entity_id: dealId, entity_type: 'leads' } },
    }),
    wrong: ({ leadDealId }) => ({
      path: `/leads/unsorted/${leadDealId}/link`,
      body: { link: { entity_id: 1, entity_type: 'moons' } },
      field: 'link.entity_type',
    }),
  },
  'GET /leads/pipelines': { call: () => ({ path: '/leads/pipelines' }), wrong: null },
  ...one('/leads/pipelines/:id', ({ pipelineId }) => pipelineId),
  ...list('/contacts', ({ contactId }) => `[id]=${contactId}`),
  ...one('/contacts/:id', ({ contactId }) => contactId),
  ...settingsOf('leads'),
  ...settingsOf('contacts'),
  ...settingsOf('companies'),
  ...settingsOf('customers'),
  ...list('/talks', ({ contactId }) => `[contact_id]=${contactId}`),
  ...one('/talks/:id', ({ number }) => number),
  'POST /talks/:id/close': {
    call: ({ number }) => ({ path: `/talks/${number}/close`, body: {} }),
    wrong: ({ number }) => ({
      path: `/talks/${number}/close`,
      body: { force_close: 1 },
      field: 'force_close',
    }),
  },
  // For roles that read the analytics; what they see is tried where the routes are.
  'GET /events': {
    call: () => ({ path: '/events' }),
    wrong: () => ({ path: '/events?filter[moon]=1', field: 'filter.moon' }),
  },
  'GET /events/types': {
    call: () => ({ path: '/events/types' }),
    wrong: () => ({ path: '/events/types?language_code=fr', field: 'language_code' }),
  },
  ...one('/events/:id', ({ eventId }) => writeEventId(eventId, 0)),
  'GET /talks/:id/messages': {
    call: ({ number }) => ({ path: `/talks/${number}/messages` }),
    wrong: ({ number }) => ({ path: `/talks/${number}/messages?limit=x`, field: 'limit' }),
  },
}

const offices = await openOffices()
const { base, anna, boris, database, written } = offices
const config = { secretKey: Buffer.alloc(32), filesUrl: null, publicUrl: null }
const routes = amoRoutes({ db: database.db, clock: systemClock, config }).map(
  ({ method, path }) => `${method} ${path}`,
)
const table = Object.entries(cases)
const naming = table.filter(([, { call }]) => call.length > 0)

async function ask(
  route: string,
  { path, body }: Asked,
  token: string | null,
  actAs?: number,
): Promise<string> {
  const answer = await fetch(`${base}/api/v4${path}`, {
    method: route.split(' ')[0] ?? '',
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(actAs !== undefined && { 'x-context-user-id': String(actAs) }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return `${answer.status} ${await answer.text()}`
}

async function expectNothingWritten<T>(work: () => Promise<T>): Promise<T> {
  const before = await written()
  const result = await work()
  expect(await written()).toBe(before)
  return result
}

let mine: Things
let theirs: Things
beforeAll(async () => {
  mine = await addThings(offices, anna)
  theirs = await addThings(offices, boris)
})

test('every route has a case, and every case its route', () => {
  expect(Object.keys(cases).toSorted()).toEqual(routes.toSorted())
})

describe('without a token', () => {
  test.each(table)('%s is refused, whatever else is brought', async (route, { call }) => {
    const refused = await expectNothingWritten(() => ask(route, call(mine), null))
    expect(refused).toMatch(/^401 /)
    // A session is for browsers and says nothing here.
    const answer = await fetch(`${base}/api/v4${call(mine).path}`, { headers: { cookie: anna.admin.cookie } })
    expect(answer.status).toBe(401)
  })
})

describe('another account', () => {
  test.each(naming)('%s: its things answer as what is not there', async (route, { call }) => {
    const absent = await ask(route, call(nothing()), anna.admin.token)
    expect(absent).toMatch(/^(404|204) /)
    expect(await expectNothingWritten(() => ask(route, call(theirs), anna.admin.token))).toBe(absent)
  })

  test.each(table)('%s tells nothing of it, also without a filter', async (route, { call }) => {
    const { path, ...rest } = call(mine)
    const wide = await ask(
      route,
      { ...rest, path: path.replace(/\?filter.*/, '?limit=250') },
      anna.reader.token,
    )
    for (const strange of [
      boris.secret,
      theirs.chatId,
      theirs.incomingId,
      `"account_id":${boris.accountId}`,
    ]) {
      expect(wide).not.toContain(strange)
    }
  })

  test.each(table)('%s cannot be asked as one of its users', async (route, { call }) => {
    const asked = () => ask(route, call(theirs), anna.admin.token, boris.admin.userId)
    expect(await expectNothingWritten(asked)).toMatch(/^404 /)
  })
})

describe('rights', () => {
  // What the account is set up with every colleague sees.
  const ofClients = naming.filter(([route]) => !/pipelines|custom_fields|\/tags$/.test(route))
  test.each(ofClients)('%s for who may see nothing: as what is not there', async (route, { call }) => {
    const absent = await ask(route, call(nothing()), anna.blind.token)
    expect(await expectNothingWritten(() => ask(route, call(mine), anna.blind.token))).toBe(absent)
  })

  test.each(table)('%s cannot be asked as somebody else by who is no admin', async (route, { call }) => {
    const asked = () => ask(route, call(mine), anna.blind.token, anna.admin.userId)
    expect(await expectNothingWritten(asked)).toMatch(/^403 /)
  })
})

describe('what is wrong is named, and nothing is written', () => {
  const wrongs = table.flatMap(([route, { wrong }]) => (wrong ? [[route, wrong] as const] : []))
  test.each(wrongs)('%s', async (route, wrong) => {
    const { field, ...asked } = wrong(mine)
    const refused = await expectNothingWritten(() => ask(route, asked, anna.admin.token))
    expect(refused).toMatch(/^400 /)
    expect(refused).toContain(`"path":"${field}"`)
  })
})

describe('the same calls of who may are answered', () => {
  // The offices have fields and tags of deals; those of other entities are the same routes.
  const answered = table.filter(
    ([route]) => !/(contacts|companies|customers)\/(custom_fields|tags)/.test(route),
  )
  test.each(answered)('%s', async (route, { call }) => {
    // What is settled by one call is not there for the next.
    const things = route.startsWith('GET') ? mine : await addThings(offices, anna)
    expect(await ask(route, call(things), anna.admin.token)).toMatch(
      route.endsWith('/close') ? /^202 $/ : /^200 /,
    )
  })
})
