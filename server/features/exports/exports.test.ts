import { randomUUID } from 'node:crypto'
import { buffer, text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { ExportFormat } from '#contract/exports'
import type { Viewer } from '#features/access'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { rowsOf } from '../../lib/sheets/test-sheets.ts'
import { companyTable } from './company-table.ts'
import { contactTable } from './contact-table.ts'
import { customerTable } from './customer-table.ts'
import { dealTable } from './deal-table.ts'
import { exportTable } from './export-table.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)
const now = new Date('2026-11-26T09:30:00Z')

async function exported(
  viewer: Viewer,
  kind: 'contacts' | 'companies' | 'deals' | 'customers',
  format: ExportFormat = 'csv',
  wishes: object = {},
): Promise<Buffer> {
  const { open } =
    kind === 'contacts'
      ? await exportTable(db, viewer, await contactTable(db, viewer, wishes), format, now)
      : kind === 'companies'
        ? await exportTable(db, viewer, await companyTable(db, viewer, wishes), format, now)
        : kind === 'deals'
          ? await exportTable(db, viewer, dealTable(db, viewer, wishes), format, now)
          : await exportTable(db, viewer, customerTable(db, viewer, wishes), format, now)
  return buffer(await open())
}

async function add(crm: TestCrm, userId: number, name: string, more: object = {}): Promise<void> {
  expect(await crm.call(userId, 'POST', '/contacts', { name, ...more })).toMatchObject({ status: 200 })
}

test('contacts as they are narrowed: nothing in a cell is run, phones are readable, times are the account’s', async () => {
  const crm = await createCrm()
  const { adminId } = crm
  const viewer = await crm.viewer(adminId)
  await add(crm, adminId, '=HYPERLINK("http://x")', {
    points: [
      { kind: 'phone', value: '+79211112233', label: 'work' },
      { kind: 'phone', value: '+79212223344', label: 'work' },
      { kind: 'email', value: 'a@example.com' },
    ],
  })
  await add(crm, adminId, 'Олег; "Ромашка"')
  await add(crm, adminId, 'Другая')
  const csv = (await exported(viewer, 'contacts', 'csv', { search: 'HYPERLINK' })).toString()
  const [head = '', row = '', end] = csv.split('\r\n')
  expect(head.startsWith('\uFEFFID;Контакт;Телефон;Рабочий телефон;')).toBe(true)
  expect(row).toContain(`;"'=HYPERLINK(""http://x"")";;"+7 921 111 22 33, +7 921 222 33 44";`)
  expect(row).toMatch(/;\d{4}-\d\d-\d\d \d\d:\d\d;\d{4}-\d\d-\d\d \d\d:\d\d$/)
  expect(end).toBe('')
  expect((await exported(viewer, 'contacts')).toString()).toContain('"Олег; ""Ромашка"""')
})

test('deals as a workbook: sums and times are numbers, and it is read back as it was', async () => {
  const crm = await createCrm()
  const { adminId } = crm
  const viewer = await crm.viewer(adminId)
  await crm.call(adminId, 'POST', '/deals', { name: 'Окна', budget: 1234.5 })
  const rows = await rowsOf(await exported(viewer, 'deals', 'xlsx'), { kind: 'xlsx' })
  expect(rows[0]?.cells.slice(0, 5)).toEqual(['ID', 'Сделка', 'Бюджет', 'Воронка', 'Этап'])
  expect(rows[1]?.cells.slice(1, 3)).toEqual(['Окна', '1234.5'])
  expect(rows[1]?.cells).toContainEqual(expect.stringMatching(/^\d{4}-\d\d-\d\d( \d\d:\d\d)?$/))
  expect(rows).toHaveLength(2)
})

test('customers with their days and sums, as they are narrowed', async () => {
  const crm = await createCrm()
  const { adminId } = crm
  const viewer = await crm.viewer(adminId)
  const made = await crm.call(adminId, 'POST', '/customers', {
    name: 'Кофейня',
    nextPurchaseOn: '2026-12-01',
  })
  const { id } = made.body as { id: number }
  await crm.call(adminId, 'POST', '/customers', { name: 'Другая' })
  const purchase = { id: randomUUID(), amount: 1200.5, boughtOn: '2026-11-20', comment: '' }
  const bought = await crm.call(adminId, 'POST', `/customers/${id}/purchases`, purchase)
  expect(bought.status).toBe(200)
  const csv = (await exported(viewer, 'customers', 'csv', { search: 'Кофейня' })).toString()
  expect(csv.split('\r\n')).toHaveLength(3)
  expect(csv).toContain('Покупатель;Этап покупателя;Ответственный за покупателя;Следующая покупка;')
  expect(csv).toContain(';2026-12-01;2026-11-20;1;1200,5;')
})

test('one exports what the role says, of that what one sees, and nothing without the right', async () => {
  const crm = await createCrm()
  const { adminId } = crm
  await add(crm, adminId, 'Чужая')
  const none = await crm.addUser({ contacts: { export: 'none' } })
  await expect(exported(await crm.viewer(none), 'contacts')).rejects.toMatchObject({
    code: 'session.forbidden',
  })
  const own = await crm.addUser({ contacts: { export: 'own' } })
  await add(crm, own, 'Своя')
  const csv = (await exported(await crm.viewer(own), 'contacts')).toString()
  expect(csv).toContain('Своя')
  expect(csv).not.toContain('Чужая')
  const sightless = await crm.addUser({ contacts: { view: 'own' } })
  expect((await exported(await crm.viewer(sightless), 'contacts')).toString().split('\r\n')).toHaveLength(2)
})

test.each(['deals', 'customers'] as const)(
  '%s carry no contact that the role does not export',
  async (kind) => {
    const crm = await createCrm()
    const { adminId } = crm
    const points = [
      { kind: 'phone', value: '+79211112233', label: 'work' },
      { kind: 'email', value: 'secret@example.com' },
    ]
    const { body } = await crm.call(adminId, 'POST', '/contacts', { name: 'Секретный', points })
    const { id: contactId } = body as { id: number }
    await crm.call(adminId, 'POST', `/${kind}`, { name: 'Окна', contactId })
    const signs = ['Окна', 'Секретный', '921 111', 'secret@example.com']
    const found = async (userId: number): Promise<string[]> => {
      const csv = (await exported(await crm.viewer(userId), kind)).toString()
      return signs.filter((sign) => csv.includes(sign))
    }
    expect(await found(await crm.addUser({ contacts: { export: 'none' } }))).toEqual(['Окна'])
    const own = await crm.addUser({ contacts: { export: 'own' } })
    expect(await found(own)).toEqual(['Окна'])
    await crm.call(adminId, 'PATCH', `/contacts/${contactId}`, { responsibleUserId: own })
    expect(await found(own)).toEqual(signs)
  },
)

test('no word of messages, notes or colleagues is in any of them', async () => {
  const crm = await createCrm()
  const viewer = await crm.viewer(crm.adminId)
  await crm.write('Вера', 'Тайное слово клиента')
  for (const kind of ['contacts', 'companies', 'deals', 'customers'] as const) {
    expect((await exported(viewer, kind)).toString()).not.toContain('Тайное')
  }
})

test('every row is there once, however many portions there are', async () => {
  const crm = await createCrm()
  const viewer = await crm.viewer(crm.adminId)
  await database.pool.query(
    `insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id)
     select $1, n, n, 'Гость ' || g, 'user', $2 from (select nextval('contact_ids') as n, g from generate_series(1, 1203) g) x`,
    [crm.accountId, crm.adminId],
  )
  const { open } = await exportTable(db, viewer, await contactTable(db, viewer, {}), 'csv', now)
  const names = (await text(await open())).split('\r\n').flatMap((line) => /Гость \d+/.exec(line) ?? [])
  expect(new Set(names).size).toBe(1203)
  expect(names).toHaveLength(1203)
})
