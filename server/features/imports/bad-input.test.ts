import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { maxImportBytes } from '#contract/imports'
import { createTestDatabase } from '#lib/test-database'
import { openImports, type TestImports } from './test-imports.ts'

const database = await createTestDatabase()
const { db } = database
const { createCrm } = await openImports(database)

async function refusal(crm: TestImports, file: string | Buffer, kind = 'contacts'): Promise<unknown> {
  const fileId = await crm.upload(file)
  return (await crm.call(crm.adminId, 'POST', '/imports', { kind, fileId })).body
}
const unreadable = (problem: string) => ({ error: { code: 'import.unreadable', details: { problem } } })

async function namesOf(crm: TestImports): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from contacts
    where account_id = ${crm.accountId} and deleted_at is null order by id`.execute(db)
  return rows.map(({ name }) => name)
}

describe('files that are no tables', () => {
  test('an unreadable one is told why, whatever its name', async () => {
    const crm = await createCrm()
    const picture = Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008020000009091683600', 'hex')
    expect(await refusal(crm, picture)).toMatchObject(unreadable('not_a_table'))
    expect(await refusal(crm, ' \n \n')).toMatchObject(unreadable('empty'))
    expect(await refusal(crm, 'Имя;Телефон\n')).toMatchObject(unreadable('no_rows'))
    expect(await refusal(crm, Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toMatchObject(unreadable('old_excel'))
    expect(await refusal(crm, `${'a;'.repeat(300)}a\n1\n`)).toMatchObject(unreadable('too_many_columns'))
  })

  test('a hundred megabytes are taken, more than the limit is not', async () => {
    const crm = await createCrm()
    const fileId = await crm.upload('Имя\nАнна\n')
    const setSize = (bytes: number) =>
      db.updateTable('files').set({ size_bytes: bytes }).where('account_id', '=', crm.accountId).execute()
    await setSize(maxImportBytes + 1)
    const begin = () => crm.call(crm.adminId, 'POST', '/imports', { kind: 'contacts', fileId })
    expect((await begin()).body).toMatchObject(unreadable('too_big'))
    await setSize(100 * 1024 * 1024)
    expect(await begin()).toMatchObject({ status: 200 })
  })

  test('a file of somebody else is none', async () => {
    const crm = await createCrm()
    const other = await crm.addUser()
    const fileId = await crm.upload('Имя\nАнна\n', other)
    expect(await crm.call(crm.adminId, 'POST', '/imports', { kind: 'contacts', fileId })).toMatchObject({
      status: 404,
    })
  })
})

describe('rows that are wrong', () => {
  test('each is told with its line and column, and the others are brought in', async () => {
    const crm = await createCrm()
    const long = 'Ы'.repeat(10_000)
    const { id } = await crm.begin(
      [
        'Имя;Телефон;Телефон;Почта',
        `${long};;;`,
        'Б\u0000ад;;;',
        'Анна;1;;',
        'Вера;;;не почта',
        'Лишняя;;;;ещё;одна',
        '<script>alert(1)</script>;+79211112233;+79213334455;',
        "'=1+1;;;",
        '=cmd|A1;;;',
        '',
        'Юля\uFFFD;;;',
        '"ООО ""Ромашка""";;;',
        'ООО "Лютик";;;',
        ';;;x@example.com',
        ';;;',
      ].join('\n'),
    )
    const done = await crm.step(id, 'check').then(() => crm.step(id, 'run'))
    expect(done.counts).toEqual({ new: 6, changed: 0, skipped: 0, wrong: 7 })
    expect(await namesOf(crm)).toEqual([
      '<script>alert(1)</script>',
      '=1+1',
      '=cmd|A1',
      'ООО "Ромашка"',
      'ООО "Лютик"',
      'x@example.com',
    ])
    const { body } = await crm.call(crm.adminId, 'GET', `/imports/${id}/problems`)
    expect(body).toMatchObject({
      items: [
        { line: 2, problems: [{ column: 'Имя', code: 'too_long' }] },
        { line: 3, problems: [{ column: 'Имя', code: 'bad_characters' }] },
        { line: 4, problems: [{ column: 'Телефон', code: 'phone', value: '1' }] },
        { line: 5, problems: [{ column: 'Почта', code: 'email', value: 'не почта' }] },
        { line: 6, problems: [{ column: null, code: 'too_many_cells' }] },
        { line: 11, problems: [{ column: 'Имя', code: 'bad_encoding' }] },
        { line: 15, problems: [{ column: null, code: 'name_missing' }] },
      ],
      next: null,
    })
    expect(JSON.stringify(body).length).toBeLessThan(3000)
  })

  test('a quote that nothing ends is told with its line, and nothing is done', async () => {
    const crm = await createCrm()
    expect(await refusal(crm, 'Имя;Почта\nАнна;\n"Олег;\nЮра;\n')).toMatchObject({
      error: { code: 'import.unreadable', details: { problem: 'broken_quote', line: 3 } },
    })
    // Far below what is read at first.
    const rows = Array.from({ length: 100 }, () => `Гость;${'х'.repeat(2000)}`)
    const { id } = await crm.begin(`Имя;Прочее\n${rows.join('\n')}\n"Олег;\nЮра;\n`)
    expect(await crm.step(id, 'check')).toMatchObject({
      state: 'failed',
      problem: { code: 'broken_quote', line: 102 },
    })
    expect(await namesOf(crm)).toEqual([])
    expect(await crm.call(crm.adminId, 'POST', `/imports/${id}/run`)).toMatchObject({ status: 409 })
  })

  test('two columns of one name: both are phones, but a field is one of them', async () => {
    const crm = await createCrm()
    const { columns, id } = await crm.begin(
      'Имя,Телефон,Телефон,Компания,Компания\nА,+79211112233,+79212223344,Б,В\n',
    )
    expect(columns.map(({ target }) => target)).toEqual([
      'contact.name',
      'contact.phone',
      'contact.phone',
      'contact.company',
      null,
    ])
    const twice = columns.map(({ target }) => target ?? 'contact.company')
    expect(await crm.call(crm.adminId, 'PATCH', `/imports/${id}`, { targets: twice })).toMatchObject({
      status: 422,
      body: { error: { details: { fields: [{ path: 'targets.4', problem: 'taken' }] } } },
    })
    const strange = columns.map(() => 'deal.budget')
    expect(await crm.call(crm.adminId, 'PATCH', `/imports/${id}`, { targets: strange })).toMatchObject({
      status: 422,
    })
  })

  test('without a column for the name nothing is checked', async () => {
    const crm = await createCrm()
    const { id } = await crm.begin('Кто,Где\nАнна,Тверь\n')
    expect(await crm.call(crm.adminId, 'POST', `/imports/${id}/check`)).toMatchObject({
      status: 422,
      body: { error: { code: 'import.no_name' } },
    })
  })

  test('another encoding and separator read the columns anew', async () => {
    const crm = await createCrm()
    const begun = await crm.begin(
      Buffer.from('c8ecff3bd2e5ebe5f4eeed0ac0edede03b2b3739323131313132323333', 'hex'),
    )
    expect(begun).toMatchObject({ format: { encoding: 'windows-1251', separator: ';' } })
    expect(begun.columns.map(({ header }) => header)).toEqual(['Имя', 'Телефон'])
    const { body } = await crm.call(crm.adminId, 'PATCH', `/imports/${begun.id}`, { separator: ',' })
    expect(body).toMatchObject({ columns: [{ header: 'Имя;Телефон' }] })
  })
})

test('many rows pass through in portions, and a check of them leaves nothing behind', async () => {
  const crm = await createCrm()
  const rows = Array.from({ length: 300 }, (_, n) => `Клиент ${n};гость${n}@example.com`)
  const { id } = await crm.begin(`Имя;Почта\n${rows.join('\n')}\n`)
  expect(await crm.step(id, 'check')).toMatchObject({ state: 'checked', counts: { wrong: 300 } })
  const { rows: left } = await sql`select from import_seen where account_id = ${crm.accountId}`.execute(db)
  expect(left).toEqual([])
  const { body } = await crm.call(crm.adminId, 'GET', `/imports/${id}/problems?limit=10&after=290`)
  expect(body).toMatchObject({ next: null })
  const path = `/imports/${id}/problems?after=`
  expect((await crm.call(crm.adminId, 'GET', `${path}2147483647`)).status).toBe(200)
  expect((await crm.call(crm.adminId, 'GET', `${path}2147483648`)).status).toBe(422)
})
