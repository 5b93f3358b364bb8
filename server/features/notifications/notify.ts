import { sql, type RawBuilder } from 'kysely'
import type { CardRef } from '#contract/common'
import type { NoticeKind } from '#contract/notifications'
import type { Tx } from '#lib/db'

const mostLetters = 200

/** Something that people have to look at. */
export type Notice = {
  accountId: number
  kind: NoticeKind
  /**
   * Whom to tell; whoever did it himself and who no longer works here are left out. Who stands in for one of them who is away is
   * told of the work, too; not of what colleagues write to each other.
   */
  userIds: readonly number[]
  /**
   * What it is about, such as `deal:7` or `task:12`: while it is unread, the same again is the same line, counted up, with the
   * newest words.
   */
  subject: string
  /** Where it is; decides who may still see it, and what is shown together. */
  card?: CardRef | null
  number?: number | null
  contactId?: number | null
  companyId?: number | null
  /** What it leads to in there: the internal message, the task. */
  thingId?: string | null
  byUserId: number | null
  /** What was written, or what the thing is called; the first words are kept. */
  text: string
  /** How many things it stands for; one unless told. */
  count?: number
  at: Date
}

/** Tells people of something, in the transaction in which it happens: lines of the centre, and all ways that follow from them. */
export async function notify(tx: Tx, notice: Notice): Promise<void> {
  const { accountId, card } = notice
  await sql`
    with told as (
      insert into notifications as n (account_id, id, user_id, kind, subject, card_kind, card_id, number, contact_id,
        company_id, thing_id, by_user_id, text, count, at)
      select u.account_id, gen_random_uuid(), u.id, ${notice.kind}, ${notice.subject}, ${card?.kind ?? null}, ${card?.id ?? null},
        ${notice.number ?? null}, ${notice.contactId ?? null}, ${notice.companyId ?? null}, ${notice.thingId ?? null}, ${notice.byUserId},
        ${firstWords(notice.text)}, ${notice.count ?? 1}, ${notice.at}
      from users u
      where u.account_id = ${accountId} and u.status = 'active' and (u.id = any(${[...notice.userIds]}::bigint[])
        or ${notice.kind !== 'internal' && notice.kind !== 'mention'} and exists (select from users gone
          where gone.account_id = u.account_id and gone.id = any(${[...notice.userIds]}::bigint[]) and gone.status = 'active'
            and gone.substitute_id = u.id and gone.away_until > now()))
        and u.id is distinct from ${notice.byUserId}::bigint
      order by u.id
      on conflict (account_id, user_id, kind, subject) where read_at is null and subject is not null
        do update set count = n.count + excluded.count, thing_id = excluded.thing_id, by_user_id = excluded.by_user_id,
          text = excluded.text, at = excluded.at, mailed_at = null
      returning user_id
    )
    ${tell(accountId, sql`told`)}`.execute(tx)
}

type Meant = {
  accountId: number
  subject: string
  kinds: readonly NoticeKind[]
  /** Whose lines; left out: everybody's. */
  userIds?: readonly number[]
  now: Date
}

/** What these lines are about has been looked at or is over: they are read, on all devices. */
export async function clearNotices(tx: Tx, meant: Meant): Promise<void> {
  const { accountId, userIds } = meant
  const whose = userIds ? sql`and user_id = any(${[...userIds]}::bigint[])` : sql``
  await sql`
    with cleared as (
      update notifications set read_at = ${meant.now}
      where account_id = ${accountId} and subject = ${meant.subject} and kind = any(${[...meant.kinds]}::text[])
        and read_at is null ${whose}
      returning user_id
    )
    ${tell(accountId, sql`cleared`)}`.execute(tx)
}

type Thing = {
  accountId: number
  kinds: readonly NoticeKind[]
  thingId: string
  /** Whose lines; left out: everybody's. */
  userIds?: readonly number[]
}

const isOf = ({ accountId, kinds, thingId, userIds }: Thing): RawBuilder<unknown> => sql`
  account_id = ${accountId} and thing_id = ${thingId} and kind = any(${[...kinds]}::text[])
  ${userIds ? sql`and user_id = any(${[...userIds]}::bigint[])` : sql``}`

/** The words of a thing were changed: lines that show them say the new ones. */
export async function rewordNotices(tx: Tx, thing: Thing, text: string): Promise<void> {
  await sql`
    with reworded as (
      update notifications set text = ${firstWords(text)} where ${isOf(thing)} returning user_id
    )
    ${tell(thing.accountId, sql`reworded`)}`.execute(tx)
}

/** A thing is gone: no line shows its words any more. */
export async function withdrawNotices(tx: Tx, thing: Thing): Promise<void> {
  await sql`
    with withdrawn as (
      delete from notifications where ${isOf(thing)} returning user_id
    )
    ${tell(thing.accountId, sql`withdrawn`)}`.execute(tx)
}

function tell(accountId: number, whom: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`insert into changes (account_id, topic, user_id)
    select distinct ${accountId}::bigint, 'notification.changed', user_id from ${whom}`
}

/** Cut between what people see as letters. */
function firstWords(text: string): string {
  const letters = Array.from(segments.segment(text.trim()), ({ segment }) => segment)
  return letters.length > mostLetters ? `${letters.slice(0, mostLetters - 1).join('')}…` : letters.join('')
}

const segments = new Intl.Segmenter()
