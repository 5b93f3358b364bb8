import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { safeHref, splitText } from './rich-text.ts'

describe('rich text', () => {
  it('entities that nest and overlap keep every letter and style', () => {
    const runs = splitText('one two three', [
      { type: 'bold', offset: 0, length: 7 },
      { type: 'italic', offset: 4, length: 9 },
    ])
    expect(runs).toEqual([
      { text: 'one ', styles: ['bold'], href: null },
      { text: 'two', styles: ['bold', 'italic'], href: null },
      { text: ' three', styles: ['italic'], href: null },
    ])
  })

  it('addresses in a text are followed, without the full stop after them', () => {
    const runs = splitText('См. https://zerno.link/K7M2/p9. И www.x.ru/(a)', [])
    expect(runs.filter((run) => run.href).map((run) => [run.text, run.href])).toEqual([
      ['https://zerno.link/K7M2/p9', 'https://zerno.link/K7M2/p9'],
      ['www.x.ru/(a', 'https://www.x.ru/(a'],
    ])
  })

  it('an address inside code stays code, one inside a link keeps the link', () => {
    const text = 'curl https://a.ru'
    expect(splitText(text, [{ type: 'code', offset: 0, length: 17 }])[0]?.href).toBeNull()
    const link = splitText('https://a.ru', [{ type: 'link', offset: 0, length: 12, url: 'https://b.ru' }])
    expect(link.map((run) => run.href)).toEqual(['https://b.ru/'])
  })

  it('only pages, mails and calls are followed', () => {
    const followed = [
      'https://a.ru/x?y=1',
      'a.ru:8080',
      'me@a.ru',
      'tel:+79215541807',
      'tg://resolve?domain=x',
    ]
    expect(followed.map((url) => safeHref(url) !== null)).toEqual([true, true, true, true, true])
    const refused = [
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'vbscript:x',
      'http://',
    ]
    expect(refused.map((url) => safeHref(url))).toEqual([null, null, null, null, null, null])
  })

  it('whatever the entities, the text comes out whole', () => {
    const entity = fc.record({
      type: fc.constantFrom('bold' as const, 'link' as const, 'spoiler' as const),
      offset: fc.nat(30),
      length: fc.integer({ min: 1, max: 30 }),
    })
    fc.assert(
      fc.property(fc.string({ maxLength: 25 }), fc.array(entity, { maxLength: 5 }), (text, entities) => {
        expect(
          splitText(text, entities)
            .map((run) => run.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
