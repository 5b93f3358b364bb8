import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { createIntake, keepDeadLetter } from '#features/intake'
import { systemClock } from '#lib/clock'
import { randomToken } from '#lib/crypto'
import type { Db } from '#lib/db'
import { createLog } from '#lib/log'
import { messageOf, personOf } from '../features/intake/test-account.ts'
import { addAuthor, addChannel, addVisitor } from './test-channels.ts'
import { addCustomer, noCustomer, type CustomerThings } from './test-customers.ts'
import { addAvatar, addImport, addUpload, upload } from './test-files.ts'
import { addInternal, noInternal, type InternalThings } from './test-internal.ts'
import { addColleague, addGroup, addInvitation, addRole } from './test-people.ts'
import { accountThings, addFields, addSavedView, noFilter } from './test-settings.ts'
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
