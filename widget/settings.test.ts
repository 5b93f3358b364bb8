import { expect, test } from 'vitest'
import { clientId } from './client-id.ts'
import { textColorLike, textColorOn } from './settings.ts'

test('the text on the colour of the shop can be read', () => {
  expect(textColorOn('#5a3921')).toBe('#ffffff')
  expect(textColorOn('#000')).toBe('#ffffff')
  expect(textColorOn('#ffd84d')).toBe('#131e1f')
  expect(textColorOn('#fff')).toBe('#131e1f')
  expect(textColorLike('#5a3921')).toBe('#5a3921')
  expect(textColorLike('#ffd84d')).toBe('#1a2120')
})

test('ids made in the browser are UUIDs of version 7 that carry the time', () => {
  const id = clientId(Date.parse('2026-11-24T12:00:00Z'))
  expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse('2026-11-24T12:00:00Z'))
  expect(clientId(1)).not.toBe(clientId(1))
})
