import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { EventPage } from '#contract/event-list'
import type { EventType } from '#contract/events'
import { openTime, type OpenTime } from '#contract/open-time'
import { mondayOf, reportPeriod } from '#contract/report-period'
import type {
  ConversationReport,
  MeasuredHours,
  ReportFacts,
  ReportTimes,
  ReportWishes,
} from '#contract/reports'
import { judge } from '#contract/response-time'
import { wallTime } from '#contract/wall-time'
import type { WorkingHours } from '#contract/working-hours'
import { rightsOf, type Viewer } from '#features/access'
import { failPart, sendMessage } from '#features/messages'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { listEvents } from '../event-list/list-events.ts'
import { walkConversations } from './conversation-rows.ts'
import { fileOf } from './export-report.ts'
import { openReports, type ReportBlocks } from './report-blocks.ts'
import { dayMs, insertTalks, inventTalks, minuteMs, type TestTalk } from './test-talks.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

const now = new Date('2026-11-05T10:20:30Z')
const limitMinutes = 45
/** Also through the night in which clocks are changed, and with an end at midnight. */
const hours = (timeZone: string): WorkingHours => ({
  timeZone,
  intervals: [
    ...[1, 2, 3, 4, 5].flatMap((weekday) => [
      { weekday, fromMinute: 540, toMinute: 780 },
      { weekday, fromMinute: 840, toMinute: 1080 },
    ]),
    { weekday: 7, fromMinute: 60, toMinute: 170 },
    { weekday: 7, fromMinute: 1380, toMinute: 1440 },
  ],
  holidays: ['2026-10-28'],
})

let crm: TestCrm
let talks: TestTalk[] = []
let ids: { own: number; mate: number; other: number; groupId: number }
const viewers: Record<string, Viewer> = {}

beforeAll(async () => {
  crm = await createCrm()
  const groupId = await crm.addGroup()
  const [own, mate, other] = [
    await crm.addUser({ deals: { view: 'own' }, contacts: { view: 'own' } }, groupId),
    await crm.addUser({ deals: { view: 'group' }, contacts: { view: 'none' } }, groupId),
    await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } }),
  ]
  ids = { own, mate, other, groupId }
  viewers['all'] = await crm.viewer(crm.adminId)
  viewers['own'] = await crm.viewer(own)
  viewers['group'] = await crm.viewer(mate)
  viewers['none'] = await crm.viewer(other)
  const { rows: stages } = await sql<{ pipelineId: number; stageId: number }>`
    select s.pipeline_id as "pipelineId", s.id as "stageId" from stages s
    join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id
    where s.account_id = ${crm.accountId} and s.kind = 'normal' and p.kind = 'deal'`.execute(db)
  const time = openTime(hours('Europe/Berlin'))
  talks = inventTalks({
    seed: 20_261_105,
    count: 900,
    from: new Date('2026-10-10T00:00:00Z'),
    days: 26,
    channelIds: [crm.channelId, crm.secondChannelId],
    userIds: [crm.adminId, own, mate, other],
    stages,
    dueOf: (startedAt) => time.after(startedAt, limitMinutes * minuteMs),
    now,
  })
  await insertTalks(db, crm.accountId, talks)
  await live(hours('Europe/Berlin'))
})

/** The account's zone and hours from now on. */
async function live({ timeZone, intervals, holidays }: WorkingHours): Promise<void> {
  await sql`delete from working_hours where account_id = ${crm.accountId}`.execute(db)
  await sql`delete from holidays where account_id = ${crm.accountId}`.execute(db)
  await sql`update accounts set time_zone = ${timeZone} where id = ${crm.accountId}`.execute(db)
  await sql`insert into working_hours (account_id, weekday, from_minute, to_minute) select ${crm.accountId}, r."weekday", r."fromMinute", r."toMinute"
    from jsonb_to_recordset(${JSON.stringify(intervals)}::jsonb) r(weekday int, "fromMinute" int, "toMinute" int)`.execute(
    db,
  )
  await sql`insert into holidays (account_id, date) select ${crm.accountId}, d::date from unnest(${holidays}::text[]) d`.execute(
    db,
  )
}

type Asked = {
  who: string
  timeZone: string
  from: string
  to: string
  wishes?: (world: { crm: TestCrm; ids: typeof ids }) => ReportWishes
  measured?: MeasuredHours
}

/** Everything by hand, talk by talk: what the statements have to come to. */
function count({ who, timeZone, from, to, wishes }: Asked) {
  const asked = wishes?.({ crm, ids }) ?? {}
  const period = reportPeriod({ from, to }, timeZone, now)
  const seen = talks.filter((talk) => sees(who, talk) && isAsked(talk, asked))
  const within = (at: Date | null, start: Date, end: Date): boolean => at !== null && at >= start && at < end
  const facts = (one: readonly TestTalk[], start: Date, end: Date): ReportFacts => ({
    opened: one.filter(({ openedAt }) => within(openedAt, start, end)).length,
    closed: one.filter(({ closedAt }) => within(closedAt, start, end)).length,
    exceeded: one.flatMap(({ waits }) => waits).filter(({ missedAt }) => within(missedAt, start, end)).length,
  })
  return { period, seen, within, facts }
}

function sees(who: string, talk: TestTalk): boolean {
  const card = talk.stage ? talk.responsibleUserId : null
  if (who === 'own') return card === ids.own || talk.contactResponsibleUserId === ids.own
  if (who === 'group') return card === ids.own || card === ids.mate
  return who === 'all'
}

function isAsked(talk: TestTalk, wishes: ReportWishes): boolean {
  const { channelId, responsibleUserId, responsibleGroupId, stage } = wishes
  const isPerson =
    responsibleUserId?.includes(talk.responsibleUserId ?? 0) ||
    (responsibleGroupId && (talk.responsibleUserId === ids.own || talk.responsibleUserId === ids.mate))
  return (
    (!channelId || channelId.includes(talk.channelId)) &&
    ((!responsibleUserId && !responsibleGroupId) || isPerson === true) &&
    (!stage ||
      stage.some(
        ({ pipelineId, stageId }) =>
          talk.stage?.pipelineId === pipelineId && (stageId === null || talk.stage.stageId === stageId),
      ))
  )
}

async function open(asked: Asked, limit?: number): Promise<ReportBlocks> {
  const viewer = viewers[asked.who]
  if (!viewer) throw new Error('Nobody')
  await sql`update accounts set time_zone = ${asked.timeZone} where id = ${crm.accountId}`.execute(db)
  return openReports(
    db,
    viewer,
    {
      from: asked.from,
      to: asked.to,
      ...asked.wishes?.({ crm, ids }),
      hours: asked.measured,
      limitMinutes: limit,
    },
    now,
  )
}

const sum = (rows: readonly ReportFacts[]): ReportFacts => ({
  opened: rows.reduce((total, row) => total + row.opened, 0),
  closed: rows.reduce((total, row) => total + row.closed, 0),
  exceeded: rows.reduce((total, row) => total + row.exceeded, 0),
})

const worlds: [string, Asked][] = [
  [
    'everything over the change to winter time',
    { who: 'all', timeZone: 'Europe/Berlin', from: '2026-10-20', to: '2026-10-27' },
  ],
  [
    'the day of 25 hours by its hours',
    { who: 'all', timeZone: 'Europe/Berlin', from: '2026-10-25', to: '2026-10-25' },
  ],
  [
    'a day of another zone’s change',
    { who: 'all', timeZone: 'America/New_York', from: '2026-10-28', to: '2026-11-01' },
  ],
  [
    'a zone of half an hour, until now',
    { who: 'all', timeZone: 'Asia/Kolkata', from: '2026-10-30', to: '2026-11-05' },
  ],
  ['own ones', { who: 'own', timeZone: 'Europe/Berlin', from: '2026-10-18', to: '2026-10-31' }],
  [
    'those of the group',
    { who: 'group', timeZone: 'Pacific/Auckland', from: '2026-10-18', to: '2026-10-31' },
  ],
  ['nothing', { who: 'none', timeZone: 'Europe/Berlin', from: '2026-10-18', to: '2026-10-31' }],
  [
    'one channel',
    {
      who: 'all',
      timeZone: 'Europe/Berlin',
      from: '2026-10-12',
      to: '2026-10-25',
      wishes: (world) => ({ channelId: [world.crm.secondChannelId] }),
    },
  ],
  [
    'nobody’s and those of one colleague, of who sees his own',
    {
      who: 'own',
      timeZone: 'Europe/Berlin',
      from: '2026-10-12',
      to: '2026-10-25',
      wishes: (world) => ({ responsibleUserId: [0, world.ids.mate] }),
    },
  ],
  [
    'a group’s',
    {
      who: 'all',
      timeZone: 'Europe/Berlin',
      from: '2026-10-01',
      to: '2026-10-31',
      wishes: (world) => ({ responsibleGroupId: [world.ids.groupId] }),
    },
  ],
  [
    'one stage',
    {
      who: 'all',
      timeZone: 'Europe/Berlin',
      from: '2026-10-12',
      to: '2026-10-25',
      wishes: () => ({ stage: talks.flatMap(({ stage }) => stage ?? []).slice(0, 1) }),
    },
  ],
]

describe('figures are those of the facts, to the unit', () => {
  test.each(worlds)('conversations: %s', async (_what, asked) => {
    const { period, seen, within, facts } = count(asked)
    const blocks = await open(asked)
    const report = await blocks.conversations()
    const at = (start: Date, end: Date) => ({
      ...facts(seen, start, end),
      openedByClient: seen.filter(
        (talk) => talk.openedBy.kind === 'client' && within(talk.openedAt, start, end),
      ).length,
      inWork: seen.filter(
        ({ openedAt, closedAt }) => openedAt < end && (closedAt === null || closedAt >= end),
      ).length,
    })
    expect(report.now).toEqual(at(period.from, period.to))
    expect(report.before).toEqual(at(period.beforeFrom, period.beforeTo))

    const total = facts(seen, period.from, period.to)
    for (const rows of [
      report.bySlot,
      report.byHour,
      report.byChannel.map((row) => row.now),
      report.byAuthor.map((row) => row.now),
    ]) {
      expect(sum(rows)).toEqual(total)
    }
    for (const { channel, now: here, before } of report.byChannel) {
      const own = seen.filter(({ channelId }) => channelId === channel.id)
      expect([here, before]).toEqual([
        facts(own, period.from, period.to),
        facts(own, period.beforeFrom, period.beforeTo),
      ])
    }
    for (const { author, now: here } of report.byAuthor) {
      const isBy = (by: { kind: string; id: number | null }): boolean =>
        by.kind === author.kind && (author.kind !== 'user' || by.id === author.id)
      expect({ opened: here.opened, closed: here.closed }).toEqual({
        opened: seen.filter((talk) => isBy(talk.openedBy) && within(talk.openedAt, period.from, period.to))
          .length,
        closed: seen.filter((talk) => isBy(talk.closedBy) && within(talk.closedAt, period.from, period.to))
          .length,
      })
    }
    expectParts(
      report,
      asked,
      seen.filter(({ openedAt }) => within(openedAt, period.from, period.to)),
    )
  })

  test.each(worlds)('people: %s', async (_what, asked) => {
    const { period, seen, within, facts } = count(asked)
    const blocks = await open({ ...asked, measured: 'all' })
    const report = await blocks.people()
    expect(sum(report.items.map((row) => row.now))).toEqual(facts(seen, period.from, period.to))
    expect(sum(report.items.map((row) => row.before))).toEqual(
      facts(seen, period.beforeFrom, period.beforeTo),
    )
    for (const { userId, now: here, first } of report.items) {
      const own = seen.filter((talk) => talk.responsibleUserId === userId)
      expect(here).toEqual(facts(own, period.from, period.to))
      expect(first).toEqual(
        timesOf(
          own
            .flatMap((talk) => firstOf(talk))
            .filter(({ startedAt }) => within(startedAt, period.from, period.to)),
          openTime({ ...hours(asked.timeZone), intervals: [] }),
        ),
      )
    }
  })

  test.each(
    worlds.flatMap(([what, asked]) =>
      (['working', 'all'] as const).map(
        (measured) => [`${what}, ${measured} hours`, { ...asked, measured }] as const,
      ),
    ),
  )('response times: %s', async (_what, asked) => {
    const { period, seen, within } = count(asked)
    const report = await (await open(asked, limitMinutes)).responses()
    const time = openTime(
      asked.measured === 'all' ? { ...hours(asked.timeZone), intervals: [] } : hours(asked.timeZone),
    )
    const answers = (start: Date, end: Date, all: boolean) =>
      seen
        .flatMap((talk) => (all ? answersOf(talk) : firstOf(talk)))
        .filter(({ startedAt }) => within(startedAt, start, end))
    const both = (start: Date, end: Date) => ({
      first: timesOf(answers(start, end, false), time),
      all: timesOf(answers(start, end, true), time),
    })
    expect(report.now).toEqual(both(period.from, period.to))
    expect(report.before).toEqual(both(period.beforeFrom, period.beforeTo))
    expect(report.buckets.reduce((total, { first }) => total + first, 0)).toBe(report.now.first.count)
    expect(report.buckets.reduce((total, { all }) => total + all, 0)).toBe(report.now.all.count)
    expect(report.bySlot.reduce((total, { all }) => total + all.count, 0)).toBe(report.now.all.count)
    expect(report.waiting).toBe(
      seen
        .flatMap(({ waits }) => waits)
        .filter(({ startedAt, endedAt }) => endedAt === null && within(startedAt, period.from, period.to))
        .length,
    )
    const judged = (start: Date, end: Date) => {
      const own = seen
        .flatMap(({ waits }) => waits.filter(({ isRestored }) => !isRestored))
        .map((wait) => judge(wait, limitMinutes, time, now))
        .filter(({ dueAt }) => within(dueAt, start, end < now ? end : now))
      return { waits: own.length, exceeded: own.filter(({ isExceeded }) => isExceeded).length }
    }
    expect(report.judged).toEqual({
      limitMinutes,
      now: judged(period.from, period.to),
      before: judged(period.beforeFrom, period.beforeTo),
    })
  })

  test('judged by the limit that was in force, it is as many as there are events', async () => {
    const asked = { who: 'all', timeZone: 'Europe/Berlin', from: '2026-10-14', to: '2026-11-02' }
    const report = await (await open({ ...asked, measured: 'working' }, limitMinutes)).responses()
    const counted = await (await open(asked)).conversations()
    expect(counted.now.exceeded).toBeGreaterThan(50)
    expect(report.judged?.now.exceeded).toBe(counted.now.exceeded)
    expect(report.limited.now.exceeded).toBe(counted.now.exceeded)
  })

  test('the load of now is that of the open ones', async () => {
    for (const who of ['all', 'own', 'group', 'none']) {
      const report = await (
        await open({ who, timeZone: 'Europe/Berlin', from: '2026-10-20', to: '2026-10-20' })
      ).load()
      const own = talks.filter((talk) => talk.closedAt === null && sees(who, talk))
      const waiting = own.flatMap(({ waits }) => waits.filter(({ endedAt }) => endedAt === null))
      expect(report.total).toEqual({
        open: own.length,
        unread: own.length,
        unanswered: waiting.length,
        longestWaitingSince: waiting.map(({ startedAt }) => startedAt.toISOString()).toSorted()[0] ?? null,
      })
      expect(report.items.reduce((total, row) => total + row.open, 0)).toBe(own.length)
    }
  })
})

/** Openings by the hour of the week and by the part of the period, read off a clock on the wall. */
function expectParts(report: ConversationReport, { timeZone }: Asked, opened: readonly TestTalk[]): void {
  const { unit, slots } = report.period
  const byHour = new Map<string, number>()
  const bySlot = new Map<string, number>()
  const add = (counts: Map<string, number>, key: string): unknown =>
    counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const { openedAt, channelId } of opened) {
    const wall = wallTime(openedAt, timeZone)
    const slot = unit === 'hour' ? `${wall.slice(0, 13)}:00` : `${wall.slice(0, 10)}T00:00`
    add(bySlot, `${slot} ${channelId}`)
    add(byHour, `${((new Date(`${wall}Z`).getUTCDay() + 6) % 7) + 1} ${Number(wall.slice(11, 13))}`)
  }
  const told = <Row extends ReportFacts>(rows: readonly Row[], keyOf: (row: Row) => string) =>
    new Map(rows.filter((row) => row.opened > 0).map((row) => [keyOf(row), row.opened]))
  expect(told(report.bySlot, ({ slot, channelId }) => `${slot} ${channelId}`)).toEqual(bySlot)
  expect(told(report.byHour, ({ weekday, hour }) => `${weekday} ${hour}`)).toEqual(byHour)
  expect(report.bySlot.filter(({ slot }) => !slots.includes(slot))).toEqual([])
}

const answersOf = ({ waits }: TestTalk) =>
  waits.flatMap(({ startedAt, endedAt, endedWay, isRestored }) =>
    endedAt && endedWay === 'answered' && !isRestored ? [{ startedAt, endedAt }] : [],
  )
const firstOf = (talk: TestTalk) =>
  answersOf(talk).filter(({ endedAt }) => endedAt.getTime() === talk.firstAnswerAt?.getTime())

function timesOf(waits: readonly { startedAt: Date; endedAt: Date }[], time: OpenTime): ReportTimes {
  const seconds = waits
    .map(({ startedAt, endedAt }) => Math.floor(time.between(startedAt, endedAt) / 1000))
    .toSorted((one, other) => one - other)
  const at = (share: number): number | null => seconds[Math.ceil(share * seconds.length) - 1] ?? null
  return { count: seconds.length, medianSeconds: at(0.5), p90Seconds: at(0.9) }
}

test.each([
  ['everything', { who: 'all', timeZone: 'Europe/Berlin', from: '2026-10-24', to: '2026-10-26' }, {}],
  ['own ones', { who: 'own', timeZone: 'America/New_York', from: '2026-10-20', to: '2026-11-01' }, {}],
  [
    'one channel',
    {
      who: 'group',
      timeZone: 'Asia/Kolkata',
      from: '2026-10-20',
      to: '2026-10-25',
      wishes: (world: { crm: TestCrm }) => ({ channelId: [world.crm.channelId] }),
    },
    { channel: true },
  ],
] as const)(
  'the event list has as many rows: %s',
  async (_what, asked, { channel = false }: { channel?: boolean }) => {
    const report = await (await open(asked)).conversations()
    const viewer = viewers[asked.who]
    if (!viewer) throw new Error('Nobody')
    const listed = async (type: EventType): Promise<number> => {
      const filter = {
        type: [type],
        from: asked.from,
        to: asked.to,
        ...(channel && { channelId: [crm.channelId] }),
      }
      let [rows, before]: [number, string | undefined] = [0, undefined]
      do {
        const page: EventPage = await listEvents(db, viewer, { ...filter, before, limit: 100 }, now)
        rows += page.items.length
        before = page.before ?? undefined
      } while (before !== undefined)
      return rows
    }
    expect({
      opened: await listed('conversation.opened'),
      closed: await listed('conversation.closed'),
      exceeded: await listed('response_time.exceeded'),
    }).toEqual(sum([report.now]))
    expect(report.now.opened).toBeGreaterThan(10)
  },
)

describe('one conversation a row', () => {
  const authors: Record<string, string> = { client: 'Клиент', outside: 'Ответ из мессенджера' }

  async function rowsOf(asked: Asked): Promise<string[]> {
    const { scope, measure } = await open(asked, limitMinutes)
    const { counted } = await measure()
    const viewer = viewers[asked.who]
    if (!viewer) throw new Error('Nobody')
    const rows = walkConversations(db, viewer, scope, { counted, language: 'ru' })
    const file = fileOf(rows, { name: 'Беседы', view: scope.view, format: 'csv', language: 'ru' })
    return (await text(await file.open())).split('\r\n').slice(0, -1)
  }

  test('every one that was opened, once, with what became of it', async () => {
    const asked = {
      who: 'all',
      timeZone: 'Europe/Berlin',
      from: '2026-10-10',
      to: '2026-11-05',
      measured: 'all',
    } as const
    const [head, ...rows] = await rowsOf(asked)
    const { period, seen, within } = count(asked)
    const opened = seen.filter(({ openedAt }) => within(openedAt, period.from, period.to))
    expect(head).toMatch(/^Беседа №;Открыта;Кто открыл;Закрыта;/)
    expect(rows.map((row) => Number(row.split(';')[0])).toSorted((one, other) => one - other)).toEqual(
      opened.map(({ number }) => number),
    )
    for (const talk of opened.filter(
      ({ closedBy, responsibleUserId }) => closedBy.kind === 'system' && responsibleUserId === crm.adminId,
    )) {
      const cells = rows.find((row) => row.startsWith(`${talk.number};`))?.split(';') ?? []
      const [first] = firstOf(talk)
      const waits = talk.waits.filter(({ isRestored }) => !isRestored)
      expect(cells).toEqual([
        String(talk.number),
        wallTime(talk.openedAt, 'Europe/Berlin').replace('T', ' '),
        authors[talk.openedBy.kind] ?? (talk.openedBy.id === crm.adminId ? 'Анна' : 'Борис'),
        talk.closedAt ? wallTime(talk.closedAt, 'Europe/Berlin').replace('T', ' ') : '',
        talk.closedAt ? 'Система' : '',
        talk.closedAt ? 'Вручную' : '',
        'Бот',
        `Клиент ${talk.number}`,
        talk.stage ? `Сделка ${talk.number}` : '',
        'Анна',
        first ? String(Math.floor((first.endedAt.getTime() - first.startedAt.getTime()) / 1000)) : '',
        String(waits.length),
        String(waits.filter(({ missedAt }) => missedAt).length),
        '0',
        '0',
      ])
    }
  })

  test('only what one sees; what a client calls himself is run by no program; names stay where the role takes none away', async () => {
    const asked = { who: 'own', timeZone: 'Europe/Berlin', from: '2026-10-10', to: '2026-11-05' }
    const { seen } = count(asked)
    const one = seen.find(({ contactResponsibleUserId }) => contactResponsibleUserId === ids.own)
    await sql`update contacts k set name = '=HYPERLINK("x")' from conversations v
      where v.account_id = ${crm.accountId} and v.number = ${one?.number} and k.account_id = v.account_id and k.id = v.contact_id`.execute(
      db,
    )
    const [, ...rows] = await rowsOf(asked)
    expect(rows).toHaveLength(seen.length)
    const own = rows.find((row) => row.startsWith(`${one?.number};`))
    expect(own).toContain(`"'=HYPERLINK(""x"")"`)
    const viewer = viewers['own']
    if (!viewer) throw new Error('Nobody')
    viewers['own'] = { ...viewer, rights: rightsOf((action) => (action === 'export' ? 'none' : 'own')) }
    const [, ...nameless] = await rowsOf(asked)
    viewers['own'] = viewer
    expect(nameless).toHaveLength(seen.length)
    expect(nameless.join('')).not.toMatch(/HYPERLINK|Клиент \d|Сделка/)
  })
})

test('what colleagues and clients do is told at once; an answer that never leaves is none', async () => {
  const account = await createCrm()
  const viewer = await account.viewer(account.adminId)
  const { number } = await account.write('Марина')
  await account.write('Олег')
  const { rows } = await sql<{ id: string; day: string }>`
    select v.chat_id as id, to_char(now() at time zone a.time_zone, 'YYYY-MM-DD') as day from conversations v
    join accounts a on a.id = v.account_id where v.account_id = ${account.accountId} and v.number = ${number}`.execute(
    db,
  )
  const { id: chatId = '', day = '' } = rows[0] ?? {}
  const blocks = () => openReports(db, viewer, { from: day, to: day, hours: 'all' }, new Date())
  const first = async (): Promise<number> => (await (await blocks()).responses()).now.first.count
  const answer = async (): Promise<string> => {
    const sending = {
      id: randomUUID(),
      chatId,
      text: 'Добрый день',
      fileIds: [],
      replyToId: null,
      card: null,
      seenMessageId: null,
      anyway: true,
    }
    return inTransaction(db, (tx) => sendMessage(tx, { kind: 'user', viewer }, sending, new Date()))
  }
  const messageId = await answer()
  expect(await first()).toBe(1)
  await inTransaction(db, (tx) =>
    failPart(
      tx,
      { accountId: account.accountId, chatId, channelId: account.channelId, messageId, position: 0, number },
      'refused',
      new Date(),
    ),
  )
  expect(await first()).toBe(0)
  await answer()
  expect(await first()).toBe(1)
  expect(
    await account.call(account.adminId, 'POST', `/conversations/${number}/closure`, { anyway: true }),
  ).toMatchObject({ status: 200 })
  const { now: told, byAuthor } = await (await blocks()).conversations()
  expect(told).toEqual({ opened: 2, openedByClient: 2, closed: 1, exceeded: 0, inWork: 1 })
  expect(
    byAuthor.map(({ author, now: facts }) => [author.kind, author.name, facts.opened, facts.closed]),
  ).toEqual(
    expect.arrayContaining([
      ['client', null, 2, 0],
      ['user', 'Анна', 0, 1],
    ]),
  )
})

test('a year is told by its weeks', async () => {
  const report = await (
    await open({ who: 'all', timeZone: 'Europe/Berlin', from: '2026-01-01', to: '2026-12-31' })
  ).conversations()
  expect(report.period.unit).toBe('week')
  expect(sum(report.bySlot)).toEqual(sum([report.now]))
  expect(report.bySlot.every(({ slot }) => slot.slice(0, 10) === mondayOf(slot.slice(0, 10)))).toBe(true)
  expect(Date.parse(report.period.to) - Date.parse(report.period.from)).toBe(365 * dayMs)
})
