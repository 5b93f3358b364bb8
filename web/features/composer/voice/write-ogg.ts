import type { OpusTrack } from './read-webm.ts'

/** Opus counts time in samples of 48 kHz, whatever was recorded (RFC 7845, section 4). */
const samplesPerSecond = 48_000
const packetsPerPage = 50
const serial = 1
const firstPage = 2
const lastPage = 4

/** Writes Opus packets as an OGG file (RFC 3533, RFC 7845). */
export function writeOgg({ head, packets }: OpusTrack): Uint8Array<ArrayBuffer> {
  const pages = [page([head], { flags: firstPage, samples: 0, sequence: 0 })]
  pages.push(page([tags()], { flags: 0, samples: 0, sequence: 1 }))
  let samples = 0
  let index = 0
  while (index < packets.length) {
    const batch: Uint8Array[] = []
    let segments = 0
    for (const packet of packets.slice(index, index + packetsPerPage)) {
      segments += segmentCount(packet)
      // A page has at most 255 segments; a packet never needs more than six.
      if (segments > 255) break
      batch.push(packet)
      samples += samplesOf(packet)
    }
    index += batch.length
    const flags = index >= packets.length ? lastPage : 0
    pages.push(page(batch, { flags, samples, sequence: pages.length }))
  }
  return join(pages)
}

/** How long the packets sound; the start that a decoder throws away is not counted. */
export function durationOf({ head, packets }: OpusTrack): number {
  const skipped = new DataView(head.buffer, head.byteOffset, head.length).getUint16(10, true)
  const samples = packets.reduce((sum, packet) => sum + samplesOf(packet), 0)
  return Math.max(0, samples - skipped) / samplesPerSecond
}

/** Samples in a packet by its first byte, or two (RFC 6716, section 3.1). */
function samplesOf(packet: Uint8Array): number {
  const [first = 0, second = 0] = packet
  const config = first >> 3
  const steps = config < 12 ? [480, 960, 1920, 2880] : config < 16 ? [480, 960] : [120, 240, 480, 960]
  const frame = steps[config % steps.length] ?? 960
  const code = first & 3
  return frame * (code === 0 ? 1 : code === 3 ? second & 0x3f : 2)
}

function tags(): Uint8Array {
  const vendor = new TextEncoder().encode('Beseda')
  const bytes = new Uint8Array(8 + 4 + vendor.length + 4)
  bytes.set(new TextEncoder().encode('OpusTags'))
  new DataView(bytes.buffer).setUint32(8, vendor.length, true)
  bytes.set(vendor, 12)
  return bytes
}

const segmentCount = (packet: Uint8Array): number => Math.floor(packet.length / 255) + 1

type Place = { flags: number; samples: number; sequence: number }

function page(packets: readonly Uint8Array[], { flags, samples, sequence }: Place): Uint8Array {
  const sizes = packets.flatMap((packet) => [
    ...Array.from({ length: segmentCount(packet) - 1 }, () => 255),
    packet.length % 255,
  ])
  const header = new Uint8Array(27 + sizes.length)
  header.set(new TextEncoder().encode('OggS'))
  header[5] = flags
  const view = new DataView(header.buffer)
  view.setBigUint64(6, BigInt(samples), true)
  view.setUint32(14, serial, true)
  view.setUint32(18, sequence, true)
  header[26] = sizes.length
  header.set(sizes, 27)
  const bytes = join([header, ...packets])
  new DataView(bytes.buffer).setUint32(22, checksum(bytes), true)
  return bytes
}

function join(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/** CRC-32 as OGG has it: polynomial 04c11db7, the bits as they come, nothing inverted. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let bit = 0; bit < 8; bit += 1) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0)
  return value >>> 0
})

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) sum = ((sum << 8) ^ (table[((sum >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0
  return sum
}
