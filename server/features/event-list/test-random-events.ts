import { sql } from 'kysely'
import type { EventFilter } from '#contract/event-list'
import type { ActorKind } from '#contract/common'
import type { EventType } from '#contract/events'
import type { Viewer } from '#features/access'
import { uuidv7 } from '#lib/crypto'
import type { Database } from '#lib/db'
import type { TestCrm } from '../deals/test-crm.ts'

type Kept = {
  id: string
  at: Date
  type: EventType
  actorKind: ActorKind
  actorId: number | null
  subjectKind: string
  subjectId: string
  number: number | null
  contactId: number | null
  cardKind: 'deal' | 'customer' | null
  cardId: number | null
  channelId: number | null
}

const names = ['admin', 'all', 'group', 'own', 'none', 'participant', 'settings'] as const

export type RandomWorld = {
  viewers: Record<(typeof names)[number], Viewer>
  /** Newest first. */
  events: Kept[]
  owners: Map<string, number | null>
  groupOf: Map<number, number | null>
  sharedDealId: number
  userIds: number[]
  channelIds: number[]
  dealIds: number[]
  contactIds: number[]
  companyIds: number[]
  numbers: number[]
}

/** A row of small numbers that is the same at every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % sides
  }
}

/** An account of several owners, and events about everything in it, straight into the table. */
export async function addRandomEvents({ db }: Database, crm: TestCrm): Promise<RandomWorld> {
  const roll = dice(20_261_126)
  const pick = <One>(list: readonly One[]): One => {
    const one = list[roll(list.length)]
    if (one === undefined) throw new Error('Nothing to pick from')
    return one
  }
  const { accountId, adminId } = crm
  const group = await crm.addGroup()
  const reach = (view: 'all' | 'group' | 'own' | 'none') => ({
    deals: { view },
    customers: { view },
    contacts: { view },
    companies: { view },
    tasks: { view },
  })
  const ids = {
    admin: adminId,
    all: await crm.addUser(),
    group: await crm.addUser(reach('group'), group),
    own: await crm.addUser(reach('own')),
    none: await crm.addUser(reach('none')),
    participant: await crm.addUser(reach('none')),
    settings: await crm.addUser(reach('none')),
  }
  const mate = await crm.addUser({}, group)
  await sql`update roles set settings = true where account_id = ${accountId}
    and id = (select role_id from users where account_id = ${accountId} and id = ${ids.settings})`.execute(db)
  const owners = new Map<string, number | null>()
  const people = [adminId, mate, ids.own, null]
  const written = []
  for (let n = 0; n < 8; n += 1) written.push(await crm.write(`Клиент ${n}`))
  const dealIds = written.map((one) => one.dealId)
  const contactIds = written.map((one) => one.contactId)
  const numbers = written.map((one) => one.number)
  const companyIds: number[] = []
  for (let n = 0; n < 4; n += 1) {
    const { body } = await crm.call(adminId, 'POST', '/companies', { name: `Компания ${n}` })
    companyIds.push((body as { id: number }).id)
  }
  const taskIds = (
    await sql<{
      id: number
    }>`insert into tasks (account_id, request_id, type_id, text, due_at, remind_at, responsible_user_id, created_by,
        created_at, updated_at)
      select ${accountId}, gen_random_uuid(), coalesce((select min(id) from task_types where account_id = ${accountId}), 1), 'Дело', now(), now(),
        ${adminId}, ${adminId}, now(), now() from generate_series(1, 4) returning id`.execute(db)
  ).rows.map(({ id }) => id)
  for (const [table, kind, list] of [
    ['deals', 'deal', dealIds],
    ['contacts', 'contact', contactIds],
    ['companies', 'company', companyIds],
    ['tasks', 'task', taskIds],
  ] as const) {
    for (const id of list) {
      const owner = kind === 'task' ? pick([adminId, mate, ids.own]) : pick(people)
      owners.set(`${kind}:${id}`, owner)
      await sql`update ${sql.table(table)} set responsible_user_id = ${owner}
        where account_id = ${accountId} and id = ${id}`.execute(db)
    }
  }
  for (const { number, dealId, contactId } of written) {
    const [card, contact] = [owners.get(`deal:${dealId}`), owners.get(`contact:${contactId}`)]
    await sql`update conversations set responsible_user_id = ${card ?? null}, contact_responsible_user_id = ${contact ?? null}
      where account_id = ${accountId} and number = ${number}`.execute(db)
  }
  const sharedDealId = dealIds.find((id) => owners.get(`deal:${id}`) === adminId) ?? dealIds[0] ?? 0
  await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
    values (${accountId}, 'deal', ${sharedDealId}, 'user', ${ids.participant}, ${adminId})`.execute(db)
  await sql`delete from events where account_id = ${accountId}`.execute(db)
  const channelIds = [crm.channelId, crm.channelId + 1_000_000]
  const events: Kept[] = []
  for (let n = 0; n < 400; n += 1) {
    const one = pick(written)
    const at = new Date(Date.UTC(2026, 1, 1 + roll(28), roll(24), roll(3), 0))
    const author = pick<[ActorKind, number | null]>([
      ['client', one.contactId],
      ['user', adminId],
      ['user', mate],
      ['api', adminId],
      ['system', null],
      ['bot', 5],
    ])
    const base = {
      id: uuidv7(),
      at,
      actorKind: author[0],
      actorId: author[1],
      number: null,
      contactId: null,
      cardKind: null,
      cardId: null,
      channelId: null,
    }
    const card = { cardKind: 'deal', cardId: one.dealId } as const
    const talk = { number: one.number, contactId: one.contactId, channelId: pick(channelIds), ...card }
    const make = pick<() => Kept>([
      () => ({
        ...base,
        ...talk,
        type: pick(['message.received', 'message.queued', 'conversation.opened', 'conversation.closed']),
        subjectKind: 'conversation',
        subjectId: String(one.number),
      }),
      () => ({
        ...base,
        ...card,
        contactId: one.contactId,
        type: pick(['deal.changed', 'deal.moved']),
        subjectKind: 'deal',
        subjectId: String(one.dealId),
      }),
      () => ({
        ...base,
        contactId: one.contactId,
        type: 'contact.changed',
        subjectKind: 'contact',
        subjectId: String(one.contactId),
      }),
      () => ({
        ...base,
        ...card,
        contactId: one.contactId,
        type: 'contact.linked',
        subjectKind: 'contact',
        subjectId: String(one.contactId),
      }),
      () => ({
        ...base,
        type: 'company.changed',
        subjectKind: 'company',
        subjectId: String(pick(companyIds)),
      }),
      () => ({
        ...base,
        ...card,
        type: 'task.changed',
        subjectKind: 'task',
        subjectId: String(pick(taskIds)),
      }),
      () => ({ ...base, ...card, type: 'internal.sent', subjectKind: 'internal_chat', subjectId: uuidv7() }),
      () => ({
        ...base,
        type: pick(['user.joined', 'user.invited', 'user.token_made']),
        subjectKind: 'user',
        subjectId: String(adminId),
      }),
      () => ({ ...base, type: 'tag.changed', subjectKind: 'tag', subjectId: '1' }),
      () => ({ ...base, type: 'role.changed', subjectKind: 'role', subjectId: '1' }),
      () => ({ ...base, type: 'stage.changed', subjectKind: 'stage', subjectId: '1.142' }),
      () => ({ ...base, type: 'saved_view.changed', subjectKind: 'saved_view', subjectId: uuidv7() }),
      () => ({ ...base, type: 'dead_letter.deleted', subjectKind: 'dead_letter', subjectId: '1' }),
    ])
    events.push(make())
  }
  const rows = JSON.stringify(events)
  await sql`insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, contact_id,
      card_kind, card_id, channel_id)
    select ${accountId}, at, id, type, "actorKind", "actorId", 'hand', "subjectKind", "subjectId", number, "contactId", "cardKind", "cardId",
      "channelId"
    from jsonb_to_recordset(${rows}::jsonb) r(at timestamptz, id uuid, type text, "actorKind" text, "actorId" bigint, "subjectKind" text,
      "subjectId" text, number bigint, "contactId" bigint, "cardKind" text, "cardId" bigint, "channelId" bigint)`.execute(
    db,
  )
  const viewers = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await crm.viewer(ids[name])])),
  ) as RandomWorld['viewers']
  return {
    viewers,
    events: events.toSorted(
      (one, other) => other.at.getTime() - one.at.getTime() || (other.id > one.id ? 1 : -1),
    ),
    owners,
    groupOf: new Map([
      [mate, group],
      [ids.group, group],
    ]),
    sharedDealId,
    userIds: [adminId, mate],
    channelIds,
    dealIds,
    contactIds,
    companyIds,
    numbers,
  }
}

/** The rule in words of its own: who may know of an event. */
export function knownTo(world: RandomWorld, viewer: Viewer, event: Kept): boolean {
  if (viewer.isAdmin) return true
  const may = (kind: string, id: string | number | null): boolean => {
    const { view } = viewer.rights.deals
    const owner = world.owners.get(`${kind}:${id}`) ?? null
    if (view === 'all') return true
    if (view === 'none' || owner === null) return false
    if (owner === viewer.userId) return true
    return view === 'group' && viewer.groupId !== null && world.groupOf.get(owner) === viewer.groupId
  }
  const takesPart =
    viewer === world.viewers.participant && event.cardId === world.sharedDealId && event.cardId !== null
  const card = may('deal', event.cardId) || takesPart
  switch (event.subjectKind) {
    case 'conversation':
      return card || may('contact', event.contactId)
    case 'task':
      return may('task', event.subjectId)
    case 'company':
      return may('company', event.subjectId)
    case 'contact':
      return event.cardId === null ? may('contact', event.subjectId) : card
    case 'deal':
    case 'internal_chat':
      return card
    case 'tag':
    case 'stage':
    case 'saved_view':
      return true
    case 'user':
      return event.type === 'user.joined' || viewer.mayChangeSettings
    default:
      return viewer.mayChangeSettings
  }
}

/** Whether a filter wants an event. Days are those of Moscow, where the account is. */
export function wanted(world: RandomWorld, filter: EventFilter, event: Kept): boolean {
  const { type, authorKind, userId, channelId, objectKind, objectId, from, to } = filter
  if (type && !type.includes(event.type)) return false
  const isNamed = ['user', 'api'].includes(event.actorKind) && userId?.includes(event.actorId ?? -1)
  if ((authorKind || userId) && !authorKind?.includes(event.actorKind) && isNamed !== true) return false
  if (channelId && !channelId.includes(event.channelId ?? -1)) return false
  const day = new Date(event.at.getTime() + 3 * 3_600_000).toISOString().slice(0, 10)
  if ((from && day < from) || (to && day > to)) return false
  switch (objectKind) {
    case undefined:
      return true
    case 'conversation':
      return event.number === objectId
    case 'contact':
      return event.contactId === objectId
    case 'company':
      return event.subjectKind === 'company' && event.subjectId === String(objectId)
    default:
      return event.cardKind === objectKind && event.cardId === objectId
  }
}
