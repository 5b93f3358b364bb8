import { useQueryClient } from '@tanstack/react-query'
import { notesKey } from './notes-data.ts'

/** What one changed oneself is looked at anew at once. */
export function useNotesChanged(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: notesKey }),
      client.invalidateQueries({ queryKey: ['cards'] }),
      client.invalidateQueries({ queryKey: ['gallery'] }),
    ])
  }
}
