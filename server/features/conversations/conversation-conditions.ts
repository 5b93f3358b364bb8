import { sql, type RawBuilder } from 'kysely'
import type { ConversationFilter, StageWish } from '#contract/conversation-filter'
import { seesContact, seesConversation, seesEverything, seesNamedCard, type Viewer } from '#features/access'
import { startOfDay } from '#lib/start-of-day'
import { searchCondition } from './search-conversations.ts'

/** What narrows conversations; a preset and everything else may be left out. */
export type ConversationWishes = { [Key in keyof ConversationFilter]?: ConversationFilter[Key] | undefined }

/**
 * Which conversations `v` the viewer may see and has asked for: the one place that says what a filter means, for the list, its
 * counts and mass actions.
 */
export function conversationConditions(viewer: Viewer, wishes: ConversationWishes): RawBuilder<boolean> {
  return all([...servedConditions(viewer, wishes), ...narrowConditions(viewer, wishes)])
}

/** Those that an index serves: whoever walks it never meets the rest. */
export function servedConditions(viewer: Viewer, wishes: ConversationWishes): RawBuilder<boolean>[] {
  const { accountId } = viewer
  const state = stateOf(wishes)
  // Nobody waits in a closed one. Said so, no index is walked to find that out.
  if (state === 'closed' && asksForWaiting(wishes)) return [sql<boolean>`false`]
  return [
    sql<boolean>`v.account_id = ${accountId}`,
    ...(state === 'open' ? [sql<boolean>`v.closed_at is null`] : []),
    ...(state === 'closed' ? [sql<boolean>`v.closed_at is not null`] : []),
    ...(wishes.preset === 'unanswered' ? [sql<boolean>`v.waiting_since is not null`] : []),
    ...(wishes.read === 'unread' ? [sql<boolean>`v.read_at is null and v.closed_at is null`] : []),
    ...(wishes.waitingLonger === undefined
      ? []
      : [
          sql<boolean>`v.waiting_since < now() - make_interval(mins => ${wishes.waitingLonger}) and v.closed_at is null`,
        ]),
    ...(wishes.lastFrom
      ? [sql<boolean>`v.last_message_at >= ${startOfDay(accountId, wishes.lastFrom)}`]
      : []),
    ...(wishes.lastTo ? [sql<boolean>`v.last_message_at < ${startOfDay(accountId, wishes.lastTo, 1)}`] : []),
  ]
}

/** Those that are looked at row by row. */
export function narrowConditions(viewer: Viewer, wishes: ConversationWishes): RawBuilder<boolean>[] {
  return [
    ...(seesEverything(viewer) ? [] : [seesConversation(viewer, 'v')]),
    ...whoseConditions(viewer, wishes),
    ...freeConditions(viewer, wishes),
    ...(wishes.search ? [searchCondition(viewer, wishes.search)] : []),
  ]
}

/** Whether something is asked for that no index knows, so that a walk may look at many rows in vain. */
export function isFree(viewer: Viewer, wishes: ConversationWishes): boolean {
  return freeConditions(viewer, wishes).length > 0
}

/** Open or closed ones, where the filter does not say: a search and one's own marks find both. */
export function stateOf(wishes: ConversationWishes): 'open' | 'closed' | 'any' {
  if (wishes.state !== 'closed' && asksForWaiting(wishes)) return 'open'
  if (wishes.state) return wishes.state
  const finds = wishes.search || wishes.preset === 'starred' || wishes.preset === 'subscribed'
  return finds ? 'any' : 'open'
}

/** Whether only those who wait for an answer are meant. */
export function asksForWaiting({ preset, waitingLonger }: ConversationWishes): boolean {
  return preset === 'unanswered' || waitingLonger !== undefined
}

function whoseConditions(viewer: Viewer, wishes: ConversationWishes): RawBuilder<boolean>[] {
  const { accountId, userId } = viewer
  const marked = (table: string): RawBuilder<boolean> =>
    sql<boolean>`v.number in (select x.number from ${sql.table(table)} x where x.account_id = ${accountId} and x.user_id = ${userId})`
  return [
    ...(wishes.preset === 'mine' ? [sql<boolean>`v.responsible_user_id = ${userId}`] : []),
    ...(wishes.preset === 'starred' ? [marked('stars')] : []),
    ...(wishes.preset === 'subscribed' ? [marked('subscriptions')] : []),
    ...(wishes.responsibleUserId || wishes.responsibleGroupId ? [responsibleIs(viewer, wishes)] : []),
  ]
}

function freeConditions(viewer: Viewer, wishes: ConversationWishes): RawBuilder<boolean>[] {
  const { channelId, stage, tagId, way, card } = wishes
  return [
    ...(wishes.read === 'read' ? [sql<boolean>`v.read_at is not null`] : []),
    ...(channelId ? [sql<boolean>`v.channel_id = any(${channelId}::bigint[])`] : []),
    ...(way ? [sql<boolean>`v.opened_way = ${way}`] : []),
    ...(card === 'none' ? [sql<boolean>`v.card_id is null`] : []),
    ...(card === 'deal' || card === 'customer' ? [sql<boolean>`v.card_kind = ${card}`] : []),
    ...(stage ? [standsIn(stage)] : []),
    ...(tagId ? [hasAnyTag(viewer, tagId)] : []),
  ]
}

/** 0 is nobody; people and groups are alternatives. */
function responsibleIs({ accountId }: Viewer, wishes: ConversationWishes): RawBuilder<boolean> {
  const { responsibleUserId: ids = [], responsibleGroupId: groups } = wishes
  const ways = [
    sql`v.responsible_user_id = any(${ids.filter((id) => id !== 0)}::bigint[])`,
    ...(ids.includes(0) ? [sql`v.responsible_user_id is null`] : []),
    ...(groups
      ? [
          sql`v.responsible_user_id in (select u.id from users u where u.account_id = ${accountId} and u.group_id = any(${groups}::bigint[]))`,
        ]
      : []),
  ]
  return sql<boolean>`(${sql.join(ways, sql` or `)})`
}

/** The stages of these wishes, for cards of the alias: pipelines whole, or one stage of each. */
export function stageMatches(alias: string, stages: readonly StageWish[]): RawBuilder<boolean> {
  const row = sql.ref(alias)
  const whole = stages.filter(({ stageId }) => stageId === null).map(({ pipelineId }) => pipelineId)
  const some = stages.filter(({ stageId }) => stageId !== null)
  return sql<boolean>`(${row}.pipeline_id = any(${whole}::bigint[]) or (${row}.pipeline_id, ${row}.stage_id) in (
    select * from unnest(${some.map(({ pipelineId }) => pipelineId)}::bigint[], ${some.map(({ stageId }) => stageId)}::bigint[])))`
}

/** What its row shows: the card's stage, whoever sees the conversation. `offset 0`: asked row by row, not of all cards at once. */
function standsIn(stages: readonly StageWish[]): RawBuilder<boolean> {
  return sql<boolean>`exists (select from cards d where d.account_id = v.account_id and d.kind = v.card_kind and d.id = v.card_id
    and ${stageMatches('d', stages)} offset 0)`
}

/** Tags of a card or contact that one may not see are not there. */
function hasAnyTag(viewer: Viewer, tagIds: readonly number[]): RawBuilder<boolean> {
  const tagged = (kind: RawBuilder<unknown>, id: RawBuilder<unknown>): RawBuilder<boolean> =>
    sql<boolean>`exists (select from entity_tags et where et.account_id = v.account_id and et.entity_kind = ${kind}
      and et.entity_id = ${id} and et.tag_id = any(${[...tagIds]}::bigint[]) offset 0)`
  return sql<boolean>`((${tagged(sql`v.card_kind`, sql`v.card_id`)} and ${seesNamedCard(viewer, sql`v.card_kind`, sql`v.card_id`)})
    or exists (select from contacts own join contacts k on k.account_id = own.account_id and k.id = own.root_id
      where own.account_id = v.account_id and own.id = v.contact_id and ${seesContact(viewer, 'k')}
        and ${tagged(sql`'contact'`, sql`k.id`)}))`
}

/** Conditions that hold together. */
export function all(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`
}
