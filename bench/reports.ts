/** The reports of an account with 1,000,000 conversations in three years: `npm run bench -- reports` (or another size, 100000). */
import { rightsOf, type Viewer } from '../server/features/access/index.ts'
import { openReports, type ReportBlocks } from '../server/features/reports/report-blocks.ts'
import { startBenchProduct } from './lib/product.ts'
import { growReports } from './lib/report-world.ts'
import { ms, report, whole, type Row } from './lib/report.ts'
import { median } from './lib/slices.ts'

const size = Number(process.argv[2] ?? 1_000_000)
const repeats = 5
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
const day = (ago: number): string => new Date(now.getTime() - ago * dayMs).toISOString().slice(0, 10)
const rows: Row[] = []
for (const [reach, viewer] of [
  ['all', all],
  ['own', own],
] as const) {
  for (const [period, days] of [
    ['30 days', 30],
    ['a year', 365],
  ] as const) {
    const asked = { from: day(days), to: day(1), hours: 'all', limitMinutes: 30 } as const
    for (const { what, count } of blocks) {
      const times: number[] = []
      for (let turn = 0; turn < repeats; turn += 1) {
        const from = performance.now()
        await count(await openReports(database.db, viewer, asked, now))
        times.push(performance.now() - from)
      }
      rows.push({ what: `${reach}, ${period}: ${what}`, figure: ms(median(times)), aim: '≤ 1,000 ms' })
    }
  }
}
await report(
  'reports',
  `Blocks of the reports of an account with ${whole(size)} conversations in three years, two waits each: a period and as many days before it, warm, medians of ${repeats}. "Own" sees what one of 50 colleagues answers for.`,
  rows,
)
await product.close()
