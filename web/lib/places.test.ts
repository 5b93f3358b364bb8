import { expect, test } from 'vitest'
import { countryChoices, currencyChoices, guessPlace, timeZoneChoices, timeZoneLabel } from './places.ts'

const winter = new Date('2026-01-15T12:00:00Z')

test('the place is guessed from the clock, the country of the locale only when its clocks fit', () => {
  expect(guessPlace('ru', 'Europe/Moscow', 'ru')).toMatchObject({ country: 'RU', currency: 'RUB' })
  expect(guessPlace('ru-RU', 'Asia/Almaty', 'ru')).toMatchObject({ country: 'KZ', currency: 'KZT' })
  expect(guessPlace('en-US', 'Europe/London', 'en')).toMatchObject({ country: 'GB', currency: 'GBP' })
  expect(guessPlace('en', 'UTC', 'en')).toMatchObject({ country: 'US', currency: 'USD', timeZone: 'UTC' })
  expect(guessPlace('de-AT', 'Europe/Vienna', 'en')).toMatchObject({ country: 'AT', currency: 'EUR' })
})

test('time zones are told in the language of the user, west to east, the own one always among them', () => {
  const russian = timeZoneChoices('ru', 'Europe/Moscow', winter)
  expect(russian).toContainEqual({ value: 'Europe/Moscow', label: 'Москва, UTC+3' })
  const english = timeZoneChoices('en', 'Etc/GMT-14', winter)
  expect(english).toContainEqual({ value: 'America/New_York', label: 'New York, UTC-5' })
  expect(english.map((zone) => zone.value)).toContain('Etc/GMT-14')
  const places = english.map((zone) => zone.value)
  expect(places.indexOf('America/New_York')).toBeLessThan(places.indexOf('Europe/Moscow'))
  expect(timeZoneLabel('Asia/Almaty', 'ru', winter)).toBe('Алматы, UTC+5')
  expect(timeZoneLabel('Europe/Berlin', 'en', winter)).toBe('Berlin, UTC+1')
  expect(timeZoneLabel('UTC', 'ru', winter)).toBe('UTC')
})

test('currencies and countries are told by name', () => {
  expect(currencyChoices('ru')).toContainEqual({ value: 'RUB', label: 'Российский рубль, ₽' })
  expect(currencyChoices('en')).toContainEqual({ value: 'EUR', label: 'Euro, €' })
  expect(countryChoices('ru')).toContainEqual({ value: 'KZ', label: 'Казахстан' })
  expect(new Set(countryChoices('en').map((country) => country.value)).size).toBe(249)
})
