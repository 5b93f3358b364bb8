/** Lists, the board and totals among 100,000 and 1,000,000 deals: `npm run bench -- deals` (or two other sizes). */
import { Kysely, PostgresDialect } from 'kysely'
import type { DB } from '../server/db/schema.ts'
import { rightsOf, type Viewer } from '../server/features/access/index.ts'
import { countDeals } from '../server/features/deals/count-deals.ts'
import { getBoard } from '../server/features/deals/get-board.ts'
import { listDeals } from '../server/features/deals/list-deals.ts'
import type { Database, Read } from '../server/lib/db.ts'
import { firstNames, growDeals, rareWords } from './lib/deals-world.ts'
import { startBenchProduct, type BenchProduct } from './lib/product.ts'
import { ms, ratio, report, whole, type Row } from './lib/report.ts'
import { alternate } from './lib/alternate.ts'

const given = process.argv.slice(2).map(Number)
const sizes = [given[0] ?? 100_000, given[1] ?? 1_000_000] as const
/** An installation for each size: nearly all have one account. */
const products = [await startBenchProduct(), await startBenchProduct()]
for (const [index, { database, accountId }] of products.entries()) {
  console.log(`Filling an account with ${whole(sizes[index] ?? 0)} deals …`)
  await growDeals(database, accountId, sizes[index] ?? 0)
}

type Place = { database: Database; viewer: Viewer; pipelineId: number; stageId: number }
const places = await Promise.all(products.map(placeOf))

type Work = (db: Read, place: Place, typed: string) => Promise<unknown>
/**
 * `typed`: what is searched for, one after the other; the figure is their mean. How far a list is walked for a common name, and
 * whether a rare word is there at all, is luck of each: the two sizes are compared by what finds the same in both.
 */
type Case = {
  what: string
  work: Work
  bare: (typed: string) => string
  values: (place: Place) => number[]
  typed?: string[]
}

/** What a page shows of deals `d`, as plainly as SQL says it: no rights, no cursors, no merged contacts, tags as they are. */
const shown = (from: string): string => `
  select d.id, d.name, d.budget, d.pipeline_id, s.id as stage_id, s.name as stage_name, s.color, s.kind, d.responsible_user_id,
    k.id as contact_id, k.name as contact_name, d.conversations, d.unread_conversations, d.source_channel_id, d.loss_reason_id,
    d.stage_since, d.closed_at, d.created_at, d.updated_at,
    (select json_agg(json_build_object('id', t.id, 'name', t.name)) from entity_tags g
      join tags t on t.account_id = g.account_id and t.id = g.tag_id
      where g.account_id = d.account_id and g.entity_kind = 'deal' and g.entity_id = d.id) as tags,
    (select min(v.waiting_since) from conversations v where v.account_id = d.account_id and v.card_kind = 'deal'
      and v.card_id = d.id and v.closed_at is null) as waiting
  from (${from}) d
  join stages s on s.account_id = d.account_id and s.id = d.stage_id
  left join contacts k on k.account_id = d.account_id and k.id = d.main_contact_id`
const order = 'order by updated_at desc, id desc'
const pageOf = (where: string, by = order): string =>
  `${shown(`select *, row_number() over (${by}) as ord from deals where account_id = $1 and deleted_at is null ${where} ${by} limit 51`)} order by d.ord`

const hasInName = (text: string): string => `and (lower(name) like '%${text}%' or exists (
    select from card_contacts c join contacts k on k.account_id = c.account_id and k.id = c.contact_id
    where c.account_id = $1 and c.card_kind = 'deal' and c.card_id = deals.id and lower(k.name) like '%${text}%' offset 0))`

const cases: Case[] = [
  {
    what: 'list, newest first',
    work: (db, { viewer }) => listDeals(db, viewer, { limit: 50 }),
    bare: () => pageOf(''),
    values: () => [],
  },
  {
    what: 'list of a stage, read conversations (S15)',
    work: (db, { viewer, pipelineId, stageId }) =>
      listDeals(db, viewer, { limit: 50, pipelineId, stageId: [stageId], talks: 'read' }),
    bare: () => pageOf(`and pipeline_id = $2 and stage_id = $3 and talks = 'read'`),
    values: ({ pipelineId, stageId }) => [pipelineId, stageId],
  },
  {
    what: 'list of one responsible',
    work: (db, { viewer }) => listDeals(db, viewer, { limit: 50, responsibleUserId: [7] }),
    bare: () => pageOf('and responsible_user_id = 7'),
    values: () => [],
  },
  {
    what: 'list, greatest budget first',
    work: (db, { viewer }) => listDeals(db, viewer, { limit: 50, sort: 'budget' }),
    bare: () => pageOf('', 'order by coalesce(budget, -1) desc, id desc'),
    values: () => [],
  },
  {
    what: 'search of a common and a rare word',
    typed: rareWords.map((word) => `заказ ${word}`),
    work: (db, { viewer }, search) => listDeals(db, viewer, { limit: 50, search }),
    bare: (typed) =>
      pageOf(`and id in (
      select id from deals where account_id = $1 and lower(name) like '%${typed}%'
      union select c.card_id from contacts k join card_contacts c on c.account_id = k.account_id and c.contact_id = k.id
        and c.card_kind = 'deal' where k.account_id = $1 and lower(k.name) like '%${typed}%')`),
    values: () => [],
  },
  {
    what: 'search of a common word',
    typed: ['заказ'],
    work: (db, { viewer }, search) => listDeals(db, viewer, { limit: 50, search }),
    bare: (typed) => pageOf(hasInName(typed)),
    values: () => [],
  },
  {
    what: 'search of the common name of a contact',
    typed: firstNames.map((name) => name.toLowerCase()),
    work: (db, { viewer }, search) => listDeals(db, viewer, { limit: 50, search }),
    bare: (typed) => pageOf(hasInName(typed)),
    values: () => [],
  },
  {
    what: 'board',
    work: (db, { viewer, pipelineId }) => getBoard(db, viewer, { limit: 20, pipelineId }),
    bare: () => bareBoard(''),
    values: ({ pipelineId }) => [pipelineId],
  },
  {
    what: 'board, unread conversations (S15)',
    work: (db, { viewer, pipelineId }) => getBoard(db, viewer, { limit: 20, pipelineId, talks: 'unread' }),
    bare: () => bareBoard(`and d.talks = 'unread'`),
    values: ({ pipelineId }) => [pipelineId],
  },
  {
    what: 'totals of every stage',
    work: (db, { viewer, pipelineId }) => countDeals(db, viewer, { pipelineId }),
    bare: () =>
      `select stage_id, sum(deals), sum(budget) from deal_totals where account_id = $1 and pipeline_id = $2 group by 1`,
    values: ({ pipelineId }) => [pipelineId],
  },
]

const rows: Row[] = []
for (const one of cases) {
  const medians: number[][] = []
  for (const typed of one.typed ?? ['']) {
    medians.push(
      await alternate([
        ...places.map((place) => () => one.work(place.database.db, place, typed)),
        ...places.map((place) => () => bareOf(one, place, typed)),
      ]),
    )
  }
  const meanOf = (index: number): number =>
    medians.reduce((sum, each) => sum + (each[index] ?? 0), 0) / medians.length
  const [small, large, bareSmall, bareLarge] = [meanOf(0), meanOf(1), meanOf(2), meanOf(3)]
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
  'Pages of 50 full rows and boards of 20 cards a stage, warm, medians; two installations of one account each, in turn. The bare query is what somebody would write by hand for the same page in the same pool: the same deals with their stage, contact, tags and waiting, without rights, cursors and merged contacts; ratios are its time by ours.',
  rows,
)
for (const product of products) await product.close()

function bareBoard(more: string): string {
  return shown(`select d.* from stages s cross join lateral (
      select * from deals d where d.account_id = $1 and d.deleted_at is null and d.pipeline_id = s.pipeline_id and d.stage_id = s.id
        ${more} order by d.updated_at desc, d.id desc limit 21) d
    where s.account_id = $1 and s.pipeline_id = $2`)
}

function compared(own: number, bare: number): string {
  return `${ms(own)}, ${ratio(bare / own)} of the bare query (${ms(bare)})`
}

async function bareOf({ what, bare, values }: Case, place: Place, typed: string): Promise<unknown> {
  return place.database.pool.query({
    name: `bare ${what} ${typed}`,
    text: bare(typed),
    values: [place.viewer.accountId, ...values(place)],
  })
}

async function countStatements({ work }: Case): Promise<number> {
  let count = 0
  const [place] = places
  if (!place) return count
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: place.database.pool }),
    log: () => {
      count += 1
    },
  })
  await work(db, place, '')
  return count
}

async function placeOf({ database, accountId }: BenchProduct): Promise<Place> {
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
  return { database, ...stage, viewer }
}
