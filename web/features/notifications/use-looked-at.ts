import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { CardRef } from '#contract/common'
import type { Counts } from '#contract/conversations'
import { readPlace } from '#contract/notifications'
import { call } from '../../lib/api.ts'
import { countsKey } from '../imbox/use-counts.ts'

/** Whoever looks at a card has seen that it is his; with nothing unread there is nothing to tell the server. */
export function useLookedAt({ kind, id }: CardRef): void {
  const client = useQueryClient()
  useEffect(() => {
    if ((client.getQueryData<Counts>(countsKey)?.notifications ?? 0) === 0) return
    call(readPlace, { card: { kind, id } }).catch(() => {
      // The line stays unread; its own mark is there.
    })
  }, [client, kind, id])
}
