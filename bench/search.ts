/** Search among 100,000 and 1,000,000 messages: `npm run bench -- search` (or another size; `10000000` takes half an hour). */
import { rightsOf, type Viewer } from '../server/features/access/index.ts'
import { fillPortion, find } from '../server/features/search/index.ts'
import { inTransaction } from '../server/lib/db.ts'
import { startBenchProduct } from './lib/product.ts'
import { ms, report, whole, type Row } from './lib/report.ts'
import { growSearchWorld } from './lib/search-world.ts'
import { median, quantile } from './lib/slices.ts'
import { addAccount } from './lib/world.ts'

const given = process.argv.slice(2).map(Number)
const sizes = given.length > 0 ? given : [100_000, 1_000_000]
const repeats = 25
const warmUp = 5

const product = await startBenchProduct()
const { database } = product
const { db, pool } = database
const rows: Row[] = []
/** How long every search took, of every kind and for both viewers; one list for each size. */
const timesOf: number[][] = []
for (const [index, size] of sizes.entries()) {
  const accountId = index === 0 ? product.accountId : await addAccount(database)
  timesOf.push(await measure(accountId, size))
}
const p95s = timesOf.map((times) => quantile(times, 0.95))
const [smallest = 0] = p95s
for (const [index, p95] of p95s.entries()) {
  rows.push({
    what: `${whole(sizes[index] ?? 0)}: p95 of all searches above`,
    figure: `${ms(p95)}, ${(p95 / smallest).toFixed(2)} × that at ${whole(sizes[0] ?? 0)}`,
    aim: '≤ 3 ×',
  })
}
await report(
  'search',
  'Pages of 50 messages with their contacts, cards and marked excerpts, through the whole search (reading the query, walking the index, loading the page), warm, p50 / p95; the bare query reads 51 messages of one chat by their index and joins nothing. "Own" sees the conversations of one of 50 colleagues.',
  rows,
)
await product.close()

async function measure(accountId: number, size: number): Promise<number[]> {
  const all: number[] = []
  console.log(`Writing ${whole(size)} messages …`)
  const { rows: channels } = await pool.query<{ id: number }>(
    'select id from channels where account_id = $1',
    [accountId],
  )
  const { words } = await growSearchWorld(database, accountId, channels[0]?.id ?? 0, size)
  await fill(accountId, size)
  const word = (rank: number): string => words[Math.min(rank, words.length) - 1] ?? ''
  const cases: [string, string][] = [
    ['absent', 'щщъыъщщ'],
    ['rare', word(15_000)],
    ['medium', word(300)],
    ['very common', word(3)],
    ['medium and very common', `${word(301)} ${word(4)}`],
    ['two medium', `${word(302)} ${word(303)}`],
    ['a part of a word', word(310).slice(1, 5)],
    ['exact words', `"${word(3)} ${word(5)}"`],
  ]
  const viewers = [
    ['all', viewerOf(accountId, 'all')],
    ['own', viewerOf(accountId, 'own')],
  ] as const
  const bare = await time(() => bareQuery(accountId))
  for (const [reach, viewer] of viewers) {
    for (const [what, q] of cases) {
      let found = 0
      const taken = await time(async () => {
        found = (await find(db, viewer, { q, kind: 'messages', limit: 50 }, new Date())).items.length
      })
      all.push(...taken.times)
      rows.push({
        what: `${whole(size)}, ${reach}: ${what}`,
        figure: `${ms(taken.p50)} / ${ms(taken.p95)}, ${found} found, ${(bare.p50 / taken.p50).toFixed(2)} of the bare query (${ms(bare.p50)})`,
        aim: 'p95 ≤ 50 ms',
      })
    }
  }
  return all
}

/** The cost of the index: as the worker fills an older database, in portions of 500. */
async function fill(accountId: number, size: number): Promise<void> {
  await pool.query(
    'insert into search_accounts (account_id, is_filled) values ($1, false) on conflict (account_id) do update set is_filled = false, filled_to = null',
    [accountId],
  )
  const from = performance.now()
  const portions: number[] = []
  for (let isFilled = false; !isFilled;) {
    const start = performance.now()
    isFilled = (await inTransaction(db, (tx) => fillPortion(tx, accountId))).isFilled
    portions.push(performance.now() - start)
  }
  const took = performance.now() - from
  await pool.query('vacuum analyze message_search, search_words')
  rows.push(
    {
      what: `${whole(size)}: filling`,
      figure: `${((took / size) * 1000).toFixed(0)} µs a message; the middle portion of 500 takes ${ms(median(portions))}, the longest ${ms(Math.max(...portions))}`,
    },
    { what: `${whole(size)}: size of the search so far`, figure: await sizeOfSearch() },
  )
}

async function sizeOfSearch(): Promise<string> {
  const { rows: found } = await pool.query<{
    rows: string
    words: string
    vocabulary: string
    messages: string
  }>(
    `select pg_size_pretty(pg_table_size('message_search')) as rows, pg_size_pretty(pg_relation_size('message_search_words')) as words,
      pg_size_pretty(pg_total_relation_size('search_words')) as vocabulary, pg_size_pretty(pg_table_size('messages')) as messages`,
  )
  const [size] = found
  return `rows ${size?.rows}, index of words ${size?.words}, vocabulary ${size?.vocabulary}; messages themselves ${size?.messages}`
}

function viewerOf(accountId: number, reach: 'all' | 'own'): Viewer {
  return {
    accountId,
    userId: 7,
    groupId: null,
    isAdmin: false,
    rights: rightsOf(() => reach),
    answersClients: true,
    mayChangeSettings: false,
  }
}

async function time(work: () => Promise<unknown>): Promise<{ p50: number; p95: number; times: number[] }> {
  const times: number[] = []
  for (let turn = 0; turn < repeats; turn += 1) {
    const from = performance.now()
    await work()
    if (turn >= warmUp) times.push(performance.now() - from)
  }
  return { p50: median(times), p95: quantile(times, 0.95), times }
}

function bareQuery(accountId: number): Promise<unknown> {
  return pool.query({
    name: 'bare thread',
    text: `select * from messages where account_id = $1 and chat_id = '01900000-0000-7000-8000-000000000001'
      order by placed_at desc, external_seq desc, id desc limit 51`,
    values: [accountId],
  })
}
