import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ChannelRef } from '#channels/channel'
import { createMessengers } from '#channels/messengers'
import { keepDeadLetter } from '#features/intake'
import { inTransaction } from '#lib/db'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { createTestAccount, type TestAccount } from '../intake/test-account.ts'
import { deleteLetter } from './delete-letter.ts'
import { countLetters, listLetters } from './queries.ts'
import { replayAlike, replayLetter } from './replay-letter.ts'
import { showRaw } from './show-raw.ts'

const database = await createTestDatabase()
const { db } = database
const messengers = createMessengers({
  apiRoots: { telegram: null, viber: null, vk: null },
  allowsPrivateNetwork: false,
})
const start = new Date('2026-11-26T09:00:00.000Z')
const log = createLog({ level: 'silent' })
const deps = { db, secretKey: Buffer.alloc(32, 7), clock: () => start, log, messengers }

let account: TestAccount
let ref: ChannelRef
let who: { accountId: number; userId: number }
beforeEach(async () => {
  account = await createTestAccount(database, () => start)
  ref = { accountId: account.accountId, id: account.channelId, kind: 'telegram' }
  who = { accountId: account.accountId, userId: account.adminId }
})

/** A text of a person in his private chat, as Telegram sends it. */
const updateOf = (id: number, text: string, minute: number): object => ({
  update_id: 700_000 + id,
  message: {
    message_id: id,
    date: Date.parse('2026-11-26T08:00:00Z') / 1000 + minute * 60,
    from: { id: 42, is_bot: false, first_name: 'Марина' },
    chat: { id: 42, type: 'private', first_name: 'Марина' },
    text,
  },
})
const bring = (update: object): Promise<void> =>
  account.intake.take(ref, messengers.telegram.receive(update, start), update)
const texts = async (): Promise<string[]> => {
  const { rows } = await sql<{
    body: string
  }>`select body from messages where account_id = ${account.accountId}
    order by placed_at, external_seq, id`.execute(db)
  return rows.map((row) => row.body)
}
const letters = async () => (await listLetters(db, account.accountId, { limit: 50 })).items
const firstLetter = async (): Promise<number> => (await letters())[0]?.id ?? 0

/** A rule of ours that cannot take a certain text, and its mending. */
const breakRule = () =>
  sql`alter table messages add constraint broken_rule check (body not like 'яд%') not valid`.execute(db)
const mendRule = () => sql`alter table messages drop constraint if exists broken_rule`.execute(db)

const settledOf = (id: number) =>
  db
    .selectFrom('events')
    .select(['type', 'actor_id as by'])
    .where('account_id', '=', account.accountId)
    .where('subject_kind', '=', 'dead_letter')
    .where('subject_id', '=', String(id))
    .execute()

async function setAside(...updates: object[]): Promise<void> {
  await breakRule()
  for (const update of updates) await bring(update)
  await mendRule()
}

describe('an update that could not be taken', () => {
  test('is set aside once, however often it comes, and blocks nothing', async () => {
    await bring(updateOf(1, 'раз', 1))
    await setAside(updateOf(2, 'яд', 2), updateOf(2, 'яд', 2), updateOf(3, 'три', 3))
    expect(await texts()).toEqual(['раз', 'три'])
    expect(await letters()).toMatchObject([
      {
        channel: { id: ref.id, kind: 'telegram' },
        kind: 'message',
        reason: 'not_stored',
        error: expect.stringContaining('broken_rule'),
        tries: 0,
        alike: 1,
      },
    ])
    expect(await countLetters(db, account.accountId)).toBe(1)
  })

  test('is shown as it came, and no more than people read', async () => {
    await keepDeadLetter(
      deps,
      ref,
      updateOf(2, '<script>alert(1)</script>', 2),
      new Error('no'),
      'unreadable',
    )
    const { raw, isCut } = await showRaw(deps, account.accountId, await firstLetter())
    expect([JSON.parse(raw), isCut]).toEqual([updateOf(2, '<script>alert(1)</script>', 2), false])
    await keepDeadLetter(deps, ref, updateOf(3, 'х'.repeat(200_000), 3), new Error('no'), 'unreadable')
    expect(await showRaw(deps, account.accountId, await firstLetter())).toMatchObject({ isCut: true })
  })

  test('becomes exactly one message at its place once the rule is mended, and who had it taken is kept', async () => {
    await bring(updateOf(1, 'раз', 1))
    await setAside(updateOf(2, 'яд', 2), updateOf(3, 'три', 3))
    const id = await firstLetter()
    expect(await replayLetter(deps, who, id)).toBe(true)
    expect(await texts()).toEqual(['раз', 'яд', 'три'])
    expect(await letters()).toEqual([])
    expect(await replayLetter(deps, who, id)).toBe(true)
    await bring(updateOf(2, 'яд', 2))
    expect(await texts()).toEqual(['раз', 'яд', 'три'])
    const row = await db.selectFrom('dead_letters').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(row).toMatchObject({ replayed_by: account.adminId, replayed_at: start, raw_sealed: null })
    expect(await settledOf(id)).toEqual([{ type: 'dead_letter.replayed', by: account.adminId }])
  })

  test('taken by two at the same moment is taken once', async () => {
    await setAside(updateOf(1, 'яд', 1))
    const id = await firstLetter()
    const tries = await Promise.all([1, 2, 3, 4].map(() => replayLetter(deps, who, id)))
    expect(tries).toEqual([true, true, true, true])
    expect(await texts()).toEqual(['яд'])
    const { rows } = await sql`select from conversations where account_id = ${account.accountId}`.execute(db)
    expect(rows).toHaveLength(1)
  })

  test('that its messenger brings again while it is taken is one message', async () => {
    await setAside(updateOf(1, 'яд', 1))
    await Promise.all([bring(updateOf(1, 'яд', 1)), replayLetter(deps, who, await firstLetter())])
    expect(await texts()).toEqual(['яд'])
  })

  test('stays with the newer error when it still cannot be taken', async () => {
    await breakRule()
    await bring(updateOf(1, 'яд', 1))
    expect(await replayLetter(deps, who, await firstLetter())).toBe(false)
    await mendRule()
    expect(await letters()).toMatchObject([{ tries: 1, triedAt: start.toISOString() }])
    expect(await texts()).toEqual([])
  })

  test('is gone for good when deleted, and cannot be taken any more', async () => {
    await setAside(updateOf(1, 'яд', 1))
    const id = await firstLetter()
    const remove = () => inTransaction(db, (tx) => deleteLetter(tx, who, id, start))
    await remove()
    await remove()
    expect(await letters()).toEqual([])
    await expect(replayLetter(deps, who, id)).rejects.toThrow('dead_letter.not_found')
    await expect(showRaw(deps, account.accountId, id)).rejects.toThrow('dead_letter.not_found')
    const row = await db.selectFrom('dead_letters').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(row).toMatchObject({ deleted_by: account.adminId, raw_sealed: null })
  })
})

describe('all of one error', () => {
  test('are taken in the order in which they came; those of another error wait on', async () => {
    await setAside(updateOf(1, 'яд один', 1), updateOf(2, 'яд два', 2), updateOf(3, 'яд три', 3))
    await keepDeadLetter(deps, ref, updateOf(4, 'другое', 4), new TypeError('no such field'), 'unreadable')
    const [other, ...same] = await letters()
    expect([other?.alike, ...same.map((letter) => letter.alike)]).toEqual([1, 3, 3, 3])
    const done = await replayAlike(deps, who, same[0]?.id ?? 0, null)
    expect(done).toEqual({ taken: 3, failed: 0, next: null })
    expect(await texts()).toEqual(['яд один', 'яд два', 'яд три'])
    expect(await letters()).toMatchObject([{ id: other?.id }])
  })

  test('go portion by portion, and one that fails again is not tried twice', async () => {
    await breakRule()
    for (let id = 1; id <= 60; id += 1) await bring(updateOf(id, `яд ${id}`, id))
    const first = await replayAlike(deps, who, await firstLetter(), null)
    expect(first).toMatchObject({ taken: 0, failed: 50, next: expect.any(Number) })
    await mendRule()
    const rest = await replayAlike(deps, who, await firstLetter(), first.next)
    expect(rest).toEqual({ taken: 10, failed: 0, next: null })
    const page = await listLetters(db, account.accountId, { limit: 30 })
    expect(page.items).toHaveLength(30)
    const next = await listLetters(db, account.accountId, { limit: 30, cursor: page.next ?? '' })
    expect([next.items.length, next.next]).toEqual([20, null])
  })
})

test('another account sees nothing, takes nothing and deletes nothing', async () => {
  await setAside(updateOf(1, 'яд', 1))
  const id = await firstLetter()
  const other = await createTestAccount(database)
  const stranger = { accountId: other.accountId, userId: other.adminId }
  expect((await listLetters(db, other.accountId, { limit: 50 })).items).toEqual([])
  expect(await countLetters(db, other.accountId)).toBe(0)
  await expect(showRaw(deps, other.accountId, id)).rejects.toThrow('dead_letter.not_found')
  await expect(replayLetter(deps, stranger, id)).rejects.toThrow('dead_letter.not_found')
  await expect(replayAlike(deps, stranger, id, null)).rejects.toThrow('dead_letter.not_found')
  await expect(inTransaction(db, (tx) => deleteLetter(tx, stranger, id, start))).rejects.toThrow(
    'dead_letter.not_found',
  )
  expect(await replayLetter(deps, who, id)).toBe(true)
})

test('the list and the count look at what waits, however many were taken before', async () => {
  await sql`insert into dead_letters (account_id, channel_id, raw_sealed, error, error_key, at, replayed_at)
    select ${account.accountId}, ${ref.id}, case when n % 200 = 0 then 'x' end, 'e', 'e' || n % 3,
      now() - make_interval(secs => n), case when n % 200 <> 0 then now() end from generate_series(1, 20000) n`.execute(
    db,
  )
  await sql`analyze dead_letters`.execute(db)
  const plans = await explain(database, async (read) => {
    await listLetters(read, account.accountId, { limit: 20 })
    await countLetters(read, account.accountId)
  })
  for (const plan of plans) {
    expect(
      plan.scanned.filter((table) => table === 'dead_letters'),
      plan.text,
    ).toEqual([])
    expect(plan.rows, plan.text).toBeLessThan(200)
  }
})
