import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import type { FileStorage } from '#lib/files/storage'

export type ImportsDeps = { db: Db; clock: Clock; storage: FileStorage }
