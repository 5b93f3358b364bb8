import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { hashToken, isSameSecret, seal, sign, unseal, uuidv7 } from './crypto.ts'

const key = randomBytes(32)

describe('a sealed secret', () => {
  it('comes back as it was, and never looks the same twice', () => {
    const text = '123456:тайна'
    expect(unseal(key, seal(key, text, 'channel:1'), 'channel:1')).toBe(text)
    expect(seal(key, text, 'channel:1')).not.toBe(seal(key, text, 'channel:1'))
    expect(unseal(key, seal(key, '', 'x'), 'x')).toBe('')
  })

  it.each([
    ['with another key', (sealed: string) => unseal(randomBytes(32), sealed, 'channel:1')],
    ['for another row', (sealed: string) => unseal(key, sealed, 'channel:2')],
    ['when changed', (sealed: string) => unseal(key, `${sealed.slice(0, -2)}AA`, 'channel:1')],
    ['when cut', (sealed: string) => unseal(key, sealed.slice(0, 20), 'channel:1')],
    ['of an unknown version', (sealed: string) => unseal(key, sealed.replace('v1.', 'v9.'), 'channel:1')],
  ])('does not open %s', (_how, open) => {
    expect(() => open(seal(key, 'a secret', 'channel:1'))).toThrow()
  })
})

it('a signature holds for one purpose and one text', () => {
  expect(sign(key, 'file', 'a')).toBe(sign(key, 'file', 'a'))
  expect(sign(key, 'file', 'a')).not.toBe(sign(key, 'file', 'b'))
  expect(sign(key, 'file', 'a')).not.toBe(sign(key, 'mail', 'a'))
})

it('secrets are compared whole', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true)
  expect(isSameSecret('abc', 'abcd')).toBe(false)
  expect(isSameSecret('', 'a')).toBe(false)
  expect(hashToken('a')).not.toBe(hashToken('b'))
})

describe('ids', () => {
  it('of one process sort in the order they were made, thousands within a millisecond', () => {
    const ids = Array.from({ length: 20_000 }, () => uuidv7())
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    expect(z.uuidv7().safeParse(ids[0]).success).toBe(true)
  })

  it('go on rising when the clock goes back', () => {
    const now = Date.now() + 60_000
    const before = uuidv7(now)
    expect(uuidv7(now - 5000) > before).toBe(true)
  })
})
