/** The feed of cards with 1,000 and 100,000 entries: `npm run bench -- feed` (or two other sizes). */
import { rightsOf, type Viewer } from '../server/features/access/index.ts'
import { listFeed, type FeedRequest } from '../server/features/feed/list-feed.ts'
import { fillPortion, startAnew } from '../server/features/search/index.ts'
import { inTransaction } from '../server/lib/db.ts'
import { alternate } from './lib/alternate.ts'
import { growFeed } from './lib/feed-world.ts'
import { startBenchProduct } from './lib/product.ts'
import { ms, ratio, report, whole, type Row } from './lib/report.ts'

const given = process.argv.slice(2).map(Number)
const sizes = [given[0] ?? 1_000, given[1] ?? 100_000] as const
const product = await startBenchProduct()
const { database, accountId } = product
const viewer: Viewer = {
  accountId,
  userId: 1,
  groupId: null,
  isAdmin: true,
  rights: rightsOf(() => 'all'),
  answersClients: true,
  mayChangeSettings: true,
}

type Card = { dealId: number; chatId: string; middle: string; day: string; oldId: string }
const cards: Card[] = []
const fill = async (): Promise<void> => {
  await inTransaction(database.db, (tx) => startAnew(tx, accountId))
  while (!(await inTransaction(database.db, (tx) => fillPortion(tx, accountId))).isFilled);
  await database.pool.query('vacuum analyze')
}
for (const size of sizes) {
  console.log(`Filling a card with ${whole(size)} entries …`)
  const grown = await growFeed(database, accountId, product.channelId, size)
  const { before } = await listFeed(database.db, viewer, {
    kind: 'deal',
    cardId: grown.dealId,
    hide: [],
    since: grown.middle,
    limit: 50,
  })
  cards.push({ ...grown, middle: before ?? '', day: grown.middle })
}

console.log('Filling the index of words …')
await fill()

type Wish = Omit<FeedRequest, 'kind' | 'cardId' | 'limit' | 'hide'> & { hide?: FeedRequest['hide'] }
const cases: { what: string; wish: (card: Card) => Wish }[] = [
  { what: 'the newest page', wish: () => ({}) },
  { what: 'a page in the middle', wish: ({ middle }) => ({ before: middle }) },
  { what: 'from a day on', wish: ({ day }) => ({ since: day }) },
  { what: 'without messages', wish: () => ({ hide: ['messages'] }) },
  { what: 'a search that finds much', wish: () => ({ search: 'доставка' }) },
  { what: 'a search for one old message', wish: () => ({ search: 'самовывоз' }) },
  { what: 'a search for what nobody wrote', wish: () => ({ search: 'цикорий' }) },
  { what: 'around an old message', wish: ({ oldId }) => ({ around: oldId }) },
]

const rows: Row[] = []
for (const { what, wish } of cases) {
  const [few = 0, many = 0, bareFew = 0, bareMany = 0] = await alternate([
    ...cards.map(
      (card) => () =>
        listFeed(database.db, viewer, {
          kind: 'deal',
          cardId: card.dealId,
          hide: [],
          limit: 50,
          ...wish(card),
        }),
    ),
    ...cards.map((card) => () => bareOf(card)),
  ])
  const [small, large] = sizes.map(whole)
  rows.push(
    {
      what: `${what}: ${small}`,
      figure: `${ms(few)}, ${ratio(bareFew / few)} of the bare query (${ms(bareFew)})`,
    },
    {
      what: `${what}: ${large}`,
      figure: `${ms(many)}, ${ratio(bareMany / many)} of the bare query (${ms(bareMany)})`,
    },
    { what: `${what}: growth`, figure: `${ratio(many / few)} ×`, aim: '≤ 1.5 ×' },
  )
}
await report(
  'feed',
  'Pages of 50 entries of a card (messages of many conversations, events among them), warm, medians, in turn. The bare query reads 51 rows of messages of one chat by their index and joins nothing.',
  rows,
)
await product.close()

async function bareOf({ chatId }: Card): Promise<unknown> {
  return database.pool.query({
    name: 'bare thread',
    text: `select * from messages where account_id = $1 and chat_id = $2 order by placed_at desc, external_seq desc, id desc limit 51`,
    values: [accountId, chatId],
  })
}
