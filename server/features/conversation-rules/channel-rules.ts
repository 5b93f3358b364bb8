import { sql } from 'kysely'
import { accountSettings, type NewConversationRule } from '#contract/account-settings'
import { channelSettings, type ResponsibleRule } from '#contract/channels'
import type { Read } from '#lib/db'

/** What a channel does with a new conversation: its own settings, and the account's where it has none. */
export type ChannelRules = {
  id: number
  kind: string
  rule: NewConversationRule
  /** The rule is the channel's own; else the account's. */
  isRuleOwn: boolean
  dealOnFirstReply: boolean
  pipelineId: number
  /** The pipeline is the channel's own; else the account's main one. */
  isPipelineOwn: boolean
  /** The first stage of deals at work. */
  stageId: number
  incomingStageId: number | null
  incomingLeads: boolean
  responsibleRule: ResponsibleRule
  /** The channel's responsible, or who stands in for him while he is away. */
  responsibleUserId: number | null
  groupId: number | null
  /** By which one knows whether limits of response time that are kept in memory still hold. */
  clockVersion: number
}

type Row = Pick<
  ChannelRules,
  | 'id'
  | 'kind'
  | 'pipelineId'
  | 'isPipelineOwn'
  | 'stageId'
  | 'incomingStageId'
  | 'responsibleUserId'
  | 'groupId'
  | 'clockVersion'
> & { settings: unknown; accountSettings: unknown }

export async function readChannelRules(
  db: Read,
  accountId: number,
  channelIds: readonly number[],
): Promise<Map<number, ChannelRules>> {
  const { rows } = await sql<Row>`
    select h.id, h.kind, p.id as "pipelineId", p.id is not distinct from h.pipeline_id as "isPipelineOwn", s.id as "stageId",
      (select i.id from stages i where i.account_id = h.account_id and i.pipeline_id = p.id and i.kind = 'incoming'
        order by i.position limit 1) as "incomingStageId",
      coalesce(stand.id, u.id) as "responsibleUserId", h.group_id as "groupId", h.settings, a.settings as "accountSettings",
      a.clock_version as "clockVersion"
    from channels h
    join accounts a on a.id = h.account_id
    cross join lateral (
      select p.id from pipelines p where p.account_id = h.account_id and p.kind = 'deal'
      order by (p.id = h.pipeline_id) desc nulls last, p.is_main desc, p.position limit 1
    ) p
    cross join lateral (
      select s.id from stages s where s.account_id = h.account_id and s.pipeline_id = p.id and s.kind = 'normal'
      order by s.position limit 1
    ) s
    left join users u on u.account_id = h.account_id and u.id = h.responsible_user_id and u.status = 'active'
    left join users stand on stand.account_id = u.account_id and stand.id = u.substitute_id and u.away_until > now()
      and stand.status = 'active'
    where h.account_id = ${accountId} and h.id = any(${channelIds}::bigint[])`.execute(db)
  return new Map(rows.map((row) => [row.id, toRules(row)]))
}

function toRules({ settings, accountSettings: ofAccount, ...row }: Row): ChannelRules {
  const own = channelSettings.parse(settings)
  const all = accountSettings.parse(ofAccount)
  const isRuleOwn = own.newConversationRule !== 'account'
  return {
    ...row,
    rule: own.newConversationRule === 'account' ? all.newConversationRule : own.newConversationRule,
    isRuleOwn,
    dealOnFirstReply: all.dealOnFirstReply,
    incomingLeads: own.incomingLeads,
    responsibleRule: own.responsibleRule,
  }
}
