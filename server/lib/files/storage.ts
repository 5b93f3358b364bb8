import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import type { Config, S3Config } from '../config.ts'

/** The place where files lie for good, by key: a folder, or a bucket of an S3-compatible store. */
export type FileStorage = {
  /** A folder of this machine where a file grows until it is complete. */
  incomingFolder: string
  /** What the files of one account may take together; null: as much as there is. */
  quotaBytes: number | null
  /** How much more this machine's folder takes. */
  countFreeBytes(): Promise<number>
  /** Takes a complete file of `incomingFolder` over under a key; it is gone from there afterwards. */
  keep(incomingName: string, key: string, options: { sizeBytes: number; mime: string }): Promise<void>
  /** The bytes from `start` to `end`, both included; without a range all of them. */
  open(key: string, range?: { start: number; end: number }): Promise<Readable>
  delete(key: string): Promise<void>
}

const abandonedMs = 24 * 60 * 60 * 1000

/** Opens the store of the configuration and clears away what broken uploads of earlier runs left. */
export async function openStorage(
  config: Pick<Config, 'dataDir' | 's3'> & Partial<Pick<Config, 'storageQuotaBytes'>>,
): Promise<FileStorage> {
  const root = join(config.dataDir, 'files')
  const incomingFolder = join(root, 'incoming')
  await mkdir(incomingFolder, { recursive: true, mode: 0o700 })
  await removeAbandoned(incomingFolder)
  const place = config.s3 ? await openBucket(config.s3, incomingFolder) : openFolder(root)
  return {
    ...place,
    incomingFolder,
    quotaBytes: config.storageQuotaBytes ?? null,
    countFreeBytes: async () => {
      const { bavail, bsize } = await statfs(incomingFolder)
      return bavail * bsize
    },
  }
}

type Place = Pick<FileStorage, 'keep' | 'open' | 'delete'>

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found && Date.now() - found.mtimeMs > abandonedMs) await rm(path, { force: true })
  }
}

function openFolder(root: string): Place {
  const disk = new Disk(new FSDriver({ location: root, visibility: 'private' }))
  return {
    // Within one folder a move is a rename: complete or not there.
    keep: (incomingName, key) => disk.move(`incoming/${incomingName}`, key),
    open: async (key, range) => {
      const stream = createReadStream(join(root, key), range)
      await new Promise((resolve, reject) => {
        stream.once('open', resolve).once('error', reject)
      })
      return stream
    },
    delete: (key) => disk.delete(key),
  }
}

async function openBucket(s3: S3Config, incomingFolder: string): Promise<Place> {
  // Loaded only when needed: most installations keep files in a folder.
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const { S3Driver } = await import('flydrive/drivers/s3')
  const client = new S3Client({
    ...(s3.endpoint ? { endpoint: s3.endpoint, forcePathStyle: true } : {}),
    region: s3.region,
    credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    // Stores other than Amazon's do not all know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const disk = new Disk(
    new S3Driver({ client, bucket: s3.bucket, visibility: 'private', supportsACL: false }),
  )
  return {
    keep: (incomingName, key, { sizeBytes, mime }) =>
      disk.moveFromFs(join(incomingFolder, incomingName), key, {
        contentLength: sizeBytes,
        contentType: mime,
      }),
    open: async (key, range) => {
      const answer = await client.send(
        new GetObjectCommand({
          Bucket: s3.bucket,
          Key: key,
          ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}),
        }),
      )
      if (!(answer.Body instanceof Readable)) throw new Error('The store of files answered without bytes')
      return answer.Body
    },
    delete: (key) => disk.delete(key),
  }
}
