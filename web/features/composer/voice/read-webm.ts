/** Opus packets of a recording, and the header that tells a decoder of them. */
export type OpusTrack = { head: Uint8Array; packets: Uint8Array[] }

/*
 * EBML ids (matroska.org/technical/elements.html) of what stands between the start of a recording and its packets. Recorders
 * write while they record, so the sizes of these are unknown; all are simply walked into.
 */
const masters = new Set([0x1a45dfa3, 0x18538067, 0x1654ae6b, 0xae, 0xe1, 0x1f43b675, 0xa0])
const codecId = 0x86
const codecPrivate = 0x63a2
const simpleBlock = 0xa3
const block = 0xa1

/** Reads the one Opus track of a WebM recording. Throws when it is anything else. */
export function readWebm(bytes: Uint8Array): OpusTrack {
  let at = 0
  let codec = ''
  let head: Uint8Array | null = null
  const packets: Uint8Array[] = []
  while (at < bytes.length) {
    const id = readId(bytes, at)
    const size = readNumber(bytes, at + id.length)
    const start = at + id.length + size.length
    if (masters.has(id.value)) {
      at = start
      continue
    }
    const end = start + size.value
    // A recorder that was cut off leaves half an element at the end.
    if (end > bytes.length) break
    const content = bytes.subarray(start, end)
    if (id.value === codecId) codec = new TextDecoder().decode(content)
    else if (id.value === codecPrivate) head = content
    else if (id.value === simpleBlock || id.value === block) packets.push(packetOf(content))
    at = end
  }
  if (codec !== 'A_OPUS' || !head || packets.length === 0) throw new Error('No Opus sound in this WebM')
  return { head, packets }
}

type Read = { value: number; length: number }

/** An id keeps the mark of its length. */
function readId(bytes: Uint8Array, at: number): Read {
  const length = lengthAt(bytes, at, 4)
  let value = 0
  for (let index = 0; index < length; index += 1) value = value * 256 + (bytes[at + index] ?? 0)
  return { value, length }
}

function readNumber(bytes: Uint8Array, at: number): Read {
  const length = lengthAt(bytes, at, 8)
  let value = (bytes[at] ?? 0) & (0xff >> length)
  for (let index = 1; index < length; index += 1) value = value * 256 + (bytes[at + index] ?? 0)
  return { value, length }
}

/** The number of leading zero bits tells how many bytes there are. */
function lengthAt(bytes: Uint8Array, at: number, most: number): number {
  const length = Math.clz32(bytes[at] ?? 0) - 23
  if (length > most || at + length > bytes.length) throw new Error('Not a WebM recording')
  return length
}

/** Before the packet: number of the track, two bytes of time, flags. */
function packetOf(content: Uint8Array): Uint8Array {
  const track = readNumber(content, 0)
  const flags = content[track.length + 2] ?? 0
  if ((flags & 0x06) !== 0) throw new Error('Packets of this WebM are laced')
  return content.subarray(track.length + 3)
}
