import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { openStorage } from './storage.ts'
import { storeStream } from './store-stream.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'beseda-files-'))
const storage = await openStorage({ dataDir, s3: null })
afterAll(() => rm(dataDir, { recursive: true }))

const store = (body: Readable, maxBytes = 1000, contentLength: number | null = null) =>
  storeStream(storage, body, { maxBytes, contentLength, keyPrefix: '7' })

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  return error instanceof AppError ? error.code : String(error)
}

async function leftBehind(): Promise<string[]> {
  return [
    ...(await readdir(storage.incomingFolder)),
    ...(await readdir(join(dataDir, 'files', '7')).catch(() => [])),
  ]
}

function* pieces(count: number): Generator<Buffer> {
  for (let index = 0; index < count; index += 1) yield Buffer.alloc(100, 'x')
}

describe('what is refused leaves nothing behind', () => {
  it('more bytes than allowed, stopped as soon as they are too many, the stream left whole', async () => {
    let given = 0
    const body = Readable.from(
      (function* () {
        for (const piece of pieces(10_000)) {
          given += 1
          yield piece
        }
      })(),
    )
    expect(await codeOf(store(body))).toBe('file.too_large')
    expect(given).toBeLessThan(100)
    expect(body.destroyed).toBe(false)
    expect(await leftBehind()).toEqual([])
  })

  it('a length announced as too much, before a byte is read', async () => {
    const body = Readable.from(pieces(1))
    expect(await codeOf(store(body, 1000, 1001))).toBe('file.too_large')
    expect(body.readableDidRead).toBe(false)
  })

  it('nothing at all', async () => {
    expect(await codeOf(store(Readable.from([])))).toBe('file.empty')
    expect(await leftBehind()).toEqual([])
  })

  it('a stream that breaks, and one that ends before its announced length', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half')
        throw new Error('aborted')
      })(),
    )
    expect(await codeOf(store(broken))).toBe('file.upload_broken')
    expect(await codeOf(store(Readable.from(['half']), 1000, 8))).toBe('file.upload_broken')
    expect(await leftBehind()).toEqual([])
  })
})

it('what is stored comes back, whole and in ranges, and is gone when deleted', async () => {
  const stored = await store(Readable.from([Buffer.from('Hello, '), Buffer.from('world')]), 12, 12)
  expect(stored).toMatchObject({ sizeBytes: 12, mime: 'text/plain', width: null })
  expect(stored.sha256).toBe('4ae7c3b6ac0beff671efa8cf57386151c06e58ca53a78d83f36107316cec125f')
  expect(await text(await storage.open(stored.storageKey))).toBe('Hello, world')
  expect(await text(await storage.open(stored.storageKey, { start: 7, end: 9 }))).toBe('wor')
  await storage.delete(stored.storageKey)
  await expect(storage.open(stored.storageKey)).rejects.toThrow('ENOENT')
})

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==',
  'base64',
)
const gif = Buffer.from('R0lGODlhAgADAIAAAAAAAP///yH5BAAAAAAALAAAAAACAAMAAAIChF8AOw==', 'base64')
const webp = Buffer.concat([
  Buffer.from('RIFF'),
  Buffer.from([22, 0, 0, 0]),
  Buffer.from('WEBPVP8X'),
  Buffer.from([10, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 5, 0, 0]),
])
const jpegFrame = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 4, 0, 6, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])
const exif = Buffer.concat([
  Buffer.from([0xff, 0xe1, 0, 34]),
  Buffer.from('Exif\0\0II*\0\x08\0\0\0', 'latin1'),
  Buffer.from([1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]),
])
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8]), jpegFrame])
const turnedJpeg = Buffer.concat([Buffer.from([0xff, 0xd8]), exif, jpegFrame])

describe('a file is what its bytes are', () => {
  it.each([
    ['a PNG', png, 'image/png', 3, 2],
    ['a GIF', gif, 'image/gif', 2, 3],
    ['a WebP', webp, 'image/webp', 5, 6],
    ['a JPEG', jpeg, 'image/jpeg', 6, 4],
    ['a JPEG turned by its EXIF', turnedJpeg, 'image/jpeg', 4, 6],
    ['a JPEG cut off before its size', jpeg.subarray(0, 6), 'image/jpeg', null, null],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'text/plain', null, null],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), 'text/plain', null, null],
    ['other bytes', Buffer.from([0, 1, 2, 3, 250]), 'application/octet-stream', null, null],
  ])('%s', async (_what, bytes, mime, width, height) => {
    const stored = await store(Readable.from([bytes]))
    expect(stored).toMatchObject({ mime, width, height })
  })
})
