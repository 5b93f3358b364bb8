import { describe, expect, it } from 'vitest'
import type { Capabilities } from './channels.ts'
import { locationText } from './location.ts'
import { splitLocation, splitMessage, splitText, voiceKindOf, type SplitFile } from './split.ts'

const can: Capabilities = {
  maxTextLength: 40,
  maxCaptionLength: 10,
  captioned: null,
  maxFilesPerMessage: 2,
  maxFileBytes: 1000,
  maxPhotoBytes: 500,
  refusedEndings: ['exe'],
  fileGroups: [['photo', 'video'], ['document']],
  voiceTypes: ['audio/ogg'],
  canSendLocation: true,
  canMarkRead: false,
  receipts: { delivered: false, read: false },
  canWriteFirst: false,
  canReply: true,
  isIdempotent: false,
  editing: null,
  deleting: null,
  reactions: [],
}
/** A messenger that carries one file at a time, and a text only under small pictures. */
const picky: Capabilities = {
  ...can,
  captioned: { types: ['image/jpeg', 'image/png'], maxBytes: 100 },
  maxFilesPerMessage: 1,
}
const photo = (sizeBytes = 100, mime = 'image/jpeg'): SplitFile => ({
  kind: 'photo',
  name: 'photo',
  mime,
  sizeBytes,
})
const document: SplitFile = {
  kind: 'document',
  name: 'Договор.pdf',
  mime: 'application/pdf',
  sizeBytes: 100,
}
const partsOf = (by: Capabilities, text: string, files: SplitFile[]) =>
  splitMessage(by, { text, files }).parts.map((part) => [part.text, ...part.files])

describe('a text with files', () => {
  it('is the caption of the first run when it fits, else a message before the files', () => {
    expect(partsOf(can, 'вот', [document, document, photo()])).toEqual([
      ['вот', 0, 1],
      ['', 2],
    ])
    expect(partsOf(can, 'длиннее подписи', [photo()])).toEqual([['длиннее подписи'], ['', 0]])
  })

  it('is a caption only where the messenger lets the first file carry one', () => {
    expect(partsOf(picky, 'вот', [photo(), document])).toEqual([
      ['вот', 0],
      ['', 1],
    ])
    for (const first of [document, photo(101), photo(100, 'image/webp')]) {
      expect(partsOf(picky, 'вот', [first, photo()])).toEqual([['вот'], ['', 0], ['', 1]])
    }
  })

  it('leaves nothing empty: files without a text are only themselves', () => {
    expect(partsOf(picky, '', [document])).toEqual([['', 0]])
    expect(partsOf(picky, 'вот', [])).toEqual([['вот']])
    expect(partsOf(picky, '', [])).toEqual([])
  })
})

describe('files', () => {
  it('over the limit of their kind are refused, and named by their position', () => {
    const { refused } = splitMessage(can, { text: '', files: [photo(), photo(501), document] })
    expect(refused).toEqual([{ position: 1, reason: 'too_large', limitBytes: 500 }])
  })

  it('names the files whose kind the messenger does not take, by the ending of the name in any case', () => {
    const program = { ...document, name: 'Счёт.pdf.EXE' }
    const { refused } = splitMessage(can, {
      text: '',
      files: [document, program, { ...document, name: 'exe' }],
    })
    expect(refused).toEqual([{ position: 1, reason: 'ending', ending: 'exe' }])
  })
})

describe('a long text', () => {
  it('is cut at a border of words where there is one, and loses nothing but the space there', () => {
    const text = 'Первая строка про диван.\nВторая строка про доставку и сборку.'
    const parts = splitText(text, 40)
    expect(parts).toEqual(['Первая строка про диван.', 'Вторая строка про доставку и сборку.'])
  })

  it('is never cut inside a character', () => {
    for (const part of splitText('😀'.repeat(30), 7)) expect(part.isWellFormed()).toBe(true)
  })
})

describe('a place', () => {
  const place = { latitude: 59.9, longitude: 30.3, title: null }
  const where = { ...can, maxTextLength: 200 }

  it('is a part without text and files, after its name when it has one', () => {
    expect(splitLocation(where, place)).toEqual([{ text: '', files: [] }])
    expect(splitLocation(where, { ...place, title: 'Склад' })).toEqual([
      { text: 'Склад', files: [] },
      { text: '', files: [] },
    ])
  })

  it('leaves as words with a link where the messenger has none', () => {
    const titled = { ...place, title: 'Склад' }
    expect(splitLocation({ ...where, canSendLocation: false }, titled)).toEqual([
      { text: locationText(titled), files: [] },
    ])
  })
})

it('a voice message is one only of a type that the messenger takes as such', () => {
  expect(voiceKindOf(can, 'audio/ogg')).toBe('voice')
  expect(voiceKindOf(can, 'audio/mp4')).toBe('audio')
  expect(voiceKindOf(can, 'video/mp4')).toBe('audio')
  expect(voiceKindOf({ ...can, voiceTypes: [] }, 'audio/ogg')).toBe('document')
})
