import { queryOptions } from '@tanstack/react-query'
import { getChecklist } from '#contract/people'
import { call } from '../../lib/api.ts'

/** Which of the first steps of an account are done. */
export const checklistQuery = queryOptions({
  queryKey: ['checklist'],
  queryFn: ({ signal }) => call(getChecklist, undefined, { signal }),
})
