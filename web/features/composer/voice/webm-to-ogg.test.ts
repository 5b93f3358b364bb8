import { fileTypeFromBuffer } from 'file-type'
import { describe, expect, it } from 'vitest'
import { readWebm } from './read-webm.ts'
import { durationOf, writeOgg } from './write-ogg.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const text = (words: string): Uint8Array => new TextEncoder().encode(words)
const joined = (...pieces: Uint8Array[]): Uint8Array => Uint8Array.from(pieces.flatMap((piece) => [...piece]))
const element = (id: number[], content: Uint8Array): Uint8Array =>
  joined(
    bytes(...id, 0x10, content.length >> 16, (content.length >> 8) & 0xff, content.length & 0xff),
    content,
  )
/** As a recorder writes it while it goes on: of unknown size. */
const open = (id: number[], ...content: Uint8Array[]): Uint8Array =>
  joined(bytes(...id, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), ...content)

const head = joined(text('OpusHead'), bytes(1, 1, 0x38, 0x01, 0x80, 0xbb, 0, 0, 0, 0, 0))
/** 20 ms each: one frame of configuration 31. */
const packet = (length: number, fill: number): Uint8Array =>
  joined(bytes(0xf8), new Uint8Array(length - 1).fill(fill))
const packets = Array.from({ length: 130 }, (_, index) => packet(index % 7 === 0 ? 510 : 80 + index, index))
const blockOf = (content: Uint8Array, flags = 0x80): Uint8Array =>
  element([0xa3], joined(bytes(0x81, 0, 0, flags), content))

const webm = (codec: string, blocks: Uint8Array[]): Uint8Array =>
  joined(
    element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], text('webm'))),
    open(
      [0x18, 0x53, 0x80, 0x67],
      element([0x15, 0x49, 0xa9, 0x66], element([0x4d, 0x80], text('recorder'))),
      element(
        [0x16, 0x54, 0xae, 0x6b],
        element(
          [0xae],
          joined(element([0xd7], bytes(1)), element([0x86], text(codec)), element([0x63, 0xa2], head)),
        ),
      ),
      open([0x1f, 0x43, 0xb6, 0x75], element([0xe7], bytes(0)), ...blocks.slice(0, 100)),
      open([0x1f, 0x43, 0xb6, 0x75], element([0xe7], bytes(9)), ...blocks.slice(100)),
    ),
  )

describe('a WebM recording', () => {
  it('gives its packets, also those in groups and those before a cut', () => {
    const grouped = element([0xa0], element([0xa1], joined(bytes(0x81, 0, 0, 0), packet(90, 9))))
    const whole = webm('A_OPUS', [...packets.map((each) => blockOf(each)), grouped])
    expect(readWebm(whole)).toEqual({ head, packets: [...packets, packet(90, 9)] })
    expect(readWebm(whole.subarray(0, whole.length - 10)).packets).toEqual(packets)
  })

  it('that holds no Opus, laced packets, or is no WebM at all, is refused', () => {
    const blocks = packets.map((each) => blockOf(each))
    expect(() => readWebm(webm('A_VORBIS', blocks))).toThrow()
    expect(() => readWebm(webm('A_OPUS', []))).toThrow()
    expect(() => readWebm(webm('A_OPUS', [blockOf(packet(80, 1), 0x82)]))).toThrow()
    for (const junk of [text('OggS and so on'), new Uint8Array(100), bytes(0x1a)])
      expect(() => readWebm(junk)).toThrow()
  })
})

describe('an OGG file made of it', () => {
  const file = writeOgg({ head, packets })

  it('is known by its bytes as Opus in OGG', async () => {
    expect((await fileTypeFromBuffer(file))?.mime).toBe('audio/ogg; codecs=opus')
  })

  it('holds the same packets in order, in pages of right checksum, numbered, with the time each ends at', () => {
    const pages = readPages(file)
    expect(pages.map((page) => page.sequence)).toEqual([0, 1, 2, 3, 4])
    expect(pages.map((page) => page.flags)).toEqual([2, 0, 0, 0, 4])
    expect(pages.map((page) => page.samples)).toEqual([0, 0, 50 * 960, 100 * 960, 130 * 960])
    const found = pages.flatMap((page) => page.packets)
    expect(found[0]).toEqual(head)
    expect(new TextDecoder().decode(found[1]?.subarray(0, 8))).toBe('OpusTags')
    expect(found.slice(2)).toEqual(packets)
  })

  it('keeps a page within its 255 segments when packets are large', () => {
    const large = Array.from({ length: 60 }, (_, index) => packet(1275, index))
    const pages = readPages(writeOgg({ head, packets: large }))
    expect(pages.flatMap((page) => page.packets).slice(2)).toEqual(large)
    expect(pages.every((page) => page.segments <= 255)).toBe(true)
  })
})

it('a recording is as long as its packets sound, less the start that decoders skip', () => {
  expect(durationOf({ head, packets })).toBeCloseTo(130 * 0.02 - 312 / 48_000)
  const twoFrames = joined(bytes(0xf9), new Uint8Array(40))
  const sixFrames = joined(bytes(0x03, 6), new Uint8Array(40))
  expect(durationOf({ head, packets: [twoFrames, sixFrames] })).toBeCloseTo(0.04 + 0.06 - 312 / 48_000)
})

type Page = { flags: number; samples: number; sequence: number; segments: number; packets: Uint8Array[] }

/** Reads a file by the letter of the format, checksums bit by bit. */
function readPages(file: Uint8Array): Page[] {
  const pages: Page[] = []
  const view = new DataView(file.buffer)
  let at = 0
  while (at < file.length) {
    const segments = file[at + 26] ?? 0
    const sizes = [...file.subarray(at + 27, at + 27 + segments)]
    const end = at + 27 + segments + sizes.reduce((sum, size) => sum + size, 0)
    const page = file.slice(at, end)
    expect(new TextDecoder().decode(page.subarray(0, 4))).toBe('OggS')
    page.fill(0, 22, 26)
    expect(bitwise(page)).toBe(view.getUint32(at + 22, true))
    const held: Uint8Array[] = []
    let start = at + 27 + segments
    let length = 0
    for (const size of sizes) {
      length += size
      if (size === 255) continue
      held.push(file.slice(start, start + length))
      start += length
      length = 0
    }
    pages.push({
      flags: file[at + 5] ?? 0,
      samples: Number(view.getBigUint64(at + 6, true)),
      sequence: view.getUint32(at + 18, true),
      segments,
      packets: held,
    })
    at = end
  }
  return pages
}

function bitwise(page: Uint8Array): number {
  let sum = 0n
  for (const byte of page) {
    sum ^= BigInt(byte) << 24n
    for (let bit = 0; bit < 8; bit += 1) {
      sum <<= 1n
      if (sum & 0x1_0000_0000n) sum ^= 0x1_04c1_1db7n
    }
  }
  return Number(sum)
}
