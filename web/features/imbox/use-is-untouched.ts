import { useQuery } from '@tanstack/react-query'
import { checklistQuery } from '../people/checklist-query.ts'

/** Whether no client has ever written to this account; null: not known yet. Asked only when a list is empty. */
export function useIsUntouched(isAsked: boolean): boolean | null {
  const { data } = useQuery({ ...checklistQuery, enabled: isAsked })
  return isAsked ? (data ? !data.message : null) : false
}
