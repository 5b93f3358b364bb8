import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FileView } from '#contract/files'
import { ApiError } from '../../../lib/api-error.ts'
import { setPageUser } from '../../../lib/page-user.ts'
import type { startUpload } from '../../../lib/uploads.ts'
import { recorderOf } from './recorder-of.ts'
import { VoiceRecorder } from './voice-recorder.ts'
import type { VoiceReceiver } from './voice-recorder.ts'

/** A browser's recorder of half a second of sound. */
class Recording {
  static isTypeSupported = (type: string): boolean => type === 'audio/mp4'
  mimeType = 'audio/mp4'
  state = 'inactive'
  ondataavailable: ((event: { data: Blob }) => void) | null = null
  onstop: (() => void) | null = null
  start = (): void => void (this.state = 'recording')
  stop(): void {
    this.state = 'inactive'
    this.ondataavailable?.({ data: new Blob(['sound'], { type: 'audio/mp4' }) })
    this.onstop?.()
  }
}

class Sound {
  createAnalyser = () => ({ fftSize: 0 })
  createMediaStreamSource = () => ({ connect: () => {} })
  close = async (): Promise<void> => {}
}

type Stored = {
  id: string
  progress: (share: number) => void
  finish: () => void
  fail: (error: ApiError) => void
  isCancelled: boolean
}

let uploads: Stored[]
let received: string[]
let failures: unknown[]
let openMicrophones: number

const start: typeof startUpload = (id, file, onProgress) => {
  const { promise, resolve, reject } = Promise.withResolvers<FileView>()
  const view: FileView = {
    id,
    name: file.name,
    mime: file.type,
    sizeBytes: file.size,
    width: null,
    height: null,
    url: `/api/files/${id}`,
  }
  const upload: Stored = {
    id,
    progress: (share) => onProgress({ share, isWaiting: false }),
    finish: () => resolve(view),
    fail: reject,
    isCancelled: false,
  }
  uploads.push(upload)
  return {
    done: promise,
    cancel: () => {
      upload.isCancelled = true
      reject(new ApiError('network.cancelled'))
    },
  }
}
const receiver: VoiceReceiver = {
  onStored: (file) => received.push(file.id),
  onFailed: (error) => failures.push(error),
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

async function record(recorder: VoiceRecorder): Promise<VoiceRecorder> {
  await recorder.start('voice')
  expect(recorder.state.kind).toBe('recording')
  return recorder
}

async function recorded(): Promise<VoiceRecorder> {
  const recorder = await record(new VoiceRecorder(start))
  recorder.stop()
  await settled()
  expect(recorder.state.kind).toBe('recorded')
  return recorder
}

beforeEach(() => {
  uploads = []
  received = []
  failures = []
  openMicrophones = 0
  vi.stubGlobal('MediaRecorder', Recording)
  vi.stubGlobal('AudioContext', Sound)
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: async () => {
        openMicrophones += 1
        return { getTracks: () => [{ onended: null, stop: () => (openMicrophones -= 1) }] }
      },
    },
  })
})
afterEach(() => vi.unstubAllGlobals())

test('a voice message is sent once, however often Send is pressed and whatever chat one looks at meanwhile', async () => {
  const recorder = await recorded()
  recorder.send(receiver)
  expect(recorder.state).toMatchObject({ kind: 'sending', progress: 0 })
  // The chat is left, and come back to.
  recorder.stop()
  uploads[0]?.progress(0.5)
  expect(recorder.state).toMatchObject({ kind: 'sending', progress: 0.5 })
  recorder.send(receiver)
  expect(uploads).toHaveLength(1)
  uploads[0]?.finish()
  await settled()
  expect([recorder.state.kind, received]).toEqual(['off', [uploads[0]?.id]])
})

test('sent while it is still being recorded, it goes as soon as it is whole, though the chat was left at once', async () => {
  const recorder = await record(new VoiceRecorder(start))
  recorder.send(receiver)
  recorder.stop()
  await settled()
  uploads[0]?.finish()
  await settled()
  expect([uploads.length, recorder.state.kind, received.length]).toEqual([1, 'off', 1])
})

test('a recording that ends because the chat is left is not sent', async () => {
  const recorder = await recorded()
  expect([uploads, recorder.state.kind]).toEqual([[], 'recorded'])
})

test('thrown away while it is being stored, it is not sent, and storing ends', async () => {
  const recorder = await recorded()
  recorder.send(receiver)
  recorder.discard()
  uploads[0]?.finish()
  await settled()
  expect([uploads[0]?.isCancelled, recorder.state.kind, received, failures]).toEqual([true, 'off', [], []])
})

test('what could not be stored is there still, and a second try stores the same file', async () => {
  const recorder = await recorded()
  recorder.send(receiver)
  uploads[0]?.fail(new ApiError('file.storage_full', { status: 507 }))
  await settled()
  expect([recorder.state.kind, failures.length]).toEqual(['recorded', 1])
  recorder.send(receiver)
  uploads[1]?.finish()
  await settled()
  expect([uploads[1]?.id, received]).toEqual([uploads[0]?.id, [uploads[0]?.id]])
})

test('who comes to the page next finds no recording, and the microphone is off', async () => {
  setPageUser(1)
  const recorder = await record(recorderOf('chat'))
  const waiting = await record(recorderOf('other chat'))
  waiting.stop()
  await settled()
  expect(openMicrophones).toBe(1)
  setPageUser(2)
  await settled()
  expect([openMicrophones, recorder.state.kind, waiting.state.kind]).toEqual([0, 'off', 'off'])
  expect(recorderOf('chat').state.kind).toBe('off')
  setPageUser(null)
})
