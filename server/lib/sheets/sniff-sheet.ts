import type { Readable } from 'node:stream'
import {
  SheetError,
  sheetSeparators,
  type SheetEncoding,
  type SheetFormat,
  type SheetSeparator,
  type SheetSource,
} from './sheet.ts'

const sampleBytes = 64 * 1024

/** Looks at the beginning of a file: what it is, not what it is called. Throws `SheetError` when it is no table. */
export async function sniffSheet(source: SheetSource): Promise<SheetFormat> {
  if (source.sizeBytes === 0) throw new SheetError('empty')
  const end = Math.min(source.sizeBytes, sampleBytes) - 1
  const sample = await readAll(await source.open({ start: 0, end }))
  if (startsWith(sample, [0x50, 0x4b, 0x03, 0x04])) return { kind: 'xlsx' }
  if (startsWith(sample, [0xd0, 0xcf, 0x11, 0xe0])) throw new SheetError('old_excel')
  const encoding = guessEncoding(sample, source.sizeBytes > sample.length)
  const text = decodeSample(sample, encoding)
  if (isBinary(text)) throw new SheetError('not_a_table')
  if (text.trim() === '') throw new SheetError('empty')
  return { kind: 'csv', encoding, separator: guessSeparator(text) }
}

/** The beginning of a text file in another encoding, to guess its separator anew. */
export async function guessSeparatorOf(
  source: SheetSource,
  encoding: SheetEncoding,
): Promise<SheetSeparator> {
  const end = Math.min(source.sizeBytes, sampleBytes) - 1
  return guessSeparator(decodeSample(await readAll(await source.open({ start: 0, end })), encoding))
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function startsWith(bytes: Buffer, magic: number[]): boolean {
  return magic.every((byte, place) => bytes[place] === byte)
}

/** A mark at the beginning decides; without one it is UTF-8 if it can be, else the code page of Windows for Cyrillic. */
function guessEncoding(sample: Buffer, isCut: boolean): SheetEncoding {
  if (startsWith(sample, [0xff, 0xfe])) return 'utf-16le'
  if (startsWith(sample, [0xfe, 0xff])) return 'utf-16be'
  const [even, odd] = countZeros(sample)
  // Every other byte of plain letters is zero; a separator or a line end is in any table.
  if (odd > sample.length / 8 && even < odd / 8) return 'utf-16le'
  if (even > sample.length / 8 && odd < even / 8) return 'utf-16be'
  try {
    // What is cut off in the middle of a letter is no fault: `stream` waits for the rest of it.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: isCut })
    return 'utf-8'
  } catch {
    return 'windows-1251'
  }
}

function countZeros(sample: Buffer): [number, number] {
  let even = 0
  let odd = 0
  for (const [place, byte] of sample.entries()) {
    if (byte !== 0) continue
    if (place % 2 === 0) even += 1
    else odd += 1
  }
  return [even, odd]
}

function decodeSample(sample: Buffer, encoding: SheetEncoding): string {
  return new TextDecoder(encoding).decode(sample, { stream: true })
}

/** Text has next to no control characters; a picture or a program is full of them. */
function isBinary(text: string): boolean {
  const strange = text.match(/[\u0000-\u0008\u000E-\u001F]/g)?.length ?? 0
  return strange > text.length / 100 + 2
}

const looked = 20

/** The separator that cuts most of the first lines into the same, largest number of cells. */
function guessSeparator(text: string): SheetSeparator {
  const lines = outsideQuotes(text)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, looked)
  let best: SheetSeparator = ','
  let bestScore = 0
  for (const separator of sheetSeparators) {
    const counts = lines.map((line) => line.split(separator).length - 1)
    const head = counts[0] ?? 0
    const alike = counts.filter((count) => count === head).length
    const score = head === 0 ? 0 : alike * 100 + Math.min(head, 99)
    if (score > bestScore) [best, bestScore] = [separator, score]
  }
  return best
}

function outsideQuotes(text: string): string {
  return text.replaceAll(/"(?:[^"]|"")*"/g, '')
}
