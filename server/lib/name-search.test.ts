import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { readNameSearch } from './name-search.ts'
import { createTestDatabase } from './test-database.ts'

const { db } = await createTestDatabase()

/** An account with 10,000 contacts called by `name` (SQL, of the number `i`), the last the newest. */
async function fill(accountId: number, name: string): Promise<void> {
  await sql`insert into contacts (account_id, id, root_id, name, name_source, updated_at)
    select ${accountId}, i, i, ${sql.raw(name)}, 'user', now() + i * interval '1 ms' from generate_series(1, 10000) i`.execute(
    db,
  )
}

async function isCommon(accountId: number, text: string): Promise<boolean> {
  return (await readNameSearch(db, accountId, text, [{ table: 'contacts' }])).isCommon
}

test.each([2, 4, 5, 8, 10, 16, 25])('names that come in turn, %i of them, are all common', async (count) => {
  const accountId = 100 + count
  await fill(accountId, `'имя ' || chr(1072 + i % ${count}) || repeat('я', 3) || ' ' || i`)
  for (let place = 0; place < count; place += 1) {
    const name = `${String.fromCodePoint(1072 + place)}яяя`
    expect([name, await isCommon(accountId, name)]).toEqual([name, true])
  }
})

test('what only the newest are called, or only the oldest, or hardly any, is asked of the index', async () => {
  await fill(
    200,
    `case when i > 9970 then 'новый' when i < 5000 then 'старый' when i % 1000 = 0 then 'редкий' else 'прочий' end || i`,
  )
  expect(await isCommon(200, 'новый')).toBe(false)
  expect(await isCommon(200, 'старый')).toBe(false)
  expect(await isCommon(200, 'редкий')).toBe(false)
})

test('a word that many have is left out of what the index is asked for, unless nothing else is typed', async () => {
  await fill(300, `'Заказ ' || md5(i::text)`)
  const search = async (text: string): Promise<string[]> =>
    (await readNameSearch(db, 300, text, [{ table: 'contacts' }])).telling
  expect(await search('заказ c4ca4238')).toEqual(['c4ca4238'])
  expect(await search('заказ')).toEqual([])
  expect(await search('c4ca4238')).toEqual([])
})
