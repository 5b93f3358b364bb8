import { useLocation } from '@tanstack/react-router'
import { useMemo } from 'react'

/** The message that the address leads to on this page, `#message=`; another object whenever one goes there. */
export function useLinkedMessage(path: string): { id: string; visit: string | undefined } | null {
  const { pathname, hash, state } = useLocation()
  const id = pathname === path ? new URLSearchParams(hash).get('message') : null
  const { __TSR_key: visit } = state
  return useMemo(() => (id === null ? null : { id, visit }), [id, visit])
}
