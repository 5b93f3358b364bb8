import { once } from 'node:events'
import type { ClientRequest } from 'node:http'
import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'

/** A body whose length is known before it is sent; pieces are bytes or streams opened when their turn comes. */
export type Body = { contentType: string; sizeBytes: number; pieces: Piece[] }
type Piece = Buffer | { sizeBytes: number; open(): Promise<Readable> }

export type FormFile = {
  field: string
  name: string
  mime: string
  sizeBytes: number
  open(): Promise<Readable>
}

export function jsonBody(value: unknown): Body {
  const bytes = Buffer.from(JSON.stringify(value))
  return { contentType: 'application/json', sizeBytes: bytes.length, pieces: [bytes] }
}

/** multipart/form-data (RFC 7578): fields first, then the files, each streamed. */
export function formBody(fields: Record<string, string>, files: FormFile[]): Body {
  const boundary = `beseda-${randomBytes(18).toString('hex')}`
  const head = (text: string): Buffer =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${text}\r\n\r\n`)
  const newline = Buffer.from('\r\n')
  const pieces: Piece[] = []
  for (const [field, value] of Object.entries(fields)) {
    pieces.push(head(`name="${escapeName(field)}"`), Buffer.from(value), newline)
  }
  for (const file of files) {
    const names = `name="${escapeName(file.field)}"; filename="${escapeName(file.name)}"`
    pieces.push(head(`${names}\r\nContent-Type: ${cleanMime(file.mime)}`), file, newline)
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`))
  const sizeBytes = pieces.reduce(
    (sum, piece) => sum + (Buffer.isBuffer(piece) ? piece.length : piece.sizeBytes),
    0,
  )
  return { contentType: `multipart/form-data; boundary=${boundary}`, sizeBytes, pieces }
}

/** As browsers do it: quotes and line ends are percent-encoded, everything else stays. */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function cleanMime(mime: string): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(mime) ? mime : 'application/octet-stream'
}

/**
 * Writes the body and ends the request. Rejects, with the request left unfinished, when a stream fails or is not of the
 * length it promised: a request with the wrong length must never look whole to the other side.
 */
export async function writeBody(request: ClientRequest, body: Body | undefined): Promise<void> {
  const pieces = body?.pieces ?? []
  for (const piece of pieces.slice(0, -1)) {
    if (Buffer.isBuffer(piece)) await write(request, piece)
    else await writeStream(request, piece)
    if (request.destroyed) throw new Error('The connection is gone')
  }
  const last = pieces.at(-1)
  if (last !== undefined && !Buffer.isBuffer(last)) throw new Error('A body must end with bytes')
  if (last) request.end(last)
  else request.end()
}

async function writeStream(
  request: ClientRequest,
  piece: { sizeBytes: number; open(): Promise<Readable> },
): Promise<void> {
  const stream = await piece.open()
  let left = piece.sizeBytes
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk)
      left -= bytes.length
      if (left < 0) throw new Error('A file is longer than it was')
      if (request.destroyed) throw new Error('The connection is gone')
      await write(request, bytes)
    }
  } finally {
    stream.destroy()
  }
  if (left > 0) throw new Error('A file is shorter than it was')
}

async function write(request: ClientRequest, bytes: Buffer): Promise<void> {
  if (request.write(bytes) || request.destroyed) return
  // A cut connection never drains; its `close` ends the wait.
  const ended = new AbortController()
  const { signal } = ended
  await Promise.race([once(request, 'drain', { signal }), once(request, 'close', { signal })]).finally(() =>
    ended.abort(),
  )
}
