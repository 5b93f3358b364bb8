/**
 * What exact counters cost: of an incoming message, in the worst case in which each one flips both marks, and of a browser that asks
 * for them. `npm run bench -- counters`, among 100,000 conversations, or another number.
 */
import { countConversations } from '../server/features/conversations/index.ts'
import { rightsOf, type Viewer } from '../server/features/access/index.ts'
import { alternate } from './lib/alternate.ts'
import { counterCost } from './lib/counter-cost.ts'
import { startBenchProduct } from './lib/product.ts'
import { ms, ratio, report, whole } from './lib/report.ts'
import { growWorld } from './lib/world.ts'

const size = Number(process.argv[2] ?? 100_000)
const product = await startBenchProduct()
const { database, accountId } = product
const { rows: channels } = await database.pool.query<{ id: number }>(
  'select id from channels where account_id = $1 order by id desc limit 1',
  [accountId],
)
const channelId = channels[0]?.id ?? 0
await growWorld(database, accountId, channelId, size)

const cost = await counterCost(database, { accountId, channelId })
const counts = (reach: 'all' | 'own') => () => countConversations(database.db, viewer(reach))
/** Adds up the cells and asks nothing of rights. */
const bare = () =>
  database.pool.query({
    name: 'bare-counters',
    text: 'select sum(open), sum(unread), sum(unanswered) from inbox_counts where account_id = $1',
    values: [accountId],
  })
/** What would be asked without counters kept beside the conversations. */
const counted = () =>
  database.pool.query({
    name: 'counted',
    text: `select count(*), count(*) filter (where read_at is null), count(*) filter (where waiting_since is not null)
      from conversations where account_id = $1 and closed_at is null`,
    values: [accountId],
  })
const [all = 0, own = 0, bareMs = 0, countedMs = 0] = await alternate([
  counts('all'),
  counts('own'),
  bare,
  counted,
])
await report(
  'counters',
  `Exact counters of ImBox among ${whole(size)} conversations. A message: the real statement of the intake in turn with the same one without its counters, sixteen messages a batch, each making its conversation unread and waiting; most messages flip nothing and pay nothing. A browser: what one open page asks for, at most a few times a second and only while something changes; the bare query adds up the cells and judges no rights.`,
  [
    {
      what: 'an incoming message that flips both marks, to the bare statement',
      figure: `${ratio(1 + cost)} × its time`,
      aim: '≤ 1.15 ×',
    },
    { what: 'an open browser, all rights', figure: `${ms(all)}, ${ratio(all / bareMs)} × the bare query` },
    {
      what: 'an open browser, own only',
      figure: `${ms(own)}, ${ratio(own / bareMs)} × the bare query`,
    },
    { what: 'the bare query', figure: ms(bareMs) },
    {
      what: 'counting the open conversations instead',
      figure: `${ms(countedMs)}, ${ratio(countedMs / all)} × the counters`,
    },
  ],
)
await product.close()

function viewer(reach: 'all' | 'own'): Viewer {
  return {
    accountId,
    userId: 1,
    groupId: null,
    isAdmin: false,
    rights: rightsOf(() => reach),
    answersClients: true,
    mayChangeSettings: false,
  }
}
