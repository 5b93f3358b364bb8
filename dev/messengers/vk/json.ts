const mark = '\uE000'

/** JSON with whole numbers of any length: a bigint is written as a bare number, as VK writes its 64-bit ids. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'bigint' ? `${mark}${each}${mark}` : each,
  ).replaceAll(new RegExp(`"${mark}(-?\\d+)${mark}"`, 'g'), '$1')

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
