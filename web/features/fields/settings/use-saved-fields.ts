import { useQueryClient } from '@tanstack/react-query'
import type { Fields } from '#contract/fields'
import { errorToast } from '../../../ui/toasts.tsx'
import { fieldsQuery } from '../fields-data.ts'

/** Every change answers all fields as they are now; a refused one is looked at anew. Rejects with the reason. */
export function useSavedFields(): {
  save: (work: Promise<Fields>) => Promise<void>
  tell: (work: Promise<Fields>) => void
} {
  const client = useQueryClient()
  const save = async (work: Promise<Fields>): Promise<void> => {
    try {
      client.setQueryData(fieldsQuery.queryKey, await work)
    } catch (error) {
      void client.invalidateQueries({ queryKey: fieldsQuery.queryKey })
      throw error
    }
  }
  return { save, tell: (work) => void save(work).catch(errorToast) }
}
