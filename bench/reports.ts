/** The reports of an account with 1,000,000 conversations in three years: `npm run bench -- reports` (or another size, 100000). */
import { rightsOf, type Viewer } from '../server/features/access/index.ts'
import { sumDays } from '../server/features/reports/days/sum-days.ts'
import { openReports, type ReportBlocks } from '../server/features/reports/report-blocks.ts'
import { startBenchProduct } from './lib/product.ts'
import { growReports } from './lib/report-world.ts'
import { ms, report, whole, type Row } from './lib/report.ts'
import { median } from './lib/slices.ts'

const size = Number(process.argv[2] ?? 1_000_000)
const repeats = 3
const dayMs = 24 * 60 * 60 * 1000

const product = await startBenchProduct()
const { database, accountId, channelId } = product
const all: Viewer = {
  accountId,
  userId: 7,
  groupId: null,
  isAdmin: false,
  rights: rightsOf(() => 'all'),
  answersClients: true,
  mayChangeSettings: true,
  readsAnalytics: true,
}
const own: Viewer = { ...all, rights: rightsOf(() => 'own') }

console.log(`Filling an account with ${whole(size)} conversations …`)
await growReports(database, accountId, channelId, size)

const blocks: { what: string; count: (given: ReportBlocks) => Promise<unknown> }[] = [
  { what: 'conversations', count: (given) => given.conversations() },
  { what: 'response times', count: (given) => given.responses() },
  { what: 'people', count: (given) => given.people() },
  { what: 'load', count: (given) => given.load() },
]
const now = new Date()
const dayAgo = (ago: number): string => new Date(now.getTime() - ago * dayMs).toISOString().slice(0, 10)
const rows: Row[] = []
await measure('all, rows counted', all, 365)
const from = performance.now()
const days = await sumDays(database.db, now)
const took = performance.now() - from
await database.pool.query('vacuum analyze report_days, report_facts, report_waits, report_marks')
rows.push({ what: 'summing up a day', figure: `${ms(took / Math.max(days, 1))}, ${whole(days)} days` })
for (const [reach, viewer] of [
  ['all', all],
  ['own', own],
] as const) {
  await measure(reach, viewer, 30)
  await measure(reach, viewer, 365)
}
rows.push({ what: 'size of what is summed up', figure: await sizeOfDays() })
await report(
  'reports',
  `Blocks of the reports of an account with ${whole(size)} conversations in three years, two waits each: a period and as many days before it, warm, medians of ${repeats}; days that are over are summed up, but for "rows counted". "Own" sees what one of 50 colleagues answers for.`,
  rows,
)
await product.close()

async function measure(reach: string, viewer: Viewer, period: number): Promise<void> {
  const asked = { from: dayAgo(period), to: dayAgo(1), hours: 'all', limitMinutes: 30 } as const
  for (const { what, count } of blocks) {
    const times: number[] = []
    for (let turn = 0; turn < repeats; turn += 1) {
      const start = performance.now()
      await count(await openReports(database.db, viewer, asked, now))
      times.push(performance.now() - start)
    }
    const named = period === 365 ? 'a year' : `${period} days`
    rows.push({ what: `${reach}, ${named}: ${what}`, figure: ms(median(times)), aim: '≤ 1,000 ms' })
  }
}

async function sizeOfDays(): Promise<string> {
  const { rows: found } = await database.pool.query<{ size: string }>(
    `select pg_size_pretty(pg_total_relation_size('report_days') + pg_total_relation_size('report_facts')
      + pg_total_relation_size('report_waits')) as size`,
  )
  return found[0]?.size ?? ''
}
