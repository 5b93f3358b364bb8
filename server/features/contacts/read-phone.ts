import parsePhone, { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max'

/** A phone as it is compared (E.164 digits, no plus) and as it is shown (international form). */
export type Phone = { normal: string; shown: string }

/** Reads a phone in any notation; a number without a country code is of `country` (ISO 3166, two letters). Null: it is none. */
export function readPhone(text: string, country: string): Phone | null {
  const code: CountryCode = isSupportedCountry(country) ? country : 'US'
  const trimmed = text.trim()
  const phone = parsePhone(trimmed, code) ?? parsePhone(`+${trimmed.replaceAll(/\D/g, '')}`, code)
  if (!phone?.isPossible()) return null
  return { normal: phone.number.slice(1), shown: phone.formatInternational() }
}
