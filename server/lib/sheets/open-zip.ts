import { PassThrough, type Readable } from 'node:stream'
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl'
import { SheetError, type SheetSource } from './sheet.ts'

const mostEntries = 2000
/** What one part of a workbook may come to when it is unpacked; a file that unpacks to more is a trap or no list of clients. */
const mostPartBytes = 512 * 1024 * 1024
/** The list of parts stands at the end: one read of so much spares hundreds of small ones. */
const tailBytes = 256 * 1024

export type Zip = {
  names: string[]
  /** The bytes of a part, unpacked as they are read; null when there is none. */
  open(name: string): Promise<Readable | null>
  close(): void
}

/**
 * Opens a zip where it lies. Sizes are checked before a part is read and while it is: one that unpacks to more than it says
 * breaks off. Throws `SheetError`.
 */
export async function openZip(source: SheetSource): Promise<Zip> {
  const zip = await openFile(source)
  const entries = new Map<string, Entry>()
  try {
    if (zip.entryCount > mostEntries) throw new SheetError('too_big')
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
  } catch (error) {
    zip.close()
    throw error instanceof SheetError ? error : new SheetError('broken')
  }
  return {
    names: [...entries.keys()],
    async open(name) {
      const entry = entries.get(name)
      if (!entry) return null
      if (entry.uncompressedSize > mostPartBytes) throw new SheetError('too_big')
      if (!entry.canDecodeFileData()) throw new SheetError('broken')
      return zip.openReadStreamPromise(entry)
    },
    close: () => zip.close(),
  }
}

async function openFile(source: SheetSource): Promise<ZipFile> {
  try {
    return await fromRandomAccessReaderPromise(new StoredBytes(source), source.sizeBytes, {
      lazyEntries: true,
      autoClose: false,
    })
  } catch {
    throw new SheetError('broken')
  }
}

/** A stored file as the reader of zips wants it. */
class StoredBytes extends RandomAccessReader {
  readonly #source: SheetSource
  #tail: Promise<Buffer> | null = null

  constructor(source: SheetSource) {
    super()
    this.#source = source
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const through = new PassThrough()
    void this.#pass(through, { start, end: end - 1 })
    return through
  }

  async #pass(through: PassThrough, range: { start: number; end: number }): Promise<void> {
    try {
      const stream = await this.#source.open(range)
      stream.on('error', (error) => through.destroy(error))
      through.on('close', () => stream.destroy())
      stream.pipe(through)
    } catch (error) {
      through.destroy(toError(error))
    }
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const tailStart = Math.max(0, this.#source.sizeBytes - tailBytes)
    if (position < tailStart) return super.read(buffer, offset, length, position, callback)
    void this.#copyTail(buffer.subarray(offset, offset + length), position - tailStart, callback)
  }

  async #copyTail(into: Buffer, from: number, done: (error: Error | null) => void): Promise<void> {
    const { sizeBytes } = this.#source
    this.#tail ??= readRange(this.#source, Math.max(0, sizeBytes - tailBytes))
    try {
      const copied = (await this.#tail).copy(into, 0, from, from + into.length)
      done(copied === into.length ? null : new Error('The zip ends too early'))
    } catch (error) {
      done(toError(error))
    }
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

async function readRange(source: SheetSource, start: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  const stream = await source.open({ start, end: source.sizeBytes - 1 })
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
