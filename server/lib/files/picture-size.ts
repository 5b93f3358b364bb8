export type PictureSize = { width: number; height: number }

/** How much of a picture's beginning is enough to find its size, also behind a long EXIF block. */
export const pictureHeadBytes = 256 * 1024

/** Width and height in pixels from the first bytes of a JPEG, PNG, GIF or WebP, as it is shown; null when they are not there. */
export function readPictureSize(mime: string, head: Buffer): PictureSize | null {
  try {
    const size = readers[mime]?.(head) ?? null
    return size && size.width > 0 && size.height > 0 ? size : null
  } catch (error) {
    // The bytes end before their own lengths say.
    if (error instanceof RangeError) return null
    throw error
  }
}

const readers: Record<string, (head: Buffer) => PictureSize | null> = {
  'image/png': (head) => ({ width: head.readUInt32BE(16), height: head.readUInt32BE(20) }),
  'image/gif': (head) => ({ width: head.readUInt16LE(6), height: head.readUInt16LE(8) }),
  'image/webp': readWebp,
  'image/jpeg': readJpeg,
}

function readWebp(head: Buffer): PictureSize | null {
  const format = head.toString('latin1', 12, 16)
  if (format === 'VP8 ') {
    return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff }
  }
  if (format === 'VP8L') {
    const bits = head.readUInt32LE(21)
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
  }
  return format === 'VP8X' ? { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 } : null
}

/** Walks the segments to the frame header; an EXIF orientation of a quarter turn changes the sides. */
function readJpeg(head: Buffer): PictureSize | null {
  let isTurned = false
  for (let at = 2; at < head.length;) {
    if (head.readUInt8(at) !== 0xff) return null
    const marker = head.readUInt8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = head.readUInt16BE(at + 2)
    if (marker === 0xe1) isTurned ||= isQuarterTurned(head.subarray(at + 4, at + 2 + length))
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) {
      const [height, width] = [head.readUInt16BE(at + 5), head.readUInt16BE(at + 7)]
      return isTurned ? { width: height, height: width } : { width, height }
    }
    at += 2 + length
  }
  return null
}

const orientationTag = 0x0112

function isQuarterTurned(segment: Buffer): boolean {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0') return false
  const tiff = segment.subarray(6)
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const read16 = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const count = read16(directory)
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12
    if (read16(entry) === orientationTag) return read16(entry + 8) >= 5 && read16(entry + 8) <= 8
  }
  return false
}
