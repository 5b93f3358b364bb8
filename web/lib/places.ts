import type { Language } from '#contract/common'
import { zoneNamesRu } from './zone-names-ru.ts'

export type Choice = { value: string; label: string }
export type Place = { language: Language; timeZone: string; currency: string; country: string }

/** ISO 3166-1, all of it. */
const countries =
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
  CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
  GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
  KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
  NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
  SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
  VN VU WF WS YE YT ZA ZM ZW`.split(/\s+/)

const currencies: Record<string, string> = {
  ...Object.fromEntries(
    'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA'
      .split(' ')
      .map((code) => [code, 'EUR']),
  ),
  RU: 'RUB',
  BY: 'BYN',
  KZ: 'KZT',
  KG: 'KGS',
  UZ: 'UZS',
  TJ: 'TJS',
  TM: 'TMT',
  AM: 'AMD',
  AZ: 'AZN',
  GE: 'GEL',
  MD: 'MDL',
  UA: 'UAH',
  GB: 'GBP',
  CH: 'CHF',
  LI: 'CHF',
  NO: 'NOK',
  SE: 'SEK',
  DK: 'DKK',
  PL: 'PLN',
  CZ: 'CZK',
  HU: 'HUF',
  RO: 'RON',
  RS: 'RSD',
  TR: 'TRY',
  IL: 'ILS',
  AE: 'AED',
  SA: 'SAR',
  EG: 'EGP',
  IN: 'INR',
  CN: 'CNY',
  JP: 'JPY',
  KR: 'KRW',
  TH: 'THB',
  VN: 'VND',
  ID: 'IDR',
  MY: 'MYR',
  SG: 'SGD',
  HK: 'HKD',
  AU: 'AUD',
  NZ: 'NZD',
  CA: 'CAD',
  MX: 'MXN',
  BR: 'BRL',
  AR: 'ARS',
  CL: 'CLP',
  CO: 'COP',
  ZA: 'ZAR',
  NG: 'NGN',
  KE: 'KES',
}

type LocaleZones = Intl.Locale & { getTimeZones?: () => string[] | undefined }

function zonesOf(country: string): string[] {
  const locale: LocaleZones = new Intl.Locale(`und-${country}`)
  return locale.getTimeZones?.() ?? []
}

/**
 * What the browser tells of where its user works: the country of the locale when its clocks fit, else the country of the
 * time zone.
 */
export function guessPlace(locale: string, timeZone: string, language: Language): Place {
  const named = new Intl.Locale(locale).region
  const likely = new Intl.Locale(locale).maximize().region
  const fits = (country: string | undefined): boolean =>
    country !== undefined && zonesOf(country).includes(timeZone)
  const country = [named, likely].find(fits) ?? countries.find(fits) ?? named ?? likely ?? 'RU'
  return { language, timeZone, country, currency: currencies[country] ?? 'USD' }
}

/** The browser's time zone under the name the lists use; some browsers still say the old ones. */
export function browserTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** All time zones, west to east: "Москва, UTC+3". */
export function timeZoneChoices(language: Language, current: string, now: Date): Choice[] {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', current])
  return [...zones]
    .map((zone) => ({ zone, name: zoneName(zone, language, now), offset: offsetOf(zone, now) }))
    .toSorted(
      (one, other) =>
        minutesOf(one.offset) - minutesOf(other.offset) || one.name.localeCompare(other.name, language),
    )
    .map(({ zone, name, offset }) => ({ value: zone, label: zoneLabel(name, offset) }))
}

/** One of them as it is offered. */
export function timeZoneLabel(zone: string, language: Language, now: Date): string {
  return zoneLabel(zoneName(zone, language, now), offsetOf(zone, now))
}

const zoneLabel = (name: string, offset: string): string => (name === 'UTC' ? name : `${name}, ${offset}`)

function zoneName(zone: string, language: Language, now: Date): string {
  const city = (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
  if (language === 'en' || !zone.includes('/')) return city
  return zoneNamesRu[zone] ?? countryOfZone(zone, now) ?? city
}

/** A country with one zone gives it its name: "Грузия". */
function countryOfZone(zone: string, now: Date): string | null {
  const name = namePart(zone, 'ru', 'shortGeneric', now)
  return /[а-яё]/i.test(name) ? name : null
}

function offsetOf(zone: string, now: Date): string {
  return namePart(zone, 'en', 'shortOffset', now).replace('GMT', 'UTC')
}

function minutesOf(offset: string): number {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d+)(?::(\d+))?/.exec(offset) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

function namePart(zone: string, locale: string, style: 'shortGeneric' | 'shortOffset', now: Date): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style }).formatToParts(now)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}

/** Currencies in use: "Российский рубль, ₽". */
export function currencyChoices(language: Language): Choice[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' })
  return Intl.supportedValuesOf('currency')
    .map((code) => ({
      value: code,
      label: `${capitalise(names.of(code) ?? code, language)}, ${symbolOf(code, language)}`,
    }))
    .toSorted((one, other) => one.label.localeCompare(other.label, language))
}

function symbolOf(code: string, language: Language): string {
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: code,
    currencyDisplay: 'narrowSymbol',
  })
  return format.formatToParts(0).find((part) => part.type === 'currency')?.value ?? code
}

export function countryChoices(language: Language): Choice[] {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  return countries
    .map((code) => ({ value: code, label: names.of(code) ?? code }))
    .toSorted((one, other) => one.label.localeCompare(other.label, language))
}

function capitalise(text: string, language: Language): string {
  return text.slice(0, 1).toLocaleUpperCase(language) + text.slice(1)
}
