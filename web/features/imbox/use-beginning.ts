import { useQuery } from '@tanstack/react-query'
import { checklistQuery } from '../people/checklist-query.ts'

export type Beginning = {
  /** No client has ever written to this account. */
  isUntouched: boolean
  /** Clients can write from somewhere. */
  hasChannel: boolean
}

/** How far a new account has come; null: not known yet. Asked only when a list is empty. */
export function useBeginning(isAsked: boolean): Beginning | null {
  const { data } = useQuery({ ...checklistQuery, enabled: isAsked })
  if (!isAsked) return { isUntouched: false, hasChannel: true }
  return data ? { isUntouched: !data.message, hasChannel: data.channel } : null
}
