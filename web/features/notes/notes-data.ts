import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { EntityRef } from '#contract/common'
import { listNotes, mostPinnedNotes } from '#contract/notes'
import type { NoteView } from '#contract/notes'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

export const notesKey = ['notes'] as const
const keyOf = ({ kind, id }: EntityRef): readonly unknown[] => [...notesKey, kind, id]
const pageSize = 20

function useFreshNotes(holder: EntityRef): void {
  const client = useQueryClient()
  useLive('note', ({ holder: changed }) => {
    if (changed.kind === holder.kind && changed.id === holder.id)
      void client.invalidateQueries({ queryKey: keyOf(holder) })
  })
}

/** What is pinned, newest first; nothing until it is loaded. */
export function usePinnedNotes({ kind, id }: EntityRef): NoteView[] {
  useFreshNotes({ kind, id })
  const pinned = useQuery({
    queryKey: [...keyOf({ kind, id }), 'pinned'],
    queryFn: async ({ signal }) =>
      (await call(listNotes, { kind, id, isPinned: 'true', limit: mostPinnedNotes }, { signal })).items,
  })
  return pinned.data ?? []
}

type NotePage = { items: NoteView[]; next: string | null }

export function useNotes({ kind, id }: EntityRef): UseInfiniteQueryResult<InfiniteData<NotePage>> {
  useFreshNotes({ kind, id })
  return useInfiniteQuery({
    queryKey: [...keyOf({ kind, id }), 'all'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call(
        listNotes,
        { kind, id, limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) },
        { signal },
      ),
    getNextPageParam: ({ next }) => next,
  })
}
