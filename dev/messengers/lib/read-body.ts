import type { IncomingMessage } from 'node:http'

/** The bytes of a request; past the limit it reads on without keeping, so that a refusal can be heard. null: too large. */
export const readBody = (request: IncomingMessage, maxBytes: number): Promise<Buffer | null> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let sizeBytes = 0
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length
      if (sizeBytes <= maxBytes) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('end', () => resolve(sizeBytes > maxBytes ? null : Buffer.concat(chunks)))
    request.on('error', reject)
  })
