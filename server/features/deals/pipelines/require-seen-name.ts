import { AppError } from '#lib/errors'

/** Nobody's new name is lost silently: who saw another name than the one that is there is told so. Throws `pipeline.changed`. */
export function requireSeenName(current: string, wanted: string, seen: string | undefined): void {
  if (seen === undefined || seen === current || wanted === current) return
  throw new AppError('pipeline.changed', { name: current })
}
