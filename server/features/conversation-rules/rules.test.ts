import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newConversationRules, type NewConversationRule } from '#contract/account-settings'
import type { ChannelSettings } from '#contract/channels'
import type { RuleTrial } from '#contract/conversation-rules'
import * as accountSettings from '#features/account-settings'
import { closeConversation, projections, recipientsOf } from '#features/conversations'
import { sendMessage } from '#features/messages'
import { uuidv7 } from '#lib/crypto'
import { createLog } from '#lib/log'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { projections as customerProjections } from '../customers/projections.ts'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { createIntake, type Intake } from '../intake/intake.ts'
import { messageOf, personOf } from '../intake/test-account.ts'
import { chatOf, sendAs } from '../messages/test-messages.ts'
import { routes } from './routes.ts'

const database = await createTestDatabase()
const { db } = database
const open = await openCrm(database, (deps) => [...routes(deps), ...accountSettings.routes(deps)])

const expectExact = async (): Promise<void> =>
  expect(await findWrongProjections(database.pool, [...projections, ...customerProjections])).toEqual([])

type World = TestCrm & {
  set(change: object): Promise<void>
  channel(settings: Partial<ChannelSettings>, columns?: { groupId?: number; userId?: number }): Promise<void>
  try(query: { contactId?: number; way?: 'in' | 'out'; userId?: number }): Promise<RuleTrial>
  close(...numbers: number[]): Promise<void>
  /** The latest conversation of each, with its card's stage and responsible. */
  latest(name: string): Promise<Latest>
}
type Latest = {
  number: number
  card: string | null
  stage: string | null
  responsible: number | null
  contactId: number
  contactResponsible: number | null
}

async function openWorld(): Promise<World> {
  const crm = await open()
  const { accountId, adminId, channelId } = crm
  return {
    ...crm,
    set: async (change) => {
      expect(await crm.call(adminId, 'PATCH', '/account-settings', change)).toMatchObject({ status: 200 })
    },
    channel: async (settings, { groupId, userId } = {}) => {
      await sql`update channels set settings = settings || ${JSON.stringify(settings)}::jsonb,
        group_id = coalesce(${groupId ?? null}, group_id), responsible_user_id = ${userId ?? null}
        where account_id = ${accountId} and id = ${channelId}`.execute(db)
    },
    try: async ({ contactId, way = 'in', userId = adminId }) => {
      const who = contactId === undefined ? '' : `&contactId=${contactId}`
      const reply = await crm.call(
        userId,
        'GET',
        `/conversation-rules/trial?channelId=${channelId}&way=${way}${who}`,
      )
      expect(reply.status, JSON.stringify(reply.body)).toBe(200)
      return reply.body as RuleTrial
    },
    close: async (...numbers) => {
      await db.transaction().execute(async (tx) => {
        for (const number of numbers) {
          await closeConversation(tx, {
            accountId,
            number,
            actor: { kind: 'user', id: adminId },
            way: 'hand',
            road: 'hand',
            now: new Date(),
          })
        }
      })
    },
    latest: async (name) => {
      const { rows } = await sql<Latest>`
        select v.number, v.card_kind || ' ' || v.card_id as card, s.kind as stage, v.responsible_user_id as responsible,
          k.id as "contactId", k.responsible_user_id as "contactResponsible"
        from conversations v join contacts k on k.account_id = v.account_id and k.id = v.contact_id
        left join cards d on d.account_id = v.account_id and d.kind = v.card_kind and d.id = v.card_id
        left join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
        where v.account_id = ${accountId} and k.name = ${name} order by v.number desc limit 1`.execute(db)
      const [row] = rows
      if (!row) throw new Error('no conversation')
      return row
    },
  }
}

/** Another process on the same database. */
const createNode = (): Intake =>
  createIntake({
    pool: database.pool,
    db,
    clock: () => new Date(),
    secretKey: Buffer.alloc(32, 7),
    log: createLog({ level: 'silent' }),
    onCommit: () => {},
  })

type Has = {
  kind?: 'deal' | 'customer'
  stage?: 'incoming' | 'normal' | 'won' | 'lost'
  /** Minutes after the others. */
  at: number
  isDeleted?: boolean
  link?: 'main' | 'other' | 'merged'
}

/** What a contact has, and which of it each rule takes; null: a new deal. */
const cases: Record<string, { has: Has[] } & Record<NewConversationRule, number | null>> = {
  nothing: { has: [], latest_open: null, always_new: null, latest_any: null },
  'an open deal': { has: [{ at: 1 }], latest_open: 0, always_new: null, latest_any: 0 },
  'an incoming lead': {
    has: [{ at: 1, stage: 'incoming' }],
    latest_open: 0,
    always_new: null,
    latest_any: 0,
  },
  'a lost or declined deal': {
    has: [{ at: 1, stage: 'lost' }],
    latest_open: null,
    always_new: null,
    latest_any: 0,
  },
  'a won deal': { has: [{ at: 1, stage: 'won' }], latest_open: null, always_new: null, latest_any: 0 },
  'a deleted deal': {
    has: [{ at: 1, isDeleted: true }],
    latest_open: null,
    always_new: null,
    latest_any: null,
  },
  'a customer': { has: [{ at: 1, kind: 'customer' }], latest_open: 0, always_new: null, latest_any: 0 },
  'a deleted customer and a lost deal': {
    has: [
      { at: 2, kind: 'customer', isDeleted: true },
      { at: 1, stage: 'lost' },
    ],
    latest_open: null,
    always_new: null,
    latest_any: 1,
  },
  'a newer customer and an older deal': {
    has: [{ at: 1 }, { at: 2, kind: 'customer' }],
    latest_open: 1,
    always_new: null,
    latest_any: 1,
  },
  'an older deal made in the database later': {
    has: [{ at: 2 }, { at: 1 }],
    latest_open: 0,
    always_new: null,
    latest_any: 0,
  },
  'two deals of the same moment': {
    has: [{ at: 1 }, { at: 1 }],
    latest_open: 1,
    always_new: null,
    latest_any: 1,
  },
  'an open deal and a later lost one': {
    has: [{ at: 1 }, { at: 2, stage: 'lost' }],
    latest_open: 0,
    always_new: null,
    latest_any: 1,
  },
  'a deal of somebody else he is linked to': {
    has: [{ at: 1, link: 'other' }],
    latest_open: 0,
    always_new: null,
    latest_any: 0,
  },
  'a deal of a contact merged into his': {
    has: [{ at: 1, link: 'merged' }],
    latest_open: 0,
    always_new: null,
    latest_any: 0,
  },
}

/** Gives a contact what it is to have. @returns the cards, spelled as conversations name them. */
async function give({ accountId, adminId }: World, contactId: number, has: Has[]): Promise<string[]> {
  const made: string[] = []
  for (const { kind = 'deal', stage = 'normal', at, isDeleted = false, link = 'main' } of has) {
    const { rows } = await sql<{ id: number }>`
      with of as (
        select s.pipeline_id, s.id from stages s join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id
        where s.account_id = ${accountId} and p.kind = ${kind} and s.kind = ${stage} order by s.position limit 1
      ), other as (
        insert into contacts (account_id, id, root_id, name, name_source)
        select ${accountId}, n.id, case when ${link} = 'merged' then ${contactId} else n.id end, 'Другой', 'user'
        from (select nextval('contact_ids') as id) n where ${link} <> 'main' returning id
      ), made as (
        insert into ${sql.table(kind === 'deal' ? 'deals' : 'customers')} (account_id, id, root_id, pipeline_id, stage_id, name,
          responsible_user_id, main_contact_id, created_at, deleted_at)
        select ${accountId}, n.id, n.id, of.pipeline_id, of.id, 'Карточка', ${adminId},
          coalesce((select id from other), ${contactId}), now() + ${at} * interval '1 minute',
          case when ${isDeleted} then now() end
        from of, (select nextval('deal_ids') as id) n returning id
      ), links as (
        insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main)
        select ${accountId}, ${kind}, made.id, case when ${link} = 'merged' then (select id from other) else ${contactId} end,
          ${link} <> 'other' from made
      )
      select id from made`.execute(db)
    made.push(`${kind} ${rows[0]?.id}`)
  }
  return made
}

test('whatever a contact has, the conversation comes where the rule and the try-it box said', async () => {
  const world = await openWorld()
  const names = Object.keys(cases)
  for (const rule of newConversationRules) {
    const people = names.map((name) => ({
      name,
      person: personOf(`${world.accountId}-${rule}-${name}`, `${rule} ${name}`),
    }))
    await world.take(...people.map(({ person }) => messageOf(person, 'Здравствуйте')))
    const first = new Map<string, Latest>()
    for (const { name, person } of people) first.set(name, await world.latest(person.name))
    await world.close(...[...first.values()].map(({ number }) => number))
    // Only what each is to have is left of them.
    await sql`update deals set deleted_at = now() where account_id = ${world.accountId}`.execute(db)
    await world.set({ newConversationRule: rule })
    const wanted = new Map<string, { card: string | null; said: RuleTrial }>()
    for (const { name } of people) {
      const { contactId } = first.get(name) ?? { contactId: 0 }
      const cards = await give(world, contactId, cases[name]?.has ?? [])
      const index = cases[name]?.[rule] ?? null
      const said = await world.try({ contactId })
      wanted.set(name, { card: index === null ? null : (cards[index] ?? null), said })
    }
    await world.take(...people.map(({ person }) => messageOf(person, 'Ещё вопрос')))
    for (const { name, person } of people) {
      const { card, said } = wanted.get(name) ?? {}
      const then = await world.latest(person.name)
      if (card === null) {
        expect(said, `${rule}: ${name}`).toMatchObject({
          outcome: 'new_deal',
          card: null,
          deal: { isIncomingLead: false },
        })
        expect([then.card?.startsWith('deal '), then.stage]).toEqual([true, 'normal'])
      } else {
        expect(said, `${rule}: ${name}`).toMatchObject({ outcome: 'card', deal: null })
        expect(`${said?.card?.kind} ${said?.card?.id}`).toBe(card)
        expect(then.card).toBe(card)
      }
      const hasAny = (cases[name]?.has ?? []).some((each) => !each.isDeleted)
      expect(said?.reasons.includes('no_card_at_all'), name).toBe(!hasAny)
    }
  }
  await expectExact()
})

test('a card decides also for an asker who may not see it, and is not named to him', async () => {
  const world = await openWorld()
  const { contactId, number } = await world.write('Марина')
  await world.close(number)
  const blind = await world.addUser({ deals: { view: 'none' } })
  await sql`update roles r set settings = true from users u where u.id = ${blind} and r.id = u.role_id`.execute(
    db,
  )
  expect(await world.try({ contactId, userId: blind })).toMatchObject({
    outcome: 'card',
    card: { kind: 'deal', id: null, name: null },
  })
})

test('a rule of the channel stands over the account’s; what exists is left as it is', async () => {
  const world = await openWorld()
  const first = await world.write('Марина')
  const rowsOf = async (): Promise<unknown> =>
    (
      await sql`select (select jsonb_agg(v order by v.number) from conversations v where v.account_id = ${world.accountId}) as talks,
        (select jsonb_agg(d order by d.id) from deals d where d.account_id = ${world.accountId}) as deals`.execute(
        db,
      )
    ).rows
  const before = await rowsOf()
  await world.channel({ newConversationRule: 'always_new', incomingLeads: true })
  await world.set({ newConversationRule: 'latest_any', dealOnFirstReply: true })
  expect(await rowsOf()).toEqual(before)
  expect(await world.try({ contactId: first.contactId })).toMatchObject({
    outcome: 'stays',
    number: first.number,
    reasons: ['open_conversation'],
  })
  await world.close(first.number)
  expect(await world.try({ contactId: first.contactId })).toMatchObject({
    outcome: 'new_deal',
    deal: { isIncomingLead: true },
    reasons: [
      'rule_of_channel',
      'rule_always_new',
      'pipeline_main',
      'incoming_leads_on',
      'responsible_nobody',
    ],
  })
  const second = await world.write('Марина', 'Ещё вопрос')
  expect(second.dealId).not.toBe(first.dealId)
  expect(await world.latest('Марина')).toMatchObject({ stage: 'incoming', responsible: null })
  await expectExact()
})

test('incoming leads in a pipeline without their stage come to its first one, and it is told', async () => {
  const world = await openWorld()
  await world.channel({ incomingLeads: true })
  await sql`delete from stages where account_id = ${world.accountId} and kind = 'incoming'`.execute(db)
  expect((await world.try({})).reasons).toContain('incoming_leads_no_stage')
  await world.write('Марина')
  expect(await world.latest('Марина')).toMatchObject({ stage: 'normal' })
})

test('who answers for a deal: the channel’s responsible, the contact’s, and nobody where there is none', async () => {
  const world = await openWorld()
  const boris = await world.addUser()
  await world.channel({ newConversationRule: 'always_new' }, { userId: boris })
  const { number, contactId } = await world.write('Марина')
  expect(await world.latest('Марина')).toMatchObject({ responsible: boris, contactResponsible: boris })
  await world.close(number)
  await sql`update contacts set responsible_user_id = ${world.adminId} where id = ${contactId}`.execute(db)
  await world.channel({ responsibleRule: 'contact' }, { userId: boris })
  await world.write('Марина', 'Ещё')
  expect(await world.latest('Марина')).toMatchObject({ responsible: world.adminId })
  await world.write('Олег')
  expect(await world.latest('Олег')).toMatchObject({ responsible: null, contactResponsible: null })
})

test('outgoing and by the API: the composer’s card, else the latest open one, and never a deal', async () => {
  const world = await openWorld()
  const { accountId, adminId } = world
  const { number, dealId } = await world.write('Марина')
  const chatId = await chatOf(db, accountId, `${accountId}-Марина`)
  const viewer = await world.viewer(adminId)
  const lost = { kind: 'deal' as const, id: dealId }
  await world.close(number)
  await sendAs(db, viewer, chatId, { text: 'Добрый день' })
  const inOpen = await world.latest('Марина')
  expect(inOpen).toMatchObject({ card: `deal ${dealId}` })
  await world.close(inOpen.number)
  await sql`update deals set stage_id = 143 where account_id = ${accountId}`.execute(db)
  await sendAs(db, viewer, chatId, { text: 'Добрый день', card: lost })
  const inLost = await world.latest('Марина')
  expect(inLost).toMatchObject({ card: `deal ${dealId}` })
  await world.close(inLost.number)
  await db.transaction().execute((tx) =>
    sendMessage(
      tx,
      { kind: 'api', viewer },
      {
        id: uuidv7(),
        chatId,
        text: 'Добрый день',
        fileIds: [],
        replyToId: null,
        card: null,
        seenMessageId: null,
        anyway: false,
      },
      new Date(),
    ),
  )
  expect(await world.latest('Марина')).toMatchObject({ card: null })
  await expectExact()
})

test('the first reply to what we opened without a card makes a deal where the account says so, once, and none where it does not', async () => {
  const world = await openWorld()
  const { accountId, adminId } = world
  const viewer = await world.viewer(adminId)
  const writeFirst = async (name: string): Promise<Latest> => {
    const { number } = await world.write(name)
    await world.close(number)
    await sql`update deals set stage_id = 143 where account_id = ${accountId}`.execute(db)
    await sendAs(db, viewer, await chatOf(db, accountId, `${accountId}-${name}`), { text: 'Добрый день' })
    return world.latest(name)
  }
  const replies = (name: string, count: number) =>
    world.take(
      ...Array.from({ length: count }, () => messageOf(personOf(`${accountId}-${name}`, name), 'Да')),
    )

  const off = await writeFirst('Олег')
  await replies('Олег', 1)
  await world.set({ dealOnFirstReply: true })
  await replies('Олег', 1)
  expect(await world.latest('Олег')).toEqual(off)

  const on = await writeFirst('Марина')
  expect(await world.try({ contactId: on.contactId })).toMatchObject({
    outcome: 'new_deal',
    reasons: ['first_reply', 'pipeline_main', 'responsible_nobody'],
  })
  await replies('Марина', 2)
  const after = await world.latest('Марина')
  expect(after).toMatchObject({ number: on.number, stage: 'normal' })
  await replies('Марина', 2)
  expect(await world.latest('Марина')).toEqual(after)
  const { rows } = await sql<{ type: string; before: unknown; after: unknown }>`
    select type, before, after from events where account_id = ${accountId} and road = 'rule'
      and card_id = ${Number(after.card?.split(' ')[1])} order by type`.execute(db)
  expect(rows).toMatchObject([
    {
      type: 'conversation.moved',
      before: { card: null },
      after: { card: { kind: 'deal', id: expect.any(Number) } },
    },
    { type: 'deal.created' },
  ])

  // What a colleague wrote in the messenger itself and the answer to it may come together.
  const { ownPhone: _phone, ...ours } = messageOf(personOf(`${accountId}-Нина`, 'Нина'), 'Добрый день')
  const reply = messageOf(personOf(`${accountId}-Нина`, 'Нина'), 'Да')
  await world.take({ ...ours, kind: 'outside', sendId: null, operatorId: null }, reply)
  expect(await world.latest('Нина')).toMatchObject({ stage: 'normal' })

  const beside = await writeFirst('Пётр')
  const [openDeal] = await give(world, beside.contactId, [{ at: 1 }])
  await replies('Пётр', 1)
  expect(await world.latest('Пётр')).toMatchObject({ number: beside.number, card: openDeal })
  await expectExact()
})

test('64 who come at once are shared to within one by those of the group who are at work; with nobody there the group is told', async () => {
  const world = await openWorld()
  const { accountId } = world
  const groupId = await world.addGroup()
  const users = []
  for (let i = 0; i < 6; i += 1) users.push(await world.addUser({}, groupId))
  const [, , , away, gone, mute] = users
  await sql`update users set away_until = now() + interval '1 day', substitute_id = ${world.adminId} where id = ${away}`.execute(
    db,
  )
  await sql`update users set status = 'deactivated' where id = ${gone}`.execute(db)
  await sql`update roles r set answers_clients = false from users u where u.id = ${mute} and r.id = u.role_id`.execute(
    db,
  )
  await world.channel({ responsibleRule: 'round_robin' }, { groupId })
  const atWork = users.slice(0, 3)

  // Asking makes nothing and takes nobody's turn.
  const allRows = async (): Promise<unknown> =>
    (
      await sql`select (select jsonb_agg(t) from round_robin t where account_id = ${accountId}) as turns,
        (select jsonb_agg(t) from account_counters t where account_id = ${accountId}) as counters,
        (select count(*) from deals) as deals, (select count(*) from contacts) as contacts,
        (select count(*) from conversations) as talks, (select count(*) from events) as events,
        (select count(*) from changes) as changes`.execute(db)
    ).rows
  const before = await allRows()
  const said = [await world.try({}), await world.try({}), await world.try({ way: 'out' })]
  expect(said.map((each) => [each.outcome, each.responsibleUserId])).toEqual([
    ['new_deal', atWork[0]],
    ['new_deal', atWork[0]],
    ['no_card', null],
  ])
  expect(await allRows()).toEqual(before)

  const people = Array.from({ length: 64 }, (_one, index) => personOf(`${accountId}-many-${index}`))
  // Two nodes, each with a take of its own for every client.
  const other = createNode()
  const ref = { accountId, id: world.channelId, kind: 'telegram' as const }
  await Promise.all(
    people.map((person, index) =>
      (index % 2 === 0 ? world.intake : other).take(ref, [messageOf(person, 'Здравствуйте')], {}),
    ),
  )
  const { rows } = await sql<{ id: number; n: number; same: boolean }>`
    select d.responsible_user_id as id, count(*)::int as n, bool_and(k.responsible_user_id = d.responsible_user_id) as same
    from deals d join contacts k on k.account_id = d.account_id and k.id = d.main_contact_id
    where d.account_id = ${accountId} group by 1 order by 1`.execute(db)
  expect(rows.map((row) => row.id)).toEqual(atWork)
  expect(rows.map((row) => row.n).toSorted()).toEqual([21, 21, 22])
  expect(rows.every((row) => row.same)).toBe(true)

  // 64 turns end with the first of three; who is away meanwhile is passed over, and the turn is kept.
  await sql`update users set away_until = now() + interval '1 day' where id = ${atWork[1]}`.execute(db)
  expect((await world.try({})).responsibleUserId).toBe(atWork[2])
  await world.write('Марина')
  expect(await world.latest('Марина')).toMatchObject({
    responsible: atWork[2],
    contactResponsible: atWork[2],
  })

  await sql`update users set away_until = now() + interval '1 day' where account_id = ${accountId} and group_id = ${groupId}`.execute(
    db,
  )
  expect(await world.try({})).toMatchObject({
    responsibleUserId: null,
    toldGroup: { id: groupId },
    reasons: ['no_card_at_all', 'pipeline_main', 'responsible_nobody_in_turn'],
  })
  await world.write('Олег')
  const nobody = await world.latest('Олег')
  expect(nobody).toMatchObject({ responsible: null, contactResponsible: null })
  const told = await sql<{ id: number }>`
    select r.user_id as id from ${recipientsOf(accountId, [nobody.number])} r order by 1`.execute(db)
  expect(told.rows.map((row) => row.id)).toEqual(users.filter((id) => id !== gone))
  await expectExact()
})

test('a change of the settings is kept with who made it, when, and what was before; one that changes nothing is none', async () => {
  const world = await openWorld()
  const { accountId, adminId } = world
  const read = async (): Promise<unknown> => (await world.call(adminId, 'GET', '/account-settings')).body
  expect(await read()).toMatchObject({
    settings: { newConversationRule: 'latest_open', dealOnFirstReply: false },
    changed: null,
  })
  await world.set({ newConversationRule: 'latest_open' })
  expect(await read()).toMatchObject({ changed: null })
  await world.set({ newConversationRule: 'always_new', dealOnFirstReply: false })
  await world.set({ dealOnFirstReply: true })
  expect(await read()).toMatchObject({
    settings: { newConversationRule: 'always_new', dealOnFirstReply: true },
    changed: { byUserId: adminId },
  })
  const versions = await sql`select before, after, by_user_id as by from settings_versions
    where account_id = ${accountId} order by id`.execute(db)
  const kept = [
    { before: { newConversationRule: 'latest_open' }, after: { newConversationRule: 'always_new' } },
    { before: { dealOnFirstReply: false }, after: { dealOnFirstReply: true } },
  ]
  expect(versions.rows).toEqual(kept.map((each) => ({ ...each, by: adminId })))
  const events =
    await sql`select before, after from events where account_id = ${accountId} and type = 'settings.changed'
    order by id`.execute(db)
  expect(events.rows).toEqual(kept)
})
