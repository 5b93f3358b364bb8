/** ImBox and its counters among 100,000 and 1,000,000 conversations: `npm run bench -- inbox`. */
import { listConversations, countConversations } from '../server/features/conversations/index.ts'
import { rightsOf, type Viewer } from '../server/features/access/index.ts'
import { counterCost } from './lib/counter-cost.ts'
import { startBenchProduct } from './lib/product.ts'
import { ms, ratio, report, type Row } from './lib/report.ts'
import { median } from './lib/slices.ts'
import { addAccount, growWorld } from './lib/world.ts'

const repeats = 60
const sizes = [100_000, 1_000_000] as const
const product = await startBenchProduct()
const { database } = product

/** Two accounts of one database, so that both sizes are measured in the same moments. */
const accounts = [product.accountId, await addAccount(database)]
for (const [index, accountId] of accounts.entries()) {
  await growWorld(database, accountId, await channelOf(accountId), sizes[index] ?? 0)
}
const rows: Row[] = []
for (const [what, ...works] of cases()) {
  const [small = 0, large = 0, bareSmall = 0, bareLarge = 0] = await alternate(works)
  rows.push(
    {
      what: `${what}: 100,000`,
      figure: `${ms(small)}, ${ratio(bareSmall / small)} of the bare query (${ms(bareSmall)})`,
    },
    {
      what: `${what}: 1,000,000`,
      figure: `${ms(large)}, ${ratio(bareLarge / large)} of the bare query (${ms(bareLarge)})`,
    },
    { what: `${what}: growth`, figure: `${ratio(large / small)} ×`, aim: '≤ 1.5 ×' },
  )
}
const largeAccount = accounts[1] ?? 0
const cost = await counterCost(database, {
  accountId: largeAccount,
  channelId: await channelOf(largeAccount),
})
rows.push({
  what: 'exact counters of an incoming message',
  figure: `${(cost * 100).toFixed(0)} % more time, each message flipping both marks`,
  aim: '≤ 15 %',
})
await report(
  'inbox',
  'Pages of 50 full rows (contact, card, stage, last message) and exact counters, warm, medians; two accounts of one database, in turn. The bare query reads the same 50 conversations by its index and joins nothing.',
  rows,
)
await product.close()

type Work = () => Promise<unknown>
/** The small account, the large one, and the bare query in each. */
type Case = [what: string, Work, Work, Work, Work]

function cases(): Case[] {
  const page =
    (reach: 'all' | 'own', rest: Partial<Parameters<typeof listConversations>[2]> = {}) =>
    (accountId: number): Work =>
    () =>
      listConversations(database.db, viewer(accountId, reach), {
        preset: 'open',
        read: 'any',
        sort: 'recent',
        limit: 50,
        ...rest,
      })
  const bare =
    (where: string, order = 'last_message_at desc, number desc') =>
    (accountId: number): Work =>
    () =>
      database.pool.query({
        name: `bare-${where}`,
        text: `select * from conversations where account_id = $1 and closed_at is null ${where} order by ${order} limit 51`,
        values: [accountId],
      })
  const counts =
    (reach: 'all' | 'own') =>
    (accountId: number): Work =>
    () =>
      countConversations(database.db, viewer(accountId, reach))
  const bareCount =
    (accountId: number): Work =>
    () =>
      database.pool.query({
        name: 'bare-count',
        text: 'select sum(open), sum(unread), sum(unanswered) from inbox_counts where account_id = $1',
        values: [accountId],
      })
  const mine = bare('and responsible_user_id = 1')
  const both = (
    what: string,
    list: (accountId: number) => Work,
    below: (accountId: number) => Work,
  ): Case => {
    const [small = 0, large = 0] = accounts
    return [what, list(small), list(large), below(small), below(large)]
  }
  return [
    both('open, newest first', page('all'), bare('')),
    both('unread', page('all', { read: 'unread' }), bare('and read_at is null')),
    both(
      'longest waiting',
      page('all', { preset: 'unanswered', sort: 'waiting' }),
      bare('and waiting_since is not null', 'waiting_since, number'),
    ),
    both('mine', page('all', { preset: 'mine' }), mine),
    both('a role that sees its own', page('own'), mine),
    both('counters, all rights', counts('all'), bareCount),
    both('counters, own only', counts('own'), bareCount),
  ]
}

function viewer(accountId: number, reach: 'all' | 'own'): Viewer {
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

/** All in turn, so that a slow moment of the machine falls on each. */
async function alternate(works: Work[]): Promise<number[]> {
  const times = works.map((): number[] => [])
  for (let turn = 0; turn < repeats; turn += 1) {
    for (const [index, work] of works.entries()) {
      const from = performance.now()
      await work()
      if (turn >= 6) times[index]?.push(performance.now() - from)
    }
  }
  return times.map(median)
}

async function channelOf(accountId: number): Promise<number> {
  const { rows: channels } = await database.pool.query<{ id: number }>(
    'select id from channels where account_id = $1 order by id desc limit 1',
    [accountId],
  )
  return channels[0]?.id ?? 0
}
