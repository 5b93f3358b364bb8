import { z } from 'zod'
import type { FileStorage } from '#lib/files/storage'
import type { Jobs } from '#lib/jobs'

const gone = z.object({ keys: z.array(z.string()) })

/** Deletes the bytes of files whose rows are gone; what is not there any more is gone, too. */
export function jobs({ storage }: { storage: FileStorage }): Jobs {
  return {
    'files.delete': async (payload) => {
      for (const key of gone.parse(payload).keys) await storage.delete(key)
    },
  }
}
