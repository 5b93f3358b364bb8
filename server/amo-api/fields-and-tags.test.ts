import { beforeAll, expect, test } from 'vitest'
import type { EntityKind } from '#contract/common'
import type { FieldType, FieldValue } from '#contract/field-values'
import { findViewer, type Viewer } from '#features/access'
import { changeValues, listFields } from '#features/fields'
import { changeTagsOf } from '#features/tags'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { createField } from '../features/fields/save-field.ts'
import { openApi, type TestApi } from './test-api.ts'

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
