import type { Clock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { StoreDeps } from '../store-file.ts'

export type UploadDeps = StoreDeps & { clock: Clock; config: Pick<Config, 'maxUploadBytes'> }
