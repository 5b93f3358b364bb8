import { readInteger, readText, type Fields } from '../read-unknown.ts'

/** The id of a message: 64 bits, so most come as text (see parseJsonWithLongIds); a rounded number is none. */
export function readToken(fields: Fields): string | null {
  const given = fields['message_token']
  const digits = readText(given) ?? String(readInteger(given) ?? '')
  return /^\d{1,20}$/.test(digits) && digits !== '0' ? digits : null
}
