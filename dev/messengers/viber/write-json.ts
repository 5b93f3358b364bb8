import { randomUUID } from 'node:crypto'

const mark = randomUUID()
const marked = new RegExp(`"${mark}(\\d+)"`, 'g')

/** JSON whose bigints are bare whole numbers, as Viber writes its 64-bit ids. */
export const writeJson = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'bigint' ? `${mark}${each}` : each,
  ).replaceAll(marked, '$1')

/** The same value in other bytes: nothing outside ASCII, slashes escaped. Who signs what he parsed gets it wrong. */
export const escapeJson = (json: string): string =>
  json
    .replaceAll('/', String.raw`\/`)
    .replaceAll(/[\u0080-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
