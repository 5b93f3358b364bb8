import { sql, type RawBuilder } from 'kysely'
import type { Read } from '#lib/db'
import type { ConversationState } from './conversation-state.ts'

/**
 * Who is told of a client's message (R9), as rows of number and user_id for many conversations at once: the active
 * responsible, or who stands in for him while he is away; without one the channel's group, of an incoming lead those of it who
 * take leads, else the admins. Users taking part in the card are told too.
 */
export function recipientsOf(accountId: number, numbers: number[]): RawBuilder<unknown> {
  return sql`(
    with v as (
      select v.number, v.card_kind, v.card_id, h.group_id, acting.id as responsible,
        coalesce(v.card_kind = 'deal' and exists (select from deals d join stages s on s.account_id = d.account_id
          and s.pipeline_id = d.pipeline_id and s.id = d.stage_id and s.kind = 'incoming'
          where d.account_id = v.account_id and d.id = v.card_id), false) as is_lead
      from conversations v
      join channels h on h.account_id = v.account_id and h.id = v.channel_id
      left join users u on u.account_id = v.account_id and u.id = v.responsible_user_id and u.status = 'active'
      left join users acting on acting.account_id = u.account_id and acting.status = 'active' and not ${isAway('acting')}
        and acting.id = case when ${isAway('u')} then u.substitute_id else u.id end
      where v.account_id = ${accountId} and v.number = any(${numbers}::bigint[]) and v.closed_at is null
    ), in_group as (
      select v.number, u.id as user_id from v
      join users u on u.account_id = ${accountId} and u.group_id = v.group_id and u.status = 'active'
      join roles r on r.account_id = u.account_id and r.id = u.role_id and (not v.is_lead or r.incoming or r.kind = 'admin')
      where v.responsible is null
    )
    select number, responsible as user_id from v where responsible is not null
    union select number, user_id from in_group
    union select v.number, u.id from v
      join users u on u.account_id = ${accountId} and u.status = 'active'
      join roles r on r.account_id = u.account_id and r.id = u.role_id and r.kind = 'admin'
      where v.responsible is null and not exists (select from in_group g where g.number = v.number)
    union select v.number, u.id from v
      join participants p on p.account_id = ${accountId} and p.card_kind = v.card_kind and p.card_id = v.card_id
      join users u on u.account_id = ${accountId} and u.status = 'active'
        and ((p.principal_kind = 'user' and u.id = p.principal_id)
          or (p.principal_kind = 'group' and u.group_id = p.principal_id and not exists (
            select from participant_leaves w where w.account_id = p.account_id and w.card_kind = p.card_kind
              and w.card_id = p.card_id and w.user_id = u.id)))
  )`
}

/**
 * Whether a look of this user reads the conversation (R3): he is its responsible, or it has no active one and he is among
 * those who were told, by subscribing too.
 */
export async function isMeantFor(db: Read, state: ConversationState, userId: number): Promise<boolean> {
  if (state.responsibleUserId === userId) return true
  if (state.responsibleUserId !== null && (await isActive(db, state.accountId, state.responsibleUserId)))
    return false
  const { rows } = await sql`
    select from ${recipientsOf(state.accountId, [state.number])} r where r.user_id = ${userId}
    union all select from subscriptions s
      where s.account_id = ${state.accountId} and s.user_id = ${userId} and s.number = ${state.number}`.execute(
    db,
  )
  return rows.length > 0
}

function isAway(alias: string): RawBuilder<boolean> {
  return sql<boolean>`coalesce(${sql.ref(alias)}.away_until > now(), false)`
}

async function isActive(db: Read, accountId: number, userId: number): Promise<boolean> {
  const { rows } =
    await sql`select from users where account_id = ${accountId} and id = ${userId} and status = 'active'
    and (away_until is null or away_until < now())`.execute(db)
  return rows.length > 0
}
