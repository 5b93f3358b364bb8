import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { CardKind } from '#contract/common'
import type { Reach } from '#contract/permissions'
import { rightsOf, seesConversation, type Viewer } from '#features/access'
import { countConversations, countFound, type ConversationWishes } from '#features/conversations'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { listAll } from './test-list-all.ts'

/** A world at random, in which cards, clients and conversations stand in every relation to each other. */
const size = 300
const cards = 90

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

/** The same numbers every time, so that a failure comes again. */
let state = 20_261_126
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}
function one<Value>(list: readonly Value[]): Value {
  const chosen = list[random(list.length)]
  if (chosen === undefined) throw new Error('Nothing to choose from')
  return chosen
}

type Card = { id: number; kind: CardKind; stageId: number; isIncoming: boolean; responsible: number | null }
type Talk = {
  number: number
  card: Card | null
  contact: { id: number; responsible: number | null }
  responsible: number | null
  channelId: number
  isOpen: boolean
  isUnread: boolean
  isWaiting: boolean
  way: 'in' | 'out'
}
type Part = { cardId: number; kind: 'user' | 'group'; id: number }

let crm: TestCrm
let talks: Talk[] = []
let parts: Part[] = []
let leaves: { cardId: number; userId: number }[] = []
const groupOf = new Map<number, number | null>()
let userIds: number[] = []
let gone = { userId: 0, substituteId: 0 }

beforeAll(async () => {
  crm = await createCrm()
  const groupIds = [await crm.addGroup(), await crm.addGroup()]
  for (const groupId of [...groupIds, ...groupIds, null]) {
    groupOf.set(await crm.addUser({}, groupId ?? undefined), groupId)
  }
  userIds = [...groupOf.keys()]
  gone = { userId: userIds[4] ?? 0, substituteId: userIds[0] ?? 0 }
  await sql`update users set substitute_id = ${gone.substituteId}, away_until = now() + interval '1 day'
    where account_id = ${crm.accountId} and id = ${gone.userId}`.execute(db)
  const { rows: stages } = await sql<{ id: number; kind: string; card: CardKind }>`
    select s.id, s.kind, p.kind as card from stages s join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id
    where s.account_id = ${crm.accountId}`.execute(db)
  const responsible = (): number | null => one([null, ...userIds])
  const all = Array.from({ length: cards }, (_none, index): Card => {
    const kind = one(['deal', 'deal', 'deal', 'customer'] as const)
    const isIncoming = kind === 'deal' && random(3) === 0
    const stage = one(
      stages.filter((each) => each.card === kind && (each.kind === 'incoming') === isIncoming),
    )
    return { id: 1_000_000 + index, kind, stageId: stage.id, isIncoming, responsible: responsible() }
  })
  const contacts = Array.from({ length: 80 }, (_none, index) => ({
    id: 2_000_000 + index,
    responsible: responsible(),
  }))
  talks = Array.from({ length: size }, (_none, index): Talk => {
    const card = one([null, ...all, ...all])
    const contact = one(contacts)
    const isOpen = random(2) === 0
    return {
      number: index + 1,
      card,
      contact,
      responsible: card ? card.responsible : contact.responsible,
      channelId: one([crm.channelId, crm.secondChannelId]),
      isOpen,
      isUnread: isOpen && random(2) === 0,
      isWaiting: isOpen && random(2) === 0,
      way: one(['in', 'out'] as const),
    }
  })
  parts = all.flatMap(({ id }) =>
    random(4) === 0
      ? [
          one([
            { cardId: id, kind: 'user', id: one(userIds) },
            { cardId: id, kind: 'group', id: one(groupIds) },
          ] as const),
        ]
      : [],
  )
  leaves = parts.flatMap(({ cardId, kind }) =>
    kind === 'group' && random(2) === 0 ? [{ cardId, userId: one(userIds) }] : [],
  )
  await write(all, contacts)
})

async function write(all: readonly Card[], contacts: readonly { id: number; responsible: number | null }[]) {
  const { accountId, adminId } = crm
  const json = (value: unknown): string => JSON.stringify(value)
  const cardsOf = (
    kind: CardKind,
  ) => sql`jsonb_to_recordset(${json(all.filter((card) => card.kind === kind))}::jsonb) c(id bigint,
    "stageId" bigint, responsible bigint) join stages s on s.account_id = ${accountId} and s.id = c."stageId"
    join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id and p.kind = ${kind}`
  const rows = talks.map((talk) => ({
    ...talk,
    cardKind: talk.card?.kind,
    cardId: talk.card?.id,
    contactId: talk.contact.id,
    ofContact: talk.contact.responsible,
  }))
  const talk = sql`jsonb_to_recordset(${json(rows)}::jsonb) t(number bigint, "cardKind" text, "cardId" bigint, "contactId" bigint,
    "ofContact" bigint, responsible bigint, "channelId" bigint, "isOpen" boolean, "isUnread" boolean, "isWaiting" boolean, way text)`
  const chatId = sql`('01900000-0000-7000-8000-' || lpad(t.number::text, 12, '0'))::uuid`
  const at = sql`timestamptz '2026-11-01' + t.number * interval '1 minute'`
  const steps = [
    sql`insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id)
      select ${accountId}, k.id, k.id, 'Клиент ' || k.id, 'user', k.responsible
      from jsonb_to_recordset(${json(contacts)}::jsonb) k(id bigint, responsible bigint)`,
    sql`insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id)
      select ${accountId}, c.id, c.id, s.pipeline_id, s.id, 'Сделка', c.responsible from ${cardsOf('deal')}`,
    sql`insert into customers (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id)
      select ${accountId}, c.id, c.id, s.pipeline_id, s.id, 'Покупатель', c.responsible from ${cardsOf('customer')}`,
    sql`insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name, open_number)
      select ${accountId}, ${chatId}, t."channelId", 's' || t.number, t."contactId", 'Клиент', case when t."isOpen" then t.number end from ${talk}`,
    sql`insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
        opened_way, status, closed_at, read_at, waiting_since, last_message_at, responsible_user_id, contact_responsible_user_id)
      select ${accountId}, t.number, ${chatId}, t."channelId", t."contactId", t."cardKind", t."cardId", ${at}, 'client', t.way,
        case when t."isOpen" then 'in_work' else 'closed' end, case when not t."isOpen" then ${at} end,
        case when not t."isUnread" then ${at} end, case when t."isWaiting" then ${at} end, ${at}, t.responsible, t."ofContact" from ${talk}`,
    ...(['deals', 'customers'] as const).map(
      (
        table,
      ) => sql`update ${sql.table(table)} d set conversations = v.n, unread_conversations = v.unread from (
        select card_id, count(*)::int as n, (count(*) filter (where read_at is null and closed_at is null))::int as unread
        from conversations where account_id = ${accountId} group by 1) v where d.account_id = ${accountId} and d.id = v.card_id`,
    ),
    sql`insert into inbox_counts (account_id, card_kind, responsible_user_id, contact_responsible_user_id, open, unread, unanswered)
      select account_id, coalesce(card_kind, ''), coalesce(responsible_user_id, 0), coalesce(contact_responsible_user_id, 0), count(*),
        count(*) filter (where read_at is null), count(*) filter (where waiting_since is not null)
      from conversations where account_id = ${accountId} and closed_at is null group by 1, 2, 3, 4`,
    sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      select ${accountId}, c.kind, p."cardId", p.kind, p.id, ${adminId}
      from jsonb_to_recordset(${json(parts)}::jsonb) p("cardId" bigint, kind text, id bigint)
      join cards c on c.account_id = ${accountId} and c.id = p."cardId"`,
    sql`insert into participant_leaves (account_id, card_kind, card_id, user_id, at)
      select ${accountId}, c.kind, l."cardId", l."userId", now()
      from jsonb_to_recordset(${json(leaves)}::jsonb) l("cardId" bigint, "userId" bigint)
      join cards c on c.account_id = ${accountId} and c.id = l."cardId"`,
  ]
  for (const step of steps) await step.execute(db)
}

/** R9 and R2 in plain words, beside the predicate that the database is asked with. */
function sees(viewer: Viewer, { card, contact, responsible }: Talk): boolean {
  const { deals, contacts, customers } = viewer.rights
  const reaches = (reach: Reach, who: number | null): boolean => {
    if (reach === 'all') return true
    if (reach === 'none' || who === null) return false
    if (who === viewer.userId || viewer.standsInFor?.includes(who)) return true
    return reach === 'group' && viewer.groupId !== null && groupOf.get(who) === viewer.groupId
  }
  const hasLeft = leaves.some(({ cardId, userId }) => cardId === card?.id && userId === viewer.userId)
  const takesPart = parts.some(
    ({ cardId, kind, id }) =>
      cardId === card?.id && (kind === 'user' ? id === viewer.userId : id === viewer.groupId && !hasLeft),
  )
  const usual =
    (card?.kind === 'deal' && reaches(deals.view, responsible)) ||
    (card?.kind === 'customer' && reaches(customers.view, responsible)) ||
    reaches(contacts.view, contact.responsible) ||
    takesPart
  if (!card?.isIncoming) return usual
  if (viewer.takesIncoming && deals.view !== 'none') return true
  return usual && (takesPart || reaches('own', responsible) || reaches('own', contact.responsible))
}

const reaches = ['none', 'own', 'group', 'all'] as const satisfies Reach[]
const kinds = reaches.flatMap((deals) =>
  reaches.flatMap((contacts) =>
    reaches.flatMap((customers) =>
      [true, false].map((takesIncoming) => ({ deals, contacts, customers, takesIncoming })),
    ),
  ),
)

function viewerOf({ takesIncoming, ...reach }: (typeof kinds)[number], userId: number): Viewer {
  return {
    accountId: crm.accountId,
    userId,
    groupId: groupOf.get(userId) ?? null,
    isAdmin: false,
    rights: rightsOf((_action, entity) =>
      entity === 'deals' || entity === 'contacts' || entity === 'customers' ? reach[entity] : 'none',
    ),
    answersClients: true,
    mayChangeSettings: false,
    standsInFor: userId === gone.substituteId ? [gone.userId] : [],
    takesIncoming,
  }
}

type Filter = [ConversationWishes, (talk: Talk, viewer: Viewer) => boolean]

function someFilters(): Filter[] {
  const userId = one(userIds)
  const rare: Filter[] = [
    [{ preset: 'unanswered' }, ({ isWaiting }) => isWaiting],
    [{ preset: 'mine', state: 'any' }, ({ responsible }, viewer) => responsible === viewer.userId],
    [{ state: 'any', responsibleUserId: [0, userId] }, (talk) => [null, userId].includes(talk.responsible)],
    [{ state: 'any', channelId: [crm.channelId] }, ({ channelId }) => channelId === crm.channelId],
    [{ state: 'closed', way: 'in' }, ({ isOpen, way }) => !isOpen && way === 'in'],
    [{ state: 'any', card: 'deal' }, ({ card }) => card?.kind === 'deal'],
    [{ read: 'unread' }, ({ isUnread }) => isUnread],
  ]
  return [
    [{ state: 'any' }, () => true],
    [{}, ({ isOpen }) => isOpen],
    [{ state: 'closed' }, ({ isOpen }) => !isOpen],
    one(rare),
  ]
}

test.each(kinds)(
  'what is listed is what may be opened and what is counted: $deals deals, $contacts contacts, $customers customers, incoming leads $takesIncoming',
  async (kind) => {
    const viewer = viewerOf(kind, one(userIds))
    const seen = talks.filter((talk) => sees(viewer, talk))
    const numbers = (list: readonly Talk[]): number[] => list.map(({ number }) => number)
    const { rows } = await sql<{ number: number }>`
      select v.number from conversations v where v.account_id = ${crm.accountId} and ${seesConversation(viewer, 'v')} order by 1`.execute(
      db,
    )
    expect(rows.map(({ number }) => number)).toEqual(numbers(seen))
    for (const [wishes, judge] of someFilters()) {
      const expected = seen.filter((talk) => judge(talk, viewer))
      const listed = await listAll(db, viewer, wishes)
      expect([wishes, listed.toSorted((first, second) => first - second)]).toEqual([
        wishes,
        numbers(expected),
      ])
      expect(await countFound(db, viewer, wishes)).toEqual({ count: expected.length, isMore: false })
    }
    const open = seen.filter(({ isOpen }) => isOpen)
    const count = (is: (talk: Talk) => boolean): number => open.filter(is).length
    expect(await countConversations(db, viewer)).toEqual({
      open: open.length,
      unread: count(({ isUnread }) => isUnread),
      unanswered: count(({ isWaiting }) => isWaiting),
      mine: count(({ responsible }) => responsible === viewer.userId),
    })
  },
)
