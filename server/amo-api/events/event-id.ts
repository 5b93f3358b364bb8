const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * The id of an event as that API has it: 26 characters that sort by time. One event of ours can be several there: which of
 * them it is stands in the four bits that say of every id we make that it is of version 7.
 */
export function writeEventId(uuid: string, part: number): string {
  let value = BigInt(`0x${uuid.replaceAll('-', '')}`)
  if (part > 0) value = (value & ~versionBits) | (BigInt(7 + part) << versionShift)
  let text = ''
  for (let place = 0; place < 26; place += 1) {
    text = (digits[Number(value & 31n)] ?? '') + text
    value >>= 5n
  }
  return text
}

/** Null for what is no such id. */
export function readEventId(text: string): { uuid: string; part: number } | null {
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text)) return null
  let value = 0n
  for (const digit of text) value = value * 32n + BigInt(digits.indexOf(digit))
  const version = Number((value & versionBits) >> versionShift)
  const part = version > 7 ? version - 7 : 0
  if (part > 0) value = (value & ~versionBits) | (7n << versionShift)
  const hex = value.toString(16).padStart(32, '0')
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  )
  return { uuid, part }
}

const versionShift = 76n
const versionBits = 15n << versionShift

/** So many things one event can be there. */
export const mostParts = 9
