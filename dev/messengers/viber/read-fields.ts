import type { Fields } from './account-state.ts'

/** A JSON object in a body; null when it is none. */
export const readFields = (body: Buffer | string): Fields | null => {
  try {
    const value: unknown = JSON.parse(body.toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
