import { expect, it } from 'vitest'
import type { FileView, UploadView } from '#contract/files'
import { ApiError } from './api-error.ts'
import { pieceBytes, uploadSteadily } from './steady-upload.ts'
import type { UploadProgress, UploadRoad } from './steady-upload.ts'

const stored: FileView = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'a',
  mime: 'text/plain',
  sizeBytes: 1,
  url: '/a',
  width: null,
  height: null,
}

type Server = { road: UploadRoad; steps: string[]; waits: number[]; kept: () => number }

/** A server that fails as told, step by step: `faults` by the number of the step; the bytes may be kept all the same. */
function serverOf(size: number, faults: Record<number, { error: ApiError; isKept?: boolean }> = {}): Server {
  let kept = 0
  const steps: string[] = []
  const waits: number[] = []
  const step = async <T>(what: string, work: () => T): Promise<T> => {
    steps.push(what)
    const fault = faults[steps.length]
    if (!fault) return work()
    if (fault.isKept) work()
    throw fault.error
  }
  const view = (): UploadView => ({ id: stored.id, sizeBytes: size, receivedBytes: kept, file: null })
  return {
    steps,
    waits,
    kept: () => kept,
    road: {
      begin: () => step('begin', view),
      send: (offset, bytes, onSent) =>
        step(`send ${offset / pieceBytes}`, () => {
          onSent(bytes.size)
          if (offset !== kept) throw new ApiError('upload.other_offset', { details: { receivedBytes: kept } })
          kept += bytes.size
          return view()
        }),
      finish: () => step('finish', () => stored),
      put: () => step('put', () => stored),
      wait: async (failures) => void waits.push(failures),
    },
  }
}

const blobOf = (size: number): Blob => new Blob([new Uint8Array(size)])
const away = new ApiError('network.unreachable')

it('a small file goes in one step, and that step is repeated when the connection breaks', async () => {
  const server = serverOf(10, { 1: { error: away } })
  expect(await uploadSteadily(server.road, blobOf(10), () => {})).toBe(stored)
  expect(server.steps).toEqual(['put', 'put'])
})

it('a large file goes piece by piece and on from where the server stands', async () => {
  const size = pieceBytes * 2.5
  // The second piece was lost; the third arrived, but its answer did not.
  const server = serverOf(size, { 3: { error: away }, 6: { error: away, isKept: true } })
  const told: UploadProgress[] = []
  await uploadSteadily(server.road, blobOf(size), (progress) => told.push(progress))
  expect(server.steps).toEqual(['begin', 'send 0', 'send 1', 'begin', 'send 1', 'send 2', 'begin', 'finish'])
  expect(server.kept()).toBe(size)
  expect(told.filter((each) => each.isWaiting).map((each) => each.share)).toEqual([0.4, 0.8])
  expect(told.at(-1)).toEqual({ share: 1, isWaiting: false })
})

it('without a connection it goes on trying, waiting longer each time, until it comes through', async () => {
  const faults = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [index + 1, { error: away }]))
  const server = serverOf(10, faults)
  expect(await uploadSteadily(server.road, blobOf(10), () => {})).toBe(stored)
  expect(server.waits).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
})

it('a server that goes on answering with a failure is not asked for ever', async () => {
  const error = new ApiError('server.failed')
  const faults = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [index + 1, { error }]))
  const server = serverOf(10, faults)
  await expect(uploadSteadily(server.road, blobOf(10), () => {})).rejects.toBe(error)
  expect(server.waits).toHaveLength(8)
})

it('what another try would not change is told at once', async () => {
  for (const code of [
    'file.storage_full',
    'file.too_large',
    'session.required',
    'network.cancelled',
  ] as const) {
    const error = new ApiError(code)
    const server = serverOf(10, { 1: { error } })
    await expect(uploadSteadily(server.road, blobOf(10), () => {})).rejects.toBe(error)
    expect(server.waits).toEqual([])
  }
})
