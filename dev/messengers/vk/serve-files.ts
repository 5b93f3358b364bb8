import type { ServerResponse } from 'node:http'
import { writeWhole } from '../lib/broken-answer.ts'
import type { CommunityState } from './community-state.ts'
import { writeFaulty } from './write-answer.ts'

/** The bytes of a file; 404 once its address has expired. */
export const serveStored = async (
  communities: CommunityState[],
  response: ServerResponse,
  path: string,
): Promise<void> => {
  const owner = communities.find((each) => each.files.find(path))
  const file = owner?.files.find(path)
  const fault = owner?.faults.take('file') ?? null
  if (!file || file.isExpired) {
    if (fault) return writeFaulty(response, fault, '{}')
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404 Not Found</h1>')
    return
  }
  const headers = {
    'content-type': file.mime,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  }
  const whole = { status: 200, headers, bytes: file.bytes }
  if (fault) writeFaulty(response, fault, whole)
  else writeWhole(response, whole)
}

/** The page of a document: it leads to the file, or says that there is none any more. */
export const serveDocument = async (
  communities: CommunityState[],
  response: ServerResponse,
  name: string,
  query: URLSearchParams,
): Promise<void> => {
  const [, owner, id] = /^doc(-?\d+)_(\d+)$/.exec(name) ?? []
  const media = communities.map((each) => each.files.document(Number(owner), Number(id))).find((each) => each)
  if (!media?.file || media.file.isExpired || query.get('hash') !== media.accessKey) {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end('<h1>The document was deleted</h1>')
    return
  }
  response.writeHead(302, { location: media.file.url }).end()
}
