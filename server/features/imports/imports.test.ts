import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { expectExact } from '../deals/test-crm.ts'
import { openImports } from './test-imports.ts'

const database = await createTestDatabase()
const { db } = database
const { createCrm } = await openImports(database)

type Contact = {
  id: number
  name: string
  points: string[]
  company: string | null
  responsible: number | null
}

async function contactsOf(accountId: number): Promise<Contact[]> {
  const { rows } = await sql<Contact>`
    select k.id, k.name, k.responsible_user_id as responsible, b.name as company, coalesce((select jsonb_agg(p.shown order by p.kind desc, p.created_at)
      from contact_points p where p.account_id = k.account_id and p.contact_id = k.id), '[]') as points
    from contacts k left join companies b on b.account_id = k.account_id and b.id = k.company_id
    where k.account_id = ${accountId} and k.deleted_at is null order by k.id`.execute(db)
  return rows
}

async function factsOf(accountId: number): Promise<string[]> {
  const { rows } = await sql<{ fact: string }>`select type || ' by ' || road as fact from events
    where account_id = ${accountId} order by id`.execute(db)
  return rows.map(({ fact }) => fact)
}

describe('a table of contacts', () => {
  test('is understood by its headers, tried without writing anything, and brought in', async () => {
    const crm = await createCrm()
    const { adminId, accountId } = crm
    const begun = await crm.begin(
      'Имя;Фамилия;Рабочий телефон;E-mail;Компания контакта;Ответственный;Теги\n' +
        'Анна;Ким;8 (921) 111-22-33;anna@example.com;Ромашка;;vip, опт\n' +
        'Олег;;нет;;;;\n' +
        ';;+7 921 444 55 66;;ромашка;;\n',
    )
    expect(begun).toMatchObject({ state: 'draft', format: { separator: ';', encoding: 'utf-8' } })
    expect(begun.columns.map(({ target }) => target)).toEqual([
      'contact.name',
      'contact.name',
      'contact.phone.work',
      'contact.email',
      'contact.company',
      'contact.responsible',
      'contact.tags',
    ])
    const checked = await crm.step(begun.id, 'check')
    expect(checked).toMatchObject({
      state: 'checked',
      rowsTotal: 3,
      counts: { new: 2, changed: 0, skipped: 0, wrong: 1 },
    })
    expect(await contactsOf(accountId)).toEqual([])
    expect(await factsOf(accountId)).toEqual([])
    expect(await crm.report(begun.id)).toBe(
      'Строка в файле;Столбец;Что в ячейке;Что не так\r\n3;Рабочий телефон;нет;Это не номер телефона\r\n',
    )
    const done = await crm.step(begun.id, 'run')
    expect(done).toMatchObject({ state: 'done', counts: { new: 2, wrong: 1 }, canUndo: true })
    expect(await contactsOf(accountId)).toMatchObject([
      {
        name: 'Анна Ким',
        points: ['+7 921 111 22 33', 'anna@example.com'],
        company: 'Ромашка',
        responsible: adminId,
      },
      { name: '+7 921 444 55 66', points: ['+7 921 444 55 66'], company: 'Ромашка' },
    ])
    const facts = await factsOf(accountId)
    expect(new Set(facts)).toEqual(
      new Set([
        'company.created by import',
        'contact.created by import',
        'contact.tagged by import',
        'tag.created by import',
      ]),
    )
  })

  test('a silent import opens no conversation, notifies nobody and takes no number', async () => {
    const crm = await createCrm()
    const { number } = await crm.write('Вера')
    await crm.bringIn('Имя,Телефон\nАнна,+79211112233\n')
    const { rows } = await sql<{ conversations: number; notifications: number }>`select
      (select count(*)::int from conversations where account_id = ${crm.accountId}) as conversations,
      (select count(*)::int from notifications where account_id = ${crm.accountId}) as notifications`.execute(
      db,
    )
    expect(rows[0]).toEqual({ conversations: 1, notifications: 0 })
    expect((await crm.write('Ещё')).number).toBe(number + 1)
  })

  test.each([
    ['skip', 'Анна', ['+7 921 111 22 33'], { skipped: 1 }],
    ['fill', 'Анна', ['+7 921 111 22 33', 'new@example.com'], { changed: 1 }],
    ['update', 'Анна Новая', ['+7 921 111 22 33', '+7 921 999 00 11', 'new@example.com'], { changed: 1 }],
  ] as const)('a row whose phone is known: %s', async (onMatch, name, points, counts) => {
    const crm = await createCrm()
    await crm.bringIn('Имя,Телефон\nАнна,+79211112233\n')
    const done = await crm.bringIn(
      'Имя,Телефон,Почта\nАнна Новая,"8 921 111-22-33, +79219990011",new@example.com\n',
      { onMatch },
    )
    expect(done).toMatchObject({ state: 'done', counts })
    expect(await contactsOf(crm.accountId)).toMatchObject([{ name, points }])
  })

  test('a row whose phone is known can be made new; one that fits several is wrong', async () => {
    const crm = await createCrm()
    const table = 'Имя,Телефон\nАнна,+79211112233\n'
    await crm.bringIn(table)
    expect(await crm.bringIn(table, { onMatch: 'new' })).toMatchObject({ counts: { new: 1 } })
    expect(await contactsOf(crm.accountId)).toHaveLength(2)
    const done = await crm.bringIn(table)
    expect(done).toMatchObject({ counts: { wrong: 1, changed: 0 } })
    expect(await crm.report(done.id, 'en')).toContain('Several people fit')
  })

  test('rows of one person in one table are one contact, also where a check cannot see it yet', async () => {
    const crm = await createCrm()
    const many = Array.from(
      { length: 120 },
      (_, n) => `Гость ${n},+7921100${String(n % 60).padStart(4, '0')}`,
    )
    const { id } = await crm.begin(`Имя,Телефон\n${many.join('\n')}\n`, { onMatch: 'skip' })
    expect((await crm.step(id, 'check')).counts).toEqual({ new: 60, changed: 0, skipped: 60, wrong: 0 })
    expect((await crm.step(id, 'run')).counts).toEqual({ new: 60, changed: 0, skipped: 60, wrong: 0 })
    expect(await contactsOf(crm.accountId)).toHaveLength(60)
  })

  test('what columns were taken for is remembered in the account', async () => {
    const crm = await createCrm()
    await crm.bringIn('Кто,Куда звонить\nАнна,+79211112233\n', {
      targets: ['contact.name', 'contact.phone.mobile'],
    })
    const again = await crm.begin('куда звонить,КТО\n+79211112233,Анна\n')
    expect(again.columns.map(({ target }) => target)).toEqual(['contact.phone.mobile', 'contact.name'])
    const other = await createCrm()
    const elsewhere = await other.begin('Кто,Куда звонить\nАнна,+79211112233\n')
    expect(elsewhere.columns.map(({ target }) => target)).toEqual([null, null])
  })
})

describe('rights', () => {
  test('what one may not see is not matched, and what one may not edit is not changed', async () => {
    const crm = await createCrm()
    const own = await crm.addUser({ contacts: { view: 'own', edit: 'own' } })
    const seeing = await crm.addUser({ contacts: { edit: 'none' } })
    await crm.bringIn('Имя,Телефон\nАнна,+79211112233\n')
    const blind = await crm.bringIn('Имя,Телефон\nЧужая,+79211112233\n', {}, own)
    expect(blind.counts).toEqual({ new: 1, changed: 0, skipped: 0, wrong: 0 })
    expect((await contactsOf(crm.accountId)).map(({ name }) => name)).toEqual(['Анна', 'Чужая'])
    const refused = await crm.bringIn('Имя,Почта,Телефон\nОна,a@example.com,+79211119999\n', {}, crm.adminId)
    expect(refused.counts.new).toBe(1)
    const wrong = await crm.bringIn('Имя,Телефон\nДругая,+79211119999\n', {}, seeing)
    expect(wrong.counts).toEqual({ new: 0, changed: 0, skipped: 0, wrong: 1 })
  })

  test('one begins no import of what one may not add, and sees no import of others', async () => {
    const crm = await createCrm()
    const idle = await crm.addUser({ contacts: { add: 'none' } })
    const fileId = await crm.upload('Имя\nАнна\n', idle)
    const begin = (kind: string) => crm.call(idle, 'POST', '/imports', { kind, fileId })
    expect(await begin('contacts')).toMatchObject({ status: 403 })
    expect(await begin('deals')).toMatchObject({ status: 403 })
    const { id } = await crm.begin('Имя\nАнна\n')
    expect(await crm.call(idle, 'GET', `/imports/${id}`)).toMatchObject({ status: 404 })
    expect(await crm.call(idle, 'POST', `/imports/${id}/check`)).toMatchObject({ status: 404 })
    expect(await crm.call(idle, 'GET', '/imports')).toMatchObject({ body: { items: [] } })
  })
})

describe('deals and companies', () => {
  test('deals come with their contacts, stages, sums and tags', async () => {
    const crm = await createCrm()
    const done = await crm.bringIn(
      'Сделка;Бюджет;Этап;Контакт;Телефон\n' +
        'Окна;1 234,50 ₽;Переговоры;Анна;+79211112233\n' +
        'Двери;много;;Анна;+79211112233\n' +
        ';500;Нет такого;Олег;\n' +
        ';700;;Олег;\n',
      { kind: 'deals' },
    )
    expect(done.counts).toEqual({ new: 2, changed: 0, skipped: 0, wrong: 2 })
    const { rows } = await sql<{ name: string; budget: string; contact: string }>`
      select d.name, d.budget, k.name as contact from deals d join contacts k on k.account_id = d.account_id and k.id = d.main_contact_id
      where d.account_id = ${crm.accountId} order by d.id`.execute(db)
    expect(rows).toEqual([
      { name: 'Окна', budget: '1234.50', contact: 'Анна' },
      { name: 'Олег', budget: '700.00', contact: 'Олег' },
    ])
    await expectExact(database, crm.accountId)
  })

  test('a company is known by its name', async () => {
    const crm = await createCrm()
    await crm.bringIn('Компания,Сайт\nРомашка,romashka.ru\n', { kind: 'companies' })
    const done = await crm.bringIn('Название,Сайт,Адрес\nРОМАШКА,другой.рф х,Тверь\nРОМАШКА,,Тверь\n', {
      kind: 'companies',
      onMatch: 'fill',
    })
    expect(done.counts).toEqual({ new: 0, changed: 1, skipped: 0, wrong: 1 })
    const { rows } =
      await sql`select name, website, address from companies where account_id = ${crm.accountId}`.execute(db)
    expect(rows).toEqual([{ name: 'Ромашка', website: 'https://romashka.ru', address: 'Тверь' }])
  })
})

describe('undo', () => {
  test('deletes what was made and puts values back, but leaves what somebody has changed or uses', async () => {
    const crm = await createCrm()
    const { adminId, accountId } = crm
    await crm.bringIn('Имя,Телефон,Почта\nАнна,+79211112233,anna@example.com\nОлег,+79212223344,\n')
    const before = await contactsOf(accountId)
    const done = await crm.bringIn(
      'Имя,Почта,Телефон,Компания контакта\nАнна Новая,second@example.com,+79211112233,Ромашка\n' +
        'Олег Новый,,+79212223344,\nИра,,+79213334455,Ромашка\nЮра,,+79214445566,\n',
    )
    expect(done.counts).toEqual({ new: 2, changed: 2, skipped: 0, wrong: 0 })
    const [, oleg, , yura] = await contactsOf(accountId)
    await crm.call(adminId, 'PATCH', `/contacts/${oleg?.id}`, { name: 'Олег Петрович' })
    await crm.call(adminId, 'POST', '/deals', { name: 'Окна', contactId: yura?.id })
    const undone = await crm.step(done.id, 'undo')
    expect(undone).toMatchObject({ state: 'undone', leftCount: 2, canUndo: false })
    const [anna] = before
    expect(await contactsOf(accountId)).toEqual([
      anna,
      expect.objectContaining({ name: 'Олег Петрович' }),
      expect.objectContaining({ name: 'Юра' }),
    ])
    const { rows } =
      await sql`select from companies where account_id = ${accountId} and deleted_at is null`.execute(db)
    expect(rows).toEqual([])
    const report = await crm.report(done.id)
    expect(report).toContain(`3;Контакт;${oleg?.id};С тех пор изменено`)
    expect(report).toContain(`5;Контакт;${yura?.id};С тех пор используется в работе`)
    expect(await crm.call(adminId, 'POST', `/imports/${done.id}/undo`)).toMatchObject({ status: 409 })
  })

  test('who is in several rows goes with the row that has made him, unless somebody else has changed him', async () => {
    const crm = await createCrm()
    const { adminId, accountId } = crm
    // More rows than are done at once, so that people are made at one time and changed at another.
    const others = Array.from({ length: 110 }, (_, n) => `Гость ${n},+7921100${String(n).padStart(4, '0')},`)
    const done = await crm.bringIn(
      `Имя,Телефон,Почта\nАнна,+79211112233,\nОлег,+79212223344,\n${others.join('\n')}\n` +
        'Анна Петрова,+79211112233,anna@example.com\nОлег Петров,+79212223344,\nАнна Ильина,+79211112233,\n',
      { onMatch: 'update' },
    )
    expect(done.counts).toEqual({ new: 112, changed: 3, skipped: 0, wrong: 0 })
    const [, oleg] = await contactsOf(accountId)
    await crm.call(adminId, 'PATCH', `/contacts/${oleg?.id}`, { name: 'Олег Ильич' })
    expect(await crm.step(done.id, 'undo')).toMatchObject({ state: 'undone', leftCount: 1 })
    expect(await contactsOf(accountId)).toEqual([expect.objectContaining({ name: 'Олег Ильич' })])
  })
})

describe('crashes', () => {
  test('a run goes on from where it was, doubles nothing, and stops when it is cancelled', async () => {
    const crm = await createCrm()
    const many = Array.from({ length: 130 }, (_, n) => `Гость ${n}`).join('\n')
    const { id } = await crm.begin(`Имя\n${many}\n`)
    await crm.step(id, 'check')
    await crm.call(crm.adminId, 'POST', `/imports/${id}/run`)
    // The process died after the second portion: its work is there, its job is still to do.
    await sql`create function stop_here() returns trigger language plpgsql as $$ begin
      if new.row = 110 then raise exception 'the machine is gone' using errcode = '57P01'; end if; return new; end $$`.execute(
      db,
    )
    await sql`create trigger stop_here before insert on import_rows for each row execute function stop_here()`.execute(
      db,
    )
    await crm.work()
    expect(await crm.get(id)).toMatchObject({ state: 'running', rowsDone: 100 })
    expect(await contactsOf(crm.accountId)).toHaveLength(100)
    await sql`drop trigger stop_here on import_rows`.execute(db)
    await sql`update graphile_worker._private_jobs set run_at = now()`.execute(db)
    await crm.work()
    expect(await crm.get(id)).toMatchObject({ state: 'done', counts: { new: 130 } })
    expect(await contactsOf(crm.accountId)).toHaveLength(130)
  })

  test('a cancelled check writes nothing, and a cancelled run keeps what it has done to be undone', async () => {
    const crm = await createCrm()
    const { id } = await crm.begin('Имя\nАнна\n')
    await crm.call(crm.adminId, 'POST', `/imports/${id}/check`)
    expect(await crm.step(id, 'cancel')).toMatchObject({ state: 'draft', rowsTotal: null })
    await crm.step(id, 'check')
    await crm.call(crm.adminId, 'POST', `/imports/${id}/run`)
    expect(await crm.step(id, 'cancel')).toMatchObject({ state: 'cancelled', canUndo: true })
    expect(await contactsOf(crm.accountId)).toEqual([])
    expect(await crm.step(id, 'undo')).toMatchObject({ state: 'undone', leftCount: 0 })
  })
})
