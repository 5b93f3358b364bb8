import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { findThings } from './find-things.ts'
import type { Thing } from './find-things.ts'

const typingMs = 150
const shortest = 2

/** What is found by the typed words, once one has stopped typing. */
export function useFoundThings(text: string): {
  things: readonly Thing[]
  isLoading: boolean
  hasFailed: boolean
} {
  const typed = text.trim()
  const [search] = useDebouncedValue(typed, typingMs)
  const isAsked = search.length >= shortest || /^\d+$/.test(search)
  const query = useQuery({
    queryKey: ['palette', search],
    queryFn: ({ signal }) => findThings(search, signal),
    enabled: isAsked,
    staleTime: 30_000,
    retry: false,
  })
  const isCurrent = isAsked && typed === search
  return {
    things: isCurrent ? (query.data ?? []) : [],
    isLoading: (isAsked && query.isFetching) || (typed !== search && typed.length >= shortest),
    hasFailed: isCurrent && query.isError,
  }
}
