import { expect, test } from 'vitest'
import { locationText } from '#contract/location'
import { placeOf } from './place.tsx'

test('a place is known by the words in which the server sends it, and nothing else is', () => {
  const place = { latitude: -33.8688, longitude: 151.2093, title: null }
  const link = locationText(place)
  expect(placeOf(link)).toEqual({ title: '', url: link, point: '-33.8688, 151.2093' })
  expect(placeOf(locationText({ ...place, title: 'Склад' }))).toMatchObject({ title: 'Склад' })
  for (const text of [
    '',
    'Склад',
    `${link}\nприезжайте`,
    `раз\nдва\n${link}`,
    'https://www.openstreetmap.org/',
  ])
    expect(placeOf(text)).toBeNull()
})
