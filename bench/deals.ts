/** Lists, the board and totals among 100,000 and 1,000,000 deals: `npm run bench -- deals` (or two other sizes). */
import { Kysely, PostgresDialect } from 'kysely'
import type { DB } from '../server/db/schema.ts'
import { rightsOf, type Viewer } from '../server/features/access/index.ts'
import { countDeals } from '../server/features/deals/count-deals.ts'
import { getBoard } from '../server/features/deals/get-board.ts'
import { listDeals } from '../server/features/deals/list-deals.ts'
import type { Read } from '../server/lib/db.ts'
import { growDeals } from './lib/deals-world.ts'
import { startBenchProduct } from './lib/product.ts'
import { ms, ratio, report, whole, type Row } from './lib/report.ts'
import { alternate } from './lib/alternate.ts'
import { addAccount } from './lib/world.ts'

const given = process.argv.slice(2).map(Number)
const sizes = [given[0] ?? 100_000, given[1] ?? 1_000_000] as const
const product = await startBenchProduct()
const { database } = product
const accounts = [product.accountId, await addAccount(database)]
for (const [index, accountId] of accounts.entries()) {
  console.log(`Filling an account with ${whole(sizes[index] ?? 0)} deals …`)
  await growDeals(database, accountId, sizes[index] ?? 0)
}

type Place = { viewer: Viewer; pipelineId: number; stageId: number }
const places = await Promise.all(accounts.map(placeOf))

type Work = (db: Read, place: Place) => Promise<unknown>
type Case = { what: string; work: Work; bare: string; values: (place: Place) => number[] }

const newest = 'order by updated_at desc, id desc'
const cases: Case[] = [
  {
    what: 'list, newest first',
    work: (db, { viewer }) => listDeals(db, viewer, { limit: 50 }),
    bare: `select * from deals where account_id = $1 and deleted_at is null ${newest} limit 51`,
    values: () => [],
  },
  {
    what: 'list of a stage, read conversations (S15)',
    work: (db, { viewer, pipelineId, stageId }) =>
      listDeals(db, viewer, { limit: 50, pipelineId, stageId: [stageId], talks: 'read' }),
    bare: `select * from deals where account_id = $1 and deleted_at is null and pipeline_id = $2 and stage_id = $3
      and talks = 'read' ${newest} limit 51`,
    values: ({ pipelineId, stageId }) => [pipelineId, stageId],
  },
  {
    what: 'list of one responsible',
    work: (db, { viewer }) => listDeals(db, viewer, { limit: 50, responsibleUserId: [7] }),
    bare: `select * from deals where account_id = $1 and deleted_at is null and responsible_user_id = 7 ${newest} limit 51`,
    values: () => [],
  },
  {
    what: 'list, greatest budget first',
    work: (db, { viewer }) => listDeals(db, viewer, { limit: 50, sort: 'budget' }),
    bare: `select * from deals where account_id = $1 and deleted_at is null order by coalesce(budget, -1) desc, id desc limit 51`,
    values: () => [],
  },
  {
    what: 'search of a rare name',
    work: (db, { viewer }) => listDeals(db, viewer, { limit: 50, search: 'заказ 0a1b2' }),
    bare: `select * from deals where account_id = $1 and deleted_at is null and lower(name) like '%заказ 0a1b2%' ${newest} limit 51`,
    values: () => [],
  },
  {
    what: 'board',
    work: (db, { viewer, pipelineId }) => getBoard(db, viewer, { limit: 20, pipelineId }),
    bare: bareBoard(''),
    values: ({ pipelineId }) => [pipelineId],
  },
  {
    what: 'board, unread conversations (S15)',
    work: (db, { viewer, pipelineId }) => getBoard(db, viewer, { limit: 20, pipelineId, talks: 'unread' }),
    bare: bareBoard(`and d.talks = 'unread'`),
    values: ({ pipelineId }) => [pipelineId],
  },
  {
    what: 'totals of every stage',
    work: (db, { viewer, pipelineId }) => countDeals(db, viewer, { pipelineId }),
    bare: `select stage_id, sum(deals), sum(budget) from deal_totals where account_id = $1 and pipeline_id = $2 group by 1`,
    values: ({ pipelineId }) => [pipelineId],
  },
]

const rows: Row[] = []
for (const one of cases) {
  const [small = 0, large = 0, bareSmall = 0, bareLarge = 0] = await alternate([
    ...places.map((place) => () => one.work(database.db, place)),
    ...places.map((place) => () => bareOf(one, place)),
  ])
  const [few, many] = sizes.map(whole)
  rows.push(
    { what: `${one.what}: ${few}`, figure: compared(small, bareSmall), aim: '≥ 0.5' },
    { what: `${one.what}: ${many}`, figure: compared(large, bareLarge), aim: '≥ 0.5' },
    { what: `${one.what}: growth`, figure: `${ratio(large / small)} ×`, aim: '≤ 1.5 ×' },
  )
}
const counted = new Set(['list, newest first', 'board', 'totals of every stage'])
for (const one of cases.filter(({ what }) => counted.has(what))) {
  rows.push({ what: `statements of: ${one.what}`, figure: String(await countStatements(one)) })
}
rows.push({ what: 'statements of a screen', figure: 'list and totals 2, board and totals 3', aim: '≤ 4' })
await report(
  'deals',
  'Pages of 50 full rows (contact, stage) and boards of 20 cards a stage, warm, medians; two accounts of one database, in turn. The bare query reads the same deals by their index and joins nothing; ratios are its time by ours.',
  rows,
)
await product.close()

function bareBoard(more: string): string {
  return `select d.* from stages s cross join lateral (
      select * from deals d where d.account_id = $1 and d.deleted_at is null and d.pipeline_id = s.pipeline_id and d.stage_id = s.id
        ${more} order by d.updated_at desc, d.id desc limit 21) d
    where s.account_id = $1 and s.pipeline_id = $2`
}

function compared(own: number, bare: number): string {
  return `${ms(own)}, ${ratio(bare / own)} of the bare query (${ms(bare)})`
}

async function bareOf({ what, bare, values }: Case, place: Place): Promise<unknown> {
  return database.pool.query({
    name: `bare ${what}`,
    text: bare,
    values: [place.viewer.accountId, ...values(place)],
  })
}

async function countStatements({ work }: Case): Promise<number> {
  let count = 0
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: database.pool }),
    log: () => {
      count += 1
    },
  })
  const [place] = places
  if (place) await work(db, place)
  return count
}

async function placeOf(accountId: number): Promise<Place> {
  const { rows: stages } = await database.pool.query<{ pipelineId: number; stageId: number }>(
    `select pipeline_id as "pipelineId", id as "stageId" from stages where account_id = $1 and kind = 'normal'
      and pipeline_id in (select id from pipelines where account_id = $1 and kind = 'deal') order by position limit 1`,
    [accountId],
  )
  const [stage] = stages
  if (!stage) throw new Error('An account without a pipeline')
  const viewer: Viewer = {
    accountId,
    userId: 1,
    groupId: null,
    isAdmin: false,
    rights: rightsOf(() => 'all'),
    answersClients: true,
    mayChangeSettings: false,
  }
  return { ...stage, viewer }
}
