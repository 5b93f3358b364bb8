import { expect, test } from 'vitest'
import type { Capabilities } from '#contract/channels'
import { canSend, previewSplit } from './composer-files.ts'
import type { ComposerFile } from './composer-files.ts'

const can: Capabilities = {
  maxTextLength: 40,
  maxCaptionLength: 10,
  captioned: null,
  maxFilesPerMessage: 3,
  maxFileBytes: 1000,
  maxPhotoBytes: 500,
  refusedEndings: ['exe'],
  fileGroups: [['photo', 'video'], ['document']],
  receipts: { delivered: false, read: false },
  canWriteFirst: false,
  canReply: true,
  voiceTypes: [],
  canSendLocation: false,
  canMarkRead: false,
  isIdempotent: false,
  editing: null,
  deleting: null,
  reactions: [],
}
const file = (mime: string, sizeBytes = 100, state: ComposerFile['state'] = 'ready'): ComposerFile => ({
  id: mime,
  name: 'file',
  mime,
  sizeBytes,
  previewUrl: null,
  state,
  progress: 1,
  isWaiting: false,
  problem: null,
  source: null,
  stored: null,
})

test('several pictures that fit are one album and no split', () => {
  expect(previewSplit(can, 'hi', [file('image/png'), file('image/jpeg')])).toEqual({
    count: 1,
    reason: null,
    isAlbum: true,
    refused: [],
  })
})

test('the note says why a message is split', () => {
  expect(previewSplit(can, 'a word '.repeat(9), [])).toMatchObject({ count: 2, reason: 'long' })
  expect(previewSplit(can, 'longer than it', [file('image/png')])).toMatchObject({
    count: 2,
    reason: 'caption',
  })
  expect(previewSplit(can, '', [file('image/png'), file('application/pdf')])).toMatchObject({
    count: 2,
    reason: 'files',
  })
})

test('a file over the limit of its kind is refused before it is sent', () => {
  const { refused } = previewSplit(can, '', [file('image/png', 501), file('application/pdf', 501)])
  expect(refused).toEqual([{ position: 0, reason: 'too_large', limitBytes: 500 }])
  expect(canSend('', [file('image/png', 501)], refused)).toBe(false)
})

test('an empty message cannot be sent, one with text or a stored file can, one with a failed file cannot', () => {
  expect(canSend('  \n', [], [])).toBe(false)
  expect(canSend('hi', [], [])).toBe(true)
  expect(canSend('', [file('image/png')], [])).toBe(true)
  expect(canSend('hi', [file('image/png', 1, 'failed')], [])).toBe(false)
})
