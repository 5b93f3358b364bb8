import { useInfiniteQuery } from '@tanstack/react-query'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { EntityRef } from '#contract/common'
import { listGallery } from '#contract/gallery'
import type { GalleryItem, GalleryKind } from '#contract/gallery'
import { call } from '../../lib/api.ts'

type GalleryPage = { items: GalleryItem[]; next: string | null }
const pageSize = 48

/** Files of a card of one kind, newest first; looked at anew each time the gallery is opened. */
export function useGallery(
  { kind, id }: EntityRef,
  files: GalleryKind,
): UseInfiniteQueryResult<InfiniteData<GalleryPage>> {
  return useInfiniteQuery({
    queryKey: ['gallery', kind, id, files],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call(
        listGallery,
        { kind, cardId: id, files, limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) },
        { signal },
      ),
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  })
}
