import { expect, test } from 'vitest'
import { parseJson, parseJsonWithLongIds } from './parse-json.ts'

test('an id beyond 2^53 keeps its digits; every other number stays a number', () => {
  const text =
    '{"message_token":5741311803571721087,"near":9007199254740991,"minus":-9007199254740993,"lat":50.76891,"big":1e400,"text":"5741311803571721087"}'
  expect(parseJsonWithLongIds(Buffer.from(text))).toEqual({
    message_token: '5741311803571721087',
    near: 9007199254740991,
    minus: '-9007199254740993',
    lat: 50.76891,
    big: Infinity,
    text: '5741311803571721087',
  })
})

test('what is no JSON is undefined', () => {
  for (const text of ['', '{', 'ok', '\u{FEFF}{}'].map((each) => Buffer.from(each))) {
    expect(parseJson(text)).toBeUndefined()
    expect(parseJsonWithLongIds(text)).toBeUndefined()
  }
})
