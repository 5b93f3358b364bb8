import { expect, test } from 'vitest'
import type { Capabilities } from '#contract/channels'
import type { MessageView } from '#contract/messages'
import { previewForward } from './preview-forward.ts'

const can = {
  maxTextLength: 10,
  maxCaptionLength: 10,
  captioned: null,
  maxFilesPerMessage: 1,
  maxFileBytes: 100,
  maxPhotoBytes: 100,
  refusedEndings: ['exe'],
  fileGroups: [],
  voiceTypes: ['audio/ogg'],
  canSendLocation: true,
} as unknown as Capabilities

const message = (more: object): MessageView =>
  ({ text: '', attachments: [], location: null, unsupported: null, ...more }) as unknown as MessageView
const file = (name: string, sizeBytes = 10) => ({
  kind: 'document',
  name,
  mime: 'application/pdf',
  sizeBytes,
})

test('counts what the client will get: the comment, cut texts, files, a place with its name', () => {
  const place = { latitude: 1, longitude: 2, title: 'Склад' }
  expect(previewForward(can, [message({ text: 'привет' })], ' ')).toEqual({ count: 1, refused: [] })
  expect(previewForward(can, [message({ text: 'двадцать букв ровно' })], 'вот').count).toBe(3)
  expect(previewForward(can, [message({ attachments: [file('a.pdf'), file('b.pdf')] })], '').count).toBe(2)
  expect(previewForward(can, [message({ location: place })], '').count).toBe(2)
})

test('names the files that the messenger will not take', () => {
  const messages = [
    message({ attachments: [file('a.pdf')] }),
    message({ attachments: [file('b.exe'), file('c.pdf', 101)] }),
  ]
  expect(previewForward(can, messages, '').refused).toEqual([
    { position: 0, reason: 'ending', ending: 'exe', name: 'b.exe' },
    { position: 1, reason: 'too_large', limitBytes: 100, name: 'c.pdf' },
  ])
})
