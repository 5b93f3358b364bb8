import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { EntityKind, EntityRef } from '#contract/common'
import type { EndpointInput } from '#contract/endpoint'
import { changeTagsOf, listTags } from '#contract/tags'
import type { TagMark, TagView } from '#contract/tags'
import { call } from '../../lib/api.ts'
import { errorToast } from '../../ui/toasts.tsx'

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: ({ signal }) => call(listTags, undefined, { signal }),
})

const none: readonly TagView[] = []

export function useTags(kind: EntityKind): readonly TagView[] {
  const { data } = useQuery(tagsQuery)
  return data?.items.filter((tag) => tag.kind === kind) ?? none
}

/** Every change of tags answers all of them; a refused one is looked at anew. Rejects with the reason. */
export function useSavedTags(): {
  save: (work: Promise<{ items: TagView[] }>) => Promise<void>
  tell: (work: Promise<{ items: TagView[] }>) => void
} {
  const client = useQueryClient()
  const save = async (work: Promise<{ items: TagView[] }>): Promise<void> => {
    try {
      client.setQueryData(tagsQuery.queryKey, await work)
    } catch (error) {
      void client.invalidateQueries({ queryKey: tagsQuery.queryKey })
      throw error
    }
  }
  return { save, tell: (work) => void save(work).catch(errorToast) }
}

type Wish = Pick<EndpointInput<typeof changeTagsOf>, 'add' | 'removeIds'>

/** Puts tags on a row or takes them off. @returns those it has now. Rejects with the reason. */
export function usePutTags({ kind, id }: EntityRef): (wish: Wish) => Promise<TagMark[]> {
  const client = useQueryClient()
  return async (wish) => {
    const { tags } = await call(changeTagsOf, { kind, entityId: id, ...wish })
    // One that was not there yet has been made.
    void client.invalidateQueries({ queryKey: tagsQuery.queryKey })
    return tags
  }
}
