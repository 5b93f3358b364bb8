import type { Format } from './format.ts'

/** An instant beside another: the time alone when both are on one day. */
export function timeBeside(format: Format, other: string | number, at: string): string {
  return format.dayKey(other) === format.dayKey(at) ? format.time(at) : format.dateTime(at)
}
