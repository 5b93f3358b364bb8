import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { createIntake, keepDeadLetter } from '#features/intake'
import { systemClock } from '#lib/clock'
import { hashToken, randomToken } from '#lib/crypto'
import type { Db } from '#lib/db'
import { createLog } from '#lib/log'
import { messageOf, personOf } from '../features/intake/test-account.ts'
import { addCustomer, noCustomer, type CustomerThings } from './test-customers.ts'
import { addInternal, noInternal, type InternalThings } from './test-internal.ts'
import { addWork, noWork, type WorkThings } from './test-work.ts'
import type { Office, Offices } from './test-offices.ts'

/** One of everything that a call can name. */
export type Things = CustomerThings &
  InternalThings &
  WorkThings & {
    contactId: number
    companyId: number
    dealId: number
    number: number
    /** Its opening. */
    eventId: string
    /** A conversation without a card. */
    bareNumber: number
    chatId: string
    incomingId: string
    /** An answer that may have been delivered. */
    uncertainId: string
    /** An answer that the client has. */
    sentId: string
    fileId: string
    /** The picture of the contact. */
    avatarId: string
    /** An upload that is not finished. */
    uploadId: string
    pipelineId: number
    stageId: number
    lossReasonId: number
    /** A field of deals with a choice, in a block. */
    fieldId: number
    fieldChoiceId: number
    fieldGroupId: number
    tagId: number
    /** A shared filter. */
    savedViewId: string
    imboxViewId: string
    roleId: number
    /** A role that can be edited and deleted. */
    customRoleId: number
    userId: number
    groupId: number
    channelId: number
    /** Who wrote to clients of that channel in the messenger itself. */
    authorId: number
    websiteChannelId: number
    button: string
    visitorToken: string
    invitationId: number
    invitationToken: string
    notificationId: string
    scheduledId: string
    quickAnswerId: string
    /** One that was done by the admin, and can be undone. */
    importId: number
    letterId: number
  }

/** Things that are not there. */
export function nothing(): Things {
  const id = 999_999_999
  return {
    ...noCustomer(),
    ...noInternal(),
    ...noWork(),
    contactId: id,
    companyId: id,
    dealId: id,
    number: id,
    eventId: randomUUID(),
    bareNumber: id,
    chatId: randomUUID(),
    incomingId: randomUUID(),
    uncertainId: randomUUID(),
    sentId: randomUUID(),
    fileId: randomUUID(),
    avatarId: randomUUID(),
    uploadId: randomUUID(),
    pipelineId: id,
    stageId: id,
    lossReasonId: id,
    fieldId: id,
    fieldChoiceId: id,
    fieldGroupId: id,
    tagId: id,
    savedViewId: randomUUID(),
    imboxViewId: randomUUID(),
    roleId: id,
    customRoleId: id,
    userId: id,
    groupId: id,
    channelId: id,
    authorId: id,
    websiteChannelId: id,
    button: randomToken(12),
    visitorToken: randomToken(16),
    invitationId: id,
    invitationToken: randomToken(),
    notificationId: randomUUID(),
    scheduledId: randomUUID(),
    quickAnswerId: randomUUID(),
    importId: id,
    letterId: id,
  }
}

export async function addThings(offices: Offices, office: Office): Promise<Things> {
  const { db } = offices.database
  const { accountId } = office
  const channelId = await addChannel(db, accountId, 'telegram', randomUUID())
  const button = randomToken(12)
  const websiteChannelId = await addChannel(db, accountId, 'website', button)
  const visitorToken = await addVisitor(db, accountId, websiteChannelId)
  const written = await write(offices, office, channelId)
  const bare = await write(offices, office, channelId)
  await sql`update conversations set card_kind = null, card_id = null
    where account_id = ${accountId} and number = ${bare.number}`.execute(db)
  const { number, chatId } = written
  const userId = await addColleague(db, accountId)
  return {
    ...written,
    ...(await addCustomer(db, office, written.contactId)),
    ...(await addInternal(db, office, { dealId: written.dealId, userId })),
    bareNumber: bare.number,
    channelId,
    authorId: await addAuthor(db, accountId, channelId),
    companyId: await addCompany(db, office, written.contactId),
    websiteChannelId,
    button,
    visitorToken,
    uncertainId: await addAnswer(db, office, written, channelId, 'uncertain'),
    sentId: await addAnswer(db, office, written, channelId, 'sent'),
    fileId: await upload(offices, office),
    avatarId: await addAvatar(offices, office, written.contactId),
    uploadId: await addUpload(db, office),
    ...(await accountThings(db, accountId)),
    ...(await addFields(db, office, written.dealId)),
    savedViewId: await addSavedView(db, office, 'deals', noFilter),
    imboxViewId: await addSavedView(db, office, 'imbox', { preset: 'open', read: 'any', sort: 'recent' }),
    userId,
    customRoleId: await addRole(db, accountId),
    ...(await addWork(db, office, written.dealId)),
    groupId: await addGroup(db, accountId),
    ...(await addInvitation(db, office)),
    notificationId: await addNotification(db, office, number),
    scheduledId: await addScheduled(db, office, chatId),
    quickAnswerId: await addQuickAnswer(db, office),
    importId: await addImport(db, office),
    letterId: await addLetter(offices, office, channelId),
    chatId,
  }
}

async function addChannel(db: Db, accountId: number, kind: string, externalId: string): Promise<number> {
  const { id } = await db
    .insertInto('channels')
    .values({
      account_id: accountId,
      kind,
      name: 'Канал',
      external_id: externalId,
      settings: JSON.stringify({ origins: [] }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const mode = kind === 'website' ? 'direct' : 'polling'
  await db.insertInto('channel_health').values({ account_id: accountId, channel_id: id, mode }).execute()
  await db
    .insertInto('channel_owners')
    .values({ kind, external_id: externalId, account_id: accountId, channel_id: id })
    .execute()
  return id
}

async function addAuthor(db: Db, accountId: number, channelId: number): Promise<number> {
  const { id } = await db
    .insertInto('outside_authors')
    .values({ account_id: accountId, channel_id: channelId, external_id: '77', seen_at: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A company whose contact is this one; its name carries the account's secret. */
async function addCompany(db: Db, { accountId, secret }: Office, contactId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with b as (
      insert into companies (account_id, id, root_id, name) select ${accountId}, n, n, ${`ООО ${secret}`} from nextval('company_ids') n
      returning id
    ), point as (
      insert into company_points (account_id, company_id, kind, normal, shown, is_primary)
      select ${accountId}, id, 'email', 'office@example.com', 'office@example.com', true from b
    )
    select id from b`.execute(db)
  const id = rows[0]?.id ?? 0
  await sql`update contacts set company_id = ${id} where account_id = ${accountId} and id = ${contactId}`.execute(
    db,
  )
  return id
}

async function addGroup(db: Db, accountId: number): Promise<number> {
  const { id } = await db
    .insertInto('groups')
    .values({ account_id: accountId, name: `Отдел ${randomUUID()}` })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function addVisitor(db: Db, accountId: number, channelId: number): Promise<string> {
  const token = randomToken(16)
  const externalId = randomToken(16)
  await db
    .insertInto('visitor_tokens')
    .values({ hash: hashToken(token), account_id: accountId, channel_id: channelId, external_id: externalId })
    .execute()
  return token
}

type Written = Pick<Things, 'number' | 'dealId' | 'contactId' | 'chatId' | 'incomingId' | 'eventId'>

/** A client of the channel writes; his name and his words carry the account's secret. */
async function write(offices: Offices, office: Office, channelId: number): Promise<Written> {
  const { db, pool } = offices.database
  const log = createLog({ level: 'silent' })
  const secretKey = Buffer.alloc(32, 7)
  const intake = createIntake({ pool, db, clock: systemClock, secretKey, log, onCommit: () => {} })
  const person = personOf(randomUUID(), `Клиент ${office.secret}`)
  const message = messageOf(person, `Слова ${office.secret}`)
  await intake.take({ accountId: office.accountId, id: channelId, kind: 'telegram' }, [message], {})
  const { rows } = await sql<Written>`
    select v.number, v.card_id as "dealId", v.contact_id as "contactId", v.chat_id as "chatId", v.last_message_id as "incomingId",
      (select e.id from events e where e.account_id = v.account_id and e.contact_id = v.contact_id and e.number = v.number and e.type = 'conversation.opened') as "eventId"
    from conversations v where v.account_id = ${office.accountId} and v.channel_id = ${channelId}
    order by v.number desc limit 1`.execute(db)
  if (!rows[0]) throw new Error('Nothing came of a message')
  return rows[0]
}

async function addAnswer(
  db: Db,
  { accountId, admin: { userId } }: Office,
  { chatId, number }: Written,
  channelId: number,
  state: 'uncertain' | 'sent',
): Promise<string> {
  const id = randomUUID()
  const externalId = state === 'sent' ? id : null
  await sql`
    with m as (
      insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, actor_id, body, placed_at, received_at, state)
      values (${accountId}, ${id}, ${chatId}, ${number}, 'out', 'text', 'user', ${userId}, 'Ответ', now(), now(), ${state})
    )
    insert into message_parts (account_id, message_id, position, chat_id, channel_id, external_id, state)
    values (${accountId}, ${id}, 0, ${chatId}, ${channelId}, ${externalId}, ${state})`.execute(db)
  return id
}

async function upload({ base }: Offices, { admin }: Office): Promise<string> {
  const id = randomUUID()
  const answer = await fetch(`${base}/api/files/${id}?name=a.txt`, {
    method: 'PUT',
    headers: { origin: base, cookie: admin.cookie, 'content-type': 'application/octet-stream' },
    body: 'text',
  })
  if (!answer.ok) throw new Error(`A file was not taken: ${await answer.text()}`)
  return id
}

async function addImport(db: Db, { accountId, admin, secret }: Office): Promise<number> {
  const { id } = await db
    .insertInto('imports')
    .values({
      account_id: accountId,
      kind: 'contacts',
      file_id: randomUUID(),
      file_name: secret,
      format: JSON.stringify({ kind: 'xlsx' }),
      columns: JSON.stringify([{ header: secret, samples: [secret], target: 'contact.name' }]),
      on_match: 'skip',
      state: 'done',
      created_by: admin.userId,
      ended_at: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function addAvatar(offices: Offices, office: Office, contactId: number): Promise<string> {
  const id = await upload(offices, office)
  await sql`update contacts set avatar_file_id = ${id} where account_id = ${office.accountId} and id = ${contactId}`.execute(
    offices.database.db,
  )
  return id
}

async function addUpload(db: Db, { accountId, admin, secret }: Office): Promise<string> {
  const id = randomUUID()
  await sql`insert into uploads (account_id, id, user_id, name, size_bytes, at)
    values (${accountId}, ${id}, ${admin.userId}, ${secret}, 4, now())`.execute(db)
  return id
}

type AccountThings = Pick<Things, 'pipelineId' | 'stageId' | 'lossReasonId' | 'roleId'>

async function accountThings(db: Db, accountId: number): Promise<AccountThings> {
  const { rows } = await sql<AccountThings>`
    select s.pipeline_id as "pipelineId", s.id as "stageId",
      (select id from loss_reasons where account_id = ${accountId} order by position limit 1) as "lossReasonId",
      (select id from roles where account_id = ${accountId} and kind = 'member') as "roleId"
    from stages s join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id and p.kind = 'deal'
    where s.account_id = ${accountId} and s.kind = 'normal' order by s.position limit 1`.execute(db)
  if (!rows[0]) throw new Error('An account without a pipeline')
  return rows[0]
}

/** A saved filter that narrows nothing but by conversations. */
export const noFilter = {
  search: '',
  pipelineId: null,
  stageIds: [],
  responsibleUserIds: [],
  talks: 'read',
  channelIds: [],
  createdFrom: null,
  createdTo: null,
  closedFrom: null,
  closedTo: null,
  budgetFrom: null,
  budgetTo: null,
  tagIds: [],
  fields: [],
  sort: 'updated',
  isAscending: false,
}
async function addSavedView(
  db: Db,
  { accountId, admin }: Office,
  list: 'deals' | 'imbox',
  filter: object,
): Promise<string> {
  const id = randomUUID()
  await sql`insert into saved_views (account_id, id, list, name, filter, created_by)
    values (${accountId}, ${id}, ${list}, 'Прочитанные', ${JSON.stringify(filter)}::jsonb, ${admin.userId})`.execute(
    db,
  )
  return id
}

async function addColleague(db: Db, accountId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, language, time_zone)
    select ${accountId}, gen_random_uuid()::text, 'Ещё коллега', gen_random_uuid() || '@example.com', id, 'ru', 'UTC' from roles
    where account_id = ${accountId} and kind = 'member' returning id`.execute(db)
  return rows[0]?.id ?? 0
}

async function addRole(db: Db, accountId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into roles (account_id, name, kind, rights, answers_clients, incoming, analytics, settings, bots)
    select account_id, 'Роль', 'custom', rights, true, false, false, false, 'none' from roles
    where account_id = ${accountId} and kind = 'member' returning id`.execute(db)
  return rows[0]?.id ?? 0
}

async function addInvitation(
  db: Db,
  { accountId, admin }: Office,
): Promise<{ invitationId: number; invitationToken: string }> {
  const token = randomToken()
  const { rows } = await sql<{ id: number }>`
    insert into invitations (account_id, token_hash, role_id, invited_by, expires_at)
    select ${accountId}, ${hashToken(token)}, id, ${admin.userId}, now() + interval '1 day' from roles
    where account_id = ${accountId} and kind = 'member' returning id`.execute(db)
  return { invitationId: rows[0]?.id ?? 0, invitationToken: token }
}

/** An update that could not be read, with the account's secret in it. */
async function addLetter(offices: Offices, office: Office, channelId: number): Promise<number> {
  const { accountId, secret } = office
  const { secretKey } = offices
  const { db } = offices.database
  const error = new Error(`Ошибка ${secret}`)
  await keepDeadLetter({ db, secretKey }, { accountId, id: channelId }, { secret }, error, 'unreadable')
  const row = await db
    .selectFrom('dead_letters')
    .select('id')
    .where('account_id', '=', accountId)
    .where('channel_id', '=', channelId)
    .executeTakeFirstOrThrow()
  return row.id
}

async function addNotification(db: Db, { accountId, admin }: Office, number: number): Promise<string> {
  const id = randomUUID()
  await db
    .insertInto('notifications')
    .values({ account_id: accountId, id, user_id: admin.userId, kind: 'incoming', number, at: new Date() })
    .execute()
  return id
}

async function addScheduled(db: Db, { accountId, admin, secret }: Office, chatId: string): Promise<string> {
  const id = randomUUID()
  await sql`insert into scheduled_messages (account_id, id, chat_id, user_id, body, at)
    values (${accountId}, ${id}, ${chatId}, ${admin.userId}, ${secret}, now() + interval '1 day')`.execute(db)
  return id
}

/** One that all colleagues share. */
async function addQuickAnswer(db: Db, { accountId, admin }: Office): Promise<string> {
  const id = randomUUID()
  await sql`insert into quick_answers (account_id, id, shortcut, body, created_by)
    values (${accountId}, ${id}, ${id}, 'Здравствуйте!', ${admin.userId})`.execute(db)
  return id
}

type Filled = Pick<Things, 'fieldId' | 'fieldChoiceId' | 'fieldGroupId' | 'tagId'>

/** A block with a field of choices, and a text that carries the account's secret on the deal; a tag. */
async function addFields(db: Db, { accountId, secret }: Office, dealId: number): Promise<Filled> {
  const named = { account_id: accountId, entity_kind: 'deal', name: randomUUID() }
  const group = await db
    .insertInto('field_groups')
    .values({ ...named, position: 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  const add = async (type: string): Promise<number> => {
    const field = { ...named, group_id: group.id, type, position: 1 }
    const made = db.insertInto('field_definitions').values(field).returning('id')
    return (await made.executeTakeFirstOrThrow()).id
  }
  const [fieldId, textId] = [await add('select'), await add('text')]
  const choice = await db
    .insertInto('field_choices')
    .values({ account_id: accountId, field_id: fieldId, name: 'Первый', position: 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`update deals set fields = ${JSON.stringify({ [textId]: secret })}::jsonb
    where account_id = ${accountId} and id = ${dealId}`.execute(db)
  const tag = await db.insertInto('tags').values(named).returning('id').executeTakeFirstOrThrow()
  return { fieldId, fieldChoiceId: choice.id, fieldGroupId: group.id, tagId: tag.id }
}
