import type { QueryClient } from '@tanstack/react-query'
import type { EntityRef } from '#contract/common'
import type { FeedItem } from '#contract/feed'
import { getNote } from '#contract/notes'
import { getTask } from '#contract/tasks'
import { isApiError } from '../../lib/api-error.ts'
import { call } from '../../lib/api.ts'
import type { Feed } from './feed.ts'
import { feedKey } from './use-card-feed.ts'

/** A task in the loaded feed, however far up, as it is now; gone when one sees it no more. */
export async function refreshFeedTask(client: QueryClient, card: EntityRef, taskId: number): Promise<void> {
  const isIt = (item: FeedItem): boolean => item.type === 'task' && item.task.id === taskId
  await refresh(client, card, isIt, async () => {
    const task = await call(getTask, { taskId })
    return { type: 'task', at: task.createdAt, task }
  })
}

/** The same of a note. */
export async function refreshFeedNote(client: QueryClient, card: EntityRef, noteId: number): Promise<void> {
  const isIt = (item: FeedItem): boolean => item.type === 'note' && item.note.id === noteId
  await refresh(client, card, isIt, async () => {
    const note = await call(getNote, { noteId })
    return { type: 'note', at: note.createdAt, note }
  })
}

async function refresh(
  client: QueryClient,
  card: EntityRef,
  isIt: (item: FeedItem) => boolean,
  load: () => Promise<FeedItem>,
): Promise<void> {
  const queries = client.getQueryCache().findAll({ queryKey: feedKey(card) })
  const keys = queries.map(({ queryKey }) => queryKey)
  if (!keys.some((key) => client.getQueryData<Feed>(key)?.items.some(isIt))) return
  const fresh = await load().catch((error: unknown) => {
    if (isApiError(error, 'task.not_found') || isApiError(error, 'note.not_found')) return null
    throw error
  })
  for (const key of keys) {
    client.setQueryData<Feed>(
      key,
      (feed) =>
        feed && {
          ...feed,
          items: feed.items.flatMap((item) =>
            isIt(item) ? (fresh ? [{ ...fresh, on: item.on }] : []) : [item],
          ),
        },
    )
  }
}
