import { queryOptions, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query'
import type { CardRef } from '#contract/common'
import {
  countTasks,
  listCalendar,
  listCardTasks,
  listCompanyTasks,
  listContactTasks,
  listTasks,
  listTaskTypes,
} from '#contract/tasks'
import type { TaskGroup, TaskType, TaskView } from '#contract/tasks'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

export const tasksKey = ['tasks'] as const
const pageSize = 50
/** A task becomes overdue by itself: nobody tells of it. */
const lookAgainMs = 60_000

/** Everything shown of tasks is asked for anew when one changes. Once in a page that shows tasks. */
export function useFreshTasks(): void {
  const client = useQueryClient()
  useLive('task', () => void client.invalidateQueries({ queryKey: tasksKey }))
}

type TaskPage = { items: TaskView[]; next: string | null }

/** `responsibleUserId` null: everybody's that one may see. */
export function useTaskGroup(
  group: TaskGroup,
  responsibleUserId: number | null,
): UseInfiniteQueryResult<InfiniteData<TaskPage>> {
  return useInfiniteQuery({
    queryKey: [...tasksKey, 'list', group, responsibleUserId],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call(
        listTasks,
        {
          group,
          limit: pageSize,
          ...whose(responsibleUserId),
          ...(pageParam !== null && { cursor: pageParam }),
        },
        { signal },
      ),
    getNextPageParam: ({ next }) => next,
    refetchInterval: lookAgainMs,
  })
}

export type TaskCounts = Record<Exclude<TaskGroup, 'done'>, number>

export function useTaskCounts(responsibleUserId: number | null): TaskCounts | undefined {
  return useQuery({
    queryKey: [...tasksKey, 'counts', responsibleUserId],
    queryFn: ({ signal }) => call(countTasks, whose(responsibleUserId), { signal }),
    refetchInterval: lookAgainMs,
  }).data
}

function calendarKey(from: string, to: string, responsibleUserId: number | null): readonly unknown[] {
  return [...tasksKey, 'calendar', from, to, responsibleUserId]
}

export function useCalendar(
  from: string,
  to: string,
  responsibleUserId: number | null,
): UseQueryResult<{ items: TaskView[]; isCut: boolean }> {
  return useQuery({
    queryKey: calendarKey(from, to, responsibleUserId),
    queryFn: ({ signal }) => call(listCalendar, { from, to, ...whose(responsibleUserId) }, { signal }),
  })
}

/** What tasks of a page belong to. */
export type TasksHolder = { card: CardRef } | { contactId: number } | { companyId: number }

export function useTasksOf(holder: TasksHolder): UseQueryResult<TaskView[]> {
  return useQuery({
    queryKey: [...tasksKey, 'of', ...Object.entries(holder).flat()],
    queryFn: async ({ signal }) => (await loadTasksOf(holder, signal)).items,
    refetchInterval: lookAgainMs,
  })
}

function loadTasksOf(holder: TasksHolder, signal: AbortSignal): Promise<{ items: TaskView[] }> {
  if ('companyId' in holder) return call(listCompanyTasks, holder, { signal })
  if ('contactId' in holder) return call(listContactTasks, holder, { signal })
  return call(listCardTasks, { kind: holder.card.kind, cardId: holder.card.id }, { signal })
}

export const taskTypesQuery = queryOptions({
  queryKey: ['task-types'],
  queryFn: async ({ signal }) => (await call(listTaskTypes, undefined, { signal })).items,
  staleTime: 60_000,
})

export function useTaskTypes(): TaskType[] {
  const client = useQueryClient()
  useLive('task_types', () => void client.invalidateQueries({ queryKey: taskTypesQuery.queryKey }))
  return useQuery(taskTypesQuery).data ?? []
}

function whose(responsibleUserId: number | null): { responsibleUserId?: number } {
  return responsibleUserId === null ? {} : { responsibleUserId }
}
