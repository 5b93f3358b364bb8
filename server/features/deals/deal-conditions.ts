import { sql, type RawBuilder } from 'kysely'
import type { DealWishes, TaskState } from '#contract/deal-filter'
import { seesDeal, seesTask, type Viewer } from '#features/access'
import { cardMatches } from '#features/cards'
import { fieldsMatch } from '#features/fields'
import { hasTag } from '#features/tags'
import { plainSearch, type NameSearch } from '#lib/name-search'
import { startOfDay } from '#lib/start-of-day'

/** What narrows a list of deals; all of it is optional. */
export type DealFilterWishes = { [Key in keyof DealWishes]?: DealWishes[Key] }

/**
 * Not deleted, in words by which the database does not recognise the indexes of all deals: only those of a stage are left to
 * read a stage by. It would walk all deals of an account in search of those of an empty one.
 */
const isThereInStage = sql`(d.deleted_at is null) is not false`
const isThere = sql`d.deleted_at is null`

/**
 * Which deals `d` the viewer may see and has asked for. `ofStage`: a stage that was asked for is named beside them. `search`: how to
 * look for what is searched, where it is known.
 */
export function dealConditions(
  viewer: Viewer,
  wishes: DealFilterWishes,
  { ofStage = false, search = null }: { ofStage?: boolean; search?: NameSearch | null } = {},
): RawBuilder<unknown> {
  return sql.join(
    [
      sql`d.account_id = ${viewer.accountId} and ${ofStage ? isThereInStage : isThere}`,
      seesDeal(viewer, 'd'),
      ...(ofStage ? [] : [stageCondition('d.stage_id', 'd.pipeline_id', wishes)]),
      ...(wishes.responsibleUserId ? [responsibleCondition('d', wishes.responsibleUserId)] : []),
      ...(wishes.search ? [cardMatches('deal', viewer.accountId, search ?? plainSearch(wishes.search))] : []),
      ...otherConditions(viewer, wishes),
    ],
    sql` and `,
  )
}

/** Whether the stage, the pipeline and the responsible are all that is asked for: what is counted beforehand. */
export function isPlain(wishes: DealFilterWishes): boolean {
  const { pipelineId: _pipeline, stageId: _stage, responsibleUserId: _responsible, ...rest } = wishes
  return Object.values(rest).every((value) => value === undefined || value === '')
}

/** What is asked for stands in queries of its own: for a known stage each call would be planned anew, to the same plan. */
export function stageCondition(
  stage: string,
  pipeline: string,
  { stageId, pipelineId }: DealFilterWishes,
): RawBuilder<unknown> {
  const wanted = [
    ...(stageId === undefined
      ? []
      : [sql`${sql.ref(stage)} = any(array(select unnest(${stageId}::bigint[])))`]),
    ...(pipelineId === undefined ? [] : [sql`${sql.ref(pipeline)} = (select ${pipelineId}::bigint)`]),
  ]
  return wanted.length === 0 ? sql`true` : sql.join(wanted, sql` and `)
}

/** 0 is nobody. */
function responsibleCondition(alias: string, ids: readonly number[]): RawBuilder<unknown> {
  const column = sql`${sql.ref(alias)}.responsible_user_id`
  const people = ids.filter((id) => id !== 0)
  const some = sql`${column} = any(${people}::bigint[])`
  if (people.length === ids.length) return some
  return people.length === 0 ? sql`${column} is null` : sql`(${column} is null or ${some})`
}

function otherConditions(viewer: Viewer, wishes: DealFilterWishes): RawBuilder<unknown>[] {
  const { talks, tasks, channelId, budgetFrom, budgetTo, tagId, fields } = wishes
  const start = (day: string, later: number): RawBuilder<unknown> => startOfDay(viewer.accountId, day, later)
  const period = (
    column: string,
    from: string | undefined,
    to: string | undefined,
  ): RawBuilder<unknown>[] => [
    ...(from === undefined ? [] : [sql`${sql.ref(column)} >= ${start(from, 0)}`]),
    ...(to === undefined ? [] : [sql`${sql.ref(column)} < ${start(to, 1)}`]),
  ]
  return [
    ...(talks === undefined ? [] : [sql`d.talks = ${sql.lit(talks)}`]),
    ...(tasks === undefined ? [] : [tasksAre(viewer, tasks)]),
    ...(channelId === undefined ? [] : [sql`d.source_channel_id = any(${channelId}::bigint[])`]),
    ...period('d.created_at', wishes.createdFrom, wishes.createdTo),
    ...period('d.closed_at', wishes.closedFrom, wishes.closedTo),
    ...(budgetFrom === undefined ? [] : [sql`coalesce(d.budget, -1) >= ${budgetFrom}::numeric`]),
    // Without a budget nothing is known of its size.
    ...(budgetTo === undefined ? [] : [sql`coalesce(d.budget, -1) between 0 and ${budgetTo}::numeric`]),
    ...(tagId === undefined ? [] : [hasTag(viewer.accountId, 'deal', 'd', tagId)]),
    ...(fields === undefined ? [] : [fieldsMatch(viewer, 'deal', 'd', fields)]),
  ]
}

/** What the tasks of a deal `d` are, of those that the viewer sees. */
function tasksAre(viewer: Viewer, state: TaskState): RawBuilder<unknown> {
  const open = sql`exists (select from tasks t where t.account_id = d.account_id and t.card_kind = 'deal' and t.card_id = d.id
    and t.deleted_at is null and t.completed_at is null and ${seesTask(viewer, 't')}
    ${state === 'overdue' ? sql`and t.due_at < now()` : sql``})`
  return state === 'none' ? sql`not ${open}` : open
}
