import type { Jobs } from '#lib/jobs'
import { markRead, readMarkSchema } from './mark-read.ts'
import type { SignalDeps } from './signal-deps.ts'

export function jobs(deps: SignalDeps): Jobs {
  return { 'mark-read': (payload) => markRead(deps, readMarkSchema.parse(payload)) }
}
