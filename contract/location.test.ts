import { describe, expect, test } from 'vitest'
import { locationOf, locationText, mapLink, parseLocation } from './location.ts'

const place = { latitude: 55.751574, longitude: 37.573856, title: null }

describe('a place is read from what is pasted', () => {
  test.each([
    '55.751574, 37.573856',
    '55.751574 37.573856',
    '(55.751574; 37.573856)',
    '55,751574; 37,573856',
    '55,751574 37,573856',
    'geo:55.751574,37.573856?z=16',
    'https://yandex.ru/maps/213/moscow/?ll=37.573856%2C55.751574&z=16',
    'https://yandex.ru/maps/?ll=30.1%2C59.9&pt=37.573856,55.751574&z=12',
    'https://yandex.com/maps/?ll=30%2C59&whatshere%5Bpoint%5D=37.573856%2C55.751574&whatshere%5Bzoom%5D=17',
    'https://www.google.com/maps/@55.751574,37.573856,17z',
    'https://www.google.com/maps?q=55.751574,37.573856',
    'https://www.google.com/maps/search/?api=1&query=55.751574%2C37.573856',
    'https://www.google.com/maps/place/Cafe/@55.7,37.5,17z/data=!3m1!4b1!4m6!3m5!1s0x0:0x0!8m2!3d55.751574!4d37.573856',
    'https://www.google.com/maps/place/55.751574,37.573856',
    'https://maps.apple.com/?ll=55.751574,37.573856',
    'https://2gis.ru/moscow/geo/4504235282566288/37.573856,55.751574',
    'https://2gis.ru/geo/37.573856,55.751574',
    'https://2gis.ru/moscow?m=37.573856%2C55.751574%2F16',
    'https://www.openstreetmap.org/?mlat=55.751574&mlon=37.573856#map=16/1/2',
    'https://www.openstreetmap.org/#map=16/55.751574/37.573856',
    'Мы здесь: https://www.openstreetmap.org/#map=16/55.751574/37.573856',
    'yandex.ru/maps/?ll=37.573856%2C55.751574',
  ])('%s', (text) => {
    expect(parseLocation(text)).toEqual(place)
  })

  test('and from nothing else: words, one number, what is nowhere on Earth, links without a place', () => {
    for (const text of [
      '',
      'Лиговский, 50',
      '55.75',
      '91, 10',
      '55.75, 181',
      '1,2,3',
      '12 шт, 40',
      'https://yandex.ru/maps/-/CDdX1',
      'https://example.com/',
      'https://www.openstreetmap.org/?mlat=x&mlon=y',
      'geo:somewhere',
    ]) {
      expect([text, parseLocation(text)]).toEqual([text, null])
    }
  })
})

test('a place south and west of zero keeps its signs', () => {
  expect(parseLocation('-33.8688, -151.2093')).toMatchObject({ latitude: -33.8688, longitude: -151.2093 })
})

test('a place is written as its title and a link that is read as the same place', () => {
  const titled = { ...place, title: 'Склад' }
  expect(locationText(titled)).toBe(`Склад\n${mapLink(place)}`)
  expect(locationText(place)).toBe(mapLink(place))
  expect(parseLocation(mapLink(place))).toEqual(place)
})

describe('the place of a message', () => {
  const received = (unsupported: string | null, text: string) => ({ location: null, unsupported, text })
  test('is what was sent as one, or what a messenger told in words', () => {
    expect(locationOf({ location: place, unsupported: null, text: 'x' })).toEqual(place)
    expect(locationOf(received('location', mapLink(place)))).toEqual(place)
    expect(locationOf(received('venue', `Склад\nЛиговский, 50\n${mapLink(place)}`))).toEqual({
      ...place,
      title: 'Склад, Лиговский, 50',
    })
  })
  test('is none in a text with a link, and in a place without coordinates', () => {
    expect(locationOf(received(null, mapLink(place)))).toBeNull()
    expect(locationOf(received('location', 'где-то'))).toBeNull()
    expect(locationOf(received('location', ''))).toBeNull()
  })
})
