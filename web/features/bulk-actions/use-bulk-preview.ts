import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { previewBulkAction } from '#contract/bulk-actions'
import type { BulkChange, BulkTarget } from '#contract/bulk-actions'
import type { EndpointOutput } from '#contract/endpoint'
import { call } from '../../lib/api.ts'

export type Preview = {
  data: EndpointOutput<typeof previewBulkAction> | undefined
  error: unknown
  /** Whether anything would be done. */
  canStart: boolean
}

const pauseMs = 250

/** What an action would come to now; asked anew when another colleague or tag is chosen. */
export function useBulkPreview(change: BulkChange | null, target: BulkTarget): Preview {
  const [settled] = useDebouncedValue(change, pauseMs)
  const asked = change?.kind === 'tag' ? settled : change
  const { data, error } = useQuery({
    queryKey: ['bulk-actions-preview', JSON.stringify(asked), JSON.stringify(target)],
    queryFn: ({ signal }) =>
      call(previewBulkAction, { change: asked ?? { kind: 'close' }, target }, { signal }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  })
  const left = data?.skipped.reduce((sum, { count }) => sum + count, 0) ?? 0
  return { data, error, canStart: data !== undefined && (data.hasMore || left < data.total) }
}
