import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { EntityKind } from '#contract/common'
import type { FieldType, FieldValue } from '#contract/field-values'
import { findViewer, type Viewer } from '#features/access'
import { changeValues, listFields } from '#features/fields'
import { changeTagsOf } from '#features/tags'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { createField } from '../features/fields/save-field.ts'
import { createGroup } from '../features/fields/save-group.ts'
import { hrefOf, itemsOf, openApi, type TestApi } from './test-api.ts'

const database = await createTestDatabase()
const { db } = database
const createApi = await openApi(database)
const now = new Date('2026-11-26T12:00:00Z')

let api: TestApi
let admin: Viewer
beforeAll(async () => {
  api = await createApi()
  const viewer = await findViewer(db, api.accountId, api.adminId)
  if (!viewer) throw new Error('no viewer')
  admin = viewer
})

async function addField(kind: EntityKind, type: FieldType, choices: string[] = []): Promise<number> {
  const given = { kind, name: `${kind} ${type}`, type, groupId: null, choices }
  const { fields } = await inTransaction(db, (tx) => createField(tx, admin, given, now))
  return fields.find((field) => field.kind === kind && field.type === type)?.id ?? 0
}

const fill = (kind: EntityKind, id: number, values: [number, FieldValue][]): Promise<unknown> =>
  inTransaction(db, (tx) =>
    changeValues(
      tx,
      admin,
      { kind, id },
      values.map(([fieldId, value]) => ({ fieldId, value })),
      now,
    ),
  )

test('custom fields and tags of leads and contacts are told as programs know them', async () => {
  const { dealId, contactId } = await api.write('Марина')
  const [number, day, time, tick, several] = [
    await addField('deal', 'number'),
    await addField('deal', 'date'),
    await addField('deal', 'datetime'),
    await addField('deal', 'checkbox'),
    await addField('deal', 'multiselect', ['раз', 'два']),
  ]
  const birthday = await addField('contact', 'birthday')
  const { fields } = await listFields(db, admin)
  const choices = fields.find(({ id }) => id === several)?.choices.map(({ id }) => id) ?? []
  await fill('deal', dealId, [
    [number, 7.5],
    [day, '2026-11-26'],
    [time, '2026-11-26T09:00:00Z'],
    [tick, true],
    [several, choices],
  ])
  await fill('contact', contactId, [[birthday, '1987-05-17']])
  await inTransaction(db, (tx) =>
    changeTagsOf(tx, admin, { kind: 'deal', id: dealId }, { add: ['опт'], removeIds: [] }, { now }),
  )
  const token = await api.tokenOf(api.adminId)
  const field = (id: number, name: string, type: string, values: unknown[]) => ({
    field_id: id,
    field_name: name,
    field_code: null,
    field_type: type,
    values,
  })
  const lead = (await api.ask(token, `/leads/${dealId}`)).json
  expect(lead['custom_fields_values']).toEqual([
    field(number, 'deal number', 'numeric', [{ value: '7.5' }]),
    // Midnight of Moscow.
    field(day, 'deal date', 'date', [{ value: Date.parse('2026-11-25T21:00:00Z') / 1000 }]),
    field(time, 'deal datetime', 'date_time', [{ value: Date.parse('2026-11-26T09:00:00Z') / 1000 }]),
    field(tick, 'deal checkbox', 'checkbox', [{ value: true }]),
    field(several, 'deal multiselect', 'multiselect', [
      { value: 'раз', enum_id: choices[0], enum_code: null },
      { value: 'два', enum_id: choices[1], enum_code: null },
    ]),
  ])
  expect(lead['_embedded']).toMatchObject({ tags: [{ name: 'опт', color: null }] })
  const contact = (await api.ask(token, `/contacts/${contactId}`)).json
  expect(contact['custom_fields_values']).toEqual([
    field(birthday, 'contact birthday', 'birthday', [{ value: Date.parse('1987-05-16T20:00:00Z') / 1000 }]),
  ])
})

test('a field that a role does not see is not told to its programs', async () => {
  const { dealId } = await api.write('Олег')
  const secret = await addField('deal', 'text')
  await fill('deal', dealId, [[secret, 'тридцать']])
  await db.updateTable('field_definitions').set({ visible_to: [] }).where('id', '=', secret).execute()
  const boris = await api.tokenOf(await api.addUser())
  expect((await api.ask(boris, `/leads/${dealId}`)).json['custom_fields_values']).toBeNull()
  expect((await api.ask(boris, '/leads')).body).not.toContain('тридцать')
  expect((await api.ask(await api.tokenOf(api.adminId), '/leads')).body).toContain('тридцать')
})

test('custom fields are listed by entity, in their order, with choices, stages and groups', async () => {
  const own = await createApi()
  const token = await own.tokenOf(own.adminId)
  expect((await own.ask(token, '/leads/custom_fields')).status).toBe(204)
  expect((await own.ask(token, '/leads/custom_fields/groups')).status).toBe(204)
  const viewer = await findViewer(db, own.accountId, own.adminId)
  if (!viewer) throw new Error('no viewer')
  const make = (name: string, type: FieldType, more: { groupId?: number; choices?: string[] } = {}) =>
    inTransaction(db, (tx) =>
      createField(tx, viewer, { kind: 'deal', name, type, groupId: null, choices: [], ...more }, now),
    )
  const { groups } = await inTransaction(db, (tx) =>
    createGroup(tx, viewer, { kind: 'deal', name: 'Договор' }, now),
  )
  const groupId = groups[0]?.id ?? 0
  await make('Источник', 'select', { choices: ['сайт', 'выставка'] })
  const { fields } = await make('Номер', 'text', { groupId })
  const [source, number] = fields
  const [pipeline] = itemsOf(await own.ask(token, '/leads/pipelines'), 'pipelines')
  const pipelineId = pipeline?.['id']
  await db
    .insertInto('field_requirements')
    .values({
      account_id: own.accountId,
      field_id: number?.id ?? 0,
      pipeline_id: Number(pipelineId),
      stage_id: 142,
    })
    .execute()
  const listed = await own.ask(token, '/leads/custom_fields')
  expect(itemsOf(listed, 'custom_fields')).toMatchObject([
    {
      id: source?.id,
      name: 'Источник',
      type: 'select',
      sort: 10,
      group_id: null,
      entity_type: 'leads',
      enums: source?.choices.map(({ id, name: value }) => ({ id, value })),
    },
    {
      id: number?.id,
      type: 'text',
      sort: 20,
      enums: null,
      group_id: `leads_${groupId}`,
      required_statuses: [{ status_id: 142, pipeline_id: pipelineId }],
    },
  ])
  expect((await own.ask(token, `/leads/custom_fields/${number?.id}`)).json).toMatchObject({ name: 'Номер' })
  expect((await own.ask(token, `/contacts/custom_fields/${number?.id}`)).status).toBe(404)
  const selects = await own.ask(token, '/leads/custom_fields?filter[types][]=select')
  expect(itemsOf(selects, 'custom_fields')).toHaveLength(1)
  const first = await own.ask(token, '/leads/custom_fields?limit=1&order[id]=desc')
  expect(itemsOf(first, 'custom_fields')).toMatchObject([{ id: number?.id }])
  const second = await own.ask(token, hrefOf(first, 'next'))
  expect(itemsOf(second, 'custom_fields')).toMatchObject([{ id: source?.id }])
  expect(hrefOf(second, 'next')).toBe('')
  const group = { id: `leads_${groupId}`, name: 'Договор', entity_type: 'leads', sort: 10 }
  expect(itemsOf(await own.ask(token, '/leads/custom_fields/groups'), 'custom_field_groups')).toMatchObject([
    group,
  ])
  expect((await own.ask(token, `/leads/custom_fields/groups/leads_${groupId}`)).json).toMatchObject(group)
  await db
    .updateTable('field_definitions')
    .set({ visible_to: [] })
    .where('id', '=', number?.id ?? 0)
    .execute()
  const boris = await own.tokenOf(await own.addUser())
  expect(itemsOf(await own.ask(boris, '/leads/custom_fields'), 'custom_fields')).toHaveLength(1)
  expect((await own.ask(boris, `/leads/custom_fields/${number?.id}`)).status).toBe(404)
  expect((await own.ask(boris, '/leads/custom_fields/groups')).status).toBe(204)
})

test('tags are listed by entity and found by name, by a part of it and by id', async () => {
  const own = await createApi()
  const token = await own.tokenOf(own.adminId)
  expect((await own.ask(token, '/companies/tags')).status).toBe(204)
  const { rows } = await sql<{ id: number }>`insert into tags (account_id, entity_kind, name)
    values (${own.accountId}, 'company', 'Опт'), (${own.accountId}, 'company', 'Партнёр'), (${own.accountId}, 'deal', 'Опт')
    returning id`.execute(db)
  const names = async (query: string): Promise<unknown[]> =>
    itemsOf(await own.ask(token, `/companies/tags${query}`), 'tags').map(({ name }) => name)
  expect(await names('')).toEqual(['Опт', 'Партнёр'])
  expect(await names('?query=парт')).toEqual(['Партнёр'])
  expect(await names('?filter[name]=Опт')).toEqual(['Опт'])
  expect(await names(`?filter[id][]=${rows[1]?.id}&filter[id][]=${rows[2]?.id}`)).toEqual(['Партнёр'])
  expect(itemsOf(await own.ask(token, '/leads/tags'), 'tags')).toEqual([
    { id: rows[2]?.id, name: 'Опт', color: null },
  ])
})
