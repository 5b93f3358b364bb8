import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#lib/db'

export type TestWait = {
  startedAt: Date
  endedAt: Date | null
  endedWay: 'answered' | 'dismissed' | 'closed' | null
  dueAt: Date | null
  missedAt: Date | null
  isRestored: boolean
}

/** A conversation as rows and events tell of it. */
export type TestTalk = {
  number: number
  channelId: number
  stage: { pipelineId: number; stageId: number } | null
  responsibleUserId: number | null
  contactResponsibleUserId: number | null
  openedAt: Date
  openedBy: { kind: 'client' | 'user' | 'outside'; id: number | null }
  closedAt: Date | null
  closedBy: { kind: 'user' | 'system' | 'api'; id: number | null }
  firstAnswerAt: Date | null
  waits: TestWait[]
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** The same numbers for the same seed. */
function createRandom(seed: number): { below(limit: number): number; one<T>(list: readonly T[]): T } {
  let state = seed
  const below = (limit: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * limit)
  }
  return {
    below,
    one: (list) => {
      const found = list[below(list.length)]
      if (found === undefined) throw new Error('An empty list')
      return found
    },
  }
}

type Choices = {
  seed: number
  count: number
  from: Date
  days: number
  channelIds: readonly number[]
  userIds: readonly number[]
  stages: readonly { pipelineId: number; stageId: number }[]
  /** When the time to answer of a wait runs out. */
  dueOf(startedAt: Date): Date | null
  now: Date
}

/** Conversations of some weeks, at random: waits follow each other, some answers fail, most conversations are closed. */
export function inventTalks(choices: Choices): TestTalk[] {
  const random = createRandom(choices.seed)
  const { from, days, now } = choices
  const after = (at: Date, mostMinutes: number): Date =>
    new Date(at.getTime() + (1 + random.below(mostMinutes * 60)) * 1000)
  const opened = Array.from(
    { length: choices.count },
    () => from.getTime() + random.below(days * 1440) * minuteMs + random.below(minuteMs),
  )
  return opened
    .toSorted((one, other) => one - other)
    .map((ms, index): TestTalk => {
      const openedAt = new Date(ms)
      const isFromClient = random.below(5) > 0
      const waits: TestWait[] = []
      let at = openedAt
      let firstAnswerAt: Date | null = null
      const rounds = random.below(4)
      for (let round = 0; round < rounds; round += 1) {
        const startedAt = round === 0 && isFromClient ? openedAt : after(at, 3000)
        const endedAt = after(startedAt, random.below(3) === 0 ? 4000 : 90)
        if (endedAt >= now) break
        const endedWay = random.one(['answered', 'answered', 'answered', 'dismissed'] as const)
        const isRestored = endedWay === 'answered' && random.below(12) === 0
        const dueAt = choices.dueOf(startedAt)
        const missedAt = !isRestored && dueAt !== null && endedAt > dueAt ? dueAt : null
        waits.push({ startedAt, endedAt, endedWay, dueAt, missedAt, isRestored })
        if (endedWay === 'answered' && !isRestored) firstAnswerAt ??= endedAt
        at = endedAt
      }
      const closing = after(at, 5 * 1440)
      const isClosed = random.below(8) > 0 && closing < now
      if (!isClosed && random.below(2) === 0) {
        const startedAt = after(at, 600)
        const dueAt = choices.dueOf(startedAt)
        const missedAt = dueAt !== null && dueAt < now ? dueAt : null
        if (startedAt < now)
          waits.push({ startedAt, endedAt: null, endedWay: null, dueAt, missedAt, isRestored: false })
      }
      const userId = random.one(choices.userIds)
      return {
        number: index + 1,
        channelId: random.one(choices.channelIds),
        stage: random.below(4) > 0 ? random.one(choices.stages) : null,
        responsibleUserId: random.below(10) > 0 ? random.one(choices.userIds) : null,
        contactResponsibleUserId: random.below(4) > 0 ? random.one(choices.userIds) : null,
        openedAt,
        openedBy: isFromClient
          ? { kind: 'client', id: index + 1 }
          : random.one([
              { kind: 'user', id: userId },
              { kind: 'outside', id: null },
            ]),
        closedAt: isClosed ? closing : null,
        closedBy: random.one([
          { kind: 'user', id: userId },
          { kind: 'user', id: userId },
          { kind: 'system', id: null },
        ]),
        firstAnswerAt,
        waits,
      }
    })
}

/** Writes them as the product does: rows, projections and their events. */
export async function insertTalks(db: Db, accountId: number, talks: readonly TestTalk[]): Promise<void> {
  const rows = talks.map((talk) => {
    const open = talk.waits.find(({ endedAt }) => endedAt === null)
    return {
      ...talk,
      chatId: randomUUID(),
      waitingSince: open?.startedAt ?? null,
      dueAt: open?.dueAt ?? null,
      missedAt: open?.missedAt ?? null,
    }
  })
  const waits = talks.flatMap(({ number, waits: own }) =>
    own.filter(({ endedAt }) => endedAt !== null).map((wait) => ({ ...wait, number })),
  )
  const facts = talks.flatMap((talk) => [
    { type: 'conversation.opened', at: talk.openedAt, by: talk.openedBy, ...talk },
    ...(talk.closedAt
      ? [{ type: 'conversation.closed', at: talk.closedAt, by: talk.closedBy, ...talk }]
      : []),
    ...talk.waits.flatMap(({ missedAt }) =>
      missedAt
        ? [{ type: 'response_time.exceeded', at: missedAt, by: { kind: 'system', id: null }, ...talk }]
        : [],
    ),
  ])
  await sql`
    with r as materialized (
      select r.*, nextval('contact_ids') as contact, case when stage is not null then nextval('deal_ids') end as deal
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(number bigint, "channelId" bigint, stage jsonb, "responsibleUserId" bigint,
        "contactResponsibleUserId" bigint, "openedAt" timestamptz, "openedBy" jsonb, "closedAt" timestamptz, "closedBy" jsonb,
        "firstAnswerAt" timestamptz, "chatId" uuid, "waitingSince" timestamptz, "dueAt" timestamptz, "missedAt" timestamptz)
    ), k as (
      insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id)
      select ${accountId}, contact, contact, 'Клиент ' || number, 'user', "contactResponsibleUserId" from r
    ), d as (
      insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id, conversations)
      select ${accountId}, deal, deal, (stage->>'pipelineId')::bigint, (stage->>'stageId')::bigint, 'Сделка ' || number,
        "responsibleUserId", contact, 1 from r where deal is not null
    ), h as (
      insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name)
      select ${accountId}, "chatId", "channelId", "chatId"::text, contact, 'Клиент' from r
    ), v as (
      insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
        opened_by_id, opened_way, status, closed_at, read_at, waiting_since, due_at, missed_at, first_answer_at, last_message_at,
        responsible_user_id, contact_responsible_user_id)
      select ${accountId}, number, "chatId", "channelId", contact, case when deal is not null then 'deal' end, deal, "openedAt",
        "openedBy"->>'kind', ("openedBy"->>'id')::bigint, case "openedBy"->>'kind' when 'client' then 'in' else 'out' end,
        case when "closedAt" is null then 'in_work' else 'closed' end, "closedAt", "closedAt", "waitingSince", "dueAt", "missedAt",
        "firstAnswerAt", "openedAt", "responsibleUserId", "contactResponsibleUserId" from r
    )
    insert into closures (account_id, number, actor_kind, actor_id, way, at)
    select ${accountId}, number, "closedBy"->>'kind', ("closedBy"->>'id')::bigint, 'hand', "closedAt" from r where "closedAt" is not null`.execute(
    db,
  )
  await sql`
    insert into waiting_periods (account_id, number, started_at, ended_at, ended_way, due_at, missed_at, restored_at)
    select ${accountId}, number, "startedAt", "endedAt", "endedWay", "dueAt", "missedAt", case when "isRestored" then "endedAt" end
    from jsonb_to_recordset(${JSON.stringify(waits)}::jsonb) w(number bigint, "startedAt" timestamptz, "endedAt" timestamptz,
      "endedWay" text, "dueAt" timestamptz, "missedAt" timestamptz, "isRestored" boolean)`.execute(db)
  await sql`
    insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, contact_id, card_kind,
      card_id, channel_id)
    select ${accountId}, f.at, gen_random_uuid(), f.type, f.by->>'kind', (f.by->>'id')::bigint, 'hand', 'conversation', f.number::text,
      f.number, v.contact_id, v.card_kind, v.card_id, v.channel_id
    from jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) f(type text, at timestamptz, by jsonb, number bigint)
    join conversations v on v.account_id = ${accountId} and v.number = f.number`.execute(db)
}

export { dayMs, minuteMs }
