import { randomBytes } from 'node:crypto'

const jpegCache = new Map<string, Buffer>()
const segment = (marker: number, body: number[]): Buffer =>
  Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff, ...body])

/**
 * A real grey JPEG of the given size: every 8×8 block holds one brightness, so the scan needs two codes only
 * (a brightness step of 0 or ±1..7) and stays tiny.
 */
export const sampleJpeg = (width: number, height: number): Buffer => {
  const key = `${width}x${height}`
  const known = jpegCache.get(key)
  if (known) return known
  const quantization = segment(0xdb, [0, ...Array.from({ length: 64 }, () => 32)])
  const frame = segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])
  const steps = segment(0xc4, [0x00, 1, 1, ...Array.from({ length: 14 }, () => 0), 0, 3])
  const details = segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0])
  const scan = segment(0xda, [1, 1, 0x00, 0, 63, 0])
  const image = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    quantization,
    frame,
    steps,
    details,
    scan,
    jpegBlocks(width, height),
    Buffer.from([0xff, 0xd9]),
  ])
  jpegCache.set(key, image)
  return image
}

/** Brightness goes up and down along each row of blocks; the code `0` is "same", `10` + 3 bits a step. */
const jpegBlocks = (width: number, height: number): Buffer => {
  const columns = Math.ceil(width / 8)
  const rows = Math.ceil(height / 8)
  let bits = ''
  for (let block = 0; block < columns * rows; block += 1) {
    const column = block % columns
    const step = column % 8 === 3 && column + 4 < columns ? '10111' : column % 8 === 7 ? '10000' : '0'
    bits += `${step}0`
  }
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1')
  const bytes: number[] = []
  for (let index = 0; index < bits.length; index += 8) {
    const byte = Number.parseInt(bits.slice(index, index + 8), 2)
    bytes.push(byte)
    if (byte === 0xff) bytes.push(0)
  }
  return Buffer.from(bytes)
}

/** An MP3 of silence: frames of 128 kbit/s, 44.1 kHz whose side information is all zero. */
export const sampleMp3 = (seconds: number): Buffer => {
  const frame = Buffer.alloc(417)
  frame.set([0xff, 0xfb, 0x90, 0x00])
  return Buffer.concat(Array.from({ length: Math.max(1, Math.round(seconds * 38.28)) }, () => frame))
}

/** A voice note of silence: Opus in Ogg, 20 ms a packet, 50 packets a page. */
export const sampleVoice = (seconds: number): Buffer => {
  const serial = randomBytes(4).readUInt32LE(0)
  const head = Buffer.from([...Buffer.from('OpusHead'), 1, 1, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0])
  const vendor = Buffer.from('stand-in')
  const tags = Buffer.concat([Buffer.from('OpusTags'), uint32(vendor.length), vendor, uint32(0)])
  const packet = Buffer.from([0xf8, 0xff, 0xfe])
  const pages = [oggPage(serial, 0, 2, 0n, [head]), oggPage(serial, 1, 0, 0n, [tags])]
  for (let second = 0; second < seconds; second += 1) {
    const flags = second === seconds - 1 ? 4 : 0
    const packets = Array.from({ length: 50 }, () => packet)
    pages.push(oggPage(serial, second + 2, flags, BigInt((second + 1) * 48_000), packets))
  }
  return Buffer.concat(pages)
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

const oggPage = (
  serial: number,
  sequence: number,
  flags: number,
  position: bigint,
  packets: Buffer[],
): Buffer => {
  const granule = Buffer.alloc(8)
  granule.writeBigUInt64LE(position)
  const page = Buffer.concat([
    Buffer.from('OggS'),
    Buffer.from([0, flags]),
    granule,
    uint32(serial),
    uint32(sequence),
    uint32(0),
    Buffer.from([packets.length, ...packets.map((packet) => packet.length)]),
    ...packets,
  ])
  page.writeUInt32LE(oggChecksum(page), 22)
  return page
}

const oggChecksum = (page: Buffer): number => {
  let sum = 0
  for (const byte of page) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  }
  return sum >>> 0
}

/** A one-colour lossless WebP: five one-symbol codes, so that no pixel needs a bit. */
export const sampleWebp = (size: number): Buffer => {
  const field = (value: number, width: number): string =>
    value.toString(2).padStart(width, '0').split('').toReversed().join('')
  const byteCode = (value: number): string => `101${field(value, 8)}`
  const header = field(0x2f, 8) + field(size - 1, 14) + field(size - 1, 14) + field(1, 1) + field(0, 3)
  const codes = [0x80, 0x12, 0x9c, 0xff].map(byteCode).join('')
  const bits = `${header}000${codes}1000`
  const padded = bits.padEnd(Math.ceil(bits.length / 16) * 16, '0')
  const data = Buffer.from(
    padded.match(/.{8}/g)?.map((byte) => Number.parseInt(byte.split('').toReversed().join(''), 2)) ?? [],
  )
  return Buffer.concat([
    Buffer.from('RIFF'),
    uint32(data.length + 12),
    Buffer.from('WEBPVP8L'),
    uint32(data.length),
    data,
  ])
}

/** A one-page PDF with a line of Latin text. */
export const samplePdf = (line: string): Buffer => {
  const content = `BT /F1 18 Tf 40 120 Td (${line.replace(/[()\\]/g, '')}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 320 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
