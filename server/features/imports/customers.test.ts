import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { addField, changeField } from '../fields/test-fields.ts'
import * as fields from '../fields/routes.ts'
import { openImports, type TestImports } from './test-imports.ts'

const database = await createTestDatabase()
const { db } = database
const { createCrm } = await openImports(database, fields.routes)

type Listed = { name: string; stage: string; nextPurchaseOn: string | null; contact: string | null }

let crm: TestImports
beforeAll(async () => {
  crm = await createCrm()
})

async function customers(): Promise<(Listed & { id: number })[]> {
  const { rows } = await sql<Listed & { id: number }>`
    select d.id, d.name, s.name as stage, d.next_purchase_on::text as "nextPurchaseOn", k.name as contact from customers d
    join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
    left join contacts k on k.account_id = d.account_id and k.id = d.main_contact_id
    where d.account_id = ${crm.accountId} and d.deleted_at is null order by d.id`.execute(db)
  return rows
}

test('customers come with their contacts, stages, days and fields; what is wrong is told by row and column', async () => {
  const { body } = await crm.call(crm.adminId, 'GET', '/customers/stages')
  const { pipelineId, stages } = body as { pipelineId: number; stages: { id: number; name: string }[] }
  const regular = stages.find(({ name }) => name === 'Постоянный')?.id ?? 0
  const field = await addField(crm, 'number', { kind: 'customer', name: 'Скидка' })
  await changeField(crm, field.id, { requiredIn: [{ pipelineId, stageId: regular }] })
  const done = await crm.bringIn(
    'Покупатель;Этап покупателя;Следующая покупка;Контакт;Телефон;Скидка\n' +
      'Кофейня;Постоянный;01.12.2026;Анна;+79211112233;7,5\n' +
      'Пекарня;Постоянный;;Олег;;\n' +
      'Бар;Нет такого;скоро;Ира;;\n' +
      ';;;Юра;+79212223344;\n',
    { kind: 'customers' },
  )
  expect(done.columns.map(({ target }) => target)).toEqual([
    'customer.name',
    'customer.stage',
    'customer.next',
    'contact.name',
    'contact.phone',
    `customer.field.${field.id}`,
  ])
  expect(done.counts).toEqual({ new: 2, changed: 0, skipped: 0, wrong: 2 })
  expect(await customers()).toMatchObject([
    { name: 'Кофейня', stage: 'Постоянный', nextPurchaseOn: '2026-12-01', contact: 'Анна' },
    { name: 'Юра', stage: 'Новый', nextPurchaseOn: null, contact: 'Юра' },
  ])
  const report = await crm.report(done.id)
  expect(report).toContain('3;Скидка;;"На этом этапе поле обязательно, а оно пустое"')
  expect(report).toContain('4;Этап покупателя;Нет такого;Такого этапа нет')
  expect(report).toContain('4;Следующая покупка;скоро;Это не дата')
})

test('an undo deletes the customers that were made, but leaves one that somebody has changed', async () => {
  const known = (await customers()).length
  const done = await crm.bringIn('Покупатель\nПервый\nВторой\n', { kind: 'customers' })
  const made = (await customers()).slice(known)
  expect(made.map(({ name }) => name)).toEqual(['Первый', 'Второй'])
  const [first] = made
  await crm.call(crm.adminId, 'PATCH', `/customers/${first?.id}`, { name: 'Первый и лучший' })
  expect(await crm.step(done.id, 'undo')).toMatchObject({ state: 'undone', leftCount: 1 })
  expect((await customers()).slice(known).map(({ name }) => name)).toEqual(['Первый и лучший'])
  expect(await crm.report(done.id)).toContain(`2;Покупатель;${first?.id};С тех пор изменено`)
  const events = await db
    .selectFrom('events')
    .select(['card_kind', 'road'])
    .where('account_id', '=', crm.accountId)
    .where('type', '=', 'customer.deleted')
    .execute()
  expect(events).toEqual([{ card_kind: 'customer', road: 'import' }])
})

test('an undo takes back the contacts that came with the customers', async () => {
  const done = await crm.bringIn('Покупатель,Контакт,Телефон\nСтоловая,Пётр,+79217778899\n', {
    kind: 'customers',
  })
  expect(done.counts).toMatchObject({ new: 1 })
  expect(await crm.step(done.id, 'undo')).toMatchObject({ state: 'undone', leftCount: 0 })
  const { rows } = await sql`select name from contacts
    where account_id = ${crm.accountId} and name = 'Пётр' and deleted_at is null`.execute(db)
  expect(rows).toEqual([])
})

test('whose role adds no customers brings none in', async () => {
  const user = await crm.addUser({ customers: { add: 'none' } })
  const fileId = await crm.upload('Покупатель\nТретий\n', user)
  expect(await crm.call(user, 'POST', '/imports', { kind: 'customers', fileId })).toMatchObject({
    status: 403,
  })
})
