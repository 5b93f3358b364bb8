import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type {
  InfiniteData,
  UseInfiniteQueryResult,
  UseMutationResult,
  UseQueryResult,
} from '@tanstack/react-query'
import { useRef } from 'react'
import {
  cancelImport,
  changeImport,
  checkImport,
  getImport,
  listImportProblems,
  listImports,
  runImport,
  undoImport,
} from '#contract/imports'
import type { ImportRow, ImportView } from '#contract/imports'
import type { EndpointInput, EndpointOutput } from '#contract/endpoint'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { errorToast } from '../../ui/toasts.tsx'

const root = ['imports'] as const
const oneKey = (importId: number): readonly unknown[] => [...root, 'one', importId]

export const historyQuery = infiniteQueryOptions({
  queryKey: [...root, 'list'],
  queryFn: ({ pageParam, signal }) => call(listImports, { cursor: pageParam, limit: 30 }, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { items: ImportRow[]; next: string | null }) => page.next ?? undefined,
})

const importQuery = (importId: number) =>
  queryOptions({
    queryKey: oneKey(importId),
    queryFn: ({ signal }) => call(getImport, { importId }, { signal }),
  })

type Problems = EndpointOutput<typeof listImportProblems>

/** Rows that are wrong, as far as the import has come. */
export function useProblems({
  id,
  state,
  counts,
}: ImportView): UseInfiniteQueryResult<InfiniteData<Problems, number>> {
  return useInfiniteQuery({
    queryKey: [...root, 'problems', id, state, counts.wrong],
    queryFn: ({ pageParam, signal }) =>
      call(listImportProblems, { importId: id, after: pageParam, limit: 50 }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (page: Problems) => page.next ?? undefined,
  })
}

/** Imports go on by themselves: what is shown of them follows. */
export function useLiveImports(): void {
  const client = useQueryClient()
  const following = useRef({ isBusy: false, isBehind: false })
  const follow = async (): Promise<void> => {
    const now = following.current
    now.isBehind = true
    // Pokes come faster than answers: one answer is waited for, and what came meanwhile is asked for once.
    if (now.isBusy) return
    now.isBusy = true
    while (now.isBehind) {
      now.isBehind = false
      await Promise.all(
        ['one', 'list'].map((kind) => client.invalidateQueries({ queryKey: [...root, kind] })),
      )
    }
    now.isBusy = false
  }
  useLive('imports', () => void follow())
}

export function useImport(importId: number): UseQueryResult<ImportView> {
  useLiveImports()
  return useQuery(importQuery(importId))
}

type Step = 'check' | 'run' | 'cancel' | 'undo'
const steps = { check: checkImport, run: runImport, cancel: cancelImport, undo: undoImport }

export function useStep(importId: number): UseMutationResult<ImportView, Error, Step> {
  const client = useQueryClient()
  // A second press before the button is seen to be busy is the same step, not one that comes too late.
  const going = useRef<Promise<ImportView> | null>(null)
  return useMutation({
    mutationFn: (step: Step) => {
      going.current ??= call(steps[step], { importId }).finally(() => {
        going.current = null
      })
      return going.current
    },
    onSuccess: (view) => client.setQueryData(importQuery(importId).queryKey, view),
    onError: (error) => {
      errorToast(error)
      void client.invalidateQueries({ queryKey: oneKey(importId) })
    },
  })
}

export type ImportChange = Omit<EndpointInput<typeof changeImport>, 'importId'>

/** What is chosen is seen at once; refused, it goes back to what stands. */
export function useChangeImport(importId: number): UseMutationResult<ImportView, Error, ImportChange> {
  const client = useQueryClient()
  const { queryKey } = importQuery(importId)
  return useMutation({
    mutationFn: (change: ImportChange) => call(changeImport, { importId, ...change }),
    scope: { id: `import-${importId}` },
    onMutate: ({ targets, onMatch }) => {
      client.setQueryData(queryKey, (view) =>
        view
          ? {
              ...view,
              onMatch: onMatch ?? view.onMatch,
              columns: view.columns.map((column, place) =>
                targets ? { ...column, target: targets[place] ?? null } : column,
              ),
            }
          : view,
      )
    },
    onSuccess: (view) => client.setQueryData(queryKey, view),
    onError: (error) => {
      errorToast(error)
      void client.invalidateQueries({ queryKey })
    },
  })
}
