/** ImBox and its counters among 100,000 and 1,000,000 conversations: `npm run bench -- inbox`. */
import {
  listConversations,
  countConversations,
  type InboxCounts,
} from '../server/features/conversations/index.ts'
import type { Viewer } from '../server/features/access/index.ts'
import { rightsOf } from '../server/features/access/index.ts'
import { startBenchProduct } from './lib/product.ts'
import { ms, ratio, report, type Row } from './lib/report.ts'
import { median } from './lib/slices.ts'
import { growWorld } from './lib/world.ts'

const repeats = 40
const product = await startBenchProduct()
const { database, accountId } = product
const everything: Viewer = viewer('all')
const own: Viewer = viewer('own')
const rows: Row[] = []
const times = new Map<string, number[]>()

for (const size of [100_000, 1_000_000]) {
  await growWorld(database, accountId, product.channelId, size)
  for (const [what, list, bare] of cases()) {
    const [listMs, bareMs] = await alternate(list, bare)
    times.set(what, [...(times.get(what) ?? []), listMs])
    rows.push({
      what: `${what}, ${size.toLocaleString('en')}`,
      figure: `${ms(listMs)}, ${ratio(bareMs / listMs)} of the bare query (${ms(bareMs)})`,
    })
  }
}
for (const [what, [small = 1, large = 1]] of times) {
  rows.push({
    what: `growth from 100,000 to 1,000,000: ${what}`,
    figure: `${ratio(large / small)} ×`,
    aim: '≤ 1.5 ×',
  })
}
await report(
  'inbox',
  'Pages of 50 full rows (contact, card, stage, last message) and exact counters, warm, medians; the bare query reads the same 50 conversations by its index and joins nothing.',
  rows,
)
await product.close()

type Case = [what: string, list: () => Promise<unknown>, bare: () => Promise<unknown>]

function cases(): Case[] {
  const page =
    (seen: Viewer, rest: Partial<Parameters<typeof listConversations>[2]> = {}) =>
    () =>
      listConversations(database.db, seen, {
        preset: 'open',
        read: 'any',
        sort: 'recent',
        limit: 50,
        ...rest,
      })
  const bare =
    (where: string, order: string, values: unknown[] = []) =>
    () =>
      database.pool.query({
        name: `bare-${where}`,
        text: `select * from conversations where account_id = $1 and closed_at is null ${where} order by ${order} limit 51`,
        values: [accountId, ...values],
      })
  const recent = 'last_message_at desc, number desc'
  const counts = (seen: Viewer) => (): Promise<InboxCounts> => countConversations(database.db, seen)
  const bareCount = () =>
    database.pool.query({
      name: 'bare-count',
      text: 'select sum(open), sum(unread), sum(unanswered) from inbox_counts where account_id = $1',
      values: [accountId],
    })
  return [
    ['open, newest first', page(everything), bare('', recent)],
    ['unread', page(everything, { read: 'unread' }), bare('and read_at is null', recent)],
    [
      'unanswered, longest waiting',
      page(everything, { preset: 'unanswered', sort: 'waiting' }),
      bare('and waiting_since is not null', 'waiting_since, number'),
    ],
    [
      'mine',
      page(everything, { preset: 'mine' }),
      bare('and responsible_user_id = $2', recent, [everything.userId]),
    ],
    ['open, a role that sees its own', page(own), bare('and responsible_user_id = $2', recent, [own.userId])],
    ['counters, all rights', counts(everything), bareCount],
    ['counters, own only', counts(own), bareCount],
  ]
}

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

/** The two in turn, so that a slow moment of the machine falls on both. */
async function alternate(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []]
  for (let turn = 0; turn < repeats; turn += 1) {
    for (const [index, work] of [one, other].entries()) {
      const from = performance.now()
      await work()
      times[index === 0 ? 0 : 1].push(performance.now() - from)
    }
  }
  return [median(times[0]), median(times[1])]
}
