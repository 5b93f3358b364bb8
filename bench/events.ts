/** The event list of an account with 500,000 events: `npm run bench -- events` (or another size, 5000000). */
import type { EventFilter } from '../contract/event-list.ts'
import { rightsOf, type Viewer } from '../server/features/access/index.ts'
import { countEvents, listEvents } from '../server/features/event-list/list-events.ts'
import { alternate } from './lib/alternate.ts'
import { growEvents } from './lib/event-world.ts'
import { startBenchProduct } from './lib/product.ts'
import { ms, ratio, report, whole, type Row } from './lib/report.ts'

const size = Number(process.argv[2] ?? 500_000)
const product = await startBenchProduct()
const { database, accountId, channelId } = product
const viewer: Viewer = {
  accountId,
  userId: 1,
  groupId: null,
  isAdmin: true,
  rights: rightsOf(() => 'all'),
  answersClients: true,
  mayChangeSettings: true,
  readsAnalytics: true,
}
const own: Viewer = { ...viewer, isAdmin: false, rights: rightsOf(() => 'own') }

console.log(`Filling an account with ${whole(size)} events …`)
await growEvents(database, accountId, channelId, size)

const cases: { what: string; filter: EventFilter; who?: Viewer }[] = [
  { what: 'everything', filter: {} },
  {
    what: 'conversations created and closed',
    filter: { type: ['conversation.opened', 'conversation.closed'] },
  },
  { what: 'a type that is almost nowhere', filter: { type: ['tag.merged'] } },
  { what: 'one author', filter: { userId: [7] } },
  { what: 'one author and a type', filter: { userId: [7], type: ['deal.moved'] } },
  { what: 'one contact', filter: { objectKind: 'contact', objectId: 7 } },
  { what: 'a channel that has nothing', filter: { channelId: [999] } },
  { what: 'two days long ago', filter: { from: '2023-02-01', to: '2023-02-02' } },
  { what: 'everything, to who sees nothing of it', filter: {}, who: own },
]

const rows: Row[] = []
for (const { what, filter, who = viewer } of cases) {
  const [page = 0, count = 0, bare = 0] = await alternate([
    () => listEvents(database.db, who, { ...filter, limit: 50 }, new Date()),
    () => countEvents(database.db, who, filter),
    bareQuery,
  ])
  rows.push({
    what,
    figure: `${ms(page)}, ${ratio(bare / page)} of the bare query (${ms(bare)}); counted in ${ms(count)}`,
  })
}
await report(
  'events',
  `A page of 50 of ${whole(size)} events with names and words, warm, medians, in turn. The bare query reads 51 rows of events by the index of time and joins nothing.`,
  rows,
)
await product.close()

async function bareQuery(): Promise<unknown> {
  return database.pool.query({
    name: 'bare events',
    text: 'select * from events where account_id = $1 order by at desc, id desc limit 51',
    values: [accountId],
  })
}
