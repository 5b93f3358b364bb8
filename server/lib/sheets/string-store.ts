import { randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

/** Texts by number, kept in a file: a workbook may have millions of them, and memory is not for that. */
export type StringStore = {
  add(text: string): Promise<void>
  get(place: number): Promise<string | undefined>
  close(): Promise<void>
}

const blockBytes = 64 * 1024
const keptBlocks = 32

export async function createStringStore(folder: string): Promise<StringStore> {
  const path = join(folder, `strings-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  const blocks = createBlocks(file)
  let ends = new Float64Array(1024)
  let count = 0
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let written = 0

  async function flush(): Promise<void> {
    if (waitingBytes === 0) return
    const bytes = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    await file.write(bytes, 0, bytes.length, written)
    written += bytes.length
  }
  return {
    async add(text) {
      const bytes = Buffer.from(text)
      if (count === ends.length) {
        const larger = new Float64Array(count * 2)
        larger.set(ends)
        ends = larger
      }
      waiting.push(bytes)
      waitingBytes += bytes.length
      ends[count] = written + waitingBytes
      count += 1
      if (waitingBytes >= blockBytes) await flush()
    },
    async get(place) {
      await flush()
      const end = place < count ? ends[place] : undefined
      if (end === undefined) return undefined
      return blocks.read(place === 0 ? 0 : (ends[place - 1] ?? 0), end)
    },
    async close() {
      await file.close()
      await rm(path, { force: true })
    },
  }
}

/** Blocks of a file, the last used ones kept: neighbours in a sheet are neighbours in its list of texts. */
function createBlocks(file: FileHandle): { read(start: number, end: number): Promise<string> } {
  const kept = new Map<number, Buffer>()
  async function load(number: number): Promise<Buffer> {
    const known = kept.get(number)
    if (known) {
      kept.delete(number)
      kept.set(number, known)
      return known
    }
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(blockBytes),
      0,
      blockBytes,
      number * blockBytes,
    )
    const block = buffer.subarray(0, bytesRead)
    kept.set(number, block)
    const [oldest] = kept.keys()
    if (kept.size > keptBlocks && oldest !== undefined) kept.delete(oldest)
    return block
  }
  return {
    async read(start, end) {
      const parts: Buffer[] = []
      for (let place = start; place < end;) {
        const number = Math.floor(place / blockBytes)
        const from = place - number * blockBytes
        const part = (await load(number)).subarray(from, Math.min(blockBytes, from + end - place))
        if (part.length === 0) throw new Error('A list of texts is shorter than it was written')
        parts.push(part)
        place += part.length
      }
      return Buffer.concat(parts).toString()
    },
  }
}
