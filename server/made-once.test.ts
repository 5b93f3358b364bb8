import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectChannel } from '#contract/channels'
import { createCompany } from '#contract/companies'
import { createContact } from '#contract/contacts'
import { createConversationCustomer, createConversationDeal } from '#contract/conversations'
import { createCustomer } from '#contract/customers'
import { createDeal } from '#contract/deals'
import type { Endpoint } from '#contract/endpoint'
import { createField, createFieldChoice, createFieldGroup } from '#contract/fields'
import { createImport } from '#contract/imports'
import { getInvitation, invite } from '#contract/people'
import { createLossReason, createPipeline, createStage } from '#contract/pipelines'
import { createGroup, createRole } from '#contract/roles'
import { createTag } from '#contract/tags'
import { createTaskType } from '#contract/tasks'
import { startTelegramStandIn } from '../dev/messengers/telegram.ts'
import { ask, type Reply } from './isolation/ask.ts'
import { cases, type Call } from './isolation/cases/index.ts'
import { openOffices } from './isolation/test-offices.ts'
import { addThings, type Things } from './isolation/test-things.ts'

const telegram = await startTelegramStandIn()
afterAll(() => telegram.close())
const offices = await openOffices({ TELEGRAM_API_ROOT: telegram.apiRoot })
const { base, anna, database, written } = offices

/** Its deals and its customers are made for conversations of different things. */
let mine: Things
let others: Things
let sheetId: string
beforeAll(async () => {
  mine = await addThings(offices, anna)
  others = await addThings(offices, anna)
  sheetId = randomUUID()
  await fetch(`${base}/api/files/${sheetId}?name=people.csv`, {
    method: 'PUT',
    headers: { origin: base, cookie: anna.admin.cookie, 'content-type': 'application/octet-stream' },
    body: 'Имя;Телефон\nАнна;+7 921 123-45-67\nБорис;+7 921 765-43-21\n',
  })
})

const bot = telegram.createBot()

/** An endpoint that makes a row of a table, and a call of it. */
type Making = [string, Endpoint, string, () => Call]

const usual = (endpoint: Endpoint, table: string): Making => [
  endpoint.id,
  endpoint,
  table,
  () => cases[endpoint.id]?.call(mine, mine) ?? {},
]

const makings: Making[] = [
  usual(createDeal, 'deals'),
  usual(createContact, 'contacts'),
  usual(createCompany, 'companies'),
  usual(createCustomer, 'customers'),
  usual(createField, 'field_definitions'),
  usual(createFieldChoice, 'field_choices'),
  usual(createFieldGroup, 'field_groups'),
  usual(createGroup, 'groups'),
  usual(invite, 'invitations'),
  usual(createLossReason, 'loss_reasons'),
  usual(createPipeline, 'pipelines'),
  usual(createRole, 'roles'),
  usual(createStage, 'stages'),
  usual(createTag, 'tags'),
  usual(createTaskType, 'task_types'),
  [createImport.id, createImport, 'imports', () => ({ body: { kind: 'contacts', fileId: sheetId } })],
  usual(connectChannel, 'channels'),
  [
    'channels.connect of a bot',
    connectChannel,
    'channels',
    () => ({ body: { kind: 'telegram', token: bot.token } }),
  ],
  usual(createConversationDeal, 'deals'),
  [
    createConversationCustomer.id,
    createConversationCustomer,
    'customers',
    () => ({ params: { number: others.bareNumber } }),
  ],
]

const send = (endpoint: Endpoint, { body, ...rest }: Call, requestId: string): Promise<Reply> =>
  ask(base, endpoint, { ...rest, body: { ...(body as object | undefined), requestId } }, anna.admin)

async function count(table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
    where account_id = ${anna.accountId}`.execute(database.db)
  return rows[0]?.n ?? 0
}

async function expectTaken(asking: () => Promise<Reply>): Promise<void> {
  const before = await written()
  const { status, body } = await asking()
  expect({ status, error: JSON.parse(body) as unknown }).toMatchObject({
    status: 422,
    error: { error: { details: { fields: [{ path: 'requestId', problem: 'taken' }] } } },
  })
  expect(await written()).toBe(before)
}

test.each(makings)(
  '%s with the same id answers what the first made, also when five come at once; another thing is not made by it',
  async (_what, endpoint, table, call) => {
    const [asked, requestId] = [call(), randomUUID()]
    const before = await count(table)
    const atOnce = Array.from({ length: 5 }, () => send(endpoint, asked, requestId))
    const replies = await Promise.all(atOnce)
    const rows = await written()
    replies.push(await send(endpoint, asked, requestId))
    expect(await written()).toBe(rows)
    expect(replies.map(({ status, body }) => [status, body])).toEqual(
      replies.map(() => [200, replies[0]?.body]),
    )
    expect(await count(table)).toBe(before + 1)
    const [, foreign, , callForeign] = makings.find(([, other]) => other !== endpoint) ?? []
    if (foreign && callForeign) await expectTaken(() => send(foreign, callForeign(), requestId))
  },
)

test('a bot that was connected by several requests of one id was told once how we receive', () => {
  const told = bot.calls
    .map(({ method }) => method.toLowerCase())
    .filter((method) => method.endsWith('webhook'))
  expect(told).toHaveLength(1)
})

test.each<[string, Endpoint, () => Call, () => Call]>([
  [
    'a deal',
    createDeal,
    () => ({ body: { name: 'Заказ', contactId: 999_999 } }),
    () => ({ body: { name: 'Заказ' } }),
  ],
  ['a group', createGroup, () => ({ body: { name: 'Опт' } }), () => ({ body: { name: 'Розница' } })],
  ['an invitation', invite, () => ({ body: { roleId: 999_999 } }), () => ({ body: { roleId: mine.roleId } })],
  [
    'a bot',
    connectChannel,
    () => ({ body: { kind: 'telegram', token: bot.token } }),
    () => ({ body: { kind: 'telegram', token: telegram.createBot().token } }),
  ],
])(
  'a request for %s that was refused makes nothing and may come again',
  async (_what, endpoint, refused, good) => {
    await send(createGroup, { body: { name: 'Опт' } }, randomUUID())
    const requestId = randomUUID()
    const before = await written()
    expect((await send(endpoint, refused(), requestId)).status).not.toBe(200)
    expect(await written()).toBe(before)
    expect((await send(endpoint, good(), requestId)).status).toBe(200)
  },
)

test.each<[string, Endpoint]>([
  ['one thing', createDeal],
  ['a list', createTag],
])('an id that a colleague has used is refused, where the answer is %s', async (_what, endpoint) => {
  const requestId = randomUUID()
  const asked = cases[endpoint.id]?.call(mine, mine) ?? {}
  await send(endpoint, asked, requestId)
  await sql`update made_things set user_id = ${mine.userId} where account_id = ${anna.accountId}
    and request_id = ${requestId}`.execute(database.db)
  await expectTaken(() => send(endpoint, asked, requestId))
})

test('the link of an invitation is the same in each answer, and opens it', async () => {
  const requestId = randomUUID()
  const answers = await Promise.all(
    [1, 2].map(() => send(invite, { body: { roleId: mine.roleId } }, requestId)),
  )
  const links = answers.map(({ body }) => invite.output.parse(JSON.parse(body)).link)
  expect(links[0]).toBe(links[1])
  const token = links[0]?.split('/').at(-1) ?? ''
  expect((await ask(base, getInvitation, { params: { token } }, null)).status).toBe(200)
})
