import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

const ways = [
  { ending: '.br', compress: promisify(brotliCompress) },
  { ending: '.gz', compress: promisify(gzip) },
]
/** Below this an answer fits one packet anyway. */
const worthwhileBytes = 1400

/** Lays compressed copies beside the text files of a build, for the server to send as they are. */
export async function compressFolder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = entries.filter((entry) => entry.isFile() && /\.(js|css|html|svg|json)$/.test(entry.name))
  for (const entry of texts) {
    const path = join(entry.parentPath ?? entry.path, entry.name)
    const bytes = await readFile(path)
    if (bytes.length < worthwhileBytes) continue
    for (const { ending, compress } of ways) await writeFile(`${path}${ending}`, await compress(bytes))
  }
}
