import type { Clock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { Db } from '#lib/db'
import type { AmoRequest } from './amo-request.ts'
import type { Answer } from './answer.ts'

export type AmoDeps = {
  db: Db
  clock: Clock
  config: Pick<Config, 'secretKey' | 'filesUrl' | 'publicUrl'>
}

/** One call of the compatible API. */
export type AmoRoute = {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below /api/v4, with `:id`. */
  path: string
  handle(request: AmoRequest): Promise<Answer>
}
