import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { idParam, uuid } from '#contract/common'
import type { Clock } from '#lib/clock'
import type { Config } from '#lib/config'
import { isSameSecret, sign } from '#lib/crypto'
import type { Db } from '#lib/db'
import { AppError } from '#lib/errors'
import type { FileStorage } from '#lib/files/storage'
import { sendDownload } from '#lib/http/send-download'
import { findFile, isTakenBack } from './queries.ts'
import { toDownload } from './read-file.ts'

type SignDeps = { config: Pick<Config, 'secretKey' | 'filesUrl' | 'publicUrl'> }
type FileRef = { accountId: number; fileId: string }

/** The end of the address's life is rounded up to a quarter of an hour, so that browsers meet the same address again. */
const roundingSeconds = 15 * 60

/**
 * An address that reads one file until `expiresAt` without cookie or header: for website visitors and messengers. It reads
 * nothing any more when every message with the file was taken back. `base` is where we are reached
 * ("https://chat.example.com") when neither FILES_URL nor PUBLIC_URL says; `name` is what the address shall end in.
 */
export function signFileUrl(
  deps: SignDeps,
  file: FileRef,
  expiresAt: Date,
  base: string,
  name?: string,
): string {
  const expires = Math.ceil(expiresAt.getTime() / 1000 / roundingSeconds) * roundingSeconds
  const signature = signatureOf(deps, file, expires)
  const host = deps.config.filesUrl ?? deps.config.publicUrl ?? base
  const ending = name === undefined ? '' : `/${encodeURIComponent(name)}`
  return `${host}/f/${file.accountId}/${file.fileId}/${expires}/${signature}${ending}`
}

function signatureOf({ config }: SignDeps, { accountId, fileId }: FileRef, expires: number): string {
  return sign(config.secretKey, 'file-url', `${accountId}/${fileId}/${expires}`)
}

const address = z.object({
  accountId: idParam,
  fileId: uuid,
  expires: idParam,
  signature: z.string().max(100),
})

/** Serves the signed addresses. They may be shown by other sites' pages, but run nowhere. */
export function serveSignedFiles(
  app: FastifyInstance,
  deps: SignDeps & { db: Db; storage: FileStorage; clock: Clock },
): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/f/:accountId/:fileId/:expires/:signature/:name?',
    handler: async (request, reply) => {
      const given = address.safeParse(request.params)
      if (!given.success) throw new AppError('file.not_found')
      const { expires, signature, ...ref } = given.data
      const isGood = isSameSecret(signature, signatureOf(deps, ref, expires))
      if (!isGood || expires * 1000 < deps.clock().getTime()) throw new AppError('file.not_found')
      const file = await findFile(deps.db, ref.accountId, ref.fileId)
      if (!file || (await isTakenBack(deps.db, file))) throw new AppError('file.not_found')
      reply.header('cross-origin-resource-policy', 'cross-origin')
      return sendDownload(request, reply, toDownload(deps.storage, file, false))
    },
  })
}
