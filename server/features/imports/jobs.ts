import { z } from 'zod'
import { id } from '#contract/common'
import type { Jobs } from '#lib/jobs'
import type { ImportsDeps } from './imports-deps.ts'
import { workJob } from './move-import.ts'
import { workOnImport } from './work/work-on-import.ts'

const payload = z.object({ accountId: id, importId: id })

export function jobs(deps: ImportsDeps): Jobs {
  return { [workJob]: (given) => workOnImport(deps, payload.parse(given)) }
}
