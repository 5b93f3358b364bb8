import { describe, expect, it } from 'vitest'
import { initials, stableIndex } from './initials.ts'

describe('initials', () => {
  it('a name is told by the first letters of its first two words', () => {
    expect(['Марина Ковалёва', 'tom', 'Студия «Лён»', 'Anna Maria Lopez'].map(initials)).toEqual([
      'МК',
      'T',
      'СЛ',
      'AM',
    ])
  })

  it('a phone is told by its digits, a name of signs alone by a dot', () => {
    expect(['+7 921 554-18-07', '🙂🙂', '', '— …'].map(initials)).toEqual(['79', '·', '·', '·'])
  })

  it('a number beside a name is left out', () => {
    expect(['Посетитель #30220', '24 часа', 'Кафе 5'].map(initials)).toEqual(['П', 'Ч', 'К'])
  })

  it('a letter is never cut in half', () => {
    expect(initials('𝒜lice é')).toBe('𝒜É')
  })

  it('the colour of a seed is always the same and in range', () => {
    const colors = Array.from({ length: 200 }, (_, id) => stableIndex(`contact:${id}`, 6))
    expect(colors).toEqual(Array.from({ length: 200 }, (_, id) => stableIndex(`contact:${id}`, 6)))
    expect(new Set(colors)).toEqual(new Set([0, 1, 2, 3, 4, 5]))
  })
})
