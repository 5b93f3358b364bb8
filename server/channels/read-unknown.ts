/**
 * Careful readers for what a messenger sends: a field that is missing or of another type is null, never an exception. Texts
 * come out storable: NUL cannot be kept by PostgreSQL, half a surrogate pair by no encoding; both become U+FFFD, so that
 * offsets stay.
 */
export type Fields = Record<string, unknown>

export function readFields(value: unknown): Fields | null {
  return isFields(value) ? value : null
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function readList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

export function readText(value: unknown): string | null {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\u0000', '\uFFFD') : null
}

export function readNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function readInteger(value: unknown): number | null {
  return Number.isSafeInteger(value) ? Number(value) : null
}

/** A positive integer, such as a size or a width. */
export function readCount(value: unknown): number | null {
  const count = readInteger(value)
  return count !== null && count > 0 ? count : null
}

/** A text for one line: without control characters and the marks that turn the direction of what follows. */
export function readLine(value: unknown, maxLength = 300): string | null {
  const text = readText(value)
  return text === null ? null : toLine(text).slice(0, maxLength).toWellFormed()
}

export function toLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(directionMarks, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
}

/** Marks that can make "exe.gpj" read as "jpg.exe", and characters that are nothing to see. */
const directionMarks = /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu
