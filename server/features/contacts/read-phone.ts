import parsePhone, { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max'

/** A phone as it is compared (E.164 digits, no plus) and as it is shown (international form). */
export type Phone = { normal: string; shown: string }

/**
 * Reads a phone in any notation; a number without a country code is of `country` (ISO 3166, two letters), and if it is none
 * there, its digits are taken to begin with the country code. Null: it is no phone.
 */
export function readPhone(text: string, country: string): Phone | null {
  const trimmed = text.trim()
  const local = isSupportedCountry(country) ? parse(trimmed, country) : null
  return local ?? parse(`+${trimmed.replace(/^\+/, '')}`)
}

function parse(text: string, country?: CountryCode): Phone | null {
  // Without `extract: false` a phone is found inside any text that happens to hold one.
  const phone = parsePhone(text, { ...(country && { defaultCountry: country }), extract: false })
  if (!phone?.isPossible()) return null
  return { normal: phone.number.slice(1), shown: phone.formatInternational() }
}
