import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { uuidv7 } from './crypto.ts'

/** The id of the machine that owns this DATA_DIR: the same at every start, so that an earlier run is known to be dead. */
export async function readMachineId(dataDir: string): Promise<string> {
  const path = join(dataDir, 'machine.id')
  const kept = await readFile(path, 'utf8').catch(() => '')
  if (/^[0-9a-f-]{36}\s*$/.test(kept)) return kept.trim()
  const id = uuidv7()
  await writeFile(`${path}.new`, `${id}\n`, { flush: true })
  await rename(`${path}.new`, path)
  return id
}
