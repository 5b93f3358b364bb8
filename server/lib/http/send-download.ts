import type { FastifyReply, FastifyRequest } from 'fastify'
import { contentDisposition, isSafeInline } from './content-disposition.ts'
import type { Download, MadeDownload } from './route.ts'

/** Answers bytes as they are made; one that breaks off in the middle breaks the answer off, so that nobody takes it for whole. */
export async function sendMade(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, mime, open }: MadeDownload,
): Promise<unknown> {
  reply
    .header('content-type', mime)
    .header('content-disposition', contentDisposition('attachment', name))
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'no-store')
  return request.method === 'HEAD' ? reply.send() : reply.send(await open())
}

/** Answers a stored file so that it can never run in our origin: whole, one range of it, or only its headers. */
export async function sendDownload(
  request: FastifyRequest,
  reply: FastifyReply,
  download: Download,
): Promise<unknown> {
  const { sizeBytes } = download
  const etag = `"${download.etag}"`
  const isInline = isSafeInline(download.mime) && !download.asAttachment
  reply
    .header('content-type', isInline ? download.mime : safeAttachmentType(download.mime))
    .header('content-disposition', contentDisposition(isInline ? 'inline' : 'attachment', download.name))
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('accept-ranges', 'bytes')
    .header('etag', etag)
    // Private, and asked for again each time, unless it may be kept: who may see it can change.
    .header('cache-control', download.isKept ? 'private, max-age=31536000, immutable' : 'private, no-cache')
  if (!reply.hasHeader('cross-origin-resource-policy')) {
    reply.header('cross-origin-resource-policy', 'same-origin')
  }
  if (isKnown(request.headers['if-none-match'], etag)) {
    return reply.removeHeader('content-type').removeHeader('content-disposition').code(304).send()
  }
  const range = readRange(request, etag, sizeBytes)
  if (range === 'unsatisfiable') {
    return reply
      .removeHeader('content-type')
      .removeHeader('content-disposition')
      .code(416)
      .header('content-range', `bytes */${sizeBytes}`)
      .send()
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 }
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${sizeBytes}`)
  reply.header('content-length', String(end - start + 1))
  if (request.method === 'HEAD' || sizeBytes === 0) return reply.send()
  return reply.send(await download.open({ start, end }))
}

/** Types that a browser might run when it ignored the disposition are told as plain bytes. */
function safeAttachmentType(mime: string): string {
  return /html|xml|svg|script|multipart|message/.test(mime) ? 'application/octet-stream' : mime
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch?.split(',').some((part) => part.trim().replace(/^W\//, '') === etag) ?? false
}

type Range = { start: number; end: number }

/** The one range asked for; null when the whole is due: no range, several of them, or `If-Range` names other bytes. */
function readRange(request: FastifyRequest, etag: string, sizeBytes: number): Range | null | 'unsatisfiable' {
  const { range: header } = request.headers
  const ifRange = request.headers['if-range']
  if (header === undefined || (ifRange !== undefined && ifRange !== etag)) return null
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim())
  if (!match || (match[1] === '' && match[2] === '')) return null
  if (match[1] === '') {
    const length = Number(match[2])
    if (length === 0 || sizeBytes === 0) return 'unsatisfiable'
    return { start: Math.max(0, sizeBytes - length), end: sizeBytes - 1 }
  }
  const start = Number(match[1])
  const end = match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1)
  if (start >= sizeBytes) return 'unsatisfiable'
  return end < start ? null : { start, end }
}
